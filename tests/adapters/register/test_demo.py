"""The generated register: deterministic, mapped, and true to the demo's story."""

from __future__ import annotations

import sqlite3
import tomllib
from datetime import date
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister
from dsr.adapters.register.demo import MAPPING, generate
from dsr.cases.register import RegisterMap
from dsr.errors import BadInput

TODAY = date(2026, 3, 12)  # a Thursday


def content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_the_same_seed_gives_the_same_register(template: Path, tmp_path: Path) -> None:
    for name, seed in (("same.db", 5), ("other.db", 6)):
        generate(tmp_path / name, customers=60, seed=seed, today=TODAY)
    assert content(tmp_path / "same.db") == content(template)
    assert content(tmp_path / "other.db") != content(template)


def test_the_story_customers_are_fixed(template: Path, tmp_path: Path) -> None:
    generate(tmp_path / "small.db", customers=14, seed=99, today=TODAY)
    people = "SELECT * FROM customers WHERE id <= 14 ORDER BY id"
    assert query(tmp_path / "small.db", people) == query(template, people)
    assert query(template, "SELECT email FROM customers WHERE id = 1") == [
        ("Aino.Koskinen@Example.fi",)
    ]
    vouchers = "SELECT voucher_date FROM vouchers WHERE customer_id = {} ORDER BY 1"
    assert query(template, vouchers.format(3)) == [("2024-03-14",)]
    assert query(template, vouchers.format(8)) == [("2019-01-05",), ("2025-05-22",)]
    note = "SELECT written_on, kind, body FROM notes WHERE customer_id = 5"
    ((written, kind, body),) = query(template, note)
    assert (written, kind) == ("2026-02-12", "opinion")
    assert str(body).startswith("Asiakas vaikutti aggressiiviselta")


def test_nothing_lies_in_the_future(template: Path, booking_map: RegisterMap) -> None:
    open_ended = {"valid_until", "accounting_year_end"}
    for table in booking_map.tables:
        for column in table.columns:
            if column.kind in ("date", "datetime") and column.name not in open_ended:
                ((latest,),) = query(template, f"SELECT max({column.name}) FROM {table.name}")
                assert latest is None or str(latest) < "2026-03-12"


def test_every_code_is_explained(register: SqlRegister, template: Path) -> None:
    for table in register.map.tables:
        for column in table.columns:
            if column.codes:
                statement = f"SELECT DISTINCT {column.name} FROM {table.name}"
                used = {row[0] for row in query(template, statement)} - {None}
                assert used <= set(column.codes)


def test_practitioners_named_as_recipients_are_the_entrepreneurs(template: Path) -> None:
    mapping = tomllib.loads(MAPPING.read_text(encoding="utf-8"))
    recipients = " ".join(mapping["groups"]["bookings"]["recipients"])
    for (name,) in query(template, "SELECT name FROM practitioners WHERE entrepreneur = 1"):
        assert str(name) in recipients


def test_bad_requests_are_refused(template: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        generate(template, customers=60, seed=5, today=TODAY)
    with pytest.raises(BadInput):
        generate(tmp_path / "few.db", customers=3, seed=5, today=TODAY)
    with pytest.raises(BadInput):
        generate(tmp_path / "old.db", customers=60, seed=5, today=date(2024, 1, 1))
