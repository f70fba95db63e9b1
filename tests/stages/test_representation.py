"""Who asks for whom: authority before anything is told, own identity beside it (legal spec D)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr import app
from dsr.cases.case import Case, Channel, Person, Right
from dsr.casework.identity_evidence import ways_to_ask, weigh
from dsr.casework.step import take
from dsr.errors import BadInput, Refused
from dsr.law.evidence import Level, Need
from dsr.law.identity_code import check_sign
from dsr.stages import closing, decision, representation, verification
from dsr.stages.response import sending
from tests.stages.conftest import APPROVER, CLERK, OFFICER, Salon

LAWYER = {
    "representative_name": "Advocate Ida Made-Up",
    "capacity": "lawyer",
    "representative_street": "Lawyers' Lane 3",
    "representative_postcode": "00100",
    "representative_city": "Helsinki",
}
FRIEND = {"representative_name": "Kalle Keksitty", "capacity": "mandatary"}
MOTHER = {"representative_name": "Maija Keksitty", "capacity": "guardian"}
DOUBT = {
    "doubt_reason": "The mandate names an address that the register does not know at all.",
    "methods": ("call_back", "code_letter"),
}


def named(salon: Salon, case: Case, who: dict[str, str]) -> Case:
    return representation.name_representative(salon.office, case, CLERK, who)


def accepted(salon: Salon, case: Case, proof: str, **more: object) -> Case:
    supplied = {"authority_proof": proof, **more}
    return representation.accept_authority(salon.office, case, OFFICER, supplied)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {fault.code for fault in refused.value.faults}


# ------------------------------------------------------------ nobody is told before authority


@pytest.mark.shows("ID-REP", "G19")
@pytest.mark.parametrize("known", [True, False])
def test_a_friend_without_mandate_learns_nothing(salon: Salon, known: bool) -> None:
    """G19: linked or found nowhere, the case answers alike until the authority is accepted."""
    office = salon.office
    key = salon.customer("S1")
    case = salon.case(Right.ACCESS, key if known else None)
    if not known:
        case = verification.link_person(office, case, OFFICER, {"nothing_found": True})
    case = named(salon, case, FRIEND)
    with pytest.raises(Refused) as refused:
        verification.accept_identity(office, case, OFFICER, {})
    assert "guard.authority_is_shown" in codes(refused)
    with pytest.raises(Refused) as refused:
        verification.may_ask(office, case, OFFICER, DOUBT)
    assert "authority.not_shown" in codes(refused)
    assert ways_to_ask(office, case) == ()

    case = accepted(salon, case, "power_of_attorney", covers_answer=True)
    case = verification.accept_identity(
        office, case, OFFICER, {"method": "call_back"} if known else {}
    )
    assert case.state == "in_decision"
    assert (case.facts["identity_needed"], case.facts["identity_proven"]) == (4, 4)


@pytest.mark.shows("G18")
def test_a_lawyers_mandate_suffices(salon: Salon) -> None:
    """G18: no identity of the client, no visit; the answer goes where the mandate says."""
    office = salon.office
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), LAWYER)
    case = accepted(salon, case, "power_of_attorney")
    shown = verification.may_ask(office, case, OFFICER, DOUBT)
    assert (shown.needed_level, shown.proven_level) == (4, 4)  # so the engine lets nobody ask
    case = verification.accept_identity(office, case, OFFICER, {"answer_to": "representative"})
    assert case.state == "in_decision"
    assert case.facts["answer_to"] == "representative"
    address = case.facts["answer_address"]
    assert isinstance(address, dict)
    assert (address["name"], address["street"]) == ("Advocate Ida Made-Up", "Lawyers' Lane 3")


def test_health_data_want_the_lawyers_strong_identity(salon: Salon) -> None:
    office = salon.office
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S3")), LAWYER)
    case = accepted(salon, case, "power_of_attorney")
    assert weigh(office, case).needed == Need(Level.E4, of_representative=Level.E3)
    with pytest.raises(Refused) as refused:
        verification.accept_identity(office, case, OFFICER, {})
    assert codes(refused) == {"guard.identity_is_proven"}
    case = verification.accept_identity(office, case, OFFICER, {"method": "post_against_id"})
    assert case.facts["identity_proven"] == 4


@pytest.mark.parametrize("capacity", ["trustee", "continuing_attorney"])
@pytest.mark.parametrize("proof", ["dvv_certificate", "court_decision"])
def test_trustees_show_what_an_authority_wrote(salon: Salon, capacity: str, proof: str) -> None:
    who = {**LAWYER, "capacity": capacity}
    case = named(salon, salon.case(Right.ERASURE, salon.customer("S1")), who)
    with pytest.raises(Refused) as refused:
        accepted(salon, case, "power_of_attorney")
    assert codes(refused) == {"guard.proof_fits_capacity"}
    case = accepted(salon, case, proof)
    case = verification.accept_identity(salon.office, case, OFFICER, {})
    assert case.state == "in_decision"


def test_where_a_mandataries_answer_goes(salon: Salon) -> None:
    office = salon.office
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), FRIEND)
    with pytest.raises(Refused, match="may not go there"):
        weigh(office, case, answer_to="representative")
    case = accepted(salon, case, "power_of_attorney")
    with pytest.raises(Refused) as refused:
        weigh(office, case, answer_to="representative")
    assert "covers_answer=yes" in refused.value.faults[0].sentence
    # To the person's own address on file it goes without another question.
    assert weigh(office, case).enough
    case = accepted(salon, case, "power_of_attorney", covers_answer=True)
    with pytest.raises(Refused) as refused:
        weigh(office, case, answer_to="representative")
    assert "No address" in refused.value.faults[0].sentence
    with pytest.raises(BadInput):
        weigh(office, case, answer_to="anywhere")


def test_an_address_in_the_request_is_nobodys_when_somebody_else_writes(salon: Salon) -> None:
    key = salon.customer("S1")
    person = replace(salon.office.registers["booking"].person(key), street="Elsewhere 1")
    case = named(salon, salon.case(Right.ACCESS, key, person=person), LAWYER)
    case = accepted(salon, case, "power_of_attorney")
    with pytest.raises(Refused) as refused:
        verification.accept_identity(salon.office, case, OFFICER, {"answer_to": "given"})
    assert codes(refused) == {"answer.destination"}


def test_nobody_proves_anything_to_stop_marketing(salon: Salon) -> None:
    case = salon.case(Right.OBJECTION, salon.customer("S3"), marketing=True)
    case = replace(case, facts={**case.facts, **MOTHER, "non_disclosure": True})
    assert weigh(salon.office, case).needed == Need(Level.E0)
    assert weigh(salon.office, case).enough


# ------------------------------------------------------------ hostile beginnings


def test_the_represented_person_is_known_and_another_one(salon: Salon) -> None:
    key = salon.customer("S1")
    name = salon.office.registers["booking"].person(key).name
    case = salon.case(Right.ACCESS, key)
    with pytest.raises(Refused) as refused:
        named(salon, case, {**FRIEND, "representative_name": f" {str(name).upper()} "})
    assert codes(refused) == {"representation.same_person"}
    nameless = Person(email="somebody@example.org")
    case = salon.case(Right.ACCESS, None, person=nameless, channel=Channel.EMAIL)
    with pytest.raises(Refused) as refused:
        named(salon, case, FRIEND)
    assert codes(refused) == {"representation.nobody"}


def test_a_letter_logged_under_the_writers_name(salon: Salon) -> None:
    writer = Person("Ida Made-Up", "Lawyers' Lane 3", "00100", "Helsinki", "ida@example.org")
    case = salon.case(Right.ACCESS, None, person=writer)
    given = {"representative_name": "Ida Made-Up", "capacity": "lawyer"}
    case = named(salon, case, {**given, "represented_name": "Anna Keksitty"})
    assert case.requester == Person(name="Anna Keksitty")
    assert salon.office.store.case(case.number).requester == case.requester
    assert case.facts["representative_street"] == "Lawyers' Lane 3"
    assert case.facts["representative_email"] == "ida@example.org"
    linked = salon.case(Right.ACCESS, salon.customer("S1"))
    with pytest.raises(Refused) as refused:
        named(salon, linked, {**given, "represented_name": "Anna Keksitty"})
    assert codes(refused) == {"representation.linked_before"}


def test_a_second_representative_has_no_authority_of_the_first(salon: Salon) -> None:
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), LAWYER)
    case = accepted(salon, case, "power_of_attorney", covers_answer=True)
    case = named(salon, case, FRIEND)
    for name in ("authority_proof", "authority_accepted_on", "covers_answer"):
        assert case.facts.get(name) is None
    assert case.facts.get("representative_street") is None
    with pytest.raises(Refused) as refused:
        verification.accept_identity(salon.office, case, OFFICER, {"method": "strong_eid"})
    assert "guard.authority_is_shown" in codes(refused)


def test_every_fault_of_a_naming_is_told_at_once(salon: Salon) -> None:
    key = salon.customer("S1")
    name = str(salon.office.registers["booking"].person(key).name)
    with pytest.raises(Refused) as refused:
        named(salon, salon.case(Right.ACCESS, key), {"representative_name": name})
    assert {"fact.missing", "representation.same_person"} <= codes(refused)


def test_no_name_gets_into_the_history(salon: Salon) -> None:
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), LAWYER)
    case = accepted(salon, case, "power_of_attorney", authority_note="Ida Made-Up, seen.")
    told = str([event.details for event in salon.office.store.history(case.number)])
    assert "Made-Up" not in told
    assert "Lane" not in told
    assert "representative_name" in told  # the names of the facts alone


# ------------------------------------------------------------ children


def heard(salon: Salon, case: Case, maturity: str, born: date = date(2010, 6, 1)) -> Case:
    supplied: dict[str, object] = {
        "minor_born": born,
        "maturity": maturity,
        "minor_heard_on": date(2026, 3, 10),  # Tuesday
        "minor_view": "Would rather not.",
        "maturity_assessed_by": "officer",
    }
    return representation.hear_minor(salon.office, case, OFFICER, supplied)


def childs(salon: Salon, right: Right = Right.ACCESS) -> Case:
    """A guardian's request for a customer with ordinary data, custody shown by an extract."""
    case = named(salon, salon.case(right, salon.customer("S1")), MOTHER)
    return accepted(salon, case, "custody_extract", both_custodians=True)


