"""Dates as Finnish, Swedish and English letters write them, and the date of the letter itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.phrases import folded

# Stems in folded letters; recognition and inflection only change what follows them.
_MONTHS: dict[str, int] = {
    "tammi": 1, "helmi": 2, "maalis": 3, "huhti": 4, "touko": 5, "kesa": 6,
    "heina": 7, "elo": 8, "syys": 9, "loka": 10, "marras": 11, "joulu": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<month>(?:tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu)kuu\w*"
    r"|jan\w*|feb\w*|mars|march|mar|apr\w*|maj|may|june?i?|july?i?|aug\w*|sept?\w*|o[kc]t\w*"
    r"|nov\w*|dec\w*)"
)
_NUMBER = r"[0-9oOlI]{1,2}"
_YEAR = r"(?P<year>(?:19|20)\s?[0-9oOlI]{2})"
_PATTERNS = (
    re.compile(
        rf"(?<![\d.])(?P<day>{_NUMBER})\s?[.,/]\s?(?P<nr>{_NUMBER})\s?[.,/]\s?{_YEAR}(?!\d)"
    ),
    re.compile(rf"(?<!\d){_YEAR}\s?[-–./]\s?(?P<nr>{_NUMBER})\s?[-–./]\s?(?P<day>{_NUMBER})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>{_NUMBER})\s?[-–]\s?(?P<nr>{_NUMBER})\s?[-–]\s?{_YEAR}(?!\d)"),
    re.compile(
        rf"(?<!\d)(?P<day>{_NUMBER})\s?(?:\.|st|nd|rd|th"
        rf"|:e)?\s?(?:of\s)?\s?{_MONTH}\.?,?\s*{_YEAR}(?!\d)"
    ),
    re.compile(rf"\b{_MONTH}\.?\s*(?P<day>{_NUMBER})(?:st|nd|rd|th)?\s?[,.]?\s*{_YEAR}(?!\d)"),
    re.compile(
        rf"(?<![\d.])(?P<day>{_NUMBER})\s?[.]\s?(?P<nr>{_NUMBER})\s?[.]\s?(?P<year>[0-9]{{2}})(?![\d.])"
    ),
)
_TORN = re.compile(rf"(?<!\d)(?P<day>\d{{2}})(?P<nr>\d{{2}})\.\s?{_YEAR}(?!\d)")
_DIGITS = str.maketrans("oOlI", "0011")
_BIRTH = re.compile(r"\b(?:synt|s\.|fodd|f\.|born|birth|synnyin|hetu)")
_LABEL = re.compile(
    r"\b(?:pvm|paivays|paivamaara|paivatty|datum|date|dated|daterad|den"
    r"|paivana)\b"
)
_MOST_OTHER_WORDS = 3


@dataclass(frozen=True)
class FoundDate:
    """A date and the line it stands on; ``alone``: the line says little else (a place at most)."""

    day: date
    line: Line
    alone: bool


def dates_in(text: str) -> list[tuple[date, tuple[int, int]]]:
    """The dates in a text with the places of their characters, by position."""
    plain = folded(text)
    found: list[tuple[date, tuple[int, int]]] = []
    for pattern in (*_PATTERNS, _TORN):
        for match in pattern.finditer(plain):
            day = _as_date(match)
            if day and not any(s < match.end() and match.start() < e for _, (s, e) in found):
                found.append((day, match.span()))
    return sorted(found, key=lambda item: item[1])


def _as_date(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    year = int(groups["year"].translate(_DIGITS).replace(" ", ""))
    month = groups.get("month")
    number = (
        next(value for stem, value in _MONTHS.items() if month.startswith(stem))
        if month
        else int(groups["nr"].translate(_DIGITS))
    )
    try:
        return date(
            year if year > 99 else 2000 + year, number, int(groups["day"].translate(_DIGITS))
        )
    except ValueError:
        return None


def dates_on(lines: Iterable[Line]) -> list[FoundDate]:
    """Every date on the lines; birthdays are left out."""
    found = []
    for line in lines:
        if _BIRTH.search(folded(line.text)):
            continue
        for day, (start, end) in dates_in(line.text):
            rest = folded(line.text[:start] + " " + line.text[end:])
            words = re.findall(r"[a-z]{2,}", _LABEL.sub(" ", rest))
            digits = re.search(r"\d{4,}", rest)
            alone = len(words) < _MOST_OTHER_WORDS and not digits
            found.append(FoundDate(day, line, alone))
    return found


def letter_date(lines: Sequence[Line], usual_height: float) -> FoundDate | None:
    """The date the writer put on the letter: a line of its own, not a date told in the text.

    ``lines`` are without the arrival stamp. Larger writing than the letter's is left out: it is a
    stamp whose word was not legible.
    """
    own = [found for found in dates_on(lines) if found.alone]
    plain = [found for found in own if found.line.height < 1.7 * usual_height] or own
    if not plain:
        return None
    first_page = [found for found in plain if found.line.page == plain[0].line.page]
    return max(first_page, key=lambda found: found.line.confidence >= 0.8)
