"""What must happen today, as sentences for the privacy officer.

Overdue, due soon and waiting are computed from the facts at the moment of asking, never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dsr.cases.case import Case
from dsr.casework import inquiring, status, to_do
from dsr.casework.clock import clock_of
from dsr.casework.office import Office
from dsr.casework.to_do import Day, Test, Until, has_fact, in_state
from dsr.law.deadline import Deadline


@dataclass(frozen=True)
class Sentence:
    """One line of the list. cases: the oldest first; command: how to go on with that one."""

    code: str
    text: str
    command: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    """A kind of sentence: which cases it is about, and the day the oldest has for it."""

    code: str
    words: str
    verb: str
    test: Test
    until: Until | None = None


def todays_sentences(office: Office) -> tuple[Sentence, ...]:
    """The officer's list, the most urgent first."""
    cases = [(case, clock_of(office, case)) for case in office.store.cases()]
    day = to_do.day_at(office, [case for case, _ in cases])
    found = [_sentence(line, day, cases) for line in _LINES]
    return tuple(s for s in (*found, _pen(office)) if s is not None)


_LINES = (
    _Line(
        "reminded_overdue",
        "overdue, and the person has reminded us: answer first",
        "case show",
        lambda day, case, clock: status.was_reminded(case) and to_do.overdue(day, case, clock),
    ),
    _Line("overdue", "answer overdue", "case show", to_do.overdue),
    _Line(
        "stop",
        "to stop at once, whatever else is decided",
        "case steps",
        to_do.to_stop,
        to_do.stop_by,
    ),
    _Line(
        "strict_overdue",
        "past the strict date while the clock stands or the period is longer",
        "case show",
        to_do.strictly_overdue,
    ),
    _Line(
        "returned",
        "with a letter that came back and was not provided: find another way",
        "case show",
        lambda day, case, clock: status.has_returned(case),
    ),
    _Line(
        "strict_due",
        "within five working days of the strict date",
        "case show",
        to_do.strictly_due,
    ),
    _Line(
        "post_by",
        "whose answer should leave by now to be there in time",
        "case show",
        to_do.to_post,
    ),
    _Line(
        "extendable",
        "to answer or to extend with reasons, before the strict date is over",
        "case steps",
        to_do.extendable,
        lambda day, case, clock: clock.extension_notice_due,
    ),
    _Line(
        "reminded",
        "about which the person has reminded us; no clock begins anew",
        "case show",
        lambda day, case, clock: (
            status.is_open(case)
            and status.was_reminded(case)
            and not to_do.overdue(day, case, clock)
        ),
    ),
    _Line("unlinked", "waiting to be matched and verified", "case steps", in_state("received")),
    _Line(
        "reply_passed",
        "whose day to reply has passed: go on without the reply, or end it as the steps say",
        "case steps",
        to_do.reply_is_late,
    ),
    _Line(
        "asked",
        "waiting for the person's answer about identity",
        "case show",
        in_state("identity_asked"),
    ),
    _Line(
        "authority_asked",
        "waiting for the representative's authority",
        "case show",
        in_state("authority_asked"),
    ),
    _Line(
        "clarification_asked",
        "waiting for the person to say what is meant",
        "case show",
        in_state("clarification_asked"),
    ),
    _Line(
        "situation_asked",
        "waiting for the person's particular situation; the clock runs",
        "case show",
        in_state("situation_asked"),
    ),
    _Line(
        "fee_drafted", "with a fee proposed, to be noticed", "case steps", in_state("fee_drafted")
    ),
    _Line("fee_asked", "waiting for a fee; the clock runs", "case show", in_state("fee_asked")),
    _Line("decide", "to be decided", "case show", in_state("in_decision", "assessing")),
    _Line("approve", "waiting for approval", "case plan", in_state("decided", "refusal_drafted")),
    _Line(
        "run",
        "approved, to be carried out",
        "case run",
        lambda day, case, clock: (
            case.state in ("approved", "to_restrict", "to_lift")
            and case.number not in day.hindered
            and not case.facts.get("registers_waiting")
        ),
    ),
    _Line(
        "register_down",
        "that wait for a register that did not answer: run again",
        "case run",
        lambda day, case, clock: bool(case.facts.get("registers_waiting")),
    ),
    _Line(
        "frozen",
        "approved, but waiting until the copy of the same data is with the person",
        "case run",
        lambda day, case, clock: case.number in day.hindered,
    ),
    _Line(
        "exception",
        "in which a register could not do what was asked: decide on the exception",
        "case show",
        lambda day, case, clock: inquiring.has_exception(day.office, case),
    ),
    _Line(
        "register_overdue",
        "with a register whose day to answer has passed: take remind_register",
        "case show",
        lambda day, case, clock: bool(inquiring.overdue_inquiries(day.office, case, day.today)),
    ),
    _Line(
        "register_unasked",
        "with a register that is a person and has not been asked: take ask_register",
        "case steps",
        lambda day, case, clock: inquiring.has_unasked(day.office, case),
    ),
    _Line(
        "register_asked",
        "waiting for the answer of a register; the clock runs",
        "case show",
        lambda day, case, clock: bool(inquiring.waiting_for(day.office, case)),
        lambda day, case, clock: min(
            (one.due_on for one in inquiring.waiting_for(day.office, case)), default=None
        ),
    ),
    _Line(
        "unproven",
        "carried out, but the second look found something left",
        "case show",
        lambda day, case, clock: case.state == "carried_out" and bool(case.facts.get("residuals")),
    ),
    _Line("recipients", "with recipients to be told", "case show", to_do.to_tell, to_do.tell_by),
    _Line(
        "recipients_late",
        "with a recipient who has not confirmed in time: take remind_recipient",
        "case show",
        lambda day, case, clock: inquiring.has_late_recipient(day.office, case, day.today),
    ),
    _Line("answer", "ready for the answer to be released", "letter preview", to_do.ready),
    _Line(
        "post",
        "with a letter released but not posted",
        "case show",
        lambda day, case, clock: status.has_unposted(case),
    ),
    _Line(
        "restricted",
        "answered, the data still restricted: announce the end, then end it",
        "case steps",
        to_do.still_restricted,
    ),
    _Line(
        "restriction_waits",
        "restricted as asked: look whether the ground still holds, and tell before it ends",
        "case steps",
        to_do.restricted_as_asked,
    ),
    _Line(
        "own_breach",
        "where data were kept too long: record the own breach",
        "case show",
        to_do.own_breach,
    ),
    _Line("close", "answered and posted, to be closed", "case show", to_do.closable),
    _Line(
        "repeated",
        "open beside another of the same person and right: is it a reminder (R14)",
        "case show",
        lambda day, case, clock: case.number in day.repeated,
    ),
    _Line(
        "supplement",
        "with a supplement that asks for another right: open it with dsr intake open",
        "case show",
        lambda day, case, clock: case.number in day.supplements,
    ),
    _Line(
        "also_asked",
        "whose letter also asks for a right without a workflow",
        "case show",
        has_fact("also_asked"),
    ),
)


def _sentence(line: _Line, day: Day, cases: Sequence[tuple[Case, Deadline]]) -> Sentence | None:
    hits = [(case, clock) for case, clock in cases if line.test(day, case, clock)]
    if not hits:
        return None
    count = f"{len(hits)} case{'s' if len(hits) > 1 else ''}"
    oldest, clock = hits[0]
    until = line.until and line.until(day, oldest, clock)
    by = f" and has time until {until.isoformat()}" if until else ""
    text = (
        f"{count} {line.words}; the oldest, {oldest.number}, was received "
        f"{oldest.received.isoformat()}{by}."
    )
    numbers = tuple(case.number for case, _ in hits)
    return Sentence(line.code, text, f"dsr {line.verb} {oldest.number}", numbers)


def _pen(office: Office) -> Sentence | None:
    letters = office.store.letters_without_case()
    if not letters:
        return None
    oldest = min(letter.received for letter in letters).isoformat()
    text = (
        f"{len(letters)} letter{'s' if len(letters) > 1 else ''} in the holding pen, whose meaning "
        f"is open; the oldest was received {oldest} and its clock runs."
    )
    return Sentence("pen", text, "dsr intake pen", ())
