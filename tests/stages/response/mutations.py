"""Letters spoilt in every way one can think of, and how many of them the gate refuses.

Run by hand: ``python -m tests.stages.response.mutations`` prints the count per kind of damage.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from dsr.cases.letter import (
    Block,
    BulletList,
    DataTable,
    Element,
    Enclosure,
    FactList,
    LetterContent,
    Paragraph,
)
from dsr.law.identity_code import check_sign
from dsr.stages.response.compose import ORDER
from dsr.stages.response.enclosures import RETURNED
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check, required_codes
from dsr.stages.response.gate_dates import dated
from dsr.stages.response.gate_names import named
from dsr.stages.response.values import spell_date
from tests.stages.response.salon import as_pages, letter
from tests.stages.response.salon_register import LANGUAGES
from tests.stages.response.salon_variants import VARIANTS, variant

#: Somebody no letter of the salon names: with one it names, every mutant would be refused anyhow.
STRANGER = "Viljami Vierasmaa"
LEFT_OVER = ("{due}", "Syy: None.", "TODO")


@dataclass(frozen=True)
class Mutant:
    """kind: of damage. what: where. pages are printed from the mutant, but for "not printed"."""

    kind: str
    what: str
    content: LetterContent
    pages: tuple[str, ...]


def mutants(content: LetterContent, facts: LetterFacts) -> Iterator[Mutant]:
    """Every spoilt form of one letter, each of which the gate has to refuse."""
    yield from of_elements(content, facts)
    yield from of_dates(content, facts)
    yield from of_names(content, facts)
    yield from of_strangers(content)
    yield from of_languages(content, facts)
    yield from of_files(content)
    yield from of_window(content)


def of_elements(content: LetterContent, facts: LetterFacts) -> Iterator[Mutant]:
    """Each mandatory element removed, blanked, not printed, or without its code."""
    codes = required_codes(facts)
    for at, element in mandatory(content, facts):
        name = "+".join(element.codes)
        removed = without(content, at)
        yield _printed("element removed", name, removed)
        yield _printed("element blanked", name, changed(content, at, blank(element)))
        yield Mutant("element not printed", name, content, as_pages(removed))
        for code in sorted(codes & set(element.codes)):
            if sum(code in e.codes for e in content.elements) == 1:
                less = replace(element, codes=tuple(c for c in element.codes if c != code))
                yield _printed("code lost", code, changed(content, at, less))
    for code in sorted(codes):
        kept = tuple(e for e in content.elements if code not in e.codes)
        yield _printed("code absent", code, replace(content, elements=kept))


def of_dates(content: LetterContent, facts: LetterFacts) -> Iterator[Mutant]:
    """Each date that has to stand in an element replaced by the day after."""
    for code, name, day in dated(facts):
        if day is not None:
            old = spell_date(day, facts.language)
            new = spell_date(day + timedelta(days=1), facts.language)
            made = replaced_under(content, code, old, new)
            yield _printed("date wrong", f"{code} {name}", made)


def of_names(content: LetterContent, facts: LetterFacts) -> Iterator[Mutant]:
    """Each name, amount and word that has to stand in an element replaced by another."""
    for code, name, text in named(facts):
        if text and any(code in e.codes for e in content.elements):
            made = replaced_under(content, code, text, f"{STRANGER} 1")
            yield _printed("name or amount wrong", f"{code} {name}", made)


def of_strangers(content: LetterContent) -> Iterator[Mutant]:
    """Into each part: an identity code, another person, what a template leaves behind."""
    for at, element in enumerate(content.elements):
        place = "+".join(element.codes)
        yield _printed("identity code", place, adding(content, at, f"({identity_code()})"))
        yield _printed("another person", place, adding(content, at, STRANGER))
        if "L20" not in element.codes:  # the data are the person's own, braces and all
            left = LEFT_OVER[at % len(LEFT_OVER)]
            yield _printed("placeholder left", place, adding(content, at, left))
    hidden = Enclosure("a.json", "x", identity_code().encode(), "Data")
    yield _printed("identity code", "enclosure", replace(content, enclosures=(hidden,)))


def of_languages(content: LetterContent, facts: LetterFacts) -> Iterator[Mutant]:
    """The words of another language, under the language of the case or under their own."""
    for language in LANGUAGES:
        if language != content.language:
            other, _ = letter(facts.type, language)
            mixed = replace(content, elements=other.elements)
            yield _printed("other language", language, mixed)
            yield _printed("other language", f"{language} as a whole", other)


def of_files(content: LetterContent) -> Iterator[Mutant]:
    """Each returned file lost, with other bytes, or under another name; and one nobody gave."""
    whole = content.enclosures
    for at, file in enumerate(whole):
        if file.relationship == RETURNED:
            rest = whole[:at] + whole[at + 1 :]
            yield _printed("file wrong", "lost", replace(content, enclosures=rest))
            for what, other in {
                "other bytes": replace(file, content=file.content + b"."),
                "other name": replace(file, name=f"x-{file.name}"),
            }.items():
                yield _printed("file wrong", what, replace(content, enclosures=(*rest, other)))
    foreign = Enclosure("coach-notebook-7.txt", "x", b"nobody gave this", RETURNED)
    yield _printed("file wrong", "one more", replace(content, enclosures=(*whole, foreign)))


def of_window(content: LetterContent) -> Iterator[Mutant]:
    """Something in the envelope's window that is not the address."""
    lines = content.recipient
    for what, made in {
        "one line more": (*lines, "Asia: tietosuoja"),
        "case number": (lines[0], content.case, *lines[2:]),
        "e-mail": (lines[0], "a@posti.example", *lines[2:]),
        "another name": (STRANGER, *lines[1:]),
        "last line lost": lines[:-1],
        "empty line": (lines[0], " ", *lines[2:]),
    }.items():
        yield _printed("window", what, replace(content, recipient=made))


