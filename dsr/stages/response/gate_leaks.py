"""What must be in no part of a letter: what was covered or left out, and a protected address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from dsr.cases.letter import LetterContent
from dsr.cases.register import Finding, FoundRow
from dsr.casework.redacting import TEXT_KINDS
from dsr.errors import Fault
from dsr.stages.response import non_disclosure
from dsr.stages.response.enclosures import RETURNED
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate_files import as_text
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.redaction import columns_of, given_rows, pieces, withheld_rows

#: A text this long does not stand anywhere by chance; a shorter one is looked for as a word.
_TELLING = 12
#: A word shorter than this is looked for at its own place alone.
_SHORTEST_WORD = 3
_OF_THE_COPY = frozenset({"L20", "HERE"})


def covered_faults(
    content: LetterContent, pages: Sequence[str], facts: LetterFacts
) -> Iterator[Fault]:
    """Texts that were covered or left out and yet stand in the letter, its pages or its files."""
    secrets = _secrets(facts)
    if not any(secrets.values()):
        return
    allowed = "\n".join(_given(facts))
    bare_allowed = bare(allowed).casefold()
    whole = _whole(content, pages)
    copy = "\n".join([*_of_the_copy(content), *_of_the_files(content)])
    everything = "\n".join([*_all_texts(content), copy])
    for group, found in secrets.items():
        for text in found:
            if len(text) >= _TELLING:
                needle = bare(text).casefold()
                leaks = needle in whole and needle not in bare_allowed
            else:
                place = everything if text[0].isupper() else copy
                leaks = _is_word(text, place) and not _is_word(text, allowed)
            if leaks:
                sentence = (
                    "A text that was covered or left out is in the letter (Art. 15(4)). Cover it "
                    "there too, or take it out of the reasons."
                )
                yield Fault("letter.covered", group, sentence)
                break


def _secrets(facts: LetterFacts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for finding in facts.findings:
        of_group = found.setdefault(finding.code, set())
        for row in given_rows(facts, finding):
            of_group |= set(_covered_in(facts, finding, row))
        for row in withheld_rows(facts, finding):
            for column in columns_of(facts, finding, row):
                if column.kind in TEXT_KINDS and row.values.get(column.name):
                    of_group.add(str(row.values[column.name]).strip())
    return {code: {t for t in some if len(t) >= _SHORTEST_WORD} for code, some in found.items()}


def _covered_in(facts: LetterFacts, finding: Finding, row: FoundRow) -> Iterator[str]:
    for column in columns_of(facts, finding, row):
        if column.kind in TEXT_KINDS:
            for part in pieces(facts, finding, row, column):
                if part.mark == "redacted.mark":
                    yield part.text.strip()


def _given(facts: LetterFacts) -> Iterator[str]:
    """Every text that is given, and what a letter says of the site and its recipients anyway."""
    yield from non_disclosure.own_phrases(facts.site, facts.maps)
    yield from facts.recipient.lines()
    yield facts.case.requester.name or ""
    for finding in facts.findings:
        yield from finding.group.recipients
        for row in given_rows(facts, finding):
            for column in columns_of(facts, finding, row):
                parts = pieces(facts, finding, row, column)
                yield from (part.text for part in parts if part.mark is None)


def _is_word(text: str, place: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", place, re.IGNORECASE) is not None


def _all_texts(content: LetterContent) -> Iterator[str]:
    yield from (content.title, content.footer)
    yield from (*content.sender, *content.recipient, *content.closing)
    yield from (part for pair in content.reference for part in pair)
    yield from (text for element in content.elements for text in texts(element))


def _of_the_copy(content: LetterContent) -> Iterator[str]:
    for element in content.elements:
        if _OF_THE_COPY & set(element.codes):
            yield from texts(element)


def _of_the_files(content: LetterContent) -> Iterator[str]:
    """The values in the files, without the labels and sentences around them."""
    for enclosure in content.enclosures:
        raw = as_text(enclosure) or ""
        if enclosure.relationship == RETURNED:
            yield raw
            continue
        if enclosure.relationship != "Data":
            yield from (line.split(";", 3)[-1] for line in raw.splitlines()[1:])
            continue
        try:
            groups = json.loads(raw).get("groups", ())
        except (ValueError, AttributeError):
            yield raw
            continue
        for group in groups:
            yield from (str(v) for record in group["records"] for v in record["values"].values())


def _whole(content: LetterContent, pages: Sequence[str]) -> str:
    files = (as_text(e) or "" for e in content.enclosures)
    named = (f"{e.name} {e.description}" for e in content.enclosures)
    return bare("\n".join([*_all_texts(content), *pages, *named, *files])).casefold()


# ------------------------------------------------------------------ a protected address


def address_faults(
    content: LetterContent, pages: Sequence[str], facts: LetterFacts
) -> Iterator[Fault]:
    """The address of a person under protection, wherever it would be seen (legal spec D.1)."""
    if not non_disclosure.is_protected(facts):
        return
    hers = LETTERS[facts.type].to_subject and facts.extra.get("addressee_acts") is not True
    if hers and (facts.recipient.street or len(content.recipient) != 1):
        sentence = (
            "Her address is protected (Art. 5(1)(f)): the letter names the person alone. Hand it "
            "over, or address the envelope by hand."
        )
        yield Fault("letter.protected", "recipient", sentence)
    places = {
        "letter": "\n".join(_all_texts(content)),
        "pages": "\n".join(pages),
        **{e.name: as_text(e) or "" for e in content.enclosures},
    }
    names = "\n".join(f"{e.name} {e.description}" for e in content.enclosures)
    for place, text in {**places, "file names": names}.items():
        if _shows_address(facts, text, bare_too=place == "pages"):
            sentence = (
                "Her address is protected (Art. 5(1)(f)) and must not be printed. Write the reason "
                "or fact in which it stands anew, without it."
            )
            yield Fault("letter.protected", place, sentence)


def _shows_address(facts: LetterFacts, text: str, *, bare_too: bool) -> bool:
    if any(hit for _, hit in non_disclosure.divided(facts, text)):
        return True
    if not bare_too:
        return False
    said = bare(text).casefold()
    for phrase in non_disclosure.own_phrases(facts.site, facts.maps):
        said = said.replace(bare(phrase).casefold(), "|")
    parts = (p for p in non_disclosure.address_parts(facts) if any(c.isalpha() for c in p))
    return any(bare(part).casefold() in said for part in parts if len(part) >= _TELLING)
