"""What a case waits for: the tests by which the list of today finds it, and by when.

Each is a pure look at a case, its clock and the day; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case
from dsr.casework import status
from dsr.casework.freeze import hindrances
from dsr.casework.further_letters import unopened_supplements
from dsr.casework.office import Office
from dsr.casework.status import is_open
from dsr.casework.step import recipients_due
from dsr.law.deadline import Deadline
from dsr.law.receipt import marketing_stop_due

SOON_WORKING_DAYS = 5
#: Recipients are told with the execution, at the latest so many working days after (Art. 19).
TELL_WORKING_DAYS = 5
_TO_STOP = frozenset({"marketing_objection", "consent_withdrawal"})


@dataclass(frozen=True)
class Day:
    """Today, and what is known of all cases together."""

    office: Office
    today: date
    soon: date
    hindered: frozenset[str] = field(default_factory=frozenset)
    supplements: frozenset[str] = field(default_factory=frozenset)
    repeated: frozenset[str] = field(default_factory=frozenset)


Test = Callable[[Day, Case, Deadline], bool]
Until = Callable[[Day, Case, Deadline], date | None]


def day_at(office: Office, cases: Sequence[Case]) -> Day:
    """Today, with what only all cases together show."""
    today = office.clock.today()
    by_request: dict[object, list[str]] = {}
    for case in cases:
        for subject in case.subjects if is_open(case) else ():
            same = (case.workflow, subject.register, subject.keys)
            by_request.setdefault(same, []).append(case.number)
    return Day(
        office,
        today,
        office.calendar.add_working_days(today, SOON_WORKING_DAYS),
        frozenset(c.number for c in cases if c.state == "approved" and hindrances(office, c)),
        frozenset(case.number for case in unopened_supplements(cases)),
        frozenset(number for same in by_request.values() if len(same) > 1 for number in same),
    )


def in_state(*states: str) -> Test:
    """Whether the case is in one of these states."""
    return lambda day, case, clock: case.state in states


def overdue(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the answer is late."""
    return is_open(case) and clock.is_overdue(day.today)


def strictly_overdue(day: Day, case: Case, clock: Deadline) -> bool:
    """Late, should the pauses or the extension not be accepted."""
    return is_open(case) and clock.strict_due < day.today and not clock.is_overdue(day.today)


def strictly_due(day: Day, case: Case, clock: Deadline) -> bool:
    """Within five working days of the strict date."""
    return is_open(case) and day.today <= clock.strict_due <= day.soon


def to_post(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the answer should leave by now to be there in time (R16)."""
    by = post_by(day, case, clock)
    unanswered = is_open(case) or (case.state == "answered" and status.has_unposted(case))
    return unanswered and by is not None and by <= day.today and not clock.is_overdue(day.today)


def post_by(day: Day, case: Case, clock: Deadline) -> date | None:
    """The answer leaves some working days before it is due (R16)."""
    ahead = day.office.site.rules.post_by_working_days
    return clock.due and day.office.calendar.working_days_before(clock.due, ahead)


def to_stop(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether a use has to end at once (Art. 7(3), 21(3)) and has not yet."""
    untouched = not case.facts.get("carried_out_on") and case.state != "withdrawal_noted"
    return case.workflow in _TO_STOP and is_open(case) and untouched


def stop_by(day: Day, case: Case, clock: Deadline) -> date | None:
    """The day by which marketing has stopped (R15)."""
    return marketing_stop_due(case.received, day.office.calendar)


def extendable(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the period can still be extended, and soon no more (R10)."""
    table = day.office.workflows[case.workflow]
    possible = not clock.extended_months and table.row_for("extend", case.state) is not None
    return possible and strictly_due(day, case, clock)


def reply_is_late(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the day to reply to our question has passed."""
    by = status.reply_day(case)
    return by is not None and by < day.today


def to_tell(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether recipients have to be told of a change (Art. 19)."""
    return case.state in ("carried_out", "answered") and bool(recipients_due(day.office, case))


def tell_by(day: Day, case: Case, clock: Deadline) -> date | None:
    """The day by which they are told."""
    done = status.day_of(case.facts, "carried_out_on")
    return done and day.office.calendar.add_working_days(done, TELL_WORKING_DAYS)


def ready(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the answer can be released."""
    ready = case.state in ("carried_out", "refusal_approved", "withdrawal_noted")
    return ready and not case.facts.get("residuals")


def still_restricted(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether a restriction for the time of assessing is left over."""
    return not is_open(case) and status.is_restricted(case) and case.workflow != "restriction"


def restricted_as_asked(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether the data are restricted because that was asked (Art. 18)."""
    return not is_open(case) and status.is_restricted(case) and case.workflow == "restriction"


def closable(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether nothing is left to do."""
    done = not status.has_unposted(case) and not status.has_returned(case)
    ended = case.state in ("answered", "withdrawn")
    return ended and done and not status.is_restricted(case)


def own_breach(day: Day, case: Case, clock: Deadline) -> bool:
    """Whether data were found that the controller kept too long (legal spec K04)."""
    proposed = any(decision.facts.get("overdue_rows") for decision in case.decisions)
    return case.state != "closed" and (proposed or bool(case.facts.get("own_breach")))


def has_fact(name: str) -> Test:
    """Whether the fact is recorded in an open case."""
    return lambda day, case, clock: is_open(case) and bool(case.facts.get(name))