def _printed(kind: str, what: str, content: LetterContent) -> Mutant:
    return Mutant(kind, what, content, as_pages(content))


def without(content: LetterContent, at: int) -> LetterContent:
    """The letter without one element."""
    return replace(content, elements=content.elements[:at] + content.elements[at + 1 :])


def changed(content: LetterContent, at: int, element: Element) -> LetterContent:
    """The letter with another element in its place."""
    elements = (*content.elements[:at], element, *content.elements[at + 1 :])
    return replace(content, elements=elements)


def adding(content: LetterContent, at: int, text: str) -> LetterContent:
    """The letter with one more paragraph in an element."""
    element = content.elements[at]
    return changed(content, at, replace(element, blocks=(*element.blocks, Paragraph(text))))


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


def replaced_under(content: LetterContent, code: str, old: str, new: str) -> LetterContent:
    """The letter with another text wherever it stands in elements with this code."""
    elements = tuple(_replaced(e, old, new) if code in e.codes else e for e in content.elements)
    return replace(content, elements=elements)


def _replaced(element: Element, old: str, new: str) -> Element:
    blocks: list[Block] = []
    for block in element.blocks:
        match block:
            case Paragraph():
                blocks.append(Paragraph(_swap(block.text, old, new)))
            case BulletList():
                blocks.append(BulletList(tuple(_swap(i, old, new) for i in block.items)))
            case FactList():
                items = tuple((a, _swap(b, old, new)) for a, b in block.items)
                blocks.append(FactList(items, block.caption))
            case DataTable():
                rows = tuple(tuple(_swap(c, old, new) for c in row) for row in block.rows)
                blocks.append(replace(block, rows=rows))
    return replace(element, blocks=tuple(blocks))


def _swap(text: str, old: str, new: str) -> str:
    """Whatever kind of space the letter uses, the text is found."""
    plain, wanted = text.replace("\u00a0", " "), old.replace("\u00a0", " ")
    return plain.replace(wanted, new) if wanted in plain else text


def mandatory(content: LetterContent, facts: LetterFacts) -> Iterator[tuple[int, Element]]:
    """Every element that carries a code this letter has to carry, with its place."""
    codes = required_codes(facts)
    for at, element in enumerate(content.elements):
        if codes & set(element.codes):
            yield at, element


def identity_code() -> str:
    """A syntactically valid code, built here so that none is written down anywhere."""
    born, number = "010190", "9" + "01"
    return f"{born}-{number}{check_sign(born, number)}"


def with_stranger(facts: LetterFacts) -> LetterFacts:
    """The facts with the name of another person that must not be in the letter."""
    return replace(facts, extra={**facts.extra, "other_names": [STRANGER]})


def letters() -> Iterator[tuple[str, LetterContent, LetterFacts]]:
    """Every type and every variant in every language: name, letter, facts."""
    for language in LANGUAGES:
        for type_ in ORDER:
            yield f"{type_} {language}", *letter(type_, language)
        for name in VARIANTS:
            yield f"{name} {language}", *variant(name, language)


def main() -> int:
    """Prints killed of tried per kind of damage; 1 when any mutant was let go."""
    tried, killed = Counter[str](), Counter[str]()
    count = 0
    for name, content, facts in letters():
        facts, count = with_stranger(facts), count + 1
        if check(content, as_pages(content), facts):
            sys.stdout.write(f"refused before it is spoilt: {name}\n")
        for mutant in mutants(content, facts):
            tried[mutant.kind] += 1
            if check(mutant.content, mutant.pages, facts):
                killed[mutant.kind] += 1
            else:
                sys.stdout.write(f"let go: {name}: {mutant.kind}: {mutant.what}\n")
    for kind in tried:
        sys.stdout.write(f"{kind:24}{killed[kind]:7} of {tried[kind]:7}\n")
    total = f"{killed.total()} of {tried.total()} mutants of {count} letters are refused.\n"
    sys.stdout.write(total)
    return 0 if killed.total() == tried.total() else 1


if __name__ == "__main__":
    sys.exit(main())
