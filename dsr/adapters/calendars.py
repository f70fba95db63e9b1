"""Working-day calendars of the member states: Finland frozen, the others from ``holidays``.

Regulation (EEC, Euratom) No 1182/71 Art. 2(1) takes the public holidays of the member state;
regional ones (a German Land, a Spanish town) are left out.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays

from dsr.errors import BadInput
from dsr.law.calendar import Calendar, Names, finland

MEMBER_STATES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip

EVES = {"SE": holidays.DE_FACTO}
"""Countries beside Finland whose eves the package knows, and the category that holds them."""

EXCHANGED_DAYS = ("Day off", "Non-working day")
"""How the package names weekdays a government exchanges for a Saturday (BG, HU, LV). They are rest
days, not public holidays; where the two readings differ, the earlier due date is the safe one."""


@cache
def calendar_for(country: str, *, eves_are_holidays: bool = False) -> Calendar:
    """The calendar of a member state, for the years Finland's frozen table covers.

    country: ISO 3166 code in capitals. eves_are_holidays: count the eves as public holidays;
    known for Finland and Sweden only. Raises BadInput for another country or an option that has
    no meaning there.
    """
    if country not in MEMBER_STATES:
        raise BadInput(
            f"No calendar for {country!r}: it is not the code of a member state of the EU.",
            f"Give one of {', '.join(MEMBER_STATES)}.",
        )
    if country == "FI":
        return finland(eves_are_holidays=eves_are_holidays)
    if eves_are_holidays and country not in EVES:
        raise BadInput(
            f"The eves of {country} are not known, so they cannot count as public holidays.",
            "Leave eves_are_holidays out; it has a meaning for FI and SE.",
        )
    span = finland()
    public = _days(country, holidays.PUBLIC, span)
    eves = _days(country, EVES[country], span) if country in EVES else {}
    eves = {day: names for day, names in eves.items() if day not in public}
    if eves_are_holidays:
        public, eves = {**public, **eves}, {}
    return Calendar(
        country,
        span.first_year,
        span.last_year,
        MappingProxyType(public),
        MappingProxyType(eves),
    )


def _days(country: str, category: str, span: Calendar) -> dict[date, Names]:
    """Day -> names, in English and in the country's own language (``sv`` for Sweden)."""
    kind: type[holidays.HolidayBase] = getattr(holidays, country)
    own = (kind.default_language or "en").partition("_")[0]
    years = range(span.first_year, span.last_year + 1)
    names: dict[date, dict[str, str]] = defaultdict(dict)
    for code, language in ((own, kind.default_language), ("en", _english(kind))):
        table = holidays.country_holidays(
            country, years=years, categories=category, language=language
        )
        for day, name in table.items():
            names[day][code] = name
    return {
        day: MappingProxyType(by_language)
        for day, by_language in names.items()
        if not by_language["en"].startswith(EXCHANGED_DAYS)
    }


def _english(kind: type[holidays.HolidayBase]) -> str:
    for language in kind.supported_languages:
        if language.startswith("en"):
            return language
    raise LookupError(f"The holidays package has no English names for {kind.country}.")
