"""The mapping held against a schema that has moved on."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.register import RegisterMap
from dsr.errors import BadConfiguration
from tests.adapters.register.places import Place


def codes(register: SqlRegister) -> set[str]:
    return {fault.code for fault in register.check()}


def test_the_demo_register_fits_its_mapping(register: SqlRegister) -> None:
    assert register.check() == ()


@pytest.mark.parametrize(
    ("statement", "code", "where"),
    [
        ("ALTER TABLE customers ADD shoe_size INT", "register.unmapped_column", "shoe_size"),
        ("CREATE TABLE surveys (id INTEGER)", "register.unmapped_table", "surveys"),
        ("ALTER TABLE customers DROP COLUMN phone", "register.unknown_column", "phone"),
        ("DROP TABLE discounts", "register.unknown_table", "discounts"),
    ],
)
def test_drift_is_told(
    statement: str, code: str, where: str, place: Place, register: SqlRegister
) -> None:
    place.sql(statement)
    faults = [fault for fault in register.check() if fault.code == code]
    assert len(faults) == 1
    assert where in faults[0].place


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_an_unindexed_foreign_key_comes_with_its_cure(place: Place, register: SqlRegister) -> None:
    """MariaDB itself keeps an index for every foreign key."""
    place.sql("DROP INDEX ix_notes_customer_id")
    (fault,) = register.check()
    assert (fault.code, fault.place) == (
        "warning.register.unindexed",
        "booking: notes.customer_id",
    )
    assert register.read(["1"])  # a warning stops nothing
    place.sql(fault.sentence.split(": ", 1)[1])
    assert register.check() == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_a_foreign_key_beside_the_path_needs_an_index_too(
    place: Place, register: SqlRegister
) -> None:
    """Each booking deleted looks its notes up: without an index, in the whole table."""
    place.sql("DROP INDEX ix_notes_booking_id")
    (fault,) = register.check()
    assert fault.place == "booking: notes.booking_id"


def test_tables_that_refer_to_each_other_in_a_circle_are_told(
    place: Place, register: SqlRegister
) -> None:
    """Nobody could say which of two such rows is to be deleted first."""
    if place.kind == "sqlite":
        place.sql(
            "ALTER TABLE customers ADD favourite_id INTEGER REFERENCES bookings (id)",
            "CREATE INDEX ix_customers_favourite_id ON customers (favourite_id)",
        )
    else:
        place.sql(
            "ALTER TABLE customers ADD favourite_id INTEGER",
            "ALTER TABLE customers ADD FOREIGN KEY (favourite_id) REFERENCES bookings (id)",
        )
    assert "register.cycle" in codes(register)
    with pytest.raises(BadConfiguration, match="does not fit"):
        register.read(["1"])


def test_a_lost_key_or_foreign_key_is_told(place: Place, register: SqlRegister) -> None:
    place.sql(
        "DROP TABLE discounts",
        "CREATE TABLE discounts (id INT, customer_id INT, percent INT, reason TEXT,"
        " granted_on DATE, valid_until DATE, restricted BOOLEAN)",
    )
    assert codes(register) == {"register.wrong_key", "register.no_foreign_key"}


@pytest.mark.parametrize(
    "statement",
    ["DROP TABLE discounts", "ALTER TABLE notes ADD mood TEXT", "CREATE TABLE x (y INT)"],
)
def test_nothing_works_on_a_mapping_that_does_not_fit(
    statement: str, place: Place, register: SqlRegister
) -> None:
    """A rival ends "complete" when a mapped table is missing."""
    assert register.read(["1"])
    place.sql(statement)
    with pytest.raises(BadConfiguration) as caught:
        register.read(["1"])
    assert caught.value.faults


def test_a_missing_file_is_no_empty_register(tmp_path: Path, booking_map: RegisterMap) -> None:
    with pytest.raises(BadConfiguration):
        SqlRegister(str(tmp_path / "nowhere.db"), booking_map)
    assert not (tmp_path / "nowhere.db").exists()
