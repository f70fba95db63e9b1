"""What the shipped tables promise, each sentence of it."""

from __future__ import annotations

import pytest

from dsr.cases.case import Right, Role
from dsr.engine.check import check
from dsr.engine.load import load_tables
from dsr.engine.meaning import Effect
from dsr.engine.table import Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.shipped import shipped

TABLES = load_tables(shipped("workflows"))
IDENTIFIED = [table for table in TABLES.values() if table.needs_identity]


def test_these_rights_have_a_table() -> None:
    assert {name: table.right for name, table in TABLES.items()} == {
        "access": Right.ACCESS,
        "rectification": Right.RECTIFICATION,
        "erasure": Right.ERASURE,
        "objection": Right.OBJECTION,
        "marketing_objection": Right.OBJECTION,
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_table_is_proven_lawful(table: Workflow) -> None:
    assert check(table, VOCABULARY) == ()


def test_only_marketing_waives_identity_and_it_shares_nothing() -> None:
    waiving = [table for table in TABLES.values() if not table.needs_identity]
    assert [table.name for table in waiving] == ["marketing_objection"]
    assert waiving[0].includes == ()


@pytest.mark.parametrize("table", IDENTIFIED, ids=lambda table: table.name)
def test_identity_may_fail_by_the_strict_date_whatever_was_answered(table: Workflow) -> None:
    for state in ("received", "identity_asked"):
        row = table.row_for("identity_failed", state)
        assert row is not None
        assert "extension_is_in_time" not in row.guards
        assert row.target == "refusal_drafted"


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_only_the_program_says_that_the_register_was_changed(table: Workflow) -> None:
    for row in table.rows:
        if Effect.CHANGES_REGISTER in VOCABULARY[row.step].effects:
            assert row.who == (Role.SYSTEM,)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_person_can_come_back_after_the_end(table: Workflow) -> None:
    for end in table.ends:
        assert table.row_for("reopen", end) is not None


@pytest.mark.parametrize("name", ["shared", "restriction", *TABLES])
def test_rows_are_aligned_one_to_a_line(name: str) -> None:
    text = (shipped("workflows") / f"{name}.toml").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("  [")]
    assert rows
    for cell in range(6):
        assert len({_start_of_cell(row, cell) for row in rows}) == 1


def _start_of_cell(row: str, number: int) -> int:
    """The column in which a cell begins; quotes open and close each cell."""
    quotes = [i for i, sign in enumerate(row) if sign == '"']
    return quotes[2 * number]
