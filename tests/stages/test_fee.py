"""A fee: proposed with all its facts, announced by another person, then paid or waived."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.cases.case import Case, Move, Right, User
from dsr.cases.decision import Action
from dsr.casework.clock import clock_of
from dsr.casework.fees import FEE_FACTS
from dsr.casework.step import Found, take
from dsr.errors import NotPermitted, Refused
from dsr.stages import decision, fee, verification
from tests.stages.conftest import APPROVER, CLERK, OFFICER, Salon

EXCESSIVE = {
    "fee_ground": "FEE-12-5",
    "facts": "This is the third request for the same data within two months.",
    "earlier_requests": "2 January 2026, answered 9 January; 2 February 2026, answered 9 February",
    "less_than_a_year": "yes",
    "same_scope": "yes",
    "fee_amount": "12,50",
    "calculation": "Half an hour of office work and the postage",
}
COPY = {
    "fee_ground": "FEE-15-3",
    "first_copy_date": "2026-01-09",  # Friday
    "same_data_and_period": "yes",
    "fee_amount": "4.20",
    "calculation": "Postage and the paper of forty pages",
    "patient_records": "no",
}

TODAY = "2026-03-12"  # Thursday


def asked(salon: Salon) -> Case:
    """An access request whose identity is settled."""
    case = salon.case(Right.ACCESS, "2")
    return verification.accept_identity(salon.office, case, OFFICER, {"method": "in_person"})


def proposed(salon: Salon) -> Case:
    """The same, with a fee proposed."""
    return fee.propose_fee(salon.office, asked(salon), OFFICER, EXCESSIVE)


def noticed(salon: Salon, case: Case, actor: User = APPROVER) -> Case:
    """The notice is sent."""
    reply_by = {"fee_reply_by": date(2026, 3, 26)}  # Thursday
    sent = Found(letter_faults=())
    return take(salon.office, case, "send_fee_notice", actor, reply_by, found=sent)


@pytest.mark.parametrize(("facts", "amount"), [(EXCESSIVE, "€12.50"), (COPY, "€4.20")])
def test_a_fee_is_drafted_with_all_its_facts(
    salon: Salon, facts: dict[str, str], amount: str
) -> None:
    case = asked(salon)
    before = clock_of(salon.office, case)
    case = fee.propose_fee(salon.office, case, OFFICER, facts)
    assert case.state == "fee_drafted"
    (charge,) = case.decisions
    assert (charge.group, charge.action, charge.ground) == ("*", Action.CHARGE, facts["fee_ground"])
    assert case.facts["fee_amount"] == amount
    assert case.facts["cost_calculation"] == facts["calculation"]
    assert case.facts["drafted_by"] == "officer"
    assert clock_of(salon.office, case).strict_due == before.strict_due
    assert clock_of(salon.office, case).due == before.due  # a fee stops no clock


@pytest.mark.shows("FEE-12-5")
def test_a_thin_fee_is_refused_with_every_fault(salon: Salon) -> None:
    case = asked(salon)
    thin = {**EXCESSIVE, "facts": "Too often.", "same_scope": "no", "fee_amount": "0"}
    del thin["calculation"]
    with pytest.raises(Refused) as refused:
        fee.propose_fee(salon.office, case, OFFICER, thin)
    places = {fault.place for fault in refused.value.faults}
    wanted = ("facts", "same_scope", "fee_amount", "calculation")
    assert {f"*: FEE-12-5.{name}" for name in wanted} <= places
    assert all(fault.sentence for fault in refused.value.faults)
    assert salon.office.store.case(case.number).state == "in_decision"


@pytest.mark.parametrize("facts", [{}, {**EXCESSIVE, "fee_ground": "ACC-15-4"}])
def test_a_fee_without_its_ground_is_none(salon: Salon, facts: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        fee.propose_fee(salon.office, asked(salon), OFFICER, facts)
    assert "fee_ground" in {fault.place for fault in refused.value.faults}


def test_where_nothing_may_be_refused_nothing_is_charged(salon: Salon) -> None:
    case = salon.case(Right.CONSENT_WITHDRAWAL, "13")
    for facts in ({}, EXCESSIVE):
        with pytest.raises(Refused) as refused:
            fee.propose_fee(salon.office, case, OFFICER, facts)
        codes = {fault.code for fault in refused.value.faults}
        assert "step.barred" in codes
        # Nothing that could be given would open the step, so no fact of a ground is asked for.
        assert codes <= {"step.barred", "fact.unknown"}
        assert "None" not in str(refused.value.faults)


@pytest.mark.shows("FEE-12-5")
def test_a_fee_follows_no_repetition_a_year_ago(salon: Salon) -> None:
    long_ago = salon.on("2026-03-12")  # Thursday
    first = salon.case(Right.ACCESS, "2", office=long_ago)
    later = salon.on("2027-03-12")  # Friday, to the day a year on
    again = salon.case(Right.ACCESS, "2", office=later)
    again = verification.accept_identity(later, again, OFFICER, {"method": "in_person"})
    with pytest.raises(Refused) as refused:
        fee.propose_fee(later, again, OFFICER, EXCESSIVE)
    codes = {fault.code for fault in refused.value.faults}
    assert "grounds.reminder" in codes  # the first one still waits for its answer
    assert first.number in str([fault.sentence for fault in refused.value.faults])


def test_another_person_announces_it_always(salon: Salon) -> None:
    case = proposed(salon)
    with pytest.raises(Refused, match="send_fee_notice is refused") as refused:
        noticed(salon, case, OFFICER)
    assert any("same person" in fault.sentence for fault in refused.value.faults)
    with pytest.raises(NotPermitted):
        noticed(salon, case, CLERK)
    assert noticed(salon, case).state == "fee_asked"


@pytest.mark.shows("L08")
def test_once_paid_it_is_decided_as_usual_and_the_answer_says_so(salon: Salon) -> None:
    case = noticed(salon, proposed(salon))
    paid = {"paid_on": date(2026, 3, 12), "payment_note": "paid at the counter"}  # Thursday
    case = fee.record_payment(salon.office, case, CLERK, paid)
    assert (case.state, case.decisions) == ("in_decision", ())
    assert (case.facts["fee_paid"], case.facts["paid_amount"]) == (True, "€12.50")
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    assert decision.decide(salon.office, case, OFFICER, "decide", {}).state == "decided"


@pytest.mark.parametrize("announced", [False, True])
def test_waived_it_leaves_no_trace_in_the_answer(salon: Salon, announced: bool) -> None:
    case = proposed(salon)
    case = noticed(salon, case) if announced else case
    case = fee.waive_fee(salon.office, case, OFFICER, {"reason": "Half an hour is no cost."})
    assert (case.state, case.decisions) == ("in_decision", ())
    left = ("fee_ground", "fee_amount", "cost_calculation", "fee_paid", "paid_amount")
    assert [case.facts.get(name) for name in left] == [None] * 5


def test_a_fee_of_an_earlier_draft_binds_nobody(salon: Salon) -> None:
    """Withdrawn with the fee still open, then taken up again: no fee is left of it."""
    case = noticed(salon, proposed(salon))
    on = {"withdrawn_on": date(2026, 3, 12), "withdrawn_how": "phone"}  # Thursday
    case = take(salon.office, case, "withdraw", OFFICER, on)
    assert [d.action for d in case.decisions] == [Action.CHARGE]
    back = {"reason": "She rang: it was a misunderstanding."}
    case = take(salon.office, case, "continue_request", OFFICER, back)
    assert (case.state, case.decisions) == ("received", ())
    assert [case.facts.get(name) for name in FEE_FACTS] == [None] * len(FEE_FACTS)


@pytest.mark.parametrize(
    ("step", "state", "facts", "then"),
    [
        ("send_back", "refusal_drafted", {"reason": "Another look at it."}, "in_decision"),
        ("return_to_identity", "refusal_drafted", {"reason": "Another look at it."}, "received"),
        ("contest", "answered", {"contested_on": date(2026, 3, 12)}, "in_decision"),  # Thursday
        (
            "reopen",
            "answered",
            {"reopened_on": date(2026, 3, 12), "reason": "The answer never reached her at home."},
            "received",
        ),
    ],
)
def test_every_way_back_drops_an_open_fee(
    salon: Salon, step: str, state: str, facts: dict[str, object], then: str
) -> None:
    case = noticed(salon, proposed(salon))
    moved = Move("x", "officer", salon.office.clock.now(), state, {"refusal": "no_reply"})
    case = salon.office.store.apply(case, moved)
    if state == "answered":
        answered = Move("x", "officer", salon.office.clock.now(), state, {"answered_on": TODAY})
        case = salon.office.store.apply(case, answered)
    case = take(salon.office, case, step, OFFICER, facts)
    assert (case.state, case.decisions) == (then, ())
    assert case.facts.get("fee_amount") is None


def test_what_was_paid_stays_known(salon: Salon) -> None:
    case = noticed(salon, proposed(salon))
    paid = {"paid_on": date(2026, 3, 12), "payment_note": "paid at the counter"}  # Thursday
    case = fee.record_payment(salon.office, case, CLERK, paid)
    case = decision.confirm_proposals(salon.office, case, OFFICER)
    case = decision.decide(salon.office, case, OFFICER, "decide", {})
    case = decision.send_back(salon.office, case, OFFICER, {"reason": "Another look at it."})
    assert (case.facts["paid_amount"], case.facts["fee_ground"]) == ("€12.50", "FEE-12-5")