def test_a_childs_data_are_never_ordinary(salon: Salon) -> None:
    key = salon.customer("S1")
    assert weigh(salon.office, salon.case(Right.ACCESS, key)).needed.level is Level.E1
    case = childs(salon, Right.PORTABILITY)
    assert weigh(salon.office, case).needed == Need(Level.E4, of_representative=Level.E2)
    own = salon.case(Right.PORTABILITY, key)
    assert weigh(salon.office, own).needed.level is Level.E2
    assert weigh(salon.office, heard(salon, own, "decides_alone")).needed.level is Level.E3


def test_one_of_two_custodians_does_not_erase(salon: Salon) -> None:
    case = named(salon, salon.case(Right.ERASURE, salon.customer("S1")), MOTHER)
    with pytest.raises(Refused) as refused:
        accepted(salon, case, "custody_extract")
    assert codes(refused) == {"authority.one_custodian"}
    case = accepted(salon, case, "custody_extract", one_custodian_because="Sole custody.")
    assert case.facts["one_custodian_because"] == "Sole custody."
    access = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), MOTHER)
    assert accepted(salon, access, "custody_extract").facts["authority_accepted_by"] == "officer"


@pytest.mark.parametrize("right", [Right.RECTIFICATION, Right.ERASURE])
def test_a_parent_without_custody_demands_no_change(salon: Salon, right: Right) -> None:
    case = named(salon, salon.case(right, salon.customer("S1")), MOTHER)
    with pytest.raises(Refused) as refused:
        accepted(salon, case, "court_decision", both_custodians=True)
    assert codes(refused) == {"authority.no_custody"}


