"""Every row of every table is walked, and every guard on it is seen to hold and to refuse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dsr.cases.case import Role
from dsr.engine.fire import fire
from dsr.engine.graph import every_row
from dsr.engine.guards import GUARDS
from dsr.engine.load import load_tables
from dsr.engine.table import Edge, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import NotPermitted, Refused
from dsr.shipped import shipped
from tests.engine.fitting import FAILS, HOLDS, breaking, draft_for, fitting
from tests.engine.situations import user

TABLES = load_tables(shipped("workflows"))
EDGES = [(table, edge) for table in TABLES.values() for edge in every_row(table)]


def _name(value: object) -> str:
    if isinstance(value, Workflow):
        return value.name
    return f"{value.source}-{value.row.step}" if isinstance(value, Edge) else str(value)


def _guarded() -> Iterator[tuple[Workflow, Edge, str]]:
    for table, edge in EDGES:
        for guard in edge.row.guards:
            yield table, edge, guard


@pytest.mark.parametrize(("table", "edge"), EDGES, ids=_name)
def test_a_row_is_passed_when_everything_it_asks_for_is_there(table: Workflow, edge: Edge) -> None:
    fired = fire(table, fitting(table, edge), edge.row.step)
    assert (fired.state_before, fired.state_after) == (edge.source, edge.target)
    assert fired.guards == edge.row.guards
    assert fired.meaning is VOCABULARY[edge.row.step]


@pytest.mark.parametrize(("table", "edge", "guard"), list(_guarded()), ids=_name)
def test_a_row_is_refused_for_the_one_guard_that_does_not_hold(
    table: Workflow, edge: Edge, guard: str
) -> None:
    with pytest.raises(Refused) as refused:
        fire(table, breaking(table, edge, guard), edge.row.step)
    guards = {f.code for f in refused.value.faults if f.code.startswith("guard.")}
    assert guards == {f"guard.{guard}"}
    sentences = [f.sentence for f in refused.value.faults]
    assert all(sentence.endswith((".", "?")) for sentence in sentences)


@pytest.mark.parametrize(("table", "edge"), EDGES, ids=_name)
def test_a_row_is_closed_to_every_role_it_does_not_name(table: Workflow, edge: Edge) -> None:
    for role in set(Role) - set(edge.row.who):
        draft = draft_for(edge.row, edge.source)
        draft.actor = user(role)
        with pytest.raises(NotPermitted):
            fire(table, draft.situation(table), edge.row.step)


@pytest.mark.parametrize(("table", "edge"), EDGES, ids=_name)
def test_a_row_is_refused_without_each_fact_it_needs(table: Workflow, edge: Edge) -> None:
    for fact in VOCABULARY[edge.row.step].facts:
        if fact.required:
            draft = draft_for(edge.row, edge.source)
            del draft.supplied[fact.name]
            with pytest.raises(Refused) as refused:
                fire(table, draft.situation(table), edge.row.step)
            assert "fact.missing" in {fault.code for fault in refused.value.faults}


def test_every_registered_guard_has_a_breaking_situation() -> None:
    assert set(FAILS) == set(GUARDS)
    assert set(HOLDS) <= set(GUARDS)
    assert {guard for _, _, guard in _guarded()} == set(GUARDS)
