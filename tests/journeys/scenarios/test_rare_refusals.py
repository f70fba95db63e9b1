"""Whole requests refused, charged for or put off on grounds that a salon seldom meets."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import AINO, EMILY
from tests.journeys.scenarios.lawful import (
    asks,
    faults,
    never_says,
    says,
    tells_the_remedies,
)
from tests.journeys.scenarios.test_rare_grounds import LIGHTER, OF_A_COPY, with_everything


@pytest.mark.shows("ID-11-2", "L05", "L06", "L07", "C1")
def test_who_cannot_be_found_in_the_data_is_told_what_would_help(desk: Desk) -> None:
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    case.set(
        "*",
        "refuse",
        ground="ID-11-2",
        why="The visitor counter at the door knows no names.",
        system="The visitor counter at the door",
        given_identifiers="name and address",
        held_identifiers="numbers of visitors",
        no_match_reason="The counter stores how many people pass, and nothing about who",
        helpful_info="nothing that could be kept would help",
        notice_given="yes",
    )
    case.do("refuse", lighter_outcome="no lighter answer exists, for nobody can be found there")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-REFUSED"
    says(answer, "The visitor counter at the door")
    tells_the_remedies(answer, "en")


@pytest.mark.shows("OBJ-21-1-SITUATION", "L05", "L08")
def test_the_situation_is_asked_once_and_then_weighed(desk: Desk) -> None:
    case = desk.notes_one("objection", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    case.do("accept_identity", method="call_back", concerns="booking.discounts")
    case.do("restrict", restrict_why="processing on legitimate interests is objected to")
    case.run()
    before = case.shown["due"]
    question = "Mikä sinun tilanteessasi puhuu sitä vastaan, että käsittelemme alennuksiasi"
    case.do("ask_situation", clarify_question=question, answer_by="2026-03-26")
    shown = case.shown
    assert (shown["state"], shown["clock"], shown["due"]) == ("situation_asked", "running", before)
    says(case.sent("LT-CLARIFY"), question)
    desk.on("2026-03-27")  # Friday
    case.do("go_on_unanswered")
    assert "guard.situation_is_asked_once" in faults(
        case, "ask_situation", clarify_question=question
    )
    case.set("booking.discounts", "stop", why="Nothing compelling speaks for going on with them.")
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-UPHELD"


@pytest.mark.shows("RES-18-2", "L25")
def test_what_goes_on_despite_a_restriction_is_told(desk: Desk) -> None:
    case = desk.notes_one("restriction", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    case.do("accept_identity", concerns="booking.discounts,booking.bookings")
    case.set(
        "booking.discounts", "restrict", why="She contests a discount.", restriction_ground="a"
    )
    case.set(
        "booking.bookings",
        "withhold",
        why="A claim of hers is met with them.",
        ground="RES-18-2",
        exception="legal_claims",
        data_desc="Varauksesi vuodelta 2025",
        purpose="Vastaamme niillä vaatimukseesi hyvityksestä",
    )
    case.do("decide", lighter_outcome="all but these bookings is restricted")
    case.carry_out()
    if due := case.shown["recipients_due"]:
        case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-RESTRICT"
    says(answer, "Vastaamme niillä vaatimukseesi hyvityksestä", "Käyttö jatkuu vain")
    tells_the_remedies(answer, "fi")


EXCESSIVE = {
    "EXC-12-5-UNF": {
        "precondition": "You ask us to rectify the register of a shop that is not ours",
        "facts": "The letter names another company throughout, and so does the receipt in it",
        "why_not_plain_answer": "the same letter came four times after such an answer",
    },
    "EXC-12-5-ABUSE": {
        "abuse_facts": "You joined our list on Monday and asked for damages on Tuesday, as you did "
        "at thirty other shops this winter",
        "objective_element": "the copy was never looked at, only damages were asked for",
        "subjective_element": "the template of the claim was sent before the copy was given",
        "data_given_freely": "yes, to our list for newsletters",
        "time_between": "one day",
        "conduct": "the same letter went to thirty shops in January",
        "legal_reviewer": "Petra Esimerkki, attorney",
        "legal_review_date": "2026-03-11",
    },
}


@pytest.mark.shows(
    "C3", "EXC-12-5-UNF", "EXC-12-5-ABUSE", "EARLIER", "L03", "L05", "L06", "L07", "L08"
)
@pytest.mark.parametrize("ground", EXCESSIVE)
def test_an_excessive_request_is_refused_on_facts_by_two_persons(desk: Desk, ground: str) -> None:
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    facts = EXCESSIVE[ground]
    case.set("*", "refuse", ground=ground, why="Weighed with counsel; see the facts.", **facts)
    case.do("refuse", lighter_outcome="a plain answer and a fee were weighed and do not do")
    assert "another person" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-REFUSE-12-5"
    says(answer, next(iter(facts.values()))[:40])
    tells_the_remedies(answer, "en")


@pytest.mark.shows("SCOPE-OTHER-CTRL", "OTHER", "L03", "L05", "L06", "L07", "L11")
def test_another_controller_for_everything_is_named_with_its_address(desk: Desk) -> None:
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    _, facts, words = OF_A_COPY["booking.discounts"]
    case.set("*", "refuse", ground="SCOPE-OTHER-CTRL", why="All is the hairdresser's own.", **facts)
    case.do("refuse", lighter_outcome="nothing of it is ours to give")
    case.do("approve_refusal", user="approver")
    # Her own visits are held too: the letter may not say that all is another's, unless she asked
    # for nothing else.
    assert "Decide on them too" in case.release_refused()
    (answer,) = case.release(understood="you want the hairdresser’s discounts")
    assert answer.type == "LT-OTHER-CTRL"
    says(answer, words)
    tells_the_remedies(answer, "en")


@pytest.mark.shows("SCOPE-OTHER-CTRL", "OTHER", "L05", "L21")
@pytest.mark.parametrize("group", ["*", "booking.discounts"])
def test_a_copy_beside_another_controllers_data_is_never_said_to_be_whole(
    desk: Desk, group: str
) -> None:
    with_everything(desk)
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    case.confirm()
    _, facts, words = OF_A_COPY["booking.discounts"]
    case.set(group, "nothing", ground="SCOPE-OTHER-CTRL", why="It is the hairdresser's.", **facts)
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-PART"
    says(answer, words, "ZZQUIETNOTE")
    if group == "booking.discounts":
        never_says(answer, "ZZQUIETDISCOUNT")
    tells_the_remedies(answer, "en")


@pytest.mark.shows("FEE-15-3", "L08", "WITHDRAW", "REPLY")
def test_a_further_copy_may_cost_what_it_costs(desk: Desk) -> None:
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    case.do(
        "propose_fee",
        fee_ground="FEE-15-3",
        first_copy_date="2026-02-10",
        same_data_and_period="yes",
        patient_records="no",
        fee_amount="4.50",
        calculation="Paper and postage of one further copy",
    )
    case.do("send_fee_notice", fee_reply_by="2026-03-26", user="approver")
    notice = case.sent("LT-FEE")
    says(notice, "Paper and postage of one further copy", "26 March 2026", "10 February 2026")
