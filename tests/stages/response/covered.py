"""Access answers with passages covered, and a customer whose address is secret; all made up."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.letter import LetterContent
from dsr.casework.redacting import digest_of
from dsr.stages.response.compose import compose
from dsr.stages.response.facts import LetterFacts
from tests.stages.response.salon import letter_facts
from tests.stages.response.salon_decisions import decide, withhold_note
from tests.stages.response.salon_register import (
    GROUPS,
    SECRET,
    findings,
    render_ground,
    t,
    wording,
)

#: What is covered of the second note.
COVERED = t("Kaisa Toisen leikkauksesta", "Kaisa Toinens operation", "Kaisa Toinen's operation")


def keyed(text: str) -> str:
    """A keyed hash as the site makes it, with a key of its own."""
    return hashlib.blake2b(text.encode(), key=b"salon").hexdigest()


def passage(language: str, words: str) -> Redaction:
    """These words of the second note."""
    text = SECRET[language]
    start = text.index(words)
    digest = digest_of(text, keyed)
    return Redaction("notes", "2", "text", start, start + len(words), digest)


def cover(language: str, *words: str) -> GroupDecision:
    """The words of the second note are covered; everything else of the group is given."""
    passages = tuple(passage(language, part) for part in words or (COVERED[language],))
    return replace(withhold_note(language), rows=(), redactions=passages)


def covered_facts(language: str, *more: GroupDecision, **changes: object) -> LetterFacts:
    """An access answer in which passages of the notes are covered."""
    rest = tuple(decide(g.code, Action.GIVE) for g in GROUPS if g.code != "notes")
    decisions = (*rest, *(more or (cover(language),)))
    return letter_facts(
        "LT-ACCESS-PART",
        language,
        **{"decisions": decisions, "findings": findings(language), "keyed_hash": keyed, **changes},
    )


def written(facts: LetterFacts) -> LetterContent:
    """The letter of these facts."""
    return compose(facts, wording(), render_ground)
