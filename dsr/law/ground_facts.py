"""Facts of a ground: reading their values, and whether they carry the ground.

Facts are recorded as JSON (dates as ISO strings) or typed on a command line; both are read here.
A reason that would fit any request is no reason (GDPR Art. 12(2), 12(4)-(6), 21(1)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from dsr.errors import Fault
from dsr.law.ground import EXPLANATION, Fact, Ground, YearsAfter
from dsr.law.months import months_after

Value = str | date | Decimal | bool | tuple[str, ...]

_YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_EXPECTED = {
    "text": "text",
    "date": "a date such as 2026-03-12",
    "money": "an amount in euros such as 12.50",
    "bool": "yes or no",
    "list": "a list; on the command line items are separated by semicolons",
    "choice": "one of the choices",
}
#: An explanation of fewer different words says nothing about this request.
_LEAST_DIFFERENT_WORDS = 3


def fact_value(fact: Fact, raw: object) -> Value:
    """The value of a fact, typed. Raises ValueError when ``raw`` is not of the fact's type."""
    value = _READERS[fact.kind](raw)
    if value is None or (fact.kind == "choice" and value not in fact.choices):
        raise ValueError(_expected(fact))
    return value


def is_given(raw: object) -> bool:
    """Whether anything was recorded at all; blank text and empty lists count as nothing."""
    if raw is None:
        return False
    if isinstance(raw, str):
        return bool(raw.strip())
    return not (isinstance(raw, list | tuple) and not raw)


def fact_faults(
    ground: Ground, facts: Mapping[str, object], *, on: date | None = None
) -> tuple[Fault, ...]:
    """Everything that keeps these facts from carrying the ground; empty when they do.

    facts: name -> JSON or typed value. on: the day of the decision; with it, end dates that have
    passed are rejected, because what may no longer be kept must be erased.
    """
    faults = [
        _fault(ground, name, "unknown", f"{ground.code} has no such fact. Leave it out.")
        for name in facts
        if ground.fact(name) is None
    ]
    values: dict[str, Value] = {}
    for fact in ground.facts.values():
        raw = facts.get(fact.name)
        if not is_given(raw):
            continue
        try:
            values[fact.name] = fact_value(fact, raw)
        except ValueError as wrong:
            faults.append(_fault(ground, fact.name, "type", f"Wrong kind of value. {wrong}"))
    for fact in ground.facts.values():
        if fact.name in values:
            faults += _value_faults(ground, fact, values, on)
        elif not is_given(facts.get(fact.name)) and _is_needed(fact, values):
            faults.append(_fault(ground, fact.name, "missing", f"Missing. {fact.label}"))
    faults += _one_of_faults(ground, facts)
    return tuple(faults)


def years_after(rule: YearsAfter, start: date) -> date:
    """The date a rule gives, e.g. voucher retention: 2023-03-31, 6 years -> 2029-12-31."""
    if rule.to_year_end:
        return date(start.year + rule.years, 12, 31)
    return months_after(start, 12 * rule.years)


def _is_needed(fact: Fact, values: Mapping[str, Value]) -> bool:
    if fact.needed_if_not is not None and values.get(fact.needed_if_not) is False:
        return True
    if fact.needed_if is not None and values.get(fact.needed_if) is True:
        return True
    return fact.required


def _value_faults(
    ground: Ground, fact: Fact, values: Mapping[str, Value], on: date | None
) -> Iterator[Fault]:
    value = values[fact.name]
    if isinstance(value, bool):
        if fact.must is not None and value is not fact.must:
            answer = "yes" if fact.must else "no"
            sentence = f"The ground exists only if the answer is {answer}. {fact.label}"
            yield _fault(ground, fact.name, "contradicts", sentence)
    elif isinstance(value, date):
        yield from _date_faults(ground, fact, value, values, on)
    elif isinstance(value, Decimal):
        if value <= 0:
            yield _fault(ground, fact.name, "thin", "The amount has to be above zero.")
    else:
        yield from _words_faults(ground, fact, value)


