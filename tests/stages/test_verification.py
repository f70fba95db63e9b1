"""Whose data it is and whether that is shown: questions, secret addresses, the dead, take-overs."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest

from dsr import app
from dsr.cases.case import Case, Channel, Person, Right
from dsr.cases.decision import Action, GroupDecision
from dsr.casework.contact_changes import recent_contact_change
from dsr.casework.data import plan_digest
from dsr.casework.identity_evidence import ways_to_ask, weigh
from dsr.casework.step import take
from dsr.errors import Refused
from dsr.law.evidence import Level
from dsr.law.proving import Method
from dsr.stages import closing, decision, execution, representation, verification
from dsr.stages.response import sending
from tests.stages.conftest import APPROVER, CLERK, OFFICER, Salon

ASKED = {
    "doubt_reason": "The address in the letter is one that the register does not know.",
    "methods": ("call_back", "code_letter"),
}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


def moved(salon: Salon, key: str) -> Person:
    return replace(salon.office.registers["booking"].person(key), street="Elsewhere 1 A 1")


# ------------------------------------------------------------ nothing is asked that is known


@pytest.mark.shows("G15", "ID-12-6-ASK")
def test_a_letter_from_the_address_on_file_leaves_nothing_to_ask(salon: Salon) -> None:
    case = salon.case(Right.ACCESS, salon.customer("S1"))
    found = verification.may_ask(salon.office, case, OFFICER, ASKED)
    assert (found.needed_level, found.proven_level) == (1, 2)
    # An answer that is to go elsewhere is another matter.
    key = salon.customer("S1")
    case = salon.case(Right.ACCESS, key, person=moved(salon, key))
    found = verification.may_ask(salon.office, case, OFFICER, {**ASKED, "answer_to": "given"})
    assert (found.needed_level, found.proven_level) == (2, 0)


def test_what_the_way_it_came_does_not_show_may_be_asked(salon: Salon) -> None:
    case = salon.case(Right.ERASURE, salon.customer("S1"))
    found = verification.may_ask(salon.office, case, OFFICER, ASKED)
    assert (found.needed_level, found.proven_level) == (2, 1)


@pytest.mark.shows("G30", "ID-12-6-ASK")
def test_no_copy_of_a_document_where_less_does(salon: Salon) -> None:
    case = salon.case(Right.ERASURE, salon.customer("S1"))
    asked = {**ASKED, "methods": ("masked_id_copy", "call_back")}
    with pytest.raises(Refused) as refused:
        verification.may_ask(salon.office, case, OFFICER, asked)
    assert codes(refused) == {"methods.id_copy"}
    # Health data may want E3, and the officer says why in the doubt.
    case = salon.case(Right.ERASURE, salon.customer("S3"))
    asked = {**ASKED, "methods": ("masked_id_copy", "strong_eid")}
    found = verification.may_ask(salon.office, case, OFFICER, asked)
    assert found.needed_level == 3


def test_a_way_that_is_not_open_is_not_offered(salon: Salon) -> None:
    key = salon.customer("S1")
    with sqlite3.connect(salon.folder / "registers" / "booking.db") as register:
        register.execute("UPDATE customers SET phone = NULL WHERE id = ?", (key,))
    case = salon.case(Right.ERASURE, key)
    with pytest.raises(Refused) as refused:
        verification.may_ask(salon.office, case, OFFICER, {**ASKED, "doubt_reason": "Routine."})
    assert {"methods.not_on_file", "guard.doubt_is_concrete"} <= codes(refused)


@pytest.mark.shows("ID-12-6-ASK")
def test_a_way_that_shows_too_little_is_not_offered(salon: Salon) -> None:
    case = salon.case(Right.ERASURE, salon.customer("S3"))  # erasing health data needs E3
    with pytest.raises(Refused) as refused:
        verification.may_ask(salon.office, case, OFFICER, ASKED)
    faults = [fault for fault in refused.value.faults if fault.code == "methods.too_little"]
    assert [fault.sentence.split()[0] for fault in faults] == ["call_back", "code_letter"]
    assert "strong_eid" in faults[0].sentence
    assert "call_back" not in faults[0].sentence.partition("reach it:")[2]
    asked = {**ASKED, "methods": ("strong_eid", "in_person")}
    assert verification.may_ask(salon.office, case, OFFICER, asked).needed_level == 3


# ------------------------------------------------------------ what speaks against the evidence

AGAINST = {
    **ASKED,
    "evidence_contradicted": "The customer rang on 11 March: somebody else writes in her name.",
}


def contradicted(salon: Salon, right: Right = Right.ACCESS) -> Case:
    case = salon.case(right, salon.customer("S1"))
    assert weigh(salon.office, case).enough
    words = app.load_wordings()
    found = verification.may_ask(salon.office, case, OFFICER, AGAINST)
    case = sending.send(salon.office, words, case, "ask_identity", OFFICER, AGAINST, found).case
    case = closing.record_posting(
        salon.office,
        case,
        OFFICER,
        {
            "letter": case.outgoing[-1].id,
            "posted_on": salon.office.clock.today(),
            "proof": "Stamped by the post.",
        },
    )
    answer = {"answered_on": salon.office.clock.today()}
    return take(salon.office, case, "identity_answered", OFFICER, answer)


def test_evidence_that_something_contradicts_no_longer_counts(salon: Salon) -> None:
    """A letter from the address on file would suffice; the customer says she never wrote it."""
    case = contradicted(salon)
    assert case.facts["evidence_contradicted"] == AGAINST["evidence_contradicted"]
    evidence = weigh(salon.office, case)
    assert (evidence.enough, evidence.shown) == (False, Level.E0)
    assert Method.CALL_BACK in ways_to_ask(salon.office, case)
    with pytest.raises(Refused) as refused:
        verification.accept_identity(salon.office, case, OFFICER, {})
    assert "guard.identity_is_proven" in codes(refused)
    case = verification.accept_identity(salon.office, case, OFFICER, {"method": "call_back"})
    assert (case.state, case.facts["identity_method"]) == ("in_decision", "call_back")


def test_a_contradiction_asks_once_and_is_not_forgotten(salon: Salon) -> None:
    case = contradicted(salon)
    with pytest.raises(Refused) as refused:
        take(salon.office, case, "ask_identity", OFFICER, AGAINST)
    assert "guard.asked_once_or_dpo_agreed" in codes(refused)
    # A second question that does not repeat it leaves it standing.
    found = verification.may_ask(salon.office, case, OFFICER, ASKED)
    again = {**ASKED, "dpo_agreed": True}
    case = take(salon.office, case, "ask_identity", OFFICER, again, found=found)
    assert case.facts["evidence_contradicted"] == AGAINST["evidence_contradicted"]


@pytest.mark.parametrize(
    "said",
    ["She denies it.", "It is our policy to check every request twice before we answer it."],
)
def test_a_thin_contradiction_opens_no_way_round(salon: Salon, said: str) -> None:
    case = salon.case(Right.ACCESS, salon.customer("S1"))
    asked = {**ASKED, "evidence_contradicted": said}
    found = verification.may_ask(salon.office, case, OFFICER, asked)
    with pytest.raises(Refused) as refused:
        take(salon.office, case, "ask_identity", OFFICER, asked, found=found)
    assert "guard.contradiction_is_concrete" in codes(refused)
    # And without any, what is shown may not be asked for.
    with pytest.raises(Refused) as refused:
        take(salon.office, case, "ask_identity", OFFICER, ASKED, found=found)
    assert "guard.identity_is_still_open" in codes(refused)


# ------------------------------------------------------------ what is kept of a proof


@pytest.mark.shows("G30")
def test_only_method_level_officer_and_day_are_kept(salon: Salon) -> None:
    case = salon.case(Right.ERASURE, salon.customer("S1"))
    given = {"method": "in_person", "identity_note": "Passport XP1234567 was shown."}
    with pytest.raises(Refused) as refused:
        verification.accept_identity(salon.office, case, OFFICER, given)
    assert codes(refused) == {"note.number"}
    given = {"method": "in_person", "identity_note": "Passport seen, not copied."}
    case = verification.accept_identity(salon.office, case, OFFICER, given)
    kept = {name: case.facts[name] for name in case.facts if name.startswith("identity_")}
    assert kept == {
        "identity_needed": 2,
        "identity_proven": 3,
        "identity_method": "in_person",
        "identity_note": "Passport seen, not copied.",
        "identity_accepted_by": "officer",
        "identity_accepted_on": "2026-03-12",
    }


def test_who_writes_by_email_alone_still_gets_an_answer(salon: Salon) -> None:
    key = salon.customer("S1")
    email = salon.office.registers["booking"].person(key).email
    asked = Person(name=salon.office.registers["booking"].person(key).name, email=email)
    case = salon.case(Right.ACCESS, key, person=asked, channel=Channel.EMAIL)
    case = verification.accept_identity(salon.office, case, OFFICER, {})
    assert (case.facts["answer_to"], case.facts["identity_proven"]) == ("file", 1)


# ------------------------------------------------------------ secret addresses


def test_a_secret_address_makes_data_sensitive(salon: Salon) -> None:
    case = salon.case(Right.RECTIFICATION, salon.customer("S1"))
    before = weigh(salon.office, salon.case(Right.ACCESS, salon.customer("S1"))).needed.level
    case = salon.case(Right.ACCESS, salon.customer("S1"))
    case = representation.mark_non_disclosure(salon.office, case, CLERK, {"non_disclosure": True})
    assert case.facts["non_disclosure"] is True
    assert (before, weigh(salon.office, case).needed.level) == (Level.E1, Level.E2)


def test_a_mark_that_comes_late_reaches_back(salon: Salon) -> None:
    """Identity was accepted on E1; a secret address needs E2 before anything is decided."""
    office, key = salon.office, salon.customer("S1")
    asked = replace(office.registers["booking"].person(key))
    case = salon.case(Right.ACCESS, key, person=asked, channel=Channel.PHONE)
    case = verification.accept_identity(office, case, OFFICER, {})
    assert case.facts["identity_proven"] == 1
    case = decision.confirm_proposals(office, case, OFFICER)
    case = representation.mark_non_disclosure(office, case, CLERK, {"non_disclosure": True})
    assert (case.state, case.facts["identity_needed"]) == ("in_decision", 2)
    with pytest.raises(Refused) as refused:
        decision.decide(office, case, OFFICER, "decide", {})
    assert "identity.no_longer_enough" in codes(refused)
    # The way out: weighed anew, with a call to the number on file.
    found = {"register": "booking", "keys": [key], "paper_searched": True}
    case = verification.link_person(office, case, OFFICER, found)
    case = verification.accept_identity(office, case, OFFICER, {"method": "call_back"})
    assert decision.decide(office, case, OFFICER, "decide", {}).state == "decided"


@pytest.mark.parametrize("state", ["decided", "approved", "carried_out"])
def test_a_mark_that_comes_at_the_end_stops_the_copy_and_leaves_a_way(
    salon: Salon, state: str
) -> None:
    office, key = salon.office, salon.customer("S1")
    asked = office.registers["booking"].person(key)
    case = salon.case(Right.ACCESS, key, person=asked, channel=Channel.PHONE)
    case = verification.accept_identity(office, case, OFFICER, {})
    case = decision.confirm_proposals(office, case, OFFICER)
    case = decision.decide(office, case, OFFICER, "decide", {})
    if state != "decided":
        case = decision.approve(office, case, APPROVER, {"plan": plan_digest(office, case)})
    if state == "carried_out":
        case = execution.run(office, case).case
    assert case.state == state
    case = representation.mark_non_disclosure(office, case, CLERK, {"non_disclosure": True})
    assert (case.facts["identity_needed"], case.facts["identity_proven"]) == (2, 1)
    back = {"reason": "The address is secret; identity is weighed again."}
    if state == "decided":
        with pytest.raises(Refused) as refused:
            decision.approve(office, case, APPROVER, {"plan": plan_digest(office, case)})
    else:
        case = execution.run(office, case).case if state == "approved" else case
        with pytest.raises(Refused) as refused:
            sending.send(office, app.load_wordings(), case, "release", OFFICER, {})
    assert "guard.identity_still_suffices" in codes(refused)
    # The way out that is named: back, the person linked and weighed anew, and through again.
    case = decision.send_back(office, case, OFFICER, back)
    found = {"register": "booking", "keys": [key], "paper_searched": True}
    case = verification.link_person(office, case, OFFICER, found)
    case = verification.accept_identity(office, case, OFFICER, {"method": "call_back"})
    case = decision.decide(office, case, OFFICER, "decide", {})
    case = decision.approve(office, case, APPROVER, {"plan": plan_digest(office, case)})
    case = execution.run(office, case).case
    sent = sending.send(office, app.load_wordings(), case, "release", OFFICER, {})
    assert sent.case.state == "answered"


def test_what_was_changed_in_a_register_is_not_taken_back_that_way(salon: Salon) -> None:
    case = salon.case(Right.ERASURE, salon.customer("S1"))
    assert salon.office.workflows["erasure"].row_for("send_back", "carried_out") is None
    case = replace(case, state="carried_out", right=Right.ACCESS, workflow="access")
    case = replace(case, decisions=(GroupDecision("booking.notes", Action.ERASE),))
    with pytest.raises(Refused) as refused:
        decision.send_back(salon.office, case, OFFICER, {"reason": "Another look at all of it."})
    assert "guard.nothing_was_changed" in codes(refused)


# ------------------------------------------------------------ the dead


@pytest.mark.shows("G17", "SCOPE-DECEASED")
def test_only_the_relatives_own_data_are_linked(salon: Salon) -> None:
    """G17: rights end with death; the son's own data are looked for and answered apart."""
    office, key = salon.office, salon.customer("S1")
    son = Person(name="Olli Keksitty", street="Elsewhere 2")
    case = salon.case(Right.ACCESS, None, person=son)
    supplied = {"register": "booking", "keys": [key], "deceased": True}
    with pytest.raises(Refused) as refused:
        verification.link_person(office, case, OFFICER, supplied)
    assert codes(refused) == {"deceased.not_own"}
    case = verification.link_person(
        office, case, OFFICER, {"nothing_found": True, "deceased": True}
    )
    assert (case.subject, case.facts["deceased"]) == (None, True)
    who = {"representative_name": "Liisa Keksitty", "capacity": "other"}
    with pytest.raises(Refused) as refused:
        representation.name_representative(office, case, CLERK, who)
    assert codes(refused) == {"representation.deceased"}
    case = verification.accept_identity(office, case, OFFICER, {})
    facts = {
        "death_basis": "The son enclosed an extract of the population register.",
        "own_data_outcome": "We hold no data about you.",
        "own_data_separated": "yes",
        "special_law_checked": "yes",
    }
    wish = {
        "group": "*",
        "action": "refuse",
        "why": "The customer died; her son asks.",
        "ground": "SCOPE-DECEASED",
        **facts,
    }
    case = decision.set_decision(office, case, OFFICER, wish)
    assert case.decisions[-1].ground == "SCOPE-DECEASED"


