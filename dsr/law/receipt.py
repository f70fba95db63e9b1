"""On which day a request was received, and on what that date rests (R12-R15).

EDPB Guidelines 01/2022 para. 159: the period starts when the request reaches the controller
through one of its official channels; nobody has to be aware of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsr.errors import BadInput
from dsr.law.calendar import Calendar

FINLAND = "Europe/Helsinki"
MARKETING_STOP_WORKING_DAYS = 1
PRINTED_MAIL_WORKING_DAYS = 3


class Basis(StrEnum):
    """What a receipt date rests on (R13)."""

    STAMP = "stamp"
    DELIVERY_RECORD = "delivery_record"
    EMAIL_HEADER = "email_header"
    CALL_NOTE = "call_note"
    ESTIMATE = "estimate"


@dataclass(frozen=True)
class Arrival:
    """A request reached an official channel of the controller on a day."""

    channel: str
    on: date
    basis: Basis


def receipt_date(instant: datetime, zone: str = FINLAND) -> date:
    """The date of an aware instant in the controller's zone (R12); BadInput without an offset."""
    if instant.tzinfo is None:
        raise BadInput(
            "The time of arrival has no offset from UTC.",
            "Give it with one, e.g. 2026-03-31T22:30:00Z.",
        )
    try:
        return instant.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BadInput(
            f"The time zone {zone!r} is not known.", "Give a name such as Europe/Helsinki."
        ) from error


def earliest_arrival(arrivals: Iterable[Arrival]) -> Arrival:
    """The arrival that starts the period: the first at any channel, not the opening (R12)."""
    ordered = sorted(arrivals, key=lambda arrival: arrival.on)
    if not ordered:
        raise BadInput(
            "No arrival of the request is recorded.",
            "Record the day on which it first reached a mailbox, desk, phone or person of yours.",
        )
    return ordered[0]


def estimated_arrival(channel: str, scanned: date, postmark: date | None = None) -> Arrival:
    """The arrival of a letter without a stamp: the day after its postmark (R13, policy).

    Never later than the day it was scanned, which is also the estimate without a postmark.
    Raises BadInput when the postmark is later than the scan.
    """
    if postmark is None:
        return Arrival(channel, scanned, Basis.ESTIMATE)
    if postmark > scanned:
        raise BadInput(
            f"The postmark of {postmark.isoformat()} is later than the scan of "
            f"{scanned.isoformat()}.",
            "Read the postmark again, or leave it out.",
        )
    return Arrival(channel, min(postmark + timedelta(days=1), scanned), Basis.ESTIMATE)


def check_received(received: date, today: date) -> None:
    """Raise BadInput when a request is said to have been received in the future."""
    if received > today:
        raise BadInput(
            f"The date of receipt, {received.isoformat()}, lies after today, {today.isoformat()}.",
            "Give the day on which the request arrived.",
        )


def marketing_stop_due(
    received: date, calendar: Calendar, *, printed_in_production: bool = False
) -> date:
    """The day by which direct marketing has stopped (R15, policy; GDPR Art. 21(3): at once).

    printed_in_production: printed mail already being made gets three working days, and the
    letter says so. The person is informed within the month all the same (Art. 12(3)).
    """
    days = PRINTED_MAIL_WORKING_DAYS if printed_in_production else MARKETING_STOP_WORKING_DAYS
    return calendar.add_working_days(received, days)
