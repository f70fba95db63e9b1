"""The branches of the guards on questions, representatives and minors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right, Role
from dsr.cases.decision import Action, GroupDecision
from dsr.engine.guards import GUARDS
from tests.engine.situations import GROUP, LETTER, Draft, user

ACCESS = {"right": Right.ACCESS}


def _says(name: str, draft: Draft, **changes: object) -> str | None:
    case = {key: changes.pop(key) for key in ("right",) if key in changes}
    situation = replace(draft.situation(), **changes)  # type: ignore[arg-type]
    if case:
        situation = replace(situation, case=replace(situation.case, **case))  # type: ignore[arg-type]
    return GUARDS[name](situation)


@pytest.fixture
def draft() -> Draft:
    return Draft(state="received", actor=user(Role.OFFICER))


@pytest.mark.parametrize(
    ("step", "counter"),
    [
        ("ask_identity", "identity_questions"),
        ("ask_authority", "authority_questions"),
        ("ask_clarification", "clarification_questions"),
    ],
)
def test_each_kind_of_question_is_asked_once(draft: Draft, step: str, counter: str) -> None:
    others = {"identity_questions", "authority_questions", "clarification_questions"} - {counter}
    draft.facts.update(dict.fromkeys(others, 1))
    assert _says("asked_once_or_dpo_agreed", draft, step=step) is None
    draft.facts[counter] = 1
    assert "dpo_agreed=yes" in (_says("asked_once_or_dpo_agreed", draft, step=step) or "")
    draft.supplied["dpo_agreed"] = True
    assert _says("asked_once_or_dpo_agreed", draft, step=step) is None


@pytest.mark.parametrize(
    ("state", "asked", "until"),
    [
        ("identity_asked", "identity_asked_on", "answer_by"),
        ("authority_asked", "authority_asked_on", "answer_by"),
        ("clarification_asked", "clarification_asked_on", "answer_by"),
        ("situation_asked", "situation_asked_on", "answer_by"),
        ("fee_asked", "fee_noticed_on", "fee_reply_by"),
    ],
)
def test_the_question_that_is_open_is_the_one_waited_for(
    draft: Draft, state: str, asked: str, until: str
) -> None:
    draft.state = state
    draft.facts.update({"identity_asked_on": "2026-02-01", asked: "2026-03-03"})
    assert "2026-03-18" in (_says("answer_was_awaited", draft) or "")
    draft.facts[until] = "2026-03-11"
    assert _says("answer_was_awaited", draft) is None
    draft.supplied["answered_on"] = date(2026, 3, 2)  # Monday, the day before
    if state != "fee_asked":
        assert "2026-03-03" in (_says("answer_date_is_given", draft) or "")


def test_where_nothing_is_asked_nothing_can_be_waited_for(draft: Draft) -> None:
    draft.facts.update(identity_asked_on="2026-02-01", answer_by="2026-02-15")
    assert "ask first" in (_says("answer_was_awaited", draft) or "")


def test_an_unanswered_clarification_never_closes_a_request_for_access(draft: Draft) -> None:
    draft.state = "clarification_asked"
    for right in (Right.ACCESS, Right.PORTABILITY):
        assert "give all data" in (_says("no_reply_may_close", draft, right=right) or "")
    assert _says("no_reply_may_close", draft, right=Right.RECTIFICATION) is None
    draft.state = "authority_asked"
    assert _says("no_reply_may_close", draft, right=Right.ACCESS) is None


def test_nobody_failed_to_answer_a_question_that_never_arrived(draft: Draft) -> None:
    draft.state = "fee_asked"
    letter = replace(LETTER, id=4, type="LT-FEE", answers=False)
    draft.outgoing = (letter,)
    assert _says("no_reply_may_close", draft) is None
    draft.facts["returned"] = [{"letter": 4, "returned_on": "2026-03-10"}]
    assert "came back" in (_says("no_reply_may_close", draft) or "")
    draft.outgoing = (replace(letter, posted_on=date(2026, 3, 11)),)  # Wednesday, once more
    assert _says("no_reply_may_close", draft) is None
    draft.outgoing = (replace(letter, posted_on=None),)
    assert "not recorded as posted" in (_says("no_reply_may_close", draft) or "")


@pytest.mark.parametrize(
    ("reason", "question", "words"),
    [
        ("Eleven years of bookings are held.", "Which years are meant?", None),
        ("Much.", "Which years are meant?", "20 letters"),
        (
            "It is our standard procedure to ask this.",
            "Which years are meant?",
            "standing practice",
        ),
        ("Eleven years of bookings are held.", "Why?", "too short"),
        ("Eleven years of bookings are held.", "Are you 131052-308T or not?", "identity code"),
    ],
)
def test_what_is_meant_is_asked_concretely(
    draft: Draft, reason: str, question: str, words: str | None
) -> None:
    draft.supplied.update(clarify_reason=reason, clarify_question=question)
    said = _says("clarification_is_concrete", draft)
    assert said is None if words is None else words in (said or "")


def test_every_fault_of_a_question_is_told_at_once(draft: Draft) -> None:
    draft.supplied.update(clarify_reason="Much.", clarify_question="Why?")
    said = _says("clarification_is_concrete", draft) or ""
    assert "20 letters" in said
    assert "too short" in said


def test_an_unsigned_mandate_may_be_asked_about(draft: Draft) -> None:
    draft.supplied["missing_authority"] = "Valtakirja on allekirjoittamatta."
    assert _says("missing_authority_is_concrete", draft) is None
    draft.supplied["missing_authority"] = "Mandate?"
    assert "Art. 12(6)" in (_says("missing_authority_is_concrete", draft) or "")


@pytest.mark.parametrize(
    ("capacity", "proof", "fits"),
    [
        ("mandatary", "power_of_attorney", True),
        ("mandatary", "professional_duty", False),
        ("lawyer", "professional_duty", True),
        ("guardian", "custody_extract", True),
        ("guardian", "power_of_attorney", False),
        ("trustee", "dvv_certificate", True),
    ],
)
def test_a_document_shows_only_its_own_kind_of_authority(
    draft: Draft, capacity: str, proof: str, fits: bool
) -> None:
    draft.facts["capacity"] = capacity
    draft.supplied["authority_proof"] = proof
    assert (_says("proof_fits_capacity", draft) is None) is fits


def test_identity_of_a_represented_person_needs_the_authority(draft: Draft) -> None:
    assert _says("authority_is_shown", draft) is None
    draft.facts["representative_name"] = "Liisa Laine"
    assert "E4" in (_says("authority_is_shown", draft) or "")
    assert _says("authority_is_open", draft) is None
    draft.facts["authority_accepted_on"] = "2026-03-10"
    assert _says("authority_is_shown", draft) is None
    assert _says("authority_is_open", draft) is not None


def test_identity_fails_only_after_a_question(draft: Draft) -> None:
    draft.facts["authority_asked_on"] = "2026-03-03"
    assert _says("question_was_asked", draft) is not None
    draft.facts["representative_name"] = "Liisa Laine"
    assert _says("question_was_asked", draft) is None


def test_a_guardian_is_answered_once_the_minor_was_heard(draft: Draft) -> None:
    assert _says("minor_was_heard", draft) is None
    draft.facts["capacity"] = "guardian"
    assert "hear_minor" in (_says("minor_was_heard", draft) or "")
    draft.facts["maturity"] = "agrees"
    assert _says("minor_was_heard", draft) is None


def test_what_a_minor_opposes_is_not_given_to_the_guardian(draft: Draft) -> None:
    draft.facts.update(capacity="guardian", maturity="opposes")
    draft.decisions = (GroupDecision(GROUP, Action.GIVE),)
    assert "ID-CHILD" in (_says("minor_was_heard", draft) or "")
    draft.decisions = (GroupDecision(GROUP, Action.WITHHOLD, ground="ID-CHILD"),)
    assert _says("minor_was_heard", draft) is None


@pytest.mark.parametrize(
    ("facts", "places"),
    [
        ({"maturity": "agrees"}, {"minor_heard_on", "minor_view"}),
        ({"maturity": "not_heard"}, {"not_heard_because"}),
        ({"maturity": "too_young", "minor_born": date(2001, 5, 4)}, {"minor_born"}),  # Friday
        ({"maturity": "too_young"}, set()),
    ],
)
def test_the_faults_of_a_hearing_are_listed(
    draft: Draft, facts: dict[str, object], places: set[str]
) -> None:
    draft.supplied.update({"minor_born": date(2015, 5, 4), **facts})  # Monday
    faults = GUARDS["hearing_is_documented"].faults(draft.situation())
    assert {fault.place for fault in faults[1:]} == places
    assert bool(faults) is bool(places)


def test_a_secret_address_is_marked_and_never_unmarked(draft: Draft) -> None:
    draft.supplied["non_disclosure"] = False
    assert _says("non_disclosure_is_said", draft) is not None
    draft.supplied["non_disclosure"] = True
    assert _says("non_disclosure_is_said", draft) is None