def test_a_grown_up_has_no_guardian(salon: Salon) -> None:
    case = childs(salon)
    with pytest.raises(Refused) as refused:
        heard(salon, case, "agrees", date(2008, 3, 12))
    assert {"guard.hearing_is_documented", "minor.guardian_void"} <= codes(refused)


def test_a_child_that_comes_of_age_meanwhile_asks_alone(salon: Salon) -> None:
    case = heard(salon, childs(salon), "agrees", date(2008, 3, 13))  # eighteen tomorrow
    assert weigh(salon.office, case).enough
    tomorrow = salon.on("2026-03-13")  # Friday
    with pytest.raises(Refused) as refused:
        verification.accept_identity(tomorrow, case, OFFICER, {})
    assert "minor.guardian_void" in codes(refused)
    with pytest.raises(Refused) as refused:
        representation.accept_authority(
            tomorrow, case, OFFICER, {"authority_proof": "custody_extract"}
        )
    assert "minor.guardian_void" in codes(refused)


@pytest.mark.shows("ID-CHILD", "G04")
def test_a_child_mature_enough_decides_alone(salon: Salon) -> None:
    """G04: nothing is given to the guardian; the child may ask personally."""
    office = salon.office
    case = verification.accept_identity(office, childs(salon), OFFICER, {})
    case = decision.confirm_proposals(office, heard(salon, case, "decides_alone"), OFFICER)
    with pytest.raises(Refused) as refused:
        decision.decide(office, case, OFFICER, "decide", {})
    assert "child.decides_alone" in codes(refused)
    agreed = heard(salon, case, "agrees")
    assert decision.decide(office, agreed, OFFICER, "decide", {}).state == "decided"


