"""Somebody asks for somebody else: authority opens the case, and nothing is told before it."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import LEENA, MARKKU
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    dates,
    day_in,
    faults,
    never_says,
    plant,
    says,
    tells_the_remedies,
)

MOTHER = {
    "representative_name": "Kaisa Salmela",
    "representative_street": "Kustaankatu 12 A 3",
    "representative_postcode": "00500",
    "representative_city": "Helsinki",
}
IDA = {
    "name": "Ida Salmela",
    "street": "Kustaankatu 12 A 3",
    "postcode": "00500",
    "city": "Helsinki",
}
LAWYER = {
    "representative_name": "Asianajaja Petra Nyman",
    "capacity": "lawyer",
    "representative_street": "Bulevardi 30 B 2",
    "representative_postcode": "00120",
    "representative_city": "Helsinki",
}
FRIEND = {
    "representative_name": "Otto Ranta",
    "capacity": "mandatary",
    "representative_street": "Tehtaankatu 5 A 1",
    "representative_postcode": "00140",
    "representative_city": "Helsinki",
}
MISSING = {
    "fi": "Valtakirja, josta näkyy, että saat edustaa häntä tässä asiassa",
    "sv": "En fullmakt som visar att du får företräda personen i detta ärende",
    "en": "A power of attorney which shows that you may act for the person in this matter",
}


def ida_is_fifteen(desk: Desk) -> str:
    """A customer of fifteen who comes to beauty treatments only; her key."""
    key = plant(
        desk,
        "customers",
        first_name="Ida",
        last_name="Salmela",
        street=IDA["street"],
        postcode=IDA["postcode"],
        city="Helsinki",
        email="ida.salmela@example.fi",
        phone="+358 40 555 0188",
        language="fi",
        customer_since="2025-08-20",
        last_visit_on="2026-02-18",
    )
    plant(
        desk,
        "bookings",
        customer_id=key,
        service_id=5,
        practitioner_id=2,
        starts_at="2026-02-18 15:00:00.000000",
        booked_at="2026-02-10 16:00:00.000000",
        manner="internet",
        status="done",
        wish="Ei kerrota kotiin.",
    )
    return str(key)


def mother_asks(desk: Desk, key: str, language: str = "fi") -> CaseFile:
    """The mother's letter, the child linked, custody shown and the mother identified."""
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", **{**IDA, "language": language}
    )  # Thursday
    case.do("name_representative", capacity="guardian", user="desk", **MOTHER)
    case.link(key)
    return case


HEARD = {
    "minor_born": "2010-09-14",  # Tuesday
    "minor_heard_on": "2026-03-11",  # Wednesday
    "maturity_assessed_by": "the privacy officer, after a talk of half an hour",
}
CHILD = {
    "fi": (
        "Lapsen varaukset ja yhteystiedot",
        "Lapsi on riittävän kypsä päättämään tästä itse eikä halua, että tiedot annetaan",
    ),
    "sv": (
        "Barnets bokningar och kontaktuppgifter",
        "Barnet är moget nog att själv besluta om detta och vill inte att uppgifterna lämnas ut",
    ),
    "en": (
        "The child’s bookings and contact details",
        "The child is mature enough to decide and does not want the data to be given",
    ),
}


@pytest.mark.shows("G04", "ID-CHILD", "L03", "L05", "L06", "L07", "C2")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g04_a_mature_child_who_forbids_is_followed(desk: Desk, language: str) -> None:
    key = ida_is_fifteen(desk)
    case = mother_asks(desk, key, language)
    # Custody and the mother's own identity are looked at apart; neither is shown yet.
    assert "guard.authority_is_shown" in faults(case, "accept_identity", method="strong_eid")
    case.do("accept_authority", authority_proof="custody_extract")
    case.do("accept_identity", method="strong_eid")
    what, why = CHILD[language]
    case.confirm()
    # Nothing is decided before the child was heard.
    assert "guard.minor_was_heard" in faults(case, "decide")
    case.do("hear_minor", maturity="decides_alone", minor_view="Do not tell my mother.", **HEARD)
    for group in {decision["group"] for decision in case.shown["decisions"]}:
        case.set(
            group,
            "refuse",
            why="She is fifteen, was heard, and forbids it.",
            ground="ID-CHILD",
            data_desc=what,
            child_reason=why,
            child_birth_date="2010-09-14",
            requester_has_custody="yes",
            custody_source="extract on custody, shown",
            child_heard="yes",
            child_view="heard on 11 March 2026, forbids it",
            maturity_assessment="mature for this matter, assessed by the privacy officer",
            health_or_social_data="no",
            prohibition_recorded="yes",
            prohibition_basis="told to the privacy officer on 11 March 2026",
        )
    case.do("refuse", lighter_outcome="a part of it would tell the mother just the same")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-REFUSED"
    says(answer, why, "Kaisa Salmela")
    assert answer.text.index("Kaisa Salmela") < answer.text.index("Ida Salmela")  # the envelope's
    never_says(answer, "Ripsien", "Ei kerrota kotiin", "18.2.2026", "ida.salmela@example.fi")
    tells_the_remedies(answer, language)
    heard = [event for event in case.events if event["name"] == "hear_minor"]
    assert len(heard) == 1
    assert "mother" not in str(heard[0]["details"])