def test_a_relative_who_is_a_customer_gets_the_own_data(salon: Salon) -> None:
    key = salon.customer("S1")
    case = salon.case(Right.ACCESS, key)
    supplied = {"register": "booking", "keys": [key], "deceased": True}
    case = verification.link_person(salon.office, case, OFFICER, supplied)
    assert case.subject is not None
    assert case.subject.keys == (key,)


def test_a_wrong_link_is_taken_back(salon: Salon) -> None:
    case = salon.case(Right.ACCESS, salon.customer("S1"))
    case = verification.link_person(salon.office, case, OFFICER, {"nothing_found": True})
    assert case.subject is None
    assert salon.office.store.case(case.number).subject is None


# ------------------------------------------------------------ change, then access


def corrected(salon: Salon, key: str, column: str, value: str) -> Case:
    """A rectification carried out on Tuesday 10 March 2026."""
    office = salon.on("2026-03-10")
    case = salon.case(Right.RECTIFICATION, key, office=office)
    proof = {"method": "in_person", "concerns": "booking.contact"}
    case = verification.accept_identity(office, case, OFFICER, proof)
    wish = {
        "group": "booking.contact",
        "action": "correct",
        "why": "Shown by the person at the counter today.",
        "rows": [key],
        "values": {f"customers.{column}": value},
    }
    case = decision.set_decision(office, case, OFFICER, wish)
    case = decision.decide(office, case, OFFICER, "decide", {})
    plan = {"plan": plan_digest(office, case)}
    return execution.run(office, decision.approve(office, case, APPROVER, plan)).case


