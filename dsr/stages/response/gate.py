"""The gate: no letter leaves without what the law wants in it, as composed and as printed.

The gate trusts neither the composer nor the printer. It reads the content by element codes, looks
for every text on the printed pages, and holds both against the facts of the case. All faults are
returned, so that the officer mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dsr.cases.letter import BulletList, Element, LetterContent, Paragraph
from dsr.errors import Fault
from dsr.stages.response import gate_guards, gate_truth
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import (
    GRANTS,
    LATE_CODES,
    LETTERS,
    MEANING,
    REFUSAL_CODES,
)
from dsr.stages.response.printed_text import bare, body, is_printed, texts


def required_codes(facts: LetterFacts) -> frozenset[str]:
    """What this very letter must carry: its type's row, reasons if it refuses, apology if late."""
    codes = LETTERS[facts.type].mandatory
    if facts.limiting and LETTERS[facts.type].to_subject:
        codes |= REFUSAL_CODES
    withheld = any(facts.is_withheld(f, row) for f in facts.findings for row in f.rows)
    if withheld and "L20" in LETTERS[facts.type].mandatory:
        codes |= {"HERE"}
    if facts.late:
        codes |= LATE_CODES
    return codes


def check(content: LetterContent, pages: Sequence[str], facts: LetterFacts) -> tuple[Fault, ...]:
    """Every reason not to send this letter; empty when it may go.

    pages: the text of each page as extracted from the PDF.
    """
    return tuple(
        dict.fromkeys(
            (
                *_presence(content, facts),
                *_print(content, pages),
                *gate_truth.faults(content, facts),
                *gate_guards.faults(content, pages, facts),
            )
        )
    )


def _presence(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    present = {code for e in content.elements if body(e) for code in e.codes}
    for code in sorted(required_codes(facts) - present):
        yield Fault("letter.missing", code, f"The letter does not say {MEANING[code]}.")
    for code in sorted(LETTERS[facts.type].forbidden & present):
        yield Fault(
            "letter.forbidden", code, f"This letter must not speak of {MEANING.get(code, code)}."
        )
    if facts.type in GRANTS and facts.limiting:
        yield Fault(
            "letter.outcome",
            facts.type,
            "The letter says that everything was granted, but a decision refuses or limits. "
            "Choose the letter for a partial answer.",
        )
    for element in content.elements:
        if any(not text.strip() for text in _blocks_that_speak(element)):
            yield Fault("letter.empty", ", ".join(element.codes), "A paragraph is empty.")


def _blocks_that_speak(element: Element) -> Iterator[str]:
    for block in element.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, BulletList):
            yield from block.items


def _print(content: LetterContent, pages: Sequence[str]) -> Iterator[Fault]:
    printed = tuple(bare(page) for page in pages)
    known: dict[str, bool] = {}

    def stands(text: str) -> bool:
        if text not in known:
            known[text] = is_printed(text, printed)
        return known[text]

    for element in content.elements:
        if not all(stands(text) for text in texts(element)):
            place = ", ".join(element.codes) or element.heading or content.type
            yield Fault("letter.not_printed", place, "This part is not in the printed letter.")
    frame = {
        "title": (content.title,),
        "sender": content.sender,
        "recipient": content.recipient,
        "reference": tuple(part for pair in content.reference for part in pair),
        "closing": content.closing,
        "footer": (content.footer,),
    }
    for place, lines in frame.items():
        if not lines or not all(stands(line) for line in lines):
            yield Fault("letter.not_printed", place, "This part is not in the printed letter.")
