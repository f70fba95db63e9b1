"""Everything held about a person: complete, in order, with the facts that rules need."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from sqlalchemy import event

from dsr.adapters.register import SqlRegister
from dsr.cases.register import Finding


def by_code(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.group.code: finding for finding in findings}


def test_every_group_is_there_even_without_rows(untouched: SqlRegister) -> None:
    findings = by_code(untouched.read(["3"]))
    assert list(findings) == [group.code for group in untouched.map.groups]
    assert findings["discounts"].rows == ()
    assert findings["vouchers"].code == "booking.vouchers"


def test_a_note_of_a_health_professional_is_a_treatment_note(untouched: SqlRegister) -> None:
    findings = by_code(untouched.read(["1"]))
    (treatment,) = findings["treatment_notes"].rows
    assert treatment.traits["health_professional"] is True
    assert len(findings["notes"].rows) == 2
    assert not any(row.traits["health_professional"] for row in findings["notes"].rows)


def test_traits_and_lookups(untouched: SqlRegister) -> None:
    findings = by_code(untouched.read(["3"]))
    (voucher,) = findings["vouchers"].rows
    assert voucher.traits["voucher_date"] == date(2024, 3, 14)  # a Thursday
    assert voucher.traits["voucher_number"] == voucher.values["number"]
    assert findings["notes"].rows[0].traits["relationship_ended"] == date(2024, 3, 14)
    assert findings["bookings"].rows[0].values["practitioner_id"] == "Riku Palo"
    assert findings["bookings"].rows[0].traits["open"] is False
    opinion = by_code(untouched.read(["5"]))["notes"].rows[0]
    assert opinion.traits["opinion"] is True


def test_two_keys_are_one_person(untouched: SqlRegister) -> None:
    contact = by_code(untouched.read(["10", "11"]))["contact"]
    assert [row.key for row in contact.rows] == ["10", "11"]


def test_reading_is_one_statement_a_table(sqlite_register: SqlRegister) -> None:
    sqlite_register.read(["1"])
    sent: list[str] = []
    # SQLite's own trace: what was really sent, by whatever way.
    event.listen(
        sqlite_register.engine, "checkout", lambda dbapi, *_: dbapi.set_trace_callback(sent.append)
    )
    sqlite_register.read(["1"])
    assert sum(s.startswith("SELECT") for s in sent) == len(sqlite_register.map.tables)
    assert sum(s.startswith("BEGIN") for s in sent) == 1
    assert len(sent) <= len(sqlite_register.map.tables) + 3


def test_a_value_of_the_wrong_kind_is_told_as_held(
    database: Path, sqlite_register: SqlRegister
) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE customers SET last_visit_on = 'kesällä' WHERE id = 1")
    connection.close()
    row = by_code(sqlite_register.read(["1"]))["contact"].rows[0]
    assert row.values["last_visit_on"] == "kesällä"
