"""Values of a register in words, in the reader's language: nothing coded, nothing technical."""

from __future__ import annotations

from datetime import date, datetime

from dsr.cases.register import ColumnMap, Texts
from dsr.law.dates_in_words import spelled_short
from dsr.stages.response.wording import Wording

NO_VALUE = "–"


class Covered(str):
    """A value with something covered: shown as it is, whatever its column's kind."""

    __slots__ = ()


_NBSP = "\u00a0"


def in_language(texts: Texts, language: str) -> str:
    """The text in the language, in English where it lacks, else in whatever there is."""
    for wanted in (language, "en"):
        if texts.get(wanted):
            return texts[wanted]
    return next((text for text in texts.values() if text), "")


def unbroken(text: str) -> str:
    """The text with no-break spaces: a telephone number or a town must not end a line in half."""
    return text.replace(" ", _NBSP)


def one_line_address(street: str, postcode: str, city: str) -> str:
    """``Street 1, 00100 Town`` as it stands in a sentence."""
    return f"{street}, {unbroken(f'{postcode} {city}')}"


def spell_date(day: date, language: str) -> str:
    """``12.3.2026`` in Finnish and Swedish as written in Finland, ``12 March 2026`` in English."""
    if language == "en":
        return spelled_short(day)
    return f"{day.day}.{day.month}.{day.year}"


def spell_value(value: object, column: ColumnMap, wording: Wording) -> str:
    """One value of the register as a customer reads it; a dash when there is none."""
    if value is None or value == "":
        return NO_VALUE
    if isinstance(value, Covered):
        return str(value)
    match column.kind:
        case "date":
            return _date(value, wording.language)
        case "datetime":
            return _moment(value, wording.language)
        case "money_cents":
            return _money(value, wording.language)
        case "flag":
            return wording.say("value.yes" if _is_true(value) else "value.no")
        case "code":
            meaning = column.codes.get(str(value))
            return in_language(meaning, wording.language) if meaning else str(value)
        case _:
            return str(value)


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in {"1", "true", "t", "yes", "y"}


def _date(value: object, language: str) -> str:
    day = value.date() if isinstance(value, datetime) else value
    if not isinstance(day, date):
        try:
            day = date.fromisoformat(str(day)[:10])
        except ValueError:
            return str(value)
    return spell_date(day, language)


def _moment(value: object, language: str) -> str:
    if not isinstance(value, datetime):
        try:
            value = datetime.fromisoformat(str(value))
        except ValueError:
            return str(value)
    clock = {"fi": f"klo{_NBSP}{value:%-H.%M}", "sv": f"kl.{_NBSP}{value:%-H.%M}"}
    return f"{spell_date(value.date(), language)} {clock.get(language, f'{value:%H:%M}')}"


def _money(value: object, language: str) -> str:
    try:
        cents = int(str(value))
    except ValueError:
        return str(value)
    sign, (euros, rest) = "−" if cents < 0 else "", divmod(abs(cents), 100)
    if language == "en":
        return f"{sign}€{euros:,}.{rest:02d}"
    grouped = f"{euros:,}".replace(",", _NBSP)
    return f"{sign}{grouped},{rest:02d}{_NBSP}€"