@pytest.mark.shows("ID-CHILD", "G04")
def test_nothing_is_decided_for_a_guardian_before_the_child_is_heard(salon: Salon) -> None:
    office = salon.office
    case = verification.accept_identity(office, childs(salon), OFFICER, {})
    case = decision.confirm_proposals(office, case, OFFICER)
    with pytest.raises(Refused) as refused:
        decision.decide(office, case, OFFICER, "decide", {})
    assert "guard.minor_was_heard" in codes(refused)
    opposed = heard(salon, case, "opposes")
    with pytest.raises(Refused) as refused:
        decision.decide(office, opposed, OFFICER, "decide", {})
    assert "guard.minor_was_heard" in codes(refused)


@pytest.mark.shows("ID-CHILD", "SCOPE-NODATA")
def test_where_nothing_is_held_a_childs_no_has_nothing_to_bar(salon: Salon) -> None:
    office = salon.office
    case = salon.case(Right.ACCESS, None, person=Person(name="Emma Tuntematon"))
    nothing = {"nothing_found": True, "paper_searched": True}
    case = verification.link_person(office, case, OFFICER, nothing)
    case = accepted(salon, named(salon, case, MOTHER), "custody_extract", both_custodians=True)
    case = heard(salon, case, "opposes")
    case = verification.accept_identity(office, case, OFFICER, {})
    case = decision.confirm_proposals(office, case, OFFICER)
    assert [d.ground for d in case.decisions] == ["SCOPE-NODATA"]
    assert decision.decide(office, case, OFFICER, "decide", {}).state == "decided"


@pytest.mark.shows("ID-12-2-FAIL", "ID-REP")
def test_a_question_about_authority_is_question_enough_to_fail(salon: Salon) -> None:
    """The only question was the one about the authority; its day is the day that is told."""
    office, today = salon.office, date(2026, 3, 12)  # Thursday
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), LAWYER)
    question = {"missing_authority": "The mandate names another person than the customer."}
    case = sending.send(office, app.load_wordings(), case, "ask_authority", OFFICER, question).case
    posted = {"letter": case.outgoing[-1].id, "posted_on": today, "proof": "Stamped."}
    case = closing.record_posting(office, case, OFFICER, posted)
    case = take(office, case, "authority_answered", OFFICER, {"answered_on": today})
    failed = {
        "asked_info": "A mandate that names the customer and this request.",
        "received_info": "A mandate that again names somebody else.",
        "insufficient_reason": "Two mandates in a row were given by another person.",
        "no_lighter_way": True,
    }
    case = decision.identity_failed(office, case, OFFICER, failed)
    (refusal,) = case.decisions
    assert (refusal.ground, refusal.facts["asked_date"]) == ("ID-12-2-FAIL", "2026-03-12")
    case = take(office, case, "approve_refusal", APPROVER, {})
    sent = sending.send(office, app.load_wordings(), case, "release", OFFICER, {})
    assert [kind for kind, _ in sent.letters] == ["LT-ID-FAIL"]


def test_no_identity_code_is_kept_in_a_note(salon: Salon) -> None:
    code = "010610A999" + check_sign("010610", "999")
    case = named(salon, salon.case(Right.ACCESS, salon.customer("S1")), MOTHER)
    with pytest.raises(Refused) as refused:
        accepted(salon, case, "custody_extract", authority_note=f"Child {code}, extract seen.")
    assert codes(refused) == {"representation.identity_code"}
    assert "010610" not in str(refused.value.faults)
