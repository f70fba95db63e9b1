"""How long the engine keeps its own records."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.law.case_records import CASE_RECORDS, From, Item

CLOSED = date(2026, 3, 5)  # Thursday


def test_every_item_has_a_rule_with_a_ground() -> None:
    assert set(CASE_RECORDS) == set(Item)
    assert all(rule.ground and rule.remains for rule in CASE_RECORDS.values())
    assert {rule.counted_from for rule in CASE_RECORDS.values()} == set(From)


@pytest.mark.parametrize(
    ("item", "last_day"),
    [
        (Item.CASE_CORE, date(2029, 3, 5)),  # Monday
        (Item.ANSWER_LETTER, date(2029, 3, 5)),
        (Item.REFUSAL_REASONS, date(2029, 3, 5)),
        (Item.PERSON_LINK, date(2029, 3, 5)),
        (Item.IDENTITY_NOTE, date(2029, 3, 5)),
        (Item.AUTHORITY_DOCUMENT, date(2029, 3, 5)),
        (Item.REQUEST_SCAN, date(2026, 9, 5)),  # Saturday
        (Item.DISCLOSED_COPY, date(2026, 4, 4)),  # Saturday, thirty days
        (Item.ERASURE_LEDGER, date(2026, 6, 5)),  # Friday
        (Item.ACCESS_LOG, date(2028, 3, 5)),  # Sunday
        (Item.IDENTITY_DOCUMENT, CLOSED),
        (Item.SUPPRESSION_ENTRY, CLOSED),
        (Item.DRAFT, CLOSED),
    ],
)
def test_last_day(item: Item, last_day: date) -> None:
    rule = CASE_RECORDS[item]
    assert rule.last_day(CLOSED) == last_day
    assert not rule.is_over(CLOSED, last_day)
    assert rule.is_over(CLOSED, date.fromordinal(last_day.toordinal() + 1))


def test_a_legal_hold_keeps_proof_but_no_identity_document() -> None:
    later = date(2036, 3, 5)  # Wednesday
    assert not CASE_RECORDS[Item.CASE_CORE].is_over(CLOSED, later, legal_hold=True)
    assert CASE_RECORDS[Item.CASE_CORE].is_over(CLOSED, later)
    assert CASE_RECORDS[Item.IDENTITY_DOCUMENT].is_over(CLOSED, later, legal_hold=True)
