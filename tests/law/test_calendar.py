"""Working days, and the frozen Finnish table against its rules and against a library."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import holidays
import pytest

from dsr.errors import BadInput
from dsr.law.calendar import finland
from dsr.law.freeze_holidays import easter_sunday, frozen_files

FI = finland()
YEARS = range(2024, 2041)


@pytest.mark.shows("R18")
def test_the_frozen_files_are_what_the_rules_give() -> None:
    for name, text in frozen_files().items():
        frozen = files("dsr.law").joinpath("data", name).read_text(encoding="utf-8")
        assert frozen == text, f"{name}: read dsr/law/data/README.md"


@pytest.mark.shows("R5", "R18")
def test_the_frozen_table_is_the_library_minus_the_eves() -> None:
    library = holidays.country_holidays("FI", years=YEARS, language="en_US")
    eves = {day for day, name in library.items() if name in ("Christmas Eve", "Midsummer Eve")}
    assert len(eves) == 2 * len(YEARS)
    assert set(FI.holidays) == set(library) - eves
    assert set(FI.office_closed) == eves


def test_the_table_holds_thirteen_days_a_year() -> None:
    assert (FI.first_year, FI.last_year) == (2024, 2040)
    for year in YEARS:
        assert sum(day.year == year for day in FI.holidays) == 13
        assert FI.is_public_holiday(easter_sunday(year))


def test_every_holiday_is_named_in_three_languages() -> None:
    for names in (*FI.holidays.values(), *FI.office_closed.values()):
        assert set(names) == {"fi", "sv", "en"}
        assert all(names.values())


@pytest.mark.shows("R18")
def test_aland_s_ninth_of_june_is_no_mainland_holiday() -> None:
    aland = holidays.country_holidays("FI", subdiv="01", years=YEARS)
    for year in YEARS:
        assert date(year, 6, 9) in aland
        if date(year, 6, 9) != easter_sunday(year) + timedelta(days=49):  # Whit Sunday
            assert not FI.is_public_holiday(date(year, 6, 9))
    assert FI.is_working_day(date(2026, 6, 9))  # Tuesday


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 6, 19), True),  # Friday, Midsummer Eve
        (date(2026, 12, 24), True),  # Thursday, Christmas Eve
        (date(2026, 12, 31), True),  # Thursday, New Year's Eve
        (date(2026, 4, 30), True),  # Thursday, May Day eve
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 5, 25), True),  # Whit Monday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 5, 1), False),  # Friday, May Day
        (date(2026, 10, 31), False),  # Saturday, All Saints' Day
        (date(2026, 3, 7), False),  # Saturday
        (date(2026, 3, 8), False),  # Sunday
    ],
)
def test_working_days(day: date, working: bool) -> None:
    assert FI.is_working_day(day) is working


@pytest.mark.shows("R5")
def test_the_eves_are_holidays_only_where_a_site_says_so() -> None:
    eve = date(2026, 12, 24)  # Thursday
    assert FI.holiday_name(eve) is None
    assert FI.office_closed_name(eve, "fi") == "jouluaatto"
    with_eves = finland(eves_are_holidays=True)
    assert not with_eves.is_working_day(eve)
    assert with_eves.holiday_name(eve, "sv") == "julafton"
    assert with_eves.office_closed_name(eve) is None


def test_the_office_is_closed_on_the_eves() -> None:
    assert not FI.for_the_office().is_working_day(date(2026, 6, 19))  # Friday, Midsummer Eve
    assert FI.for_the_office().is_working_day(date(2026, 6, 18))  # Thursday


def test_names_by_language() -> None:
    epiphany = date(2026, 1, 6)  # Tuesday
    assert FI.holiday_name(epiphany, "fi") == "loppiainen"
    assert FI.holiday_name(epiphany, "sv") == "trettondagen"
    assert FI.holiday_name(epiphany) == FI.holiday_name(epiphany, "de") == "Epiphany"


def test_steps_over_easter() -> None:
    maundy_thursday, tuesday = date(2026, 4, 2), date(2026, 4, 7)
    assert FI.next_working_day(maundy_thursday) == tuesday
    assert FI.working_day_on_or_after(maundy_thursday) == maundy_thursday
    assert FI.working_day_on_or_before(date(2026, 4, 6)) == maundy_thursday  # Easter Monday
    assert FI.add_working_days(maundy_thursday, 2) == date(2026, 4, 8)  # Wednesday
    assert FI.working_days_before(tuesday, 1) == maundy_thursday
    assert FI.add_working_days(maundy_thursday, 0) == maundy_thursday
    assert FI.working_days_between(maundy_thursday, tuesday) == 1
    assert FI.working_days_between(tuesday, maundy_thursday) == 0


def test_a_negative_number_of_days_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        FI.add_working_days(date(2026, 4, 2), -1)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2041, 1, 1)])
def test_outside_the_table_nothing_is_guessed(day: date) -> None:
    for question in (FI.is_public_holiday, FI.is_working_day, FI.holiday_name):
        with pytest.raises(BadInput, match="covers the years 2024 to 2040") as refused:
            question(day)
        assert refused.value.way_out
