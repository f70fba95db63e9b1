"""What must not be in a letter: identity codes, other people, a loose template, a wrong language.

And what may be seen through the envelope's window: the address, nothing else (GDPR Art. 5(1)(f)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dsr.cases.letter import LetterContent
from dsr.cases.register import Finding, FoundRow
from dsr.errors import Fault
from dsr.law.identity_code import find_identity_codes
from dsr.stages.response.data_copy import labelled
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.non_disclosure import is_protected
from dsr.stages.response.printed_text import bare, texts

MOST_LINES = 5
#: What fits on one line of the window in the smaller of the two sizes.
LONGEST_LINE = 60

#: Marks of a template that was not filled in.
_LEFT_OVER = re.compile(
    r"[{}]|(?:^|[:,;(]\s?)None(?=[.,;)]|$)|\bTODO\b|\bundefined\b|\bnan\b", re.MULTILINE
)

#: Frequent small words that only one of the three languages has.
STOP_WORDS = {
    "fi": frozenset(
        [
            "ja",
            "on",
            "ei",
            "että",
            "emme",
            "sinun",
            "jos",
            "tai",
            "olemme",
            "voit",
            "mitä",
            "niitä",
            "tämän",
            "meille",
        ]
    ),
    "sv": frozenset(
        [
            "och",
            "att",
            "det",
            "inte",
            "vi",
            "du",
            "din",
            "dina",
            "för",
            "som",
            "är",
            "på",
            "eller",
            "om",
            "har",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "and",
            "to",
            "of",
            "you",
            "your",
            "we",
            "that",
            "is",
            "not",
            "are",
            "this",
            "have",
            "or",
            "if",
        ]
    ),
}
#: A withheld value shorter than this may stand elsewhere by chance.
_TELLING = 12


def faults(content: LetterContent, pages: Sequence[str], facts: LetterFacts) -> Iterator[Fault]:
    """Everything that must not leave the house."""
    yield from _window(content, facts)
    yield from _identity_codes(content, pages)
    yield from _other_people(content, facts)
    yield from _left_over(content, facts)
    yield from _language(content)


def _without_window(lines: Sequence[str], facts: LetterFacts) -> Iterator[Fault]:
    """Who gave no postal address is named as she named herself; no window envelope is used."""
    hidden = is_protected(facts)
    known = facts.case.requester.street and _to_the_person(facts) and not hidden
    if known or tuple(lines) != facts.recipient.lines() or len(lines) != 1:
        sentence = (
            "The postal address is missing or is not the recorded one (Art. 5(1)(f)). Record it."
        )
        yield Fault("letter.window", "recipient", sentence)


def _to_the_person(facts: LetterFacts) -> bool:
    """Whether the envelope is the data subject's: not a recipient's, not a representative's."""
    acts = facts.extra.get("addressee_acts") is True
    return LETTERS[facts.type].to_subject and not acts


