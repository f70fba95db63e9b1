"""Facts given with a step: parsed from text, held against their kinds, turned into JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from dsr.engine.meaning import Fact, Kind, Meaning
from dsr.errors import BadInput, Fault

_WORDS = {
    Kind.TEXT: "a text",
    Kind.TEXTS: "texts, separated by commas",
    Kind.DAY: "a day like 2026-03-12",
    Kind.WHOLE: "a whole number",
    Kind.YES: "yes or no",
    Kind.CHOICE: "one of the choices",
    Kind.MAPPING: "a JSON object",
}


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) and v.strip() for v in value)


_FITS: Mapping[Kind, Callable[[object], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str) and bool(value.strip()),
    Kind.TEXTS: _is_texts,
    Kind.DAY: lambda value: type(value) is date,  # a datetime is a date to isinstance
    Kind.WHOLE: lambda value: type(value) is int,  # and a bool an int
    Kind.YES: lambda value: isinstance(value, bool),
    Kind.CHOICE: lambda value: isinstance(value, str),
    Kind.MAPPING: lambda value: isinstance(value, Mapping),
}


def fact_faults(meaning: Meaning, supplied: Mapping[str, object]) -> tuple[Fault, ...]:
    """Everything wrong with the facts given: missing, unknown, of the wrong kind."""
    faults = []
    for fact in meaning.facts:
        if supplied.get(fact.name) is None:
            if fact.required:
                sentence = f"{fact.name} is missing, {words_of(fact)}: {fact.sentence}"
                faults.append(Fault("fact.missing", fact.name, sentence))
        elif not _fits(fact, supplied[fact.name]):
            sentence = f"{fact.name} has to be {words_of(fact)}: {fact.sentence}"
            faults.append(Fault("fact.wrong_kind", fact.name, sentence))
    if not meaning.open_facts:
        known = ", ".join(fact.name for fact in meaning.facts) or "none"
        for name in supplied:
            if meaning.fact(name) is None:
                sentence = f"This step takes no fact {name}; it takes: {known}."
                faults.append(Fault("fact.unknown", name, sentence))
    return tuple(faults)


def _fits(fact: Fact, value: object) -> bool:
    return _FITS[fact.kind](value) and (not fact.choices or value in fact.choices)


def words_of(fact: Fact) -> str:
    """What kind of value the fact takes, in words: its choices where it has some."""
    return f"one of {', '.join(fact.choices)}" if fact.choices else _WORDS[fact.kind]


def parse_facts(meaning: Meaning, given: Mapping[str, str]) -> dict[str, object]:
    """Facts as typed on a command line or in a form, as values of their kinds.

    Texts are separated by commas; a mapping is a JSON object; further facts of an open step stay
    text. Raises BadInput with every value that cannot be read.
    """
    values: dict[str, object] = {}
    faults = []
    for name, text in given.items():
        fact = meaning.fact(name)
        try:
            values[name] = text if fact is None else _parsed(fact.kind, text)
        except ValueError:
            words = _WORDS[Kind.TEXT] if fact is None else words_of(fact)
            faults.append(Fault("fact.unreadable", name, f"{name} has to be {words}."))
    if faults:
        raise BadInput("Some facts cannot be read.", "Correct each one named.", faults=faults)
    return values


def _parsed(kind: Kind, text: str) -> object:
    """Raises ValueError."""
    if kind is Kind.TEXTS:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if kind is Kind.DAY:
        return date.fromisoformat(text)
    if kind is Kind.WHOLE:
        return int(text)
    if kind is Kind.YES:
        return _yes(text)
    if kind is Kind.MAPPING:
        value = json.loads(text)
        if not isinstance(value, dict):
            raise ValueError(kind)
        return value
    return text


def _yes(text: str) -> bool:
    word = text.strip().casefold()
    if word in ("yes", "true", "1"):
        return True
    if word in ("no", "false", "0"):
        return False
    raise ValueError(word)


def as_json(value: object) -> object:
    """A fact as it is stored: days as ISO strings, tuples as lists, the rest unchanged."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(part) for key, part in value.items()}
    return value