def _words_faults(ground: Ground, fact: Fact, value: str | tuple[str, ...]) -> Iterator[Fault]:
    if fact.kind == "choice":
        return
    items = (value,) if isinstance(value, str) else value
    if _is_thin(fact, value):
        sentence = f"Too thin to carry the ground: be concrete about this request. {fact.label}"
        yield _fault(ground, fact.name, "thin", sentence)
    if not fact.explains:
        return
    for phrase in ground.never_values:
        found = re.compile(rf"(?<!\w){re.escape(phrase.casefold())}")
        if any(found.search(" ".join(item.casefold().split())) for item in items):
            sentence = f"“{phrase}” fits every request and is never a reason. {fact.label}"
            yield _fault(ground, fact.name, "stock_phrase", sentence)


def _is_thin(fact: Fact, value: str | tuple[str, ...]) -> bool:
    if isinstance(value, tuple):
        return len({item.casefold() for item in value}) < fact.least
    text = " ".join(value.split())
    if sum(1 for char in text if char.isalnum()) == 0 or len(text) < fact.least:
        return True
    words = set(re.findall(r"\w+", text.casefold()))
    return fact.explains and fact.least >= EXPLANATION and len(words) < _LEAST_DIFFERENT_WORDS


def _date_faults(
    ground: Ground, fact: Fact, value: date, values: Mapping[str, Value], on: date | None
) -> Iterator[Fault]:
    if fact.later_than is not None:
        other = values.get(fact.later_than)
        if isinstance(other, date) and value <= other:
            sentence = f"This day has to lie after {fact.later_than}. {fact.label}"
            yield _fault(ground, fact.name, "date", sentence)
    if fact.computed is not None:
        start = values.get(fact.computed.fact)
        if isinstance(start, date) and value != (right := years_after(fact.computed, start)):
            sentence = f"The law gives {right.isoformat()}. Record that day."
            yield _fault(ground, fact.name, "date", sentence)
    if fact.at_most is not None and fact.at_most.unless not in values:
        yield from _longest_faults(ground, fact, fact.at_most, value, values)
    # A day that the law computes is itself still a day of keeping.
    lasts = fact.computed is not None or fact.at_most is not None
    passed = on is not None and (value < on if lasts else value <= on)
    if fact.still_ahead and passed:
        sentence = "This day has passed, so the ground no longer holds: carry the request out."
        yield _fault(ground, fact.name, "date", sentence)


def _longest_faults(
    ground: Ground, fact: Fact, rule: YearsAfter, value: date, values: Mapping[str, Value]
) -> Iterator[Fault]:
    start = values.get(rule.fact)
    if isinstance(start, date) and value > (latest := years_after(rule, start)):
        sentence = (
            f"The law allows no later day than {latest.isoformat()}, not rounded to a year's end. "
            f"Record that day, or say in {rule.unless} what made the time longer."
        )
        yield _fault(ground, fact.name, "date", sentence)


def _one_of_faults(ground: Ground, facts: Mapping[str, object]) -> Iterator[Fault]:
    for names in ground.one_of:
        if sum(is_given(facts.get(name)) for name in names) != 1:
            sentence = f"Record exactly one of: {', '.join(names)}."
            yield _fault(ground, names[0], "one_of", sentence)


def _fault(ground: Ground, name: str, kind: str, sentence: str) -> Fault:
    return Fault(f"ground.fact_{kind}", f"{ground.code}.{name}", sentence)


def _expected(fact: Fact) -> str:
    choices = f": {', '.join(fact.choices)}" if fact.choices else ""
    return f"Expected {_EXPECTED[fact.kind]}{choices}."


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


def _date(raw: object) -> date | None:
    if isinstance(raw, datetime):
        return None
    if isinstance(raw, date):
        return raw
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip(), re.ASCII):
        return date.fromisoformat(raw.strip())
    return None


def _money(raw: object) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, Decimal | int | str):
        return None
    try:
        amount = Decimal(raw.strip().replace(",", ".") if isinstance(raw, str) else raw)
        return amount.quantize(Decimal("0.01")) if amount.is_finite() else None
    except InvalidOperation:
        return None


def _bool(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    return _YES_NO.get(raw.strip().casefold()) if isinstance(raw, str) else None


def _list(raw: object) -> tuple[str, ...] | None:
    if isinstance(raw, str):
        raw = raw.split(";")
    if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
        return None
    return tuple(item.strip() for item in raw if item.strip()) or None


_READERS = {
    "text": _text,
    "choice": _text,
    "date": _date,
    "money": _money,
    "bool": _bool,
    "list": _list,
}