def _window(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    lines = content.recipient
    if not facts.recipient.street:
        yield from _without_window(lines, facts)
        return
    if not 2 <= len(lines) <= MOST_LINES:
        sentence = (
            f"The address needs two to {MOST_LINES} lines (Art. 5(1)(f)). Shorten or complete it."
        )
        yield Fault("letter.window", "recipient", sentence)
    if lines != facts.recipient.lines():
        sentence = (
            "Something other than the address would show in the window (Art. 5(1)(f)). Write it "
            "anew."
        )
        yield Fault("letter.window", "recipient", sentence)
    for line in lines:
        if len(line) > LONGEST_LINE:
            sentence = (
                "A line of the address is too long for the window (Art. 5(1)(f)). Shorten it."
            )
            yield Fault("letter.window", "recipient", sentence)
        if not line.strip() or "@" in line or facts.case.number in line or "\n" in line:
            sentence = "A line is no part of a postal address (Art. 5(1)(f)). Mend the address."
            yield Fault("letter.window", "recipient", sentence)


def _identity_codes(content: LetterContent, pages: Sequence[str]) -> Iterator[Fault]:
    """Art. 29(4) of the Data Protection Act: not printed, in no part, enclosures included."""
    places = {
        "letter": _everything(content),
        "pages": "\n".join(pages),
        **{e.name: e.content.decode("utf-8", "replace") for e in content.enclosures},
    }
    for place, text in places.items():
        if find_identity_codes(text):
            sentence = (
                "The letter contains a personal identity code (Data Protection Act 29(4)). Take "
                "it out."
            )
            yield Fault("letter.identity_code", place, sentence)


def _other_people(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    whole = bare(_everything(content)).casefold()
    files = bare("".join(e.content.decode("utf-8", "replace") for e in content.enclosures))
    for name in facts.words("other_names"):
        if bare(name).casefold() in whole or bare(name).casefold() in files.casefold():
            sentence = "Another person's name is in it (Art. 15(4)). Redact it or take it out."
            yield Fault("letter.other_person", "other_names", sentence)
    for group, value in _withheld_values(facts):
        if bare(value).casefold() in whole or bare(value) in files:
            sentence = (
                "A value that was withheld is in the letter (Art. 15(4)). Withhold it everywhere."
            )
            yield Fault("letter.withheld", group, sentence)


def _withheld_values(facts: LetterFacts) -> Iterator[tuple[str, str]]:
    given: set[str] = set()
    held: list[tuple[str, str]] = []
    for finding in facts.findings:
        for row in finding.rows:
            table = facts.table(finding.register, row.table)
            values = [
                str(row.values[c.name])
                for c in (labelled(table) if table else ())
                if c.kind in ("text", "free_text") and row.values.get(c.name)
            ]
            if _is_outside(facts, finding, row):
                continue
            if facts.is_withheld(finding, row):
                held += [(finding.code, v) for v in values if len(v) >= _TELLING]
            else:
                given.update(values)
    return ((group, value) for group, value in held if value not in given)


def _is_outside(facts: LetterFacts, finding: Finding, row: FoundRow) -> bool:
    """Data that Art. 20(1) does not cover are the person's own all the same, and no secret."""
    decision = facts.decision_for(finding, row)
    return decision is not None and (decision.ground or "").startswith("POR-20-1")


def _left_over(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Braces and the like that came from our own wording, not from a person's data."""
    strangers = _strangers_texts(facts)
    for element in content.elements:
        if "L20" in element.codes:
            continue
        for text in texts(element):
            for stranger in strangers:
                text = text.replace(stranger, "")
            if _LEFT_OVER.search(text):
                place = ", ".join(element.codes) or content.type
                sentence = (
                    "A placeholder was not filled in (Art. 12(1)). Mend letters/wording; see dsr "
                    "letter lint."
                )
                yield Fault("letter.left_over", place, sentence)
                break


def _strangers_texts(facts: LetterFacts) -> list[str]:
    """Texts of the case that may hold such marks themselves, longest first."""
    found = [*facts.recipient.lines(), *facts.systems_searched]
    found += [part for pair in facts.recipients_told for part in pair]
    for value in (*facts.extra.values(), *(v for d in facts.decisions for v in d.facts.values())):
        found += _strings(value)
    for decision in facts.decisions:
        found += [str(value) for value in decision.values.values()]
    for finding in facts.findings:
        for row in finding.rows:
            found += [v for v in row.values.values() if isinstance(v, str)]
    found += [text.strip().rstrip(".").rstrip() for text in found]
    return sorted({t for t in found if _LEFT_OVER.search(t)}, key=len, reverse=True)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)


def _language(content: LetterContent) -> Iterator[Fault]:
    own = " ".join(t for e in content.elements if "L20" not in e.codes for t in texts(e))
    words = re.findall(r"[^\W\d_]+", own.casefold())
    counts = {lang: sum(w in stops for w in words) for lang, stops in STOP_WORDS.items()}
    best = max(counts, key=lambda lang: counts[lang])
    if content.language in counts and best != content.language:
        sentence = (
            f"The letter is to be in {content.language} but reads like {best} (Art. 12(1)). "
            "Translate it."
        )
        yield Fault("letter.language", content.language, sentence)


def _everything(content: LetterContent) -> str:
    parts = [content.title, content.footer, *content.recipient, *content.sender, *content.closing]
    parts += [text for element in content.elements for text in texts(element)]
    return "\n".join(parts)
