"""The arrival stamp of the office that received the letter: a word, a date, often a firm's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rapidfuzz import fuzz

from dsr.adapters.scan.dates import FoundDate, dates_on
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.organisations import names_an_organisation
from dsr.adapters.scan.phrases import folded

_WORDS = ("saapunut", "ankom", "inkommit", "inkom", "ankommit", "received", "vastaanotettu", "saap",
          "mottaget", "kirjattu", "saapui", "mottagen", "diaarioitu")  # fmt: skip
# In capitals the word is a stamp's even where another line runs into it.
_CAPITALS = re.compile(r"(?:SAAPUNUT|INKOMMIT|ANKOMMIT|RECEIVED|VASTAANOTETTU|ANKOM(?=\b))")
# A stamp's date is figures alone; the letter's has a place or the name of a month.
_PLACE_OR_MONTH = re.compile(r"[A-Za-zÅÄÖåäö]{4,}")
_LIKENESS = 84.0
_REACH = 3.2
_TALLER = 1.45


@dataclass(frozen=True)
class Stamp:
    """The stamp's lines (to be kept out of the letter's own text) and its date, if legible."""

    lines: tuple[Line, ...]
    date: FoundDate | None


def usual_height(lines: Sequence[Line]) -> float:
    """The letter's usual height of a line, as a fraction of the page height."""
    return median(line.height for line in lines) if lines else 0.02


def arrival_stamp(lines: Sequence[Line]) -> Stamp:
    """The arrival stamp; no lines when there is none."""
    marks = [line for line in lines if _is_mark(line.text)]
    if not marks:
        return _stamp_without_word(lines)
    mark = marks[0]
    near = [line for line in lines if line is not mark and _beside(mark, line)]
    firms = [line for line in near if names_an_organisation(line.text) and len(line.text) < 40]
    dates = [
        found
        for found in dates_on([mark, *near])
        if found.line is mark or (found.alone and not _PLACE_OR_MONTH.search(found.line.text))
    ]
    usual = usual_height(lines)
    dates.sort(key=lambda found: _distance(mark, found.line, usual))
    of_date = [dates[0].line] if dates and dates[0].line is not mark else []
    return Stamp((mark, *firms, *of_date), dates[0] if dates else None)


def _is_mark(text: str) -> bool:
    """A short line that is one of the stamp words, perhaps with its date."""
    if _CAPITALS.search(text) and len(text) < 60:
        return True
    words = re.findall(r"[a-z]{4,}", folded(text))
    if not words or len(words) > 2 or len(text) > 34:
        return False
    return any(
        fuzz.ratio(word, mark) >= _LIKENESS for word in words for mark in _WORDS if len(word) > 3
    )


def _beside(mark: Line, line: Line) -> bool:
    if line.page != mark.page:
        return False
    distance = abs(line.middle - mark.middle)
    overlap = min(line.box[2], mark.box[2]) - max(line.box[0], mark.box[0])
    return distance < _REACH * max(mark.height, 0.012) and overlap > 0


def _distance(mark: Line, line: Line, usual: float) -> float:
    """How far a date is from being the stamp's: near, below the word, larger than the letter's."""
    height = max(mark.height, 0.012)
    away = abs(line.middle - mark.middle) / height
    return away + (1.0 if line.middle < mark.middle else 0.0) + (line.height < 1.2 * usual)


def _stamp_without_word(lines: Sequence[Line]) -> Stamp:
    """A date in much larger writing than the letter's, beside the letter's own date."""
    height = usual_height(lines)
    dates = [found for found in dates_on(lines) if found.alone]
    large = [found for found in dates if found.line.height > _TALLER * height]
    if len(large) == 1 and len(dates) > 1:
        return Stamp((large[0].line,), large[0])
    return Stamp((), None)
