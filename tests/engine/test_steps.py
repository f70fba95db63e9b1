"""What `dsr case steps` is told: what may happen, who may do it, what it needs, why it may not."""

from __future__ import annotations

from dsr.cases.case import Role
from dsr.engine.fire import fire
from dsr.engine.graph import every_row
from dsr.engine.load import load_tables
from dsr.engine.steps import StepView, possible_steps
from dsr.shipped import shipped
from tests.engine.fitting import fitting
from tests.engine.situations import Draft, user

TABLES = load_tables(shipped("workflows"))


def _views(draft: Draft, table: str = "erasure") -> dict[str, StepView]:
    return {view.step: view for view in possible_steps(TABLES[table], draft.situation())}


def test_every_step_of_the_table_is_shown_once_those_from_here_first() -> None:
    views = possible_steps(TABLES["erasure"], Draft("answered", user(Role.OFFICER)).situation())
    assert sorted(view.step for view in views) == sorted(TABLES["erasure"].steps)
    here = [view.from_here for view in views]
    assert here == sorted(here, reverse=True)
    assert all(view.why_not for view in views if not view.may)


def test_a_step_may_be_taken_although_its_facts_are_still_to_be_given() -> None:
    draft = Draft("received", user(Role.OFFICER))
    draft.known["proven_level"] = 0
    ask = _views(draft)["ask_identity"]
    assert ask.may
    assert [fact.name for fact in ask.needs if fact.required] == ["doubt_reason", "methods"]
    assert "The doubt is concrete and about this request." in ask.demands
    assert (ask.leads_to, ask.letter) == ("identity_asked", "LT-NEED-ID")


def test_facts_that_are_given_are_judged() -> None:
    draft = Draft("received", user(Role.OFFICER), supplied={"methods": ("in_person",)})
    draft.known["proven_level"] = 0
    ask = _views(draft)["ask_identity"]
    assert not ask.may
    assert any("Fewer than two" in sentence for sentence in ask.why_not)


def test_what_stands_against_a_step_is_told_before_anything_is_given() -> None:
    views = _views(Draft("received", user(Role.CLERK)))
    assert not views["ask_identity"].may
    assert views["ask_identity"].why_not[0] == "Only officer may do this; ask one of them."
    assert any("Identity is shown already" in said for said in views["ask_identity"].why_not)
    assert views["acknowledge"].may


def test_what_an_earlier_step_recorded_is_judged_too() -> None:
    extend = _views(Draft("in_decision", user(Role.OFFICER)))["extend"]
    assert any("No extension is proposed" in said for said in extend.why_not)
    assert any("one or by two months" in said for said in extend.why_not)


def test_a_step_from_elsewhere_says_from_where() -> None:
    carry_out = _views(Draft("received", user(Role.OFFICER)))["carry_out"]
    assert not carry_out.from_here
    assert carry_out.why_not == ("It is taken from approved, not from received.",)
    assert carry_out.who == (Role.SYSTEM,)


def test_marketing_offers_no_refusal_no_question_and_no_extension() -> None:
    steps = set(_views(Draft("received", user(Role.OFFICER)), "marketing_objection"))
    assert not steps & {"ask_identity", "identity_failed", "refuse", "extend", "propose_extension"}
    assert "stop_marketing" in steps


def test_what_may_be_taken_is_what_fires() -> None:
    for table in TABLES.values():
        for edge in every_row(table):
            situation = fitting(table, edge)
            views = {view.step: view for view in possible_steps(table, situation)}
            assert views[edge.row.step].may, (table.name, edge.row.place, edge.source)
            fired = fire(table, situation, edge.row.step)
            assert views[edge.row.step].leads_to == fired.state_after
