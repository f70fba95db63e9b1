"""How long each rule of the mapping keeps a row, and what is erased and recorded when it is over.

K01 to K05 are the retention vectors of the legal specification.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, FoundRow
from dsr.law.retention import MonthDay
from dsr.rights import erasure
from tests.rights.test_proposals import CASE, YEAR_END, group, row

JUNE = (6, 30)
MARCH = (3, 31)


def proposed(
    retention: str, *rows: FoundRow, today: date, year_end: MonthDay = YEAR_END
) -> tuple[GroupDecision, ...]:
    """What is proposed for these rows of one group."""
    finding = Finding("booking", group("g", retention), rows)
    return erasure.propose(CASE, (finding,), today=today, year_end=year_end)


@pytest.mark.shows("ERA-17-3-B-KPL6")
@pytest.mark.parametrize(
    ("k", "sold", "year_end", "voucher", "ledger"),
    [
        ("K01", date(2023, 3, 15), YEAR_END, date(2029, 12, 31), date(2033, 12, 31)),
        ("K02", date(2024, 1, 10), MARCH, date(2030, 12, 31), date(2034, 3, 31)),
        ("K03", date(2024, 1, 10), JUNE, date(2030, 12, 31), date(2034, 6, 30)),
        ("K04", date(2019, 12, 31), YEAR_END, date(2025, 12, 31), date(2029, 12, 31)),
    ],
)
def test_the_accounting_act_keeps_to_the_day(
    k: str, sold: date, year_end: MonthDay, voucher: date, ledger: date
) -> None:
    paper = row("1", voucher_date=sold, voucher_number=k)
    book = row("2", booked_on=sold, name_in_ledger=True, ledger_entry=k)
    for rule, kept_row, ground, last in (
        ("accounting_voucher", paper, "ERA-17-3-B-KPL6", voucher),
        ("accounting_ledger", book, "ERA-17-3-B-KPL10", ledger),
    ):
        (kept,) = proposed(rule, kept_row, today=last, year_end=year_end)
        assert (kept.action, kept.ground, kept.until) == (Action.KEEP, ground, last)
        assert kept.facts["retention_end"] == last.isoformat()
        assert "Accounting Act" in kept.why
        (gone,) = proposed(rule, kept_row, today=last + timedelta(days=1), year_end=year_end)
        assert (gone.action, gone.facts) == (Action.ERASE, {"overdue_rows": 1})
        assert last.isoformat() in gone.why


def test_the_end_of_the_period_is_that_of_the_books() -> None:
    """K02: the period ended on Sunday 31 March 2024 although the site's year is the calendar's."""
    sold = date(2023, 9, 4)  # Monday
    books = row("1", voucher_date=sold, accounting_year_end=date(2024, 3, 31))
    (kept,) = proposed("accounting_voucher", books, today=date(2026, 3, 12))  # Thursday
    assert kept.until == date(2030, 12, 31)
    for slip in (date(2022, 12, 31), date(2031, 12, 31)):  # before the sale; more than 18 months
        wrong = row("1", voucher_date=sold, accounting_year_end=slip)
        (kept,) = proposed("accounting_voucher", wrong, today=date(2026, 3, 12))
        assert kept.until == date(2029, 12, 31)


@pytest.mark.shows("ERA-17-3-B-KPL10")
def test_a_ledger_keeps_nothing_of_who_is_not_named_in_it() -> None:
    unnamed = row("1", booked_on=date(2025, 2, 3))  # Monday
    (gone,) = proposed("accounting_ledger", unnamed, today=date(2026, 3, 12))
    assert (gone.action, gone.facts) == (Action.ERASE, {})


@pytest.mark.shows("ERA-17-3-E")
@pytest.mark.parametrize(
    ("today", "claim", "action", "facts"),
    [
        (date(2025, 9, 14), True, Action.KEEP, None),  # K05: Sunday, the last day
        (date(2025, 9, 15), True, Action.ERASE, {"overdue_rows": 1}),  # Monday, not 31 December
        (date(2025, 9, 14), False, Action.ERASE, {}),  # “just in case” is no claim
        (date(2025, 9, 15), False, Action.ERASE, {"overdue_rows": 1}),
    ],
)
def test_a_claim_keeps_three_years_to_the_day(
    today: date, claim: bool, action: Action, facts: dict[str, object] | None
) -> None:
    ended = date(2022, 9, 14)  # Wednesday
    (decision,) = proposed("claim", row("1", claim_start=ended, claim=claim), today=today)
    assert decision.action is action
    if action is Action.KEEP:
        assert (decision.ground, decision.until) == ("ERA-17-3-E", date(2025, 9, 14))
        assert decision.facts["limitation_start"] == "2022-09-14"
    else:
        assert decision.facts == facts


@given(st.dates(date(1995, 1, 1), date(2040, 12, 31)), st.integers(0, 4500))
def test_a_voucher_is_kept_or_overdue_but_never_both(sold: date, days: int) -> None:
    today = sold + timedelta(days=days)
    rows = (row("1", voucher_date=sold),)
    finding = Finding("booking", group("g", "accounting_voucher"), rows)
    (decision,) = proposed("accounting_voucher", *rows, today=today)
    over = erasure.overdue((finding,), today=today, year_end=YEAR_END)
    assert (decision.action is Action.KEEP) is (over == {})
    if decision.until is not None:
        assert today <= decision.until <= date(sold.year + 6, 12, 31)


def test_the_own_breach_is_counted_per_group() -> None:
    today = date(2026, 1, 15)  # Thursday, K04
    old, older = row("1", voucher_date=date(2019, 12, 31)), row("2", voucher_date=date(2010, 1, 4))
    findings = (
        Finding("booking", group("vouchers", "accounting_voucher"), (old, older)),
        Finding("booking", group("claims", "claim"), (row("3", claim_start=date(2022, 9, 14)),)),
        Finding("booking", group("notes"), (row("4"),)),
        Finding("booking", group("empty", "claim"), ()),
    )
    assert erasure.overdue(findings, today=today, year_end=YEAR_END) == {
        "booking.vouchers": 2,
        "booking.claims": 1,
    }


@pytest.mark.shows("ERA-CONTRACT")
@pytest.mark.parametrize(
    ("traits", "until"),
    [
        ({"open": True, "starts_at": date(2026, 5, 7)}, date(2026, 5, 7)),  # booking, Thursday
        ({"open": True, "valid_until": date(2026, 12, 12)}, date(2026, 12, 12)),  # gift card
        ({"open": True, "starts_at": "2026-05-07T10:30:00"}, date(2026, 5, 7)),
        ({"open": True}, None),  # an unpaid invoice ends when it is paid
    ],
)
def test_an_open_contract_is_kept_until_it_ends(
    traits: dict[str, object], until: date | None
) -> None:
    (kept,) = proposed("open_contract", row("1", **traits), today=date(2026, 3, 12))
    assert (kept.action, kept.ground, kept.until) == (Action.KEEP, "ERA-CONTRACT", until)
    assert kept.facts.get("end_date") == (until.isoformat() if until else None)
    assert "open_matter" not in kept.facts  # what is open is for the officer to say


@pytest.mark.parametrize("trait", ["starts_at", "valid_until"])
def test_what_has_run_out_is_not_open_any_more(trait: str) -> None:
    over = row("1", open=True, **{trait: date(2026, 3, 11)})  # Wednesday, yesterday
    (gone,) = proposed("open_contract", over, today=date(2026, 3, 12))
    assert (gone.action, gone.facts) == (Action.ERASE, {})


def test_what_goes_says_that_something_is_open_beside_it() -> None:
    findings = (
        Finding("booking", group("contact"), (row("1"),)),
        Finding("booking", group("bookings", "open_contract"), (row("2", open=True),)),
    )
    contact, _ = erasure.propose(CASE, findings, today=date(2026, 3, 12), year_end=YEAR_END)
    assert contact.action is Action.ERASE
    assert "Still open: booking.bookings" in contact.why


@pytest.mark.shows("ERA-17-3-B-SOC")
def test_social_welfare_documents_are_never_proposed_to_be_kept() -> None:
    (decision,) = proposed("social_welfare", row("1"), today=date(2026, 3, 12))
    assert (decision.action, decision.ground) == (Action.ERASE, None)
    assert "ERA-17-3-B-SOC" in decision.why  # but the officer is told to look
