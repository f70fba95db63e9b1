"""Calendars of the other member states."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.adapters.calendars import MEMBER_STATES, calendar_for
from dsr.errors import BadInput
from dsr.law.calendar import CalendarFor, finland
from dsr.law.deadline import compute


def test_finland_is_the_frozen_table() -> None:
    assert calendar_for("FI") == finland()
    assert calendar_for("FI", eves_are_holidays=True) == finland(eves_are_holidays=True)


def test_the_adapter_is_a_source_of_calendars() -> None:
    source: CalendarFor = calendar_for
    assert source("SE").country == "SE"


def test_all_twenty_seven_keep_new_year_and_christmas_in_every_year() -> None:
    assert len(set(MEMBER_STATES)) == 27
    for country in MEMBER_STATES:
        calendar = calendar_for(country)
        assert (calendar.first_year, calendar.last_year) == (2024, 2040)
        for year in range(2024, 2041):
            assert not calendar.is_working_day(date(year, 1, 1)), country
            assert not calendar.is_working_day(date(year, 12, 25)), country
        assert calendar.holiday_name(date(2026, 12, 25)), country  # Friday


def test_sweden() -> None:
    sweden = calendar_for("SE")
    national_day = date(2025, 6, 6)  # Friday
    assert sweden.holiday_name(national_day, "sv") == "Nationaldagen"
    assert compute(date(2025, 5, 6), (), 0, sweden).due == date(2025, 6, 9)  # Tuesday -> Monday
    assert compute(date(2025, 5, 6), (), 0, finland()).due == date(2025, 6, 6)


def test_swedish_eves_are_working_days_unless_a_site_says_otherwise() -> None:
    eve = date(2026, 6, 19)  # Friday, Midsummer Eve
    assert calendar_for("SE").is_working_day(eve)
    assert calendar_for("SE").office_closed_name(eve, "sv") == "Midsommarafton"
    assert not calendar_for("SE", eves_are_holidays=True).is_working_day(eve)


def test_national_days_only() -> None:
    germany = calendar_for("DE")
    assert not germany.is_working_day(date(2026, 10, 3))  # Saturday, the day of unity
    assert germany.is_working_day(date(2026, 6, 4))  # Corpus Christi, in some Länder only


def test_a_day_exchanged_for_a_saturday_is_no_public_holiday() -> None:
    assert calendar_for("HU").is_working_day(date(2026, 1, 2))  # Friday
    assert not calendar_for("HU").is_working_day(date(2026, 10, 23))  # Friday, a national day


@pytest.mark.parametrize("country", ["", "fi", "GB", "NO", "XX", "__class__"])
def test_another_country_is_bad_input(country: str) -> None:
    with pytest.raises(BadInput, match="member state") as refused:
        calendar_for(country)
    assert "FI" in refused.value.way_out


def test_an_option_without_meaning_is_refused_not_ignored() -> None:
    with pytest.raises(BadInput, match="eves of DE"):
        calendar_for("DE", eves_are_holidays=True)
