"""Thousands of random walks through the shipped tables, as a second opinion on the checker.

The checker reasons about the graph; here steps are really fired, with guards that read facts which
earlier steps really recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.cases.case import Right
from dsr.engine.fire import Fired, fire
from dsr.engine.load import load_tables
from dsr.engine.meaning import Effect
from dsr.engine.proofs.rights import NEVER_FOR_CONSENT, NEVER_FOR_MARKETING
from dsr.engine.table import Edge, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Refused
from dsr.shipped import shipped
from tests.engine.fitting import FAILS, draft_for
from tests.engine.situations import user

TABLES = load_tables(shipped("workflows"))
VERIFYING = {"accept_identity", "start_own_initiative", "send_back", "contest", "restrict"}
#: After these nothing that was approved before may be carried out.
UNSETTLING = {"plan_is_void", "recall", "act_again", "contest", "reopen", "set_decision", "decide"}

LATER = date(2026, 3, 26)  # Thursday, the day after the one a restriction was announced to end

walks = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 9)), max_size=40)


def _walk(table: Workflow, choices: list[tuple[int, int]]) -> list[Fired]:
    """Take random rows, the case remembering what each recorded; some with a broken guard."""
    state, facts, fired = table.start, dict[str, object](), []
    for number, luck in choices:
        edges = [edge for edge in table.edges() if edge.source == state]
        if luck > 3:  # else a walk would hardly get beyond the steps that stay where they are
            edges = [e for e in edges if e.target != state and e.row.step != "withdraw"]
        edge = edges[number % len(edges)]
        try:
            fired.append(_take(table, edge, facts, number if luck == 0 else None))
        except Refused:
            continue
        state = fired[-1].state_after
        facts.update(fired[-1].facts)
    return fired


def _take(table: Workflow, edge: Edge, facts: dict[str, object], broken: int | None) -> Fired:
    draft = draft_for(edge.row, edge.source)
    draft.facts.update(facts)
    effects = VOCABULARY[edge.row.step].effects
    if effects & {Effect.APPROVES, Effect.EXTENDS, Effect.CHARGES}:
        draft.actor = user(*edge.row.who, name="Anna")
    if broken is not None and edge.row.guards:
        FAILS[edge.row.guards[broken % len(edge.row.guards)]](draft)
    late = Effect.ORDERS_LIFT in effects
    situation = draft.situation(table)
    return fire(table, replace(situation, today=LATER) if late else situation, edge.row.step)


def _effects(fired: Fired) -> frozenset[Effect]:
    return fired.meaning.effects


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
@settings(max_examples=150, deadline=None, derandomize=True)
@given(choices=walks)
def test_no_walk_breaks_the_law(table: Workflow, choices: list[tuple[int, int]]) -> None:
    verified = approved = released = restricted = False
    for fired in _walk(table, choices):
        effects = _effects(fired)
        if fired.step in ("carry_out", "mark_restricted"):
            assert verified or not table.needs_identity
        if fired.step == "carry_out":
            assert approved
        if fired.step == "refuse" and table.right in (Right.RECTIFICATION, Right.OBJECTION):
            assert restricted
        if Effect.OPENS_ROUND in effects or Effect.LINKS_PERSON in effects:
            verified = released = False
        if fired.step in UNSETTLING:
            approved = False
        verified = verified or fired.step in VERIFYING
        approved = approved or Effect.APPROVES in effects
        restricted = (restricted or fired.step in ("mark_restricted", "resume_assessing")) and (
            fired.step not in ("mark_lifted", "contest", "reopen")
        )
        released = released or Effect.ANSWERS in effects
        if fired.state_after in ("answered", "withdrawn", "closed"):
            assert released


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
@settings(max_examples=100, deadline=None, derandomize=True)
@given(choices=walks)
def test_no_walk_charges_hinders_or_gives_up_unlawfully(
    table: Workflow, choices: list[tuple[int, int]]
) -> None:
    fee_open, drafted_by, pauses = False, None, list[Mapping[str, object]]()
    for fired in _walk(table, choices):
        effects = _effects(fired)
        if table.right is Right.CONSENT_WITHDRAWAL:
            assert not effects & NEVER_FOR_CONSENT
        if not table.needs_identity:
            assert not effects & NEVER_FOR_MARKETING
        if Effect.CHARGES in effects:
            assert fee_open
            assert drafted_by == "Riitta"  # and Anna announced it
        if Effect.DECIDES in effects:
            assert not fee_open
        if Effect.GIVES_UP in effects and table.right in (Right.ACCESS, Right.PORTABILITY):
            assert fired.state_before != "clarification_asked"
        if effects & {Effect.SETTLES_FEE, Effect.WITHDRAWS, Effect.GIVES_UP, Effect.OPENS_ROUND}:
            fee_open = False
        fee_open = fee_open or Effect.DRAFTS_FEE in effects
        drafted_by = fired.facts.get("drafted_by", drafted_by)
        pauses = _kept(fired, pauses)


def _kept(fired: Fired, before: list[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The pauses after a step: none is forgotten within a round, and one at most is open."""
    after = fired.facts.get("pauses", before)
    entries = after if isinstance(after, list) else []
    if Effect.OPENS_ROUND not in _effects(fired):
        assert [entry["asked"] for entry in before] == [
            entry["asked"] for entry in entries[: len(before)]
        ]
    if fired.state_after == "in_decision":
        assert all(entry["answered"] or entry.get("void") for entry in entries)
    return entries


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_walks_are_long_enough_to_prove_something(table: Workflow) -> None:
    reached = set()
    for seed in range(120):
        dice = Random(seed)
        choices = [(dice.randrange(1000), dice.randrange(10)) for _ in range(40)]
        reached |= {fired.state_after for fired in _walk(table, choices)}
    assert {state.name for state in table.states} - reached == set()
