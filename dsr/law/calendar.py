"""Which days are working days: a calendar is frozen data, and silent about years it lacks.

Regulation (EEC, Euratom) No 1182/71 Art. 2: working days are all days other than public holidays,
Sundays and Saturdays; the public holidays are those of the member state where the act is done.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Protocol

from dsr.errors import BadInput

ONE_DAY = timedelta(days=1)
SATURDAY = 5

Names = Mapping[str, str]
"""A day's name by language code: ``{"fi": "loppiainen", "en": "Epiphany"}``."""


@dataclass(frozen=True)
class Calendar:
    """The public holidays of one member state, for the years it covers and no others.

    country: ISO 3166 code, two capital letters.
    holidays: every public holiday from 1 January of first_year to 31 December of last_year.
    office_closed: days on which offices are shut although the law calls them working days.
    Every question about a day outside the covered years raises BadInput: a guess would be a
    wrong legal date.
    """

    country: str
    first_year: int
    last_year: int
    holidays: Mapping[date, Names]
    office_closed: Mapping[date, Names] = field(default_factory=dict)

    def is_public_holiday(self, day: date) -> bool:
        """Whether the day is designated as a public holiday."""
        self.check_covered(day)
        return day in self.holidays

    def is_working_day(self, day: date) -> bool:
        """Neither Saturday nor Sunday nor public holiday (Reg. 1182/71 Art. 2(2))."""
        return not self.is_public_holiday(day) and day.weekday() < SATURDAY

    def holiday_name(self, day: date, language: str = "en") -> str | None:
        """The public holiday's name, in English where the language is not known; None if none."""
        self.check_covered(day)
        return _name(self.holidays, day, language)

    def office_closed_name(self, day: date, language: str = "en") -> str | None:
        """The name of a day on which offices are shut but the law runs, else None."""
        self.check_covered(day)
        return _name(self.office_closed, day, language)

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it (Art. 3(4))."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_day_on_or_before(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after the day."""
        return self.working_day_on_or_after(day + ONE_DAY)

    def add_working_days(self, day: date, number: int) -> date:
        """The working day that comes ``number`` working days after the day; 0 gives the day."""
        _check_not_negative(number)
        for _ in range(number):
            day = self.next_working_day(day)
        return day

    def working_days_before(self, day: date, number: int) -> date:
        """The working day that comes ``number`` working days before the day; 0 gives the day."""
        _check_not_negative(number)
        for _ in range(number):
            day = self.working_day_on_or_before(day - ONE_DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after start, up to and including end; 0 if end is earlier."""
        return sum(
            self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1)
        )

    def for_the_office(self) -> Calendar:
        """The same calendar with the office's closed days as holidays: internal targets only."""
        return Calendar(
            self.country, self.first_year, self.last_year, {**self.holidays, **self.office_closed}
        )

    def check_covered(self, day: date) -> None:
        """Raise BadInput when the day's year is not in the table."""
        if not self.first_year <= day.year <= self.last_year:
            raise BadInput(
                f"The holiday table for {self.country} covers the years {self.first_year} to "
                f"{self.last_year}; {day.isoformat()} lies outside it.",
                "Check the year. For a year that is missing, install a version whose table "
                "covers it: legal dates are never guessed.",
            )


class CalendarFor(Protocol):
    """Where calendars come from: ``calendar_for("SE")``. BadInput for an unknown country."""

    def __call__(self, country: str, *, eves_are_holidays: bool = False) -> Calendar: ...


@cache
def finland(*, eves_are_holidays: bool = False) -> Calendar:
    """Mainland Finland, from the frozen tables.

    eves_are_holidays: count Christmas Eve and Midsummer Eve as public holidays. Off unless the
    site's lawyer finds them in the list Finland notified under Reg. 1182/71 Art. 2(1): the
    national act that moves periods ending on the eves (150/1930 s. 5) does not govern this one.
    """
    holidays = _read("holidays_fi.csv")
    eves = _read("office_closed_fi.csv")
    first, last = min(holidays).year, max(holidays).year
    if eves_are_holidays:
        return Calendar("FI", first, last, MappingProxyType({**holidays, **eves}))
    return Calendar("FI", first, last, MappingProxyType(holidays), MappingProxyType(eves))


def _read(name: str) -> dict[date, Names]:
    text = files("dsr.law").joinpath("data", name).read_text(encoding="utf-8")
    return {
        date.fromisoformat(row["date"]): MappingProxyType(
            {language: row[f"name_{language}"] for language in ("fi", "sv", "en")}
        )
        for row in csv.DictReader(text.splitlines())
    }


def _name(days: Mapping[date, Names], day: date, language: str) -> str | None:
    names = days.get(day)
    return None if names is None else names.get(language, names["en"])


def _check_not_negative(number: int) -> None:
    if number < 0:
        raise ValueError("A number of working days cannot be negative.")
