"""The gate: no letter leaves without what the law wants in it, as composed and as printed.

The gate trusts neither the composer nor the printer. It reads the content by element codes, looks
for every text on the printed pages, and holds both against the facts of the case. All faults are
returned, so that the officer mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dsr.cases.decision import Action
from dsr.cases.letter import BulletList, Element, LetterContent, Paragraph
from dsr.errors import Fault
from dsr.stages.response import (
    gate_copy,
    gate_dates,
    gate_files,
    gate_guards,
    gate_names,
    gate_truth,
)
from dsr.stages.response.demands import required_codes
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import GRANTS, LETTERS, MEANING, NEVER_REFUSED, way_out
from dsr.stages.response.printed_text import bare, body, is_printed, texts

__all__ = ["check", "required_codes"]

_REPRINT = "This part is not in the printed letter (Art. 12(1)). Shorten it, or report it."


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
                *gate_dates.faults(content, facts),
                *gate_names.faults(content, facts),
                *gate_guards.faults(content, pages, facts),
                *gate_copy.faults(content, pages, facts),
                *gate_files.faults(content, facts),
            )
        )
    )


def _presence(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    present = {code for e in content.elements if body(e) for code in e.codes}
    for code in sorted(required_codes(facts) - present):
        sentence = f"The letter does not say {MEANING[code]}. {way_out(code)}"
        yield Fault("letter.missing", code, sentence)
    for code in sorted(LETTERS[facts.type].forbidden & present):
        sentence = f"This letter must not speak of {MEANING.get(code, code)}. Take that part out."
        yield Fault("letter.forbidden", code, sentence)
    yield from _outcome(facts)
    for element in content.elements:
        if any(not text.strip() for text in _blocks_that_speak(element)):
            sentence = "A paragraph is empty (Art. 12(1)). Record the fact it is made of."
            yield Fault("letter.empty", ", ".join(element.codes), sentence)


def _outcome(facts: LetterFacts) -> Iterator[Fault]:
    """A letter that grants must not stand over a refusal; two rights cannot be refused at all."""
    if facts.type in GRANTS and facts.limiting:
        sentence = (
            "The letter says that everything was granted, but a decision refuses or limits "
            "(Art. 12(4)). Choose the letter for a partial answer."
        )
        yield Fault("letter.outcome", facts.type, sentence)
    own = facts.type == "LT-OTHER-CTRL" and facts.extra.get("own_data_held") is True
    if own and not facts.word("understood"):
        sentence = (
            "We hold data of the person ourselves, and the letter says that the request does not "
            "concern them (Art. 15(1)). Decide on them too; if only the other controller's were "
            "asked for, say so: --fact understood=..."
        )
        yield Fault("letter.own_data", facts.type, sentence)
    refusing = any(d.action in (Action.REFUSE, Action.CHARGE) for d in facts.decisions)
    if facts.type in NEVER_REFUSED and refusing:
        sentence = (
            "This right can be neither refused nor charged for (Art. 7(3), 12(5), 21(3)). "
            "Decide again: stop the processing."
        )
        yield Fault("letter.outcome", facts.type, sentence)


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
            yield Fault("letter.not_printed", place, _REPRINT)
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
            yield Fault("letter.not_printed", place, _REPRINT)
