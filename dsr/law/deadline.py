"""The date by which a request must be answered, and every step that led to it (R1-R11, R16).

GDPR Art. 12(3)-(4), counted by Regulation (EEC, Euratom) No 1182/71 Art. 3 as EDPB Guidelines
01/2022 paras 157-164 explain it. Pure functions of facts: nothing here knows what day it is;
whether a case is late is computed from a ``today`` that the caller passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from dsr.errors import BadInput
from dsr.law.calendar import ONE_DAY, Calendar
from dsr.law.dates_in_words import MONTHS, counted, spelled, weekday
from dsr.law.months import months_after
from dsr.law.pauses import Pause, apply_pauses

Clock = Literal["running", "stopped"]

POST_AHEAD_WORKING_DAYS = 5
_IN_WORDS = {1: "one month", 2: "two months", 3: "three months"}


class DeadlineJson(TypedDict):
    """What ``dsr due --json`` prints; dates are ISO strings."""

    received: str
    strict_due: str
    due: str | None
    nominal_end: str
    extension_notice_due: str
    clock: Clock
    explanation: list[str]


@dataclass(frozen=True)
class Deadline:
    """The dates of one request.

    received: the day of receipt (R12). extended_months: 0, 1 or 2.
    strict_due: one month from receipt, without pauses and without extension (R9); refusals (R11),
    the extension notice (R10) and the letter on unproven identity (R17) are due by it.
    escalation_due: without pauses, but with the extension; equals strict_due without one.
    due: with counted pauses and the extension; None while a counted pause is open.
    nominal_end: the end of the period with pauses and extension before it is rolled to a working
    day; while a counted pause is open, the earliest it can be.
    post_by: five working days before ``due`` (R16), None while that is; strict_post_by likewise
    before ``strict_due``.
    explanation: English sentences, one for each step of the computation.
    """

    received: date
    extended_months: int
    strict_due: date
    escalation_due: date
    due: date | None
    nominal_end: date
    post_by: date | None
    strict_post_by: date
    clock: Clock
    explanation: tuple[str, ...]

    @property
    def extension_notice_due(self) -> date:
        """The last day on which an extension can be announced, with reasons (R10)."""
        return self.strict_due

    @property
    def refusal_due(self) -> date:
        """The last day for a refusal, in whole or in part, extended or not (R11)."""
        return self.strict_due

    def days_left(self, today: date) -> int | None:
        """Calendar days from today to ``due``; negative when late, None while the clock stands."""
        return None if self.due is None else (self.due - today).days

    def strict_days_left(self, today: date) -> int:
        """Calendar days from today to ``strict_due``; negative after it."""
        return (self.strict_due - today).days

    def is_overdue(self, today: date) -> bool:
        """Whether ``due`` has passed; never while the clock stands."""
        return self.due is not None and today > self.due

    def is_strictly_overdue(self, today: date) -> bool:
        """Whether ``escalation_due`` has passed: late, should the pauses not be accepted."""
        return today > self.escalation_due

    def is_time_to_post(self, today: date) -> bool:
        """Whether a paper answer should be with the post by now (R16)."""
        return self.post_by is not None and today >= self.post_by

    def refusal_is_late(self, sent: date) -> bool:
        """Whether a refusal sent on that day breaks Art. 12(4), whatever ``due`` says (R11)."""
        return sent > self.refusal_due


def compute(
    received: date, pauses: Iterable[Pause], extended_months: int, calendar: Calendar
) -> Deadline:
    """The deadline of a request received on ``received`` (R1-R11, R16).

    extended_months: 0, or the one or two months announced under Art. 12(3).
    Raises BadInput for another extension and for a day outside the calendar's years.
    """
    _check_extension(extended_months)
    strict_end = months_after(received, 1)
    strict_due, strict_roll = _rolled(strict_end, calendar)
    sentences = [
        *_start(received, calendar),
        _counted_months(received, 1),
        strict_roll,
        f"Without pauses the answer is due on {spelled(strict_due)}. A refusal, even a partial "
        "one, and the notice of an extension may not be sent later than that day (GDPR Art. "
        "12(3)-(4), R9-R11).",
    ]
    unpaused_end = months_after(received, 1 + extended_months)
    if extended_months:
        sentences.append(_extension(received, extended_months))
    paused = apply_pauses(received, unpaused_end, pauses, calendar)
    sentences.extend(paused.sentences)
    due, roll = _rolled(paused.end, calendar)
    if paused.is_open:
        sentences.append(
            "Until the answer arrives there is no date with pauses; the strict date, "
            f"{spelled(strict_due)}, stands (R9, R17)."
        )
    elif paused.end != strict_end:
        sentences.append(roll)
    return Deadline(
        received=received,
        extended_months=extended_months,
        strict_due=strict_due,
        escalation_due=_rolled(unpaused_end, calendar)[0],
        due=None if paused.is_open else due,
        nominal_end=paused.end,
        post_by=None if paused.is_open else post_by(due, calendar),
        strict_post_by=post_by(strict_due, calendar),
        clock="stopped" if paused.is_open else "running",
        explanation=tuple(sentences),
    )


def post_by(due: date, calendar: Calendar) -> date:
    """The day on which a paper answer should be handed to the post (R16, policy)."""
    return calendar.working_days_before(due, POST_AHEAD_WORKING_DAYS)


def internal_target(due: date, calendar: Calendar) -> date:
    """The office's own goal: one office day before the last office day that is not after ``due``.

    On the eves the law's period runs although offices are shut (R5): an answer due on Christmas
    Eve has to leave the house earlier.
    """
    office = calendar.for_the_office()
    return office.working_days_before(office.working_day_on_or_before(due), 1)


def extension_refusal(today: date, received: date, calendar: Calendar) -> str | None:
    """Why an extension can no longer be announced today; None while it can (R10)."""
    last_day = calendar.working_day_on_or_after(months_after(received, 1))
    if today <= last_day:
        return None
    return (
        f"The extension had to be announced with its reasons by {spelled(last_day)}, within one "
        f"month of receipt (GDPR Art. 12(3), R10); on {spelled(today)} it is too late. Answer "
        "without delay and explain the lateness in the letter."
    )


def as_json(deadline: Deadline) -> DeadlineJson:
    """The shape of ``dsr due --json``: ISO dates, ``due`` null while a pause is open."""
    return {
        "received": deadline.received.isoformat(),
        "strict_due": deadline.strict_due.isoformat(),
        "due": None if deadline.due is None else deadline.due.isoformat(),
        "nominal_end": deadline.nominal_end.isoformat(),
        "extension_notice_due": deadline.extension_notice_due.isoformat(),
        "clock": deadline.clock,
        "explanation": list(deadline.explanation),
    }


def _check_extension(months: int) -> None:
    if months not in (0, 1, 2):
        raise BadInput(
            f"The period cannot be extended by {months} months.",
            "Art. 12(3) GDPR allows one or two further months; give 1 or 2, or leave it out.",
        )


def _start(received: date, calendar: Calendar) -> list[str]:
    sentences = [
        f"Received on {spelled(received)}; that day itself is not counted (Reg. 1182/71 Art. "
        "3(1), R1)."
    ]
    if not calendar.is_working_day(received):
        name = calendar.holiday_name(received) or f"a {weekday(received)}"
        sentences.append(f"That it was {name} does not move the start (R4).")
    return sentences


def _counted_months(received: date, months: int) -> str:
    end = months_after(received, months)
    later = f"{_IN_WORDS[months].capitalize()} later is {spelled(end)}"
    if end.day == received.day:
        return f"{later}, the day with the same number (Reg. 1182/71 Art. 3(2)(c), R1)."
    return (
        f"{later}: {MONTHS[end.month - 1]} {end.year} has no day {received.day}, so its last day "
        "takes the place (Reg. 1182/71 Art. 3(2)(c), R2)."
    )


def _extension(received: date, months: int) -> str:
    return (
        f"The period is extended by {counted(months, 'month')} and is one single period of "
        f"{_IN_WORDS[1 + months]} from receipt (GDPR Art. 12(3), R6). "
        f"{_counted_months(received, 1 + months)}"
    )


def _rolled(end: date, calendar: Calendar) -> tuple[date, str]:
    """The working day on which a period ending on ``end`` really ends, and why (R3, R5)."""
    due = calendar.working_day_on_or_after(end)
    if due == end:
        eve = calendar.office_closed_name(end)
        note = f"; {eve} is not a public holiday and moves nothing (R5)" if eve else ""
        return due, f"{spelled(end)} is a working day: the period ends when it ends{note}."
    skipped = [end]
    while (day := skipped[-1] + ONE_DAY) < due:
        skipped.append(day)
    reasons = "; ".join(_why_no_working_day(day, calendar) for day in skipped)
    return due, f"{reasons}: the period ends on {spelled(due)} (Reg. 1182/71 Art. 3(4), R3)."


def _why_no_working_day(day: date, calendar: Calendar) -> str:
    name = calendar.holiday_name(day)
    return f"{spelled(day)} is {name}" if name else f"{spelled(day)} is not a working day"
