"""Every mandatory element of every letter is taken out in turn: the gate must refuse each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dsr.cases.letter import (
    Block,
    BulletList,
    DataTable,
    Element,
    FactList,
    LetterContent,
    Paragraph,
)
from dsr.stages.response.compose import ORDER
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check, required_codes
from tests.stages.response.salon import as_pages, letter
from tests.stages.response.salon_register import LANGUAGES, TODAY, wording

EVERY = [(type_, language) for type_ in ORDER for language in LANGUAGES]
#: Every type once, the languages in turn: which elements a letter has does not depend on them.
IN_TURN = [(type_, LANGUAGES[n % 3]) for n, type_ in enumerate(ORDER)]
LATE: dict[str, object] = {"today": TODAY.replace(month=5)}


def without(content: LetterContent, at: int) -> LetterContent:
    return replace(content, elements=content.elements[:at] + content.elements[at + 1 :])


def changed(content: LetterContent, at: int, element: Element) -> LetterContent:
    elements = (*content.elements[:at], element, *content.elements[at + 1 :])
    return replace(content, elements=elements)


def blank(element: Element) -> Element:
    """The same element, saying nothing."""
    blocks: list[Block] = []
    for block in element.blocks:
        match block:
            case Paragraph():
                blocks.append(Paragraph(" \n"))
            case BulletList():
                blocks.append(BulletList(tuple("" for _ in block.items)))
            case FactList():
                blocks.append(FactList(tuple((label, "") for label, _ in block.items)))
            case DataTable():
                blocks.append(replace(block, rows=tuple(("",) * len(r) for r in block.rows)))
    return replace(element, blocks=tuple(blocks))


def mandatory(content: LetterContent, facts: LetterFacts) -> Iterator[tuple[int, Element]]:
    codes = required_codes(facts)
    for at, element in enumerate(content.elements):
        if codes & set(element.codes):
            yield at, element


def mutants(
    content: LetterContent, facts: LetterFacts
) -> Iterator[tuple[str, LetterContent, tuple[str, ...]]]:
    """``(what was done, content, pages)``; the pages are printed from the mutant but once."""
    codes = required_codes(facts)
    for at, element in mandatory(content, facts):
        name = "+".join(element.codes)
        removed, blanked = without(content, at), changed(content, at, blank(element))
        yield f"removed {name}", removed, as_pages(removed)
        yield f"blanked {name}", blanked, as_pages(blanked)
        yield f"not printed {name}", content, as_pages(removed)
        for code in sorted(codes & set(element.codes)):
            if sum(code in e.codes for e in content.elements) == 1:
                less = replace(element, codes=tuple(c for c in element.codes if c != code))
                uncoded = changed(content, at, less)
                yield f"uncoded {code} of {name}", uncoded, as_pages(uncoded)
    for code in sorted(codes):
        kept = tuple(e for e in content.elements if code not in e.codes)
        rest = replace(content, elements=kept)
        yield f"all of {code}", rest, as_pages(rest)


@pytest.mark.parametrize(("type_", "language"), EVERY)
def test_whole_letter_passes(type_: str, language: str) -> None:
    content, facts = letter(type_, language)
    assert check(content, as_pages(content), facts) == ()
    assert required_codes(facts) <= {code for e in content.elements for code in e.codes}


@pytest.mark.parametrize(("type_", "language"), IN_TURN)
def test_every_mutant_is_refused(type_: str, language: str) -> None:
    content, facts = letter(type_, language)
    tried = list(mutants(content, facts))
    survived = [what for what, made, pages in tried if not check(made, pages, facts)]
    assert survived == []
    assert len(tried) >= 4 * len(required_codes(facts))


@pytest.mark.parametrize("type_", ["LT-ERASE-FULL", "LT-ACCESS-PART", "LT-DM-STOP", "LT-RESTRICT"])
def test_late_letters_need_the_apology(type_: str) -> None:
    content, facts = letter(type_, "fi", **LATE)
    assert [f.place for f in check(content, as_pages(content), facts)][:1] == ["LATE"]
    extra = {**facts.extra, "delay_reason": "asian käsittelijä sairastui eikä sijaista ollut"}
    content, facts = letter(type_, "fi", extra=extra, **LATE)
    assert check(content, as_pages(content), facts) == ()
    survived = [w for w, made, pages in mutants(content, facts) if not check(made, pages, facts)]
    assert survived == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_statement_on_a_group_is_needed(language: str) -> None:
    """Purpose, basis, source, recipients and period of every group (Art. 15(1)(a)-(g))."""
    content, facts = letter("LT-ACCESS-FULL", language)
    tried = 0
    for at, element in enumerate(content.elements):
        for number, block in enumerate(element.blocks):
            if "L12" in element.codes and isinstance(block, FactList):
                for item in range(len(block.items)):
                    label, told = block.items[item]
                    if told == wording()[language].say("about.nobody"):
                        continue
                    items = list(block.items)
                    items[item] = (label, "-")
                    blocks = list(element.blocks)
                    blocks[number] = FactList(tuple(items))
                    made = changed(content, at, replace(element, blocks=tuple(blocks)))
                    assert "letter.group" in {f.code for f in check(made, as_pages(made), facts)}, (
                        element.heading,
                        label,
                    )
                    tried += 1
    assert tried == 24  # five groups, five facts each; one has no recipients


def test_each_row_of_the_copy_is_needed() -> None:
    content, facts = letter("LT-ACCESS-FULL", "en")
    tried = 0
    for at, element in enumerate(content.elements):
        for number, block in enumerate(element.blocks):
            if "L20" in element.codes and isinstance(block, DataTable):
                for row in range(len(block.rows)):
                    if "Voucher number" not in block.headers:
                        continue
                    rows = block.rows[:row] + block.rows[row + 1 :]
                    blocks = list(element.blocks)
                    blocks[number] = replace(block, rows=rows)
                    made = changed(content, at, replace(element, blocks=tuple(blocks)))
                    assert "letter.copy" in {f.code for f in check(made, as_pages(made), facts)}
                    tried += 1
    assert tried == 2
