"""A consent taken back ends what rested on it; a restriction is told, and its end beforehand."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, EMILY, LEENA
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    day_in,
    decisions,
    faults,
    never_says,
    plant,
    says,
    tells_the_remedies,
)


@pytest.mark.shows("G36", "CON-7-3", "L03", "L04", "L23", "PAST")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g36_consent_to_a_note_on_an_allergy_ends_at_once(desk: Desk, language: str) -> None:
    note = plant(
        desk,
        "allergies",
        customer_id=4,
        told_on="2025-11-28",
        body="Pähkinäallergia.",
        consented_on="2025-11-28",
    )
    plant(
        desk,
        "notes",
        customer_id=4,
        practitioner_id=3,
        written_on="2025-11-28",
        kind="info",
        body="Hoidossa huomioitu pähkinäallergia.",
    )
    case = desk.notes_one(
        "consent_withdrawal",
        received="2026-03-11",  # Wednesday
        channel="email",
        email="leena.rautio@example.fi",
        **{**LEENA, "language": language},
    )
    # Neither a question, an extension, a fee nor a refusal exists for it.
    for step in ("ask_identity", "propose_extension", "propose_fee", "refuse"):
        assert {"step.barred", "step.unknown"} & set(faults(case, step))
    case.link("4")
    case.do("accept_identity", method="strong_eid", concerns="booking.allergies")
    found = faults(
        case,
        "set_decision",
        group="booking.allergies",
        action="refuse",
        ground="ERA-NOGROUND",
        why="We would like to keep it for her own safety.",
    )
    assert {"grounds.unrefusable", "grounds.wrong_right"} <= set(found)
    case.confirm()
    assert decisions(case) == {"booking.allergies": ("erase", "CON-7-3")}
    case.do("decide")
    case.carry_out()
    assert desk.rows("SELECT * FROM allergies WHERE id = ?", note) == []
    # The masseur's own record is a patient record; no consent carries it and it stays.
    assert desk.rows("SELECT practitioner_id FROM notes WHERE customer_id = 4") == [(3,)]
    if due := case.shown["recipients_due"]:
        case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-CONSENT-WD"
    says(answer, day_in(language, "2026-03-11"))
    case.post_and_close(answer)


@pytest.mark.shows("CON-7-3")
def test_a_stop_takes_name_and_one_more_identifier_that_fit_one_person_alone(desk: Desk) -> None:
    """As easy as giving it (Art. 7(3)): she writes from elsewhere and names her e-mail address."""
    plant(
        desk,
        "allergies",
        customer_id=4,
        told_on="2025-11-28",
        body="Pähkinäallergia.",
        consented_on="2025-11-28",
    )
    moved = {**LEENA, "street": "Uusi katu 1", "email": "leena.rautio@example.fi"}
    case = desk.notes_one("consent_withdrawal", received="2026-03-11", channel="post", **moved)
    case.link("4")
    # The stop can go ahead now, so nothing is asked.
    assert "guard.identity_is_still_open" in faults(case, "ask_clarification", **WHICH_CONSENT)
    case.do("accept_identity", concerns="booking.allergies")
    case.confirm()
    # Erasing health data is another matter (D.3); the use ends now.
    assert decisions(case) == {"booking.allergies": ("stop", "CON-7-3")}
    case.do("decide")
    case.carry_out()


WHICH_CONSENT = {
    "clarify_reason": "Nimellä ja osoitteella ei löydy asiakasta, jonka suostumus tämä olisi",
    "clarify_question": "Mitä suostumusta tarkoitat, ja millä nimellä tai numerolla annoit sen",
    "large_quantity": "no",
    "answer_by": "2026-03-25",
}


@pytest.mark.shows("CON-7-3", "SCOPE-NODATA", "EVERYTHING", "CLOCK")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_that_cannot_be_found_is_asked_about_and_the_case_ends(
    desk: Desk, language: str
) -> None:
    asked = {"name": LEENA["name"], "street": "Uusi katu 1", "postcode": "00100"}
    asked |= {"city": "Helsinki", "language": language}
    case = desk.notes_one("consent_withdrawal", received="2026-03-11", channel="post", **asked)
    case.link("4")  # the name alone says too little
    assert "ask_clarification" in case.refused("accept_identity")
    before = (case.shown["due"], case.shown["strict_due"])
    much = {**WHICH_CONSENT, "large_quantity": "yes"}
    assert "guard.question_puts_nothing_off" in faults(case, "ask_clarification", **much)
    case.do("ask_clarification", **WHICH_CONSENT)
    shown = case.shown
    assert (shown["state"], shown["clock"]) == ("clarification_asked", "running")
    assert (shown["due"], shown["strict_due"]) == before
    question = case.sent("LT-CLARIFY")
    says(question, WHICH_CONSENT["clarify_question"])
    assert {"step.barred"} & set(faults(case, "ask_identity"))
    case.post(question)
    desk.on("2026-03-26")  # Thursday
    case.do("go_on_unanswered")
    case.link()  # nothing under what was given
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-NODATA"
    case.post_and_close(answer)


@pytest.mark.shows("RES-18-3", "L03", "L22", "L25", "LIFT")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_restriction_is_told_and_its_end_a_week_before(desk: Desk, language: str) -> None:
    case = desk.notes_one(
        "restriction", received="2026-03-05", channel="post", **{**AINO, "language": language}
    )
    case.link("1")
    case.do("accept_identity", concerns="booking.notes")
    case.set(
        "booking.notes",
        "restrict",
        why="She contests a note (Art. 18(1)(a)).",
        restriction_ground="a",
    )
    case.do("decide")
    case.carry_out()
    assert desk.rows(
        "SELECT DISTINCT restricted FROM notes WHERE customer_id = 1 AND id IN (SELECT"
        " n.id FROM notes n JOIN practitioners p ON p.id = n.practitioner_id"
        " WHERE NOT p.health_professional)"
    ) == [(1,)]
    if due := case.shown["recipients_due"]:
        case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-RESTRICT"
    case.post(answer)
    assert "still restricted" in case.refused("close")
    reason = {
        "fi": "Merkintä on nyt tarkistettu",
        "sv": "Anteckningen har nu kontrollerats",
        "en": "The note has now been checked",
    }[language]
    found = faults(case, "announce_lift", lift_on="2026-03-16", lift_reason=reason)
    assert "2026-03-19" in " ".join(found.values())  # Thursday, a week from now
    case.do("announce_lift", lift_on="2026-03-20", lift_reason=reason)  # Friday
    notice = case.sent("LT-RESTRICT-LIFT")
    label = {"fi": "Lisätiedot", "sv": "Tilläggsuppgifter", "en": "Further information"}
    says(notice, day_in(language, "2026-03-20"), reason, label[language])
    never_says(notice, "Riku Palo")  # they were told of the restriction, not of its end
    case.post(notice)
    desk.on("2026-03-20")
    case.do("lift_restriction")
    case.run()
    assert desk.rows("SELECT DISTINCT restricted FROM notes WHERE customer_id = 1") == [(0,)]
    case.close()


NONE = {
    "tested_grounds": "You do not contest the data, they are lawfully held, you need none of them "
    "for a claim, and you have not objected to anything",
    "a_accuracy_contested": "no",
    "b_unlawful": "no",
    "c_needed_for_claims": "no",
    "d_objection_pending": "no",
}


@pytest.mark.shows("RES-18-1-NONE", "C2", "L05", "L06", "L07", "L08")
def test_no_ground_for_a_restriction_is_told_with_each_condition(desk: Desk) -> None:
    case = desk.notes_one(
        "restriction", received="2026-03-05", channel="phone", phone="+358405550106", **EMILY
    )
    case.link("6")
    case.do("accept_identity", method="call_back")
    for group in {one["group"] for one in case.shown["proposals"]} or held(case):
        case.set(group, "refuse", ground="RES-18-1-NONE", why="None of the four holds.", **NONE)
    case.do("refuse", lighter_outcome="none of the data is contested, so nothing is restricted")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-REFUSED"
    says(answer, "you need none of them for a claim")
    tells_the_remedies(answer, "en")


def held(case: CaseFile) -> set[str]:
    """Groups in which something is held, as a refused decision names them."""
    (sentence,) = faults(
        case, "set_decision", group="booking.none", action="give", why="To see what is held."
    ).values()
    named = sentence.split("one of these:")[1].split(";")[0]
    return {part.strip() for part in named.split(",")}
