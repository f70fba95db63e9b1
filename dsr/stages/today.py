"""What must happen today, as sentences for the privacy officer.

Overdue, due soon and waiting are computed from the facts at the moment of asking, never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dsr.cases.case import Case
from dsr.casework.clock import clock_of
from dsr.casework.office import Office
from dsr.law.deadline import Deadline

SOON_WORKING_DAYS = 5
_ENDED = frozenset({"answered", "withdrawn", "closed"})

Test = Callable[[Case, Deadline], bool]


@dataclass(frozen=True)
class Sentence:
    """One line of the list. cases: the oldest first; command: how to go on with that one."""

    code: str
    text: str
    command: str
    cases: tuple[str, ...]


def todays_sentences(office: Office) -> tuple[Sentence, ...]:
    """The officer's list, the most urgent first."""
    today = office.clock.today()
    soon = office.calendar.add_working_days(today, SOON_WORKING_DAYS)
    all_cases = [(case, clock_of(office, case)) for case in office.store.cases()]
    tests: tuple[tuple[str, str, str, Test], ...] = (
        ("overdue", "answer overdue", "case show", lambda c, d: _open(c) and d.is_overdue(today)),
        (
            "strict_overdue",
            "past the strict date while the clock stands or the period is longer",
            "case show",
            lambda c, d: _open(c) and d.strict_due < today and not d.is_overdue(today),
        ),
        (
            "strict_due",
            "within five working days of the strict date",
            "case show",
            lambda c, d: _open(c) and today <= d.strict_due <= soon,
        ),
        ("unlinked", "waiting to be matched and verified", "case steps", _in("received")),
        (
            "asked",
            "waiting for the person's answer about identity",
            "case show",
            _in("identity_asked"),
        ),
        ("decide", "to be decided", "case show", _in("in_decision", "assessing")),
        ("approve", "waiting for approval", "case plan", _in("decided", "refusal_drafted")),
        (
            "run",
            "approved, to be carried out",
            "case run",
            _in("approved", "to_restrict", "to_lift"),
        ),
        (
            "unproven",
            "carried out, but the second look found something left",
            "case show",
            lambda c, _: c.state == "carried_out" and bool(c.facts.get("residuals")),
        ),
        (
            "answer",
            "ready for the answer to be released",
            "letter preview",
            lambda c, _: (
                c.state in ("carried_out", "refusal_approved", "withdrawal_noted")
                and not c.facts.get("residuals")
            ),
        ),
        ("post", "with a letter released but not posted", "case show", lambda c, _: _unposted(c)),
        (
            "restricted",
            "answered, the data still restricted: announce the end, then end it",
            "case steps",
            lambda c, _: not _open(c) and _is_restricted(c),
        ),
        ("close", "answered and posted, to be closed", "case show", lambda c, _: _closable(c)),
        (
            "also_asked",
            "whose letter also asks for a right without a workflow",
            "case show",
            lambda c, _: _open(c) and bool(c.facts.get("also_asked")),
        ),
    )
    found = [_sentence(code, words, verb, all_cases, test) for code, words, verb, test in tests]
    return tuple(s for s in (*found, _pen(office)) if s is not None)


def _open(case: Case) -> bool:
    return case.state not in _ENDED


def _in(*states: str) -> Test:
    return lambda case, _: case.state in states


def _is_restricted(case: Case) -> bool:
    return bool(case.facts.get("restricted_on")) and not case.facts.get("lifted_on")


def _closable(case: Case) -> bool:
    ended = case.state in ("answered", "withdrawn")
    return ended and not _unposted(case) and not _is_restricted(case)


def _unposted(case: Case) -> bool:
    return any(letter.posted_on is None for letter in case.outgoing)


def _sentence(
    code: str, words: str, verb: str, cases: Sequence[tuple[Case, Deadline]], test: Test
) -> Sentence | None:
    hits = [case for case, clock in cases if test(case, clock)]
    if not hits:
        return None
    count = f"{len(hits)} case{'s' if len(hits) > 1 else ''}"
    oldest = hits[0]
    text = (
        f"{count} {words}; the oldest, {oldest.number}, was received {oldest.received.isoformat()}."
    )
    return Sentence(code, text, f"dsr {verb} {oldest.number}", tuple(c.number for c in hits))


def _pen(office: Office) -> Sentence | None:
    letters = office.store.letters_without_case()
    if not letters:
        return None
    oldest = min(letter.received for letter in letters).isoformat()
    text = (
        f"{len(letters)} letter{'s' if len(letters) > 1 else ''} in the holding pen, whose meaning "
        f"is open; the oldest was received {oldest} and its clock runs."
    )
    return Sentence("pen", text, "dsr intake letter SCAN --right RIGHT", ())
