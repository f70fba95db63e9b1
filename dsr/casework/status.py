"""How a case stands, from its facts: open, restricted, posted, come back, waiting for a reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsr.cases.case import Case, LetterKind, OutgoingLetter

#: States after which nothing is decided or answered any more.
ENDED = frozenset({"answered", "withdrawn", "closed"})
#: States in which an answer of the person is awaited.
ASKED = frozenset({"identity_asked", "authority_asked", "clarification_asked", "situation_asked"})


def is_open(case: Case) -> bool:
    """Whether its answer is still to come."""
    return case.state not in ENDED


def is_restricted(case: Case) -> bool:
    """Whether the data are restricted for this case (Art. 18)."""
    return bool(case.facts.get("restricted_on")) and not case.facts.get("lifted_on")


def has_unposted(case: Case) -> bool:
    """Whether a released letter is not recorded as posted."""
    return any(letter.posted_on is None for letter in case.outgoing)


def came_back(case: Case, letter: OutgoingLetter) -> bool:
    """Whether a letter came back after it was posted for the last time: it was not provided."""
    posted = letter.posted_on
    days = [
        day_of(entry, "returned_on")
        for entry in entries(case, "returned")
        if entry.get("letter") == letter.id
    ]
    return posted is not None and any(day is not None and day > posted for day in days)


def has_returned(case: Case) -> bool:
    """Whether any letter of the case lies with us again."""
    return any(came_back(case, letter) for letter in case.outgoing)


def answer_of_round(case: Case) -> OutgoingLetter | None:
    """The newest answer of the round, or None."""
    answers = [one for one in case.outgoing if one.answers and one.round == case.round]
    return answers[-1] if answers else None


def was_reminded(case: Case) -> bool:
    """Whether the person reminded us of this round (R14)."""
    return any(
        one.kind is LetterKind.REMINDER and one.letter.received >= case.received
        for one in case.attached
    )


def reply_day(case: Case) -> date | None:
    """The day by which the person was asked to reply to what is open now; None without one."""
    if case.state == "fee_asked":
        return day_of(case.facts, "fee_reply_by")
    return day_of(case.facts, "answer_by") if case.state in ASKED else None


def day_of(facts: Mapping[str, object], name: str) -> date | None:
    """A recorded day."""
    value = facts.get(name)
    return date.fromisoformat(value) if isinstance(value, str) and value else None


def entries(case: Case, name: str) -> list[Mapping[str, object]]:
    """The entries of a recorded list."""
    recorded = case.facts.get(name)
    found = recorded if isinstance(recorded, list | tuple) else ()
    return [entry for entry in found if isinstance(entry, Mapping)]
