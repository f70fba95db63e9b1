"""How long data are kept by law (K01-K05)."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.errors import BadInput
from dsr.law.retention import (
    Retention,
    accounting_period_end,
    claims_retention,
    claims_until,
    ledger_retention,
    ledger_until,
    voucher_retention,
    voucher_until,
)


@pytest.mark.shows("ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10")
def test_k01_an_invoice_of_a_calendar_year() -> None:
    invoiced = date(2023, 3, 15)  # Wednesday
    assert voucher_until(invoiced) == date(2029, 12, 31)  # Monday
    assert ledger_until(accounting_period_end(invoiced)) == date(2033, 12, 31)  # Saturday


@pytest.mark.shows("ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10")
def test_k02_a_period_that_ended_in_march() -> None:
    period_end = date(2024, 3, 31)  # Sunday
    assert voucher_retention(period_end).until == date(2030, 12, 31)  # Tuesday
    assert ledger_retention(period_end).until == date(2034, 3, 31)  # Friday


@pytest.mark.shows("ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10")
def test_k03_an_invoice_in_a_broken_year() -> None:
    invoiced = date(2024, 1, 10)  # Wednesday
    assert accounting_period_end(invoiced, (6, 30)) == date(2024, 6, 30)  # Sunday
    assert voucher_until(invoiced, (6, 30)) == date(2030, 12, 31)  # Tuesday
    assert ledger_until(date(2024, 6, 30)) == date(2034, 6, 30)  # Friday


@pytest.mark.shows("ERA-17-3-B-KPL6")
def test_k04_a_period_of_keeping_that_is_over() -> None:
    kept = voucher_retention(accounting_period_end(date(2019, 12, 31)))  # Tuesday
    assert kept.until == date(2025, 12, 31)  # Wednesday
    assert kept.is_over(date(2026, 1, 15))  # Thursday, the request
    assert kept.days_overdue(date(2026, 1, 15)) == 15


@pytest.mark.shows("ERA-17-3-E")
def test_k05_claims_lapse_to_the_day() -> None:
    kept = claims_retention(date(2022, 9, 14))  # Wednesday
    assert kept.until == claims_until(date(2022, 9, 14)) == date(2025, 9, 14)  # Sunday
    assert "14 September 2025" in kept.explanation


def test_the_last_day_itself_may_be_kept() -> None:
    kept = Retention(date(2025, 9, 14), "")  # Sunday
    assert not kept.is_over(date(2025, 9, 14))
    assert kept.days_overdue(date(2025, 9, 14)) == 0
    assert kept.is_over(date(2025, 9, 15))


def test_the_day_after_the_period_s_end_belongs_to_the_next() -> None:
    assert accounting_period_end(date(2024, 6, 30), (6, 30)) == date(2024, 6, 30)  # Sunday
    assert accounting_period_end(date(2024, 7, 1), (6, 30)) == date(2025, 6, 30)  # Monday


def test_the_last_day_of_february() -> None:
    for year_end in ((2, 28), (2, 29)):
        assert accounting_period_end(date(2024, 1, 10), year_end) == date(2024, 2, 29)  # Thursday
        assert accounting_period_end(date(2025, 1, 10), year_end) == date(2025, 2, 28)  # Friday
    assert ledger_until(date(2024, 2, 29)) == date(2034, 2, 28)  # Tuesday
    assert claims_until(date(2024, 2, 29)) == date(2027, 2, 28)  # Sunday


def test_the_explanations_give_facts_rule_and_date() -> None:
    voucher = voucher_retention(date(2023, 12, 31)).explanation
    assert "31 December 2023" in voucher
    assert "31 December 2029" in voucher
    assert "ch. 2 s. 10(2)" in voucher
    ledger = ledger_retention(date(2024, 3, 31)).explanation
    assert "31 March 2034" in ledger
    assert "s. 10(1)" in ledger


@pytest.mark.parametrize("year_end", [(13, 1), (0, 1), (6, 31), (2, 30), (12, 0)])
def test_an_impossible_end_of_the_period_is_bad_input(year_end: tuple[int, int]) -> None:
    with pytest.raises(BadInput, match="accounting period cannot end"):
        accounting_period_end(date(2024, 1, 10), year_end)
