"""Facts as typed become values of their kinds, or every fault is told."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.engine.facts import as_json, parse_facts
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import BadInput


def test_every_kind_is_read() -> None:
    assert parse_facts(
        VOCABULARY["set_decision"],
        {
            "group": "booking.notes",
            "until": "2026-12-31",
            "rows": "1, 2,",
            "values": '{"customers.city": "Turku"}',
            "claim_desc": "A pending claim.",
        },
    ) == {
        "group": "booking.notes",
        "until": date(2026, 12, 31),
        "rows": ("1", "2"),
        "values": {"customers.city": "Turku"},
        "claim_desc": "A pending claim.",
    }
    assert parse_facts(VOCABULARY["identity_failed"], {"no_lighter_way": "Yes"}) == {
        "no_lighter_way": True
    }
    assert parse_facts(VOCABULARY["extend"], {"checklist": "no"}) == {"checklist": False}
    assert parse_facts(VOCABULARY["carry_out"], {"residuals": "0"}) == {"residuals": 0}


@pytest.mark.parametrize(
    ("step", "name", "text"),
    [
        ("carry_out", "residuals", "none"),
        ("contest", "contested_on", "12.3.2026"),
        ("extend", "checklist", "perhaps"),
        ("set_decision", "values", "[1]"),
        ("set_decision", "values", "{"),
    ],
)
def test_what_cannot_be_read_is_told_without_its_value(step: str, name: str, text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_facts(VOCABULARY[step], {name: text})
    (fault,) = refused.value.faults
    assert (fault.code, fault.place) == ("fact.unreadable", name)
    assert text not in fault.sentence


def test_all_unreadable_facts_are_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        parse_facts(VOCABULARY["record_posting"], {"letter": "x", "posted_on": "y", "proof": "z"})
    assert [fault.place for fault in refused.value.faults] == ["letter", "posted_on"]


def test_stored_facts_are_json() -> None:
    assert as_json({"a": (date(2026, 3, 12), 1), "b": None}) == {"a": ["2026-03-12", 1], "b": None}