@pytest.mark.parametrize(
    ("received", "told"),
    [("2026-03-12", True), ("2026-04-09", True), ("2026-04-10", False)],  # Thu, Thu, Fri
)
def test_an_access_soon_after_a_new_address_is_told_to_the_old_one(
    salon: Salon, received: str, told: bool
) -> None:
    key = salon.customer("S1")
    old = salon.office.registers["booking"].person(key).street
    corrected(salon, key, "street", "Elsewhere 1 A 1")
    office = salon.on(received)
    case = salon.case(Right.ACCESS, key, office=office)
    case = verification.accept_identity(office, case, OFFICER, {})
    assert case.facts["tell_old_contact_point"] is told
    announced = case.facts["old_contact_address"]
    assert (announced["street"] if isinstance(announced, dict) else None) == (old if told else None)
    address = case.facts["answer_address"]
    assert isinstance(address, dict)
    assert address["street"] == "Elsewhere 1 A 1"


def test_other_corrections_rights_and_people_raise_no_alarm(salon: Salon) -> None:
    key = salon.customer("S1")
    corrected(salon, key, "first_name", "Annika")
    assert recent_contact_change(salon.office, salon.case(Right.ACCESS, key)) is None
    done = corrected(salon, key, "phone", "+358 40 555 0999")
    found = recent_contact_change(salon.office, salon.case(Right.ACCESS, key))
    assert found is not None
    assert found.number == done.number
    another = "2" if key != "2" else "3"
    for case in (salon.case(Right.ERASURE, key), salon.case(Right.ACCESS, another)):
        assert recent_contact_change(salon.office, case) is None