@pytest.mark.shows("G04", "L20")
def test_g04_a_child_who_agrees_is_answered_to_the_mother(desk: Desk) -> None:
    key = ida_is_fifteen(desk)
    case = mother_asks(desk, key)
    case.do("accept_authority", authority_proof="custody_extract")
    case.do("accept_identity", method="strong_eid")
    case.do("hear_minor", maturity="agrees", minor_view="It is all right.", **HEARD)
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    says(answer, "Kaisa Salmela", "Ripsien kestotaivutus")
    case.post_and_close(answer)


@pytest.mark.shows("G17", "SCOPE-DECEASED", "C1", "L03", "L05", "L06", "L07")
def test_g17_the_dead_have_no_requests_and_the_son_gets_his_own(desk: Desk) -> None:
    case = desk.notes_one(
        "access",
        received="2026-03-05",
        channel="post",
        name="Janne Virtanen",
        street="Agricolankatu 5 B 16",
        postcode="00530",
        city="Helsinki",
    )
    # The mother's records are not his; they are not even linked.
    said = faults(
        case, "link_person", register="booking", keys="14", deceased="yes", paper_searched="yes"
    )
    assert "deceased.not_own" in said
    case.do("link_person", register="booking", keys="12", deceased="yes", paper_searched="yes")
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.set(
        "*",
        "refuse",
        why="The mother has died; her data are no personal data of anybody (recital 27).",
        ground="SCOPE-DECEASED",
        death_basis="Kerroit äitisi kuolleen, ja näytit virkatodistuksen",
        own_data_outcome="Omat tietosi ovat tämän kirjeen liitteenä",
        own_data_separated="yes",
        other_route="Potilastiedoista voit kysyä hoidon antaneelta ammattihenkilöltä",
        special_law_checked="yes",
        patient_data="yes",
    )
    case.do("decide", lighter_outcome="his own data are given in full")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-PART"
    says(
        answer,
        "Omat tietosi ovat tämän kirjeen liitteenä",
        "Janne Virtanen",
        "virtaset@example.com",
    )
    never_says(answer, "Elli")
    tells_the_remedies(answer, "fi")


@pytest.mark.shows("G18", "L02", "L20")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g18_a_lawyer_with_a_mandate_is_answered(desk: Desk, language: str) -> None:
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", **{**LEENA, "language": language}
    )
    case.do("name_representative", user="desk", **LAWYER)
    case.link("4")
    # “Only in person” has no step; a mandate seen is enough, without the client's passport.
    case.do("accept_authority", authority_proof="power_of_attorney")
    found = faults(
        case,
        "ask_authority",
        missing_authority="A copy of the client's passport, which we ask of all.",
    )
    assert "guard.authority_is_open" in found
    case.do("accept_identity", answer_to="representative")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    says(answer, "Asianajaja Petra Nyman", "Bulevardi 30 B 2", "Leena Rautio")
    case.post_and_close(answer)


@pytest.mark.shows("G19", "R7", "R9", "ID-REP", "L05", "L08", "L10", "CLOCK", "L30")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g19_a_friend_without_a_mandate_learns_nothing(desk: Desk, language: str) -> None:
    desk.on("2026-03-09")  # Monday
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", **{**MARKKU, "language": language}
    )
    case.do("name_representative", user="desk", **FRIEND)
    case.link("3")
    case.do("ask_authority", missing_authority=MISSING[language], answer_by="2026-03-23")
    assert (case.state, *dates(case)) == ("authority_asked", "2026-04-07", None)
    question = case.sent("LT-NEED-AUTH")
    says(
        question,
        MISSING[language],
        "Otto Ranta Tehtaankatu 5 A 1 00140 HELSINKI",
        day_in(language, "2026-03-23"),
        day_in(language, "2026-04-07"),
    )
    # Not even whether Markku is a customer.
    never_says(question, "Hämeentie", "markku.tammela@example.com", "Hiustenleikkaus")
    case.post(question)

    desk.on("2026-03-24")  # Tuesday
    case.do("close_without_reply", asked_info=MISSING[language])
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-CLOSE"
    says(answer, MISSING[language], "Otto Ranta")
    never_says(answer, "Hämeentie", "markku.tammela@example.com", "Hiustenleikkaus")
    tells_the_remedies(answer, language)
    case.post_and_close(answer)


@pytest.mark.shows("ID-REP", "R7", "R9", "L20")
def test_a_mandate_that_comes_later_opens_the_case(desk: Desk) -> None:
    desk.on("2026-03-09")  # Monday
    case = desk.notes_one("access", received="2026-03-05", channel="post", **MARKKU)
    case.do("name_representative", user="desk", **FRIEND)
    case.link("3")
    case.do("ask_authority", missing_authority=MISSING["fi"])
    case.post(case.sent("LT-NEED-AUTH"))
    desk.on("2026-03-17")  # Tuesday
    case.do("authority_answered", answered_on="2026-03-16", user="desk")  # seven days
    # Sunday 5 April and seven days are Sunday 12 April.
    assert dates(case) == ("2026-04-07", "2026-04-13")
    case.do("accept_authority", authority_proof="power_of_attorney", covers_answer="yes")
    case.do("accept_identity", method="strong_eid", answer_to="representative")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    says(answer, "Otto Ranta Tehtaankatu 5 A 1 00140 HELSINKI", "Markku Tammela")
    case.post_and_close(answer)
