"""When a question to the person stops the clock, and by how many days (R7, R8).

The Regulation's Art. 12(3) knows no pause. EDPB Guidelines 01/2022 para. 159 says that there may
be a suspension while identity (Art. 12(6)) or a specification (recital 63) is awaited, provided
the question was asked without undue delay. Hence a pause is kept only where it can be defended,
and the strict date is always shown beside it (R9).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dsr.errors import BadInput
from dsr.law.calendar import Calendar
from dsr.law.dates_in_words import counted as amount
from dsr.law.dates_in_words import spelled
from dsr.law.doubt import doubt_faults

DEFAULT_LIMIT_WORKING_DAYS = 5


class Question(StrEnum):
    """What was asked. Only these three may stop the clock; a fee or a situation never does."""

    IDENTITY = "identity"  # a reasonable doubt, Art. 12(6)
    AUTHORITY = "authority"  # what a representative has not shown, Art. 12(6)
    CLARIFICATION = "clarification"  # what is meant, of a large quantity of data, recital 63
    OTHER = "other"


@dataclass(frozen=True)
class Pause:
    """One question to the person.

    asked: the day it was sent. answered: the day the sufficient answer arrived, None while open.
    counted: the outcome of ``pause_counts``, as recorded. reason: what is to be said about it in
    the explanation, a full sentence; usually the sentence ``pause_counts`` gave.
    Raises BadInput when the answer comes before the question.
    """

    asked: date
    answered: date | None = None
    counted: bool = True
    reason: str = ""

    def __post_init__(self) -> None:
        if self.answered is not None and self.answered < self.asked:
            raise BadInput(
                f"The question of {self.asked.isoformat()} is said to have been answered on "
                f"{self.answered.isoformat()}, before it was asked.",
                "Give the day the question was sent and the day the sufficient answer arrived.",
            )


@dataclass(frozen=True)
class Paused:
    """A period's end after its pauses.

    end: before rolling; the earliest it can be while ``is_open``, for then an answer is awaited
    and every day of waiting moves it on. sentences: one for each pause, in order of asking.
    """

    end: date
    is_open: bool
    sentences: tuple[str, ...]


def apply_pauses(received: date, end: date, pauses: Iterable[Pause], calendar: Calendar) -> Paused:
    """Lengthen the period that ends on ``end`` by its counted pauses (R7).

    Overlaps count once. A question sent before receipt counts from receipt, one sent after the
    end changes nothing, and neither does one that is not counted (R8).
    """
    sentences: list[str] = []
    paused_to = received
    is_open = False
    for pause in sorted(pauses, key=lambda p: (p.asked, p.answered or date.max)):
        start = max(pause.asked, paused_to)
        if not pause.counted:
            sentences.append(_not_counted(pause, received, calendar))
        elif is_open:
            sentences.append(f"{_question(pause)} falls into the pause that is still open.")
        elif start > end:
            sentences.append(
                f"{_question(pause)} came after the period had ended on {spelled(end)}, so it "
                "changes nothing (R7)."
            )
        elif pause.answered is None:
            is_open = True
            sentences.append(
                f"{_question(pause)} is not answered yet: the clock stands still (R7)."
            )
        elif pause.answered <= start:
            sentences.append(f"{_question(pause)} adds no day{_why_no_day(pause, received)} (R7).")
        else:
            days = (pause.answered - start).days
            end += timedelta(days=days)
            paused_to = pause.answered
            sentences.append(_added(pause, start, days, end))
    return Paused(end, is_open, tuple(sentences))


def pause_counts(
    asked: date,
    received: date,
    reason: str,
    proportionate: bool,
    late_reason: str,
    calendar: Calendar,
    limit_working_days: int = DEFAULT_LIMIT_WORKING_DAYS,
    *,
    question: Question = Question.IDENTITY,
    large_quantity: bool = False,
) -> tuple[bool, str]:
    """Whether a question may stop the clock, and the sentence that says why (R8).

    reason: the concrete doubt about identity, what the authority lacks (both Art. 12(6)), or why
    the amount of data calls for a specification (recital 63); empty and standard phrases do not
    count. proportionate: what was asked was no more than needed and not known already.
    late_reason: why it was asked later than ``limit_working_days`` after receipt (policy).
    large_quantity: a question what is meant stops the clock only where much data is held.
    """
    objections = _reason_objections(question, reason, large_quantity)
    if not proportionate:
        objections.append("The question was not recorded as proportionate.")
    taken = calendar.working_days_between(received, asked)
    if taken > limit_working_days and not late_reason.strip():
        objections.append(
            f"It was sent {amount(taken, 'working day')} after receipt, more than "
            f"{limit_working_days}, and no reason for the delay is recorded."
        )
    named = f"The question of {spelled(asked)}"
    if objections:
        return False, f"{named} does not stop the clock (R8): {' '.join(objections)}"
    late = "; the reason for the delay is recorded" if taken > limit_working_days else ""
    return True, (
        f"{named} stops the clock: sent {amount(taken, 'working day')} after receipt, with a "
        f"concrete reason, and proportionate{late} (R8)."
    )


def _reason_objections(question: Question, reason: str, large_quantity: bool) -> list[str]:
    """What speaks against the reason. An unsigned mandate lacks something, an unsigned request
    does not."""
    if question is Question.OTHER:
        return ["Only identity, authority and, of much data, what is meant may stop the clock."]
    faults = doubt_faults(reason)
    if question is not Question.IDENTITY:
        faults = tuple(fault for fault in faults if fault.code != "doubt.signature")
    objections = [fault.sentence for fault in faults]
    if question is Question.CLARIFICATION and not large_quantity:
        objections.append("No large quantity of data is recorded (recital 63).")
    return objections


def void(asked: date) -> Pause:
    """A question that nobody answered and without which it went on: it counts no day (R7)."""
    return Pause(
        asked,
        None,
        False,
        f"The question of {spelled(asked)} was never answered and it went on without: no day of "
        "waiting counts (R7).",
    )


def _question(pause: Pause) -> str:
    return f"The question of {spelled(pause.asked)}"


def _not_counted(pause: Pause, received: date, calendar: Calendar) -> str:
    if pause.reason:
        return pause.reason
    taken = calendar.working_days_between(received, pause.asked)
    return (
        f"{_question(pause)} came {amount(taken, 'working day')} after receipt and is recorded as "
        "not counted, so the clock ran on (R8)."
    )


def _why_no_day(pause: Pause, received: date) -> str:
    if pause.answered == pause.asked:
        return ": it was answered on the same day"
    if pause.answered is not None and pause.answered <= received:
        return ": it was answered before the request was received"
    return ": its days lie within an earlier pause"


def _added(pause: Pause, start: date, days: int, end: date) -> str:
    assert pause.answered is not None
    clipped = ""
    if start > pause.asked:
        clipped = f"; counted from {spelled(start)}, so that no day counts twice"
    return (
        f"{_question(pause)} was answered on {spelled(pause.answered)}{clipped}: "
        f"{amount(days, 'day')} of pause, which moves the end to {spelled(end)} (R7)."
    )
