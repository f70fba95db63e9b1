"""``dsr register check``: a mapping held against its live register, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import stories
from tests.faults.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return stories.open_site(tmp_path / "site")


def test_a_fitting_mapping_ends_with_nothing_to_say(desk: Desk) -> None:
    answer = desk.call("officer", "register", "check")
    assert (answer.code, answer.out) == (0, "booking: no faults, no warnings.\n")
    assert desk.must("officer", "register", "check", "booking") == {
        "registers": [{"register": "booking", "faults": [], "warnings": []}]
    }


def test_a_new_column_stops_all_work_until_it_is_decided_on(desk: Desk) -> None:
    stories.alter(desk.site, "ALTER TABLE customers ADD shoe_size INT")
    answer = desk.call("officer", "register", "check")
    assert answer.code == 5 and "customers.shoe_size" in answer.out
    found = desk.call("officer", "register", "check", "--json")
    (booking,) = found.json()["registers"]
    assert found.code == 5
    assert [fault["code"] for fault in booking["faults"]] == ["register.unmapped_column"]
    assert desk.call("officer", "doctor").code == 5
    mapping = desk.site / "registers" / "booking.toml"
    text = mapping.read_text(encoding="utf-8")
    decided = '[tables.customers.columns.shoe_size]\nkind = "number"\n'
    decided += 'label = { fi = "Kengänkoko", sv = "Skostorlek", en = "Shoe size" }\n'
    mapping.write_text(text + decided, encoding="utf-8")
    assert desk.call("officer", "register", "check").code == 0


def test_an_index_that_lacks_is_a_warning_with_its_cure(desk: Desk) -> None:
    stories.alter(desk.site, "DROP INDEX ix_notes_booking_id")
    answer = desk.call("officer", "register", "check")
    assert answer.code == 0
    assert "CREATE INDEX ix_notes_booking_id ON notes (booking_id)" in answer.out
    assert "no faults, 1 warning." in answer.out


def test_a_broken_mapping_is_told_whole(desk: Desk) -> None:
    mapping = desk.site / "registers" / "booking.toml"
    text = mapping.read_text(encoding="utf-8")
    text = text.replace("erased_word", "erasd_word", 1).replace('"6(1)(f)"', '"6(1)(z)"', 1)
    mapping.write_text(text, encoding="utf-8")
    found = desk.call("officer", "register", "check", "--json")
    codes = [fault["code"] for fault in found.json()["registers"][0]["faults"]]
    assert found.code == 5
    assert set(codes) == {
        "mapping.unknown_key",
        "mapping.unknown_basis",
    }


def test_a_register_nobody_knows_and_one_that_is_away(desk: Desk) -> None:
    assert desk.call("officer", "register", "check", "till").code == 4
    (desk.site / "registers" / "booking.db").unlink()
    answer = desk.call("officer", "register", "check")
    assert answer.code == 5 and "missing" in answer.out
