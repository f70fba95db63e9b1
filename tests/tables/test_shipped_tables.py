"""What the shipped tables promise, each sentence of it."""

from __future__ import annotations

import pytest

from dsr.cases.case import Right, Role
from dsr.engine.check import check
from dsr.engine.load import load_tables
from dsr.engine.meaning import Effect
from dsr.engine.proofs.rights import NEVER_FOR_CONSENT
from dsr.engine.table import Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.shipped import shipped

TABLES = load_tables(shipped("workflows"))
IDENTIFIED = [table for table in TABLES.values() if table.needs_identity]
#: Requests under which identity may be asked for and fail.
ASKING = [table for table in IDENTIFIED if table.right is not Right.CONSENT_WITHDRAWAL]


def test_these_rights_have_a_table() -> None:
    assert {name: table.right for name, table in TABLES.items()} == {
        "access": Right.ACCESS,
        "rectification": Right.RECTIFICATION,
        "erasure": Right.ERASURE,
        "objection": Right.OBJECTION,
        "marketing_objection": Right.OBJECTION,
        "restriction": Right.RESTRICTION,
        "portability": Right.PORTABILITY,
        "consent_withdrawal": Right.CONSENT_WITHDRAWAL,
    }


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_table_is_proven_lawful(table: Workflow) -> None:
    assert check(table, VOCABULARY) == ()


def test_only_marketing_waives_identity_and_it_shares_nothing() -> None:
    waiving = [table for table in TABLES.values() if not table.needs_identity]
    assert [table.name for table in waiving] == ["marketing_objection"]
    assert waiving[0].includes == ()


@pytest.mark.shows("R17")
@pytest.mark.parametrize("table", ASKING, ids=lambda table: table.name)
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


@pytest.mark.shows("R17", "L27")
@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_person_can_come_back_after_the_end(table: Workflow) -> None:
    for end in table.ends:
        assert table.row_for("reopen", end) is not None


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_further_letter_is_filed_in_every_state_and_moves_nothing(table: Workflow) -> None:
    for state in table.states:
        row = table.row_for("record_letter", state.name)
        assert row is not None, state.name
        assert row.target is None
    assert {record.name for record in VOCABULARY["record_letter"].records} == {"further_letters"}


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_a_secret_address_is_marked_in_every_state_before_the_answer(table: Workflow) -> None:
    after = {"answered", "withdrawn", "closed", "to_lift"}
    for state in table.states:
        row = table.row_for("mark_non_disclosure", state.name)
        assert (row is None) is (state.name in after), state.name


@pytest.mark.parametrize("table", ASKING, ids=lambda table: table.name)
def test_a_person_who_is_asked_something_may_withdraw_instead(table: Workflow) -> None:
    for state in table.states:
        if state.name.endswith("_asked"):
            assert table.row_for("withdraw", state.name) is not None, state.name


@pytest.mark.parametrize("name", ["marketing_objection", "consent_withdrawal"])
def test_what_the_law_wants_at_once_shares_nothing_and_hinders_nothing(name: str) -> None:
    table = TABLES[name]
    assert table.includes == ()
    for step in table.steps:
        assert not VOCABULARY[step].effects & NEVER_FOR_CONSENT, step


@pytest.mark.parametrize("table", ASKING, ids=lambda table: table.name)
def test_a_fee_is_announced_by_another_person_and_stops_no_clock(table: Workflow) -> None:
    row = table.row_for("send_fee_notice", "fee_drafted")
    assert row is not None
    assert "another_person_acts" in row.guards
    for step in ("propose_fee", "send_fee_notice", "record_payment", "waive_fee"):
        assert "pauses" not in {record.name for record in VOCABULARY[step].records}


@pytest.mark.parametrize("name", ["access", "portability"])
def test_an_unanswered_question_what_is_meant_leads_on_and_never_out(name: str) -> None:
    leading = {
        edge.row.step: edge.target
        for edge in TABLES[name].edges()
        if edge.source == "clarification_asked" and edge.target != edge.source
    }
    assert leading == {
        "clarification_answered": "in_decision",
        "go_on_unanswered": "in_decision",
        "withdraw": "withdrawal_noted",
    }


def test_only_the_objection_asks_for_a_situation() -> None:
    assert [name for name, table in TABLES.items() if "ask_situation" in table.steps] == [
        "objection"
    ]


@pytest.mark.parametrize("name", ["shared", "assessing", "lifting", *TABLES])
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
