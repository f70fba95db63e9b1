"""Times of what follows a decision: telling recipients, lifting a restriction, watching a change.

None of these is a figure of the Regulation; each is a policy that keeps to its words ("without
delay", "before").
"""

from __future__ import annotations

from datetime import date, timedelta

from dsr.law.calendar import Calendar

RECIPIENTS_WORKING_DAYS = 5
RESTRICTION_NOTICE_DAYS = 7
CONTACT_CHANGE_DAYS = 30


def recipients_notice_due(carried_out: date, calendar: Calendar) -> date:
    """The last day to tell the recipients of a change (GDPR Art. 19; policy: 5 working days)."""
    return calendar.add_working_days(carried_out, RECIPIENTS_WORKING_DAYS)


def restriction_may_be_lifted(notice_sent: date) -> date:
    """The first day a restriction may end after its notice (Art. 18(3); policy: 7 days)."""
    return notice_sent + timedelta(days=RESTRICTION_NOTICE_DAYS)


def old_contact_point_is_told(contact_changed: date, access_received: date) -> bool:
    """Whether the answer is announced to the old contact point too (guard; policy: 30 days).

    Somebody who has taken over an account first changes its address, then asks for the data.
    """
    days = (access_received - contact_changed).days
    return 0 <= days <= CONTACT_CHANGE_DAYS
