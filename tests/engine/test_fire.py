"""What fire gives back, and that a refusal names everything at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from dsr.cases.case import Role
from dsr.engine.fire import fire
from dsr.engine.load import load_tables
from dsr.errors import Fault, NotPermitted, Refused
from dsr.shipped import shipped
from tests.engine.fitting import draft_for
from tests.engine.situations import ERASE, KEEP, PLAN, RECEIVED, RESTRICT, Draft, user

TABLES = load_tables(shipped("workflows"))
ERASURE = TABLES["erasure"]


def _draft(step: str, state: str) -> Draft:
    row = ERASURE.row_for(step, state)
    assert row is not None
    return draft_for(row, state)


def _faults(draft: Draft, step: str) -> tuple[Fault, ...]:
    with pytest.raises(Refused) as refused:
        fire(ERASURE, draft.situation(ERASURE), step)
    assert refused.value.exit_code == 3
    return refused.value.faults


def test_an_unknown_step_is_refused_with_the_possible_ones() -> None:
    with pytest.raises(Refused) as refused:
        fire(ERASURE, _draft("close", "answered").situation(), "vanish")
    assert refused.value.faults[0].code == "step.unknown"
    assert (
        "record_posting, record_return, record_letter, replay, close, contest, reopen"
        in refused.value.way_out
    )


def test_a_step_from_the_wrong_state_says_from_where_it_is_taken() -> None:
    faults = _faults(_draft("close", "answered"), "carry_out")
    assert [fault.code for fault in faults] == ["step.wrong_state"]
    assert "approved, not from answered" in faults[0].sentence


def test_every_reason_is_given_at_once() -> None:
    draft = _draft("ask_identity", "received")
    draft.actor = user(Role.CLERK)
    draft.supplied = {"methods": ("call_back",), "shoe_size": 43}
    draft.facts["identity_questions"] = 1
    with pytest.raises(NotPermitted) as refused:
        fire(ERASURE, draft.situation(), "ask_identity")
    assert [fault.code for fault in refused.value.faults] == [
        "permission.role",
        "fact.missing",
        "fact.unknown",
        "guard.methods_are_offered",
        "guard.asked_once_or_dpo_agreed",
    ]


def test_faults_behind_a_guard_are_listed_with_it() -> None:
    draft = _draft("release", "carried_out")
    draft.known["letter_faults"] = (
        Fault("letter.L06", "L06", "a"),
        Fault("letter.L07", "L07", "b"),
    )
    codes = [fault.code for fault in _faults(draft, "release")]
    assert codes == ["guard.answer_is_complete", "letter.L06", "letter.L07"]


def test_a_user_who_left_may_do_nothing() -> None:
    draft = _draft("close", "answered")
    draft.actor = replace(draft.actor, active=False)
    assert [fault.code for fault in _faults(draft, "close")] == ["permission.inactive"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("posted_on", "2026-03-10"),
        ("posted_on", datetime(2026, 3, 10)),  # noqa: DTZ001
        ("letter", True),
        ("letter", "1"),
        ("proof", "  "),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused(name: str, value: object) -> None:
    draft = _draft("record_posting", "answered")
    draft.supplied[name] = value
    assert "fact.wrong_kind" in {fault.code for fault in _faults(draft, "record_posting")}


def test_a_refused_step_leaves_the_situation_as_it_was() -> None:
    draft = _draft("close", "answered")
    draft.outgoing = ()
    situation = draft.situation()
    with pytest.raises(Refused):
        fire(ERASURE, situation, "close")
    assert situation.case.state == "answered"


def test_no_personal_value_stands_in_a_refusal() -> None:
    draft = _draft("ask_identity", "received")
    draft.supplied["doubt_reason"] = "Canary"
    words = " ".join(str(fault) for fault in _faults(draft, "ask_identity"))
    assert "Canary" not in words


def test_what_a_step_records_is_json_and_names_who_and_when() -> None:
    fired = fire(ERASURE, _draft("ask_identity", "received").situation(), "ask_identity")
    assert fired.facts["identity_asked_on"] == "2026-03-12"
    assert fired.facts["identity_questions"] == 1
    assert fired.facts["methods"] == ["code_letter", "in_person"]
    assert fired.facts["answer_by"] is None
    assert fired.facts["pauses"] == [
        {
            "asked": "2026-03-12",
            "answered": None,
            "step": "ask_identity",
            "reason": "The letter gives an address in a town the customer has never lived in.",
            "delay_reason": None,
        }
    ]
    assert fired.meaning.letter == "LT-NEED-ID"
    assert fired.basis == "Art. 12(6)"


def test_the_answer_closes_only_the_open_pause() -> None:
    draft = _draft("identity_answered", "identity_asked")
    first = {"asked": "2026-03-02", "answered": "2026-03-03", "step": "ask_identity"}
    opened = {"asked": "2026-03-04", "answered": None, "step": "ask_identity"}
    draft.facts["pauses"] = [first, opened]
    fired = fire(ERASURE, draft.situation(), "identity_answered")
    assert fired.facts["pauses"] == [first, {**opened, "answered": "2026-03-10"}]


@pytest.mark.parametrize("step", ["go_on_unanswered", "close_without_reply"])
def test_a_question_that_nobody_answered_makes_its_pause_void(step: str) -> None:
    table = TABLES["rectification"]
    row = table.row_for(step, "clarification_asked")
    assert row is not None
    draft = draft_for(row, "clarification_asked")
    first = {"asked": "2026-03-02", "answered": "2026-03-03", "step": "ask_identity"}
    opened = {"asked": "2026-03-04", "answered": None, "step": "ask_clarification"}
    draft.facts["pauses"] = [first, opened]
    fired = fire(table, draft.situation(table), step)
    assert fired.facts["pauses"] == [first, {**opened, "void": True}]


@pytest.mark.parametrize("step", ["identity_failed", "withdraw"])
def test_the_clock_does_not_stand_still_for_a_question_that_was_given_up(step: str) -> None:
    draft = _draft(step, "identity_asked")
    opened = {"asked": "2026-03-04", "answered": None, "step": "ask_identity"}
    draft.facts["pauses"] = [opened]
    assert fire(ERASURE, draft.situation(), step).facts["pauses"] == [{**opened, "void": True}]
    del draft.facts["pauses"]
    assert fire(ERASURE, draft.situation(), step).facts["pauses"] is None


def test_a_void_pause_is_not_closed_by_a_later_answer() -> None:
    draft = _draft("identity_answered", "identity_asked")
    gone = {"asked": "2026-03-02", "answered": None, "step": "ask_clarification", "void": True}
    opened = {"asked": "2026-03-04", "answered": None, "step": "ask_identity"}
    draft.facts["pauses"] = [gone, opened]
    fired = fire(ERASURE, draft.situation(), "identity_answered")
    assert fired.facts["pauses"] == [gone, {**opened, "answered": "2026-03-10"}]


def test_a_second_question_keeps_the_reasons_of_the_first() -> None:
    draft = _draft("ask_clarification", "in_decision")
    first = {"asked": "2026-03-04", "answered": "2026-03-05", "step": "ask_identity", "reason": "a"}
    draft.facts["pauses"] = [first]
    draft.supplied["delay_reason"] = "The archive was counted first."
    pauses = fire(ERASURE, draft.situation(), "ask_clarification").facts["pauses"]
    assert pauses == [
        first,
        {
            "asked": "2026-03-12",
            "answered": None,
            "step": "ask_clarification",
            "reason": draft.supplied["clarify_reason"],
            "delay_reason": "The archive was counted first.",
            "large_quantity": True,
        },
    ]


def test_a_question_about_the_situation_opens_no_pause() -> None:
    table = TABLES["objection"]
    row = table.row_for("ask_situation", "assessing")
    assert row is not None
    facts = fire(table, draft_for(row, "assessing").situation(table), "ask_situation").facts
    assert "pauses" not in facts
    assert facts["situation_asked_on"] == "2026-03-12"


@pytest.mark.parametrize(
    ("table", "steps", "rule"),
    [
        (
            "marketing_objection",
            ["ask_identity", "identity_failed", "extend", "refuse", "propose_fee", "ask_authority"],
            "Art. 21(2)-(3)",
        ),
        (
            "consent_withdrawal",
            ["ask_identity", "identity_failed", "extend", "refuse", "propose_fee", "ask_situation"],
            "Art. 7(3)",
        ),
        ("erasure", ["ask_situation"], "Art. 21(1)"),
    ],
)
def test_a_step_that_the_law_does_not_know_is_refused_with_its_rule(
    table: str, steps: list[str], rule: str
) -> None:
    for step in steps:
        draft = Draft("received", user(Role.OFFICER))
        with pytest.raises(Refused) as refused:
            fire(TABLES[table], draft.situation(TABLES[table]), step)
        first = refused.value.faults[0]
        assert first.code == "step.barred"
        assert rule in first.sentence
        assert "Possible from here: link_person" in refused.value.way_out


def test_a_barred_step_tells_what_else_is_wrong_with_what_was_given() -> None:
    draft = Draft("received", user(Role.OFFICER), supplied={"shoe_size": 43})
    with pytest.raises(Refused) as refused:
        fire(TABLES["marketing_objection"], draft.situation(), "ask_identity")
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["step.barred", "fact.unknown"]


def test_a_refusal_names_the_rule_of_its_row() -> None:
    draft = _draft("propose_extension", "received")
    draft.supplied.update(extension_months=3, extension_kind="holidays", legal_consulted=False)
    with pytest.raises(Refused) as refused:
        fire(ERASURE, draft.situation(ERASURE), "propose_extension")
    assert "(Art. 12(3))" in refused.value.cause
    words = " ".join(fault.sentence for fault in refused.value.faults)
    for said in ("one or by two months", "complexity or the number", "legal counsel", "R6"):
        assert said in words


@pytest.mark.parametrize("on", [False, True])
def test_a_decided_restriction_is_in_force_once_it_is_carried_out(on: bool) -> None:
    table = TABLES["restriction"]
    row = table.row_for("carry_out", "approved")
    assert row is not None
    draft = draft_for(row, "approved")
    draft.decisions = (RESTRICT,)
    draft.facts.update(restricted_on="2026-03-04", lifted_on=None if on else "2026-03-05")
    facts = fire(table, draft.situation(table), "carry_out").facts
    if on:  # the day from which it holds stays
        assert "restricted_on" not in facts
    else:
        assert (facts["restricted_on"], facts["lifted_on"]) == ("2026-03-12", None)


def test_what_restricts_nothing_leaves_the_restriction_alone() -> None:
    facts = fire(ERASURE, _draft("carry_out", "approved").situation(), "carry_out").facts
    assert not {"restricted_on", "lifted_on", "lift_on"} & set(facts)


def test_another_representative_has_to_show_the_authority_anew() -> None:
    draft = _draft("name_representative", "received")
    draft.facts.update(authority_accepted_on="2026-03-04", authority_proof="dvv_certificate")
    facts = fire(ERASURE, draft.situation(), "name_representative").facts
    assert facts["authority_accepted_on"] is facts["authority_proof"] is None


def test_a_fee_is_no_action_of_an_ordinary_decision() -> None:
    draft = _draft("set_decision", "in_decision")
    draft.supplied["action"] = "charge"
    assert "fact.wrong_kind" in {fault.code for fault in _faults(draft, "set_decision")}


def test_an_approval_records_the_plan_that_was_approved() -> None:
    fired = fire(ERASURE, _draft("approve", "decided").situation(), "approve")
    assert fired.facts["approved_plan"] == PLAN
    assert fired.facts["approved_by"] == "Riitta"


def test_a_decision_wipes_an_earlier_refusal_and_approval() -> None:
    draft = _draft("decide", "in_decision")
    draft.facts.update(refusal="ground", approved_by="Olli", approved_plan="x")
    facts = fire(ERASURE, draft.situation(), "decide").facts
    assert facts["refusal"] is facts["approved_by"] is facts["approved_plan"] is None
    assert facts["decided_by"] == "Riitta"


def test_a_new_round_wipes_the_round_but_not_the_restriction() -> None:
    draft = _draft("contest", "closed")
    draft.facts.update(extended_on="2026-03-04", restricted_on="2026-03-04", residuals=0)
    facts = fire(ERASURE, draft.situation(), "contest").facts
    assert facts["extended_on"] is None
    assert facts["residuals"] is None
    assert "restricted_on" not in facts


def test_told_recipients_are_added_up() -> None:
    draft = _draft("tell_recipient", "carried_out")
    draft.facts["recipients_told"] = [{"on": "2026-03-11", "recipient": "Tili Oy"}]
    told = fire(ERASURE, draft.situation(), "tell_recipient").facts["recipients_told"]
    assert isinstance(told, list)
    assert [entry["recipient"] for entry in told] == ["Tili Oy", "Ajas Oy"]


def test_ground_facts_come_with_a_decision_and_are_not_recorded_as_facts() -> None:
    draft = _draft("set_decision", "in_decision")
    draft.supplied["claim_desc"] = "A pending claim."
    assert fire(ERASURE, draft.situation(), "set_decision").facts == {}


def test_a_rectification_that_grants_all_needs_no_restriction_and_one_that_refuses_does() -> None:
    table = TABLES["rectification"]
    row = table.row_for("decide", "in_decision")
    assert row is not None
    draft = draft_for(row, "in_decision")
    draft.decisions = (ERASE,)
    assert fire(table, draft.situation(table), "decide").state_after == "decided"
    draft.decisions = (KEEP,)
    with pytest.raises(Refused) as refused:
        fire(table, draft.situation(table), "decide")
    assert "restrict the data first" in refused.value.faults[0].sentence


def test_the_days_of_these_tests_are_the_days_they_say() -> None:
    assert date(2026, 3, 2) == RECEIVED
    assert RECEIVED.strftime("%A") == "Monday"
