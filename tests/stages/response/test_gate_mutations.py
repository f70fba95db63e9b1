"""Every mandatory part of every letter is spoilt in turn: the gate must refuse each time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsr.cases.letter import DataTable, FactList, LetterContent
from dsr.stages.response.compose import ORDER
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check, required_codes
from tests.stages.response.mutations import changed, mutants, of_elements, with_stranger
from tests.stages.response.salon import as_pages, letter
from tests.stages.response.salon_register import LANGUAGES, TODAY, wording
from tests.stages.response.salon_variants import VARIANTS, variant

EVERY = [(type_, language) for type_ in ORDER for language in LANGUAGES]
#: Every type and variant once, the languages in turn: the elements do not depend on them. The
#: module ``mutations`` run by hand tries each in every language.
IN_TURN = [(name, LANGUAGES[n % 3]) for n, name in enumerate([*ORDER, *VARIANTS])]
LATE: dict[str, object] = {"today": TODAY.replace(month=5)}


def made(name: str, language: str) -> tuple[LetterContent, LetterFacts]:
    return letter(name, language) if name in ORDER else variant(name, language)


@pytest.mark.parametrize(("type_", "language"), EVERY)
def test_whole_letter_passes(type_: str, language: str) -> None:
    content, facts = letter(type_, language)
    assert check(content, as_pages(content), facts) == ()
    assert required_codes(facts) <= {code for e in content.elements for code in e.codes}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VARIANTS)
def test_whole_variant_passes(name: str, language: str) -> None:
    content, facts = variant(name, language)
    assert check(content, as_pages(content), facts) == ()


@pytest.mark.shows("every element")
@pytest.mark.parametrize(("name", "language"), IN_TURN)
def test_every_mutant_is_refused(name: str, language: str) -> None:
    content, facts = made(name, language)
    facts = with_stranger(facts)
    assert check(content, as_pages(content), facts) == ()  # else no mutant would prove anything
    tried = list(mutants(content, facts))
    survived = [(m.kind, m.what) for m in tried if not check(m.content, m.pages, facts)]
    assert survived == []
    kinds = {mutant.kind for mutant in tried}
    assert kinds >= {"element removed", "identity code", "placeholder left", "window"}
    assert len(tried) >= 4 * len(required_codes(facts))


@pytest.mark.shows("LATE")
@pytest.mark.parametrize("type_", ["LT-ERASE-FULL", "LT-ACCESS-PART", "LT-DM-STOP", "LT-RESTRICT"])
def test_late_letters_need_the_apology(type_: str) -> None:
    content, facts = letter(type_, "fi", **LATE)
    assert [f.place for f in check(content, as_pages(content), facts)][:1] == ["LATE"]
    extra = {**facts.extra, "delay_reason": "asian käsittelijä sairastui eikä sijaista ollut"}
    content, facts = letter(type_, "fi", extra=extra, **LATE)
    assert check(content, as_pages(content), facts) == ()
    tried = of_elements(content, facts)
    assert [m.what for m in tried if not check(m.content, m.pages, facts)] == []


@pytest.mark.parametrize(("name", "language"), IN_TURN)
def test_a_fault_names_the_rule_and_what_to_do(name: str, language: str) -> None:
    """Each sentence says what is wrong, by which rule, and in a second sentence the way out."""
    content, facts = made(name, language)
    for mutant in of_elements(content, facts):
        for fault in check(mutant.content, mutant.pages, facts):
            assert "Art. " in fault.sentence or "Act " in fault.sentence, fault
            assert fault.sentence.count(". ") >= 1, fault


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
                    spoilt = changed(content, at, replace(element, blocks=tuple(blocks)))
                    assert "letter.group" in {
                        f.code for f in check(spoilt, as_pages(spoilt), facts)
                    }, (
                        element.heading,
                        label,
                    )
                    tried += 1
    assert tried == 24  # five groups, five facts each; one has no recipients


@pytest.mark.shows("L20")
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
                    spoilt = changed(content, at, replace(element, blocks=tuple(blocks)))
                    assert "letter.copy" in {f.code for f in check(spoilt, as_pages(spoilt), facts)}
                    tried += 1
    assert tried == 2
