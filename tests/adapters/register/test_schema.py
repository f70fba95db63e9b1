"""The mapping held against a schema that has moved on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.register import RegisterMap
from dsr.errors import BadConfiguration


def change(database: Path, *statements: str) -> None:
    with sqlite3.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def codes(register: SqlRegister) -> set[str]:
    return {fault.code for fault in register.check()}


def test_the_demo_register_fits_its_mapping(register: SqlRegister) -> None:
    assert register.check() == ()


@pytest.mark.parametrize(
    ("statement", "code", "place"),
    [
        ("ALTER TABLE customers ADD shoe_size INT", "register.unmapped_column", "shoe_size"),
        ("CREATE TABLE surveys (id INTEGER)", "register.unmapped_table", "surveys"),
        ("ALTER TABLE customers DROP COLUMN phone", "register.unknown_column", "phone"),
        ("DROP TABLE discounts", "register.unknown_table", "discounts"),
        ("DROP INDEX ix_notes_customer_id", "warning.register.unindexed", "notes.customer_id"),
    ],
)
def test_drift_is_told(
    statement: str, code: str, place: str, database: Path, register: SqlRegister
) -> None:
    change(database, statement)
    faults = [fault for fault in register.check() if fault.code == code]
    assert len(faults) == 1
    assert place in faults[0].place


def test_an_unindexed_foreign_key_comes_with_its_cure(
    database: Path, register: SqlRegister
) -> None:
    change(database, "DROP INDEX ix_notes_customer_id")
    (fault,) = register.check()
    change(database, fault.sentence.split(": ", 1)[1])
    assert register.check() == ()


def test_a_lost_key_or_foreign_key_is_told(database: Path, register: SqlRegister) -> None:
    change(
        database,
        "DROP TABLE discounts",
        "CREATE TABLE discounts (id INT, customer_id INT, percent INT, reason TEXT,"
        " granted_on DATE, valid_until DATE, restricted BOOLEAN)",
    )
    assert codes(register) == {"register.wrong_key", "register.no_foreign_key"}


@pytest.mark.parametrize(
    "statement", ["DROP TABLE discounts", "ALTER TABLE notes ADD mood TEXT", "CREATE TABLE x (y)"]
)
def test_nothing_works_on_a_mapping_that_does_not_fit(
    statement: str, database: Path, register: SqlRegister
) -> None:
    """A rival ends "complete" when a mapped table is missing."""
    assert register.read(["1"])
    change(database, statement)
    with pytest.raises(BadConfiguration) as caught:
        register.read(["1"])
    assert caught.value.faults


def test_a_missing_file_is_no_empty_register(tmp_path: Path, booking_map: RegisterMap) -> None:
    with pytest.raises(BadConfiguration):
        SqlRegister(str(tmp_path / "nowhere.db"), booking_map)
    assert not (tmp_path / "nowhere.db").exists()
