"""What this very letter must carry: its type's row, and what the facts of the case add to it."""

from __future__ import annotations

from collections.abc import Iterator

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import (
    INDIRECT_ACCESS,
    LATE_CODES,
    LETTERS,
    OTHER_CONTROLLER,
    REFUSAL_CODES,
)


def required_codes(facts: LetterFacts) -> frozenset[str]:
    """The element codes without which the gate lets the letter not go."""
    row = LETTERS[facts.type]
    codes = row.mandatory
    if facts.extra.get("situation") is True:
        codes = (codes - {"EVERYTHING"}) | {"MARKETING"}
    elif facts.case.right is Right.RECTIFICATION and "EVERYTHING" in codes:
        codes = (codes - {"EVERYTHING"}) | {"DETAIL"}
    if row.to_subject:
        codes |= frozenset(_added(facts))
    return codes


def _added(facts: LetterFacts) -> Iterator[str]:
    if facts.limiting:
        yield from REFUSAL_CODES
    if facts.with_ground(INDIRECT_ACCESS):
        yield "L28"
    if facts.late:
        yield from LATE_CODES
    if "L20" in LETTERS[facts.type].mandatory:
        yield from _of_the_copy(facts)


def _of_the_copy(facts: LetterFacts) -> Iterator[str]:
    covered = any(decision.redactions for decision in facts.decisions)
    if covered or any(facts.is_withheld(f, row) for f in facts.findings for row in f.rows):
        yield "HERE"
    if facts.with_ground(OTHER_CONTROLLER):
        yield "OTHER"
    if any(decision.action is Action.REFER for decision in facts.decisions):
        yield from ("REFER", "REFERRED")
