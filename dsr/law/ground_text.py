"""Grounds in words: the wording's ``{facts}`` filled in, in Finnish, Swedish or English.

A placeholder stands after a colon or is a whole sentence, so that Finnish needs no inflection.
The result is plain text: whoever prints it escapes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from dsr.errors import Fault, LetterIncomplete
from dsr.law.dates_in_words import spelled_short
from dsr.law.ground import REASONED, Ground, Wording
from dsr.law.ground_facts import Value, fact_value, is_given

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}(\.?)")
_SEGMENT = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
#: A placeholder follows a colon or begins a sentence, and a full stop or a space follows it.
_WELL_PLACED = re.compile(r"(?:^|: |[.!?] )\{[a-z][a-z0-9_]*\}(?=\.(?: |$)| [A-ZÅÄÖ\[{]|$)")
_YES_NO = {"fi": ("kyllä", "ei"), "sv": ("ja", "nej"), "en": ("yes", "no")}
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def placeholders(text: str) -> tuple[str, ...]:
    """The names in a wording, in order of appearance, each once."""
    return tuple(dict.fromkeys(match[1] for match in _PLACEHOLDER.finditer(text)))


def segments(text: str) -> Iterator[tuple[bool, str]]:
    """The wording cut into ``(is optional, text)``; optional parts stand in square brackets."""
    for match in _SEGMENT.finditer(text):
        optional, plain = match.groups()
        yield (True, optional) if optional is not None else (False, plain)


def render_ground(
    ground: Ground, wording: Wording, language: str, facts: Mapping[str, object]
) -> str:
    """The wording filled in. Facts are JSON or typed values; braces inside them stay as they are.

    Raises LetterIncomplete when a placeholder has no value of its type.
    """
    faults: list[Fault] = []
    parts = []
    for optional, text in segments(wording.text):
        if optional and not all(is_given(facts.get(name)) for name in placeholders(text)):
            continue
        words: dict[str, str] = {}
        for name in placeholders(text):
            try:
                words[name] = _in_words(ground, wording, language, name, facts.get(name))
            except ValueError as wrong:
                faults.append(Fault("ground.unfilled", f"{ground.code}.{name}", str(wrong)))
        if not faults:
            parts.append(_PLACEHOLDER.sub(partial(_put, words), text))
    if faults:
        raise LetterIncomplete(
            f"The reasons of {ground.code} are incomplete.",
            "Record the facts named.",
            faults=faults,
        )
    return re.sub(r" {2,}", " ", "".join(parts)).strip()


def wording_faults(ground: Ground, wording: Wording, place: str) -> Iterator[Fault]:
    """What is wrong with a wording beside its ground: placeholders, brackets, choices, reasons."""
    used = placeholders(wording.text)
    if re.sub(r"\[[^\[\]]*\]", "", wording.text).count("[") or "]]" in wording.text:
        yield Fault("grounds.wording", place, "Square brackets have to be in pairs, not nested.")
    for name in used:
        if ground.fact(name) is None:
            sentence = f"{{{name}}} is no fact of {ground.code}. Declare it or remove it."
            yield Fault("grounds.placeholder", place, sentence)
    yield from _place_faults(ground, wording, place)
    reasons = {fact.name for fact in ground.facts.values() if fact.reason}
    if not (REASONED.isdisjoint(ground.kinds) or ground.same_for_everyone) and not (
        reasons & set(used)
    ):
        sentence = f"The text gives no reason. Use one of: {', '.join(sorted(reasons))}."
        yield Fault("grounds.no_reason", place, sentence)
    for name in used:
        fact = ground.fact(name)
        wanted = set(fact.choices) if fact is not None else set()
        if wanted != set(wording.choices.get(name, {})):
            sentence = f"choices.{name} has to word exactly: {', '.join(sorted(wanted)) or '-'}."
            yield Fault("grounds.choices", place, sentence)
    for name in set(wording.choices) - set(used):
        yield Fault("grounds.choices", place, f"choices.{name}: the text does not use {{{name}}}.")


def _place_faults(ground: Ground, wording: Wording, place: str) -> Iterator[Fault]:
    """Each placeholder where no inflection is needed, optional facts in brackets and only there."""
    for optional, text in segments(wording.text):
        text = text.strip()
        well_placed = len(_WELL_PLACED.findall(text))
        if well_placed != text.count("{") or well_placed != text.count("}"):
            sentence = (
                "A placeholder stands after a colon, or alone as a sentence, never inflected."
            )
            yield Fault("grounds.placeholder_place", place, sentence)
        known = [fact for name in placeholders(text) if (fact := ground.fact(name))]
        if optional and (not known or any(fact.required for fact in known)):
            sentence = "A sentence in brackets holds optional facts and only those."
            yield Fault("grounds.placeholder_place", place, sentence)
        if not optional and any(not fact.required for fact in known):
            sentence = "An optional fact stands in a sentence in square brackets."
            yield Fault("grounds.placeholder_place", place, sentence)


def _in_words(ground: Ground, wording: Wording, language: str, name: str, raw: object) -> str:
    fact = ground.fact(name)
    if fact is None or not is_given(raw):
        raise ValueError(f"Missing. {fact.label if fact else 'Unknown fact.'}")
    value = fact_value(fact, raw)
    if fact.kind == "choice":
        return wording.choices[name][str(value)]
    words = value_in_words(value, language)
    if not words:
        raise ValueError(f"Missing. {fact.label}")
    return words


def value_in_words(value: Value, language: str) -> str:
    """A fact as a letter says it: 12.3.2026 or 12 March 2026, 12,50 € or €12.50, items by ``;``."""
    if isinstance(value, bool):
        return _YES_NO[language][0 if value else 1]
    if isinstance(value, date):
        return (
            spelled_short(value) if language == "en" else f"{value.day}.{value.month}.{value.year}"
        )
    if isinstance(value, Decimal):
        return _money_in_words(value, language)
    if isinstance(value, tuple):
        return "; ".join(_clean(item).rstrip(".; ") or _clean(item) for item in value)
    return _clean(value)


def _money_in_words(amount: Decimal, language: str) -> str:
    figures = f"{amount:,.2f}"
    if language == "en":
        return f"€{figures}"
    return figures.replace(",", "\u00a0").replace(".", ",") + "\u00a0€"


def _clean(text: str) -> str:
    """One line, without control characters that could disturb or disguise a letter's text."""
    line = " ".join(text.split())
    return "".join(
        char for char in line if unicodedata.category(char) != "Cc" and char not in _BIDI_CONTROLS
    )


def _put(words: Mapping[str, str], match: re.Match[str]) -> str:
    """The value, ending in exactly one mark when the wording or the value ends the sentence."""
    value, dot = words[match[1]], match[2]
    if value.endswith(("!", "?", "…")):
        return value
    return (value.rstrip(". ") or value) + "." if dot else value
