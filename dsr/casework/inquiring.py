"""What a case waits for of the persons who are its registers, and of recipients (Art. 19, 28).

Pure looks at a case, for the list of today. By when: the day given, or a usual time after the
notice.
"""

from __future__ import annotations

from datetime import date

from dsr.cases.case import Case
from dsr.cases.inquiry import Inquiry, What, inquiries_of, newest
from dsr.casework import status
from dsr.casework.data import KIND_OF_ORDER, tasks_of
from dsr.casework.office import Office
from dsr.casework.status import entries, is_open

#: How many working days a recipient has to confirm, where no day was given.
CONFIRM_WORKING_DAYS = 10
#: States in which the search can still be asked before it holds up the decision.
_SEARCHING = frozenset({"received", "in_decision", "assessing"})


def waiting_for(office: Office, case: Case) -> tuple[Inquiry, ...]:
    """The inquiries of an open case that have no answer."""
    found = [newest(case.facts, name) for name in office.persons] if is_open(case) else []
    return tuple(one for one in found if one is not None and one.is_open)


def overdue_inquiries(office: Office, case: Case, today: date) -> tuple[Inquiry, ...]:
    """Those whose day has passed."""
    return tuple(one for one in waiting_for(office, case) if one.due_on < today)


def has_exception(office: Office, case: Case) -> bool:
    """Whether a register said that it cannot be done, and nobody has decided on it."""
    found = [newest(case.facts, name) for name in office.persons] if is_open(case) else []
    return any(one is not None and one.is_unsettled for one in found)


def has_unasked(office: Office, case: Case) -> bool:
    """Whether a person who is a register has yet to be asked: to search, or to change."""
    if not is_open(case) or not office.persons:
        return False
    if case.state in _SEARCHING and case.workflow != "marketing_objection":
        asked = [inquiries_of(case.facts, name) for name in office.persons]
        return any(not any(one.is_search for one in found) for found in asked)
    return bool(untold(office, case))


def untold(office: Office, case: Case) -> tuple[str, ...]:
    """The persons whom an order concerns and whom nobody has told of it."""
    kind = KIND_OF_ORDER.get(case.state) if office.persons else None
    if kind is None or case.state == "carried_out":
        return ()
    told = {
        one.order
        for name in office.persons
        for one in inquiries_of(case.facts, name)
        if one.what is What.CHANGE
    }
    return tuple(
        name
        for task in tasks_of(office, case, kind)
        if (name := task.register.map.name) in office.persons and task.order.action_id not in told
    )


def unconfirmed(case: Case) -> dict[str, tuple[date, date | None]]:
    """Recipients who were told and have not confirmed: the day told last, and by when to."""
    confirmed = {str(entry.get("recipient")) for entry in entries(case, "recipients_confirmed")}
    waiting: dict[str, tuple[date, date | None]] = {}
    told = [e for e in entries(case, "recipients_told") if e.get("outcome") == "told"]
    for entry in (*told, *entries(case, "recipients_reminded")):
        name, on = str(entry.get("recipient")), status.day_of(entry, "on")
        if on is not None and name not in confirmed:
            waiting[name] = (on, status.day_of(entry, "confirm_by"))
    return waiting


def has_late_recipient(office: Office, case: Case, today: date) -> bool:
    """Whether a recipient has let the day to confirm pass (Art. 19)."""
    if case.state == "closed":
        return False
    usual = office.calendar.add_working_days
    return any(
        (by or usual(on, CONFIRM_WORKING_DAYS)) < today for on, by in unconfirmed(case).values()
    )
