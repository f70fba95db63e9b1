"""Who asks: a question only on a concrete doubt, and never more than is needed."""

from __future__ import annotations

import json

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import AINO, EMILY, LEENA
from tests.journeys.scenarios.lawful import (
    ASKS_TOO_MUCH,
    LANGUAGES,
    dates,
    day_in,
    faults,
    in_todays_list,
    never_says,
    says,
    tells_the_remedies,
)

DOUBT = {
    "fi": "Kirjeessä on osoite Teollisuuskadulla, jota rekisterissämme ei ole; siellä on toinen",
    "sv": "Brevet har en adress på Industrigatan som saknas i vårt register, där finns en annan",
    "en": "The letter gives an address in Teollisuuskatu that is not in our register, where "
    "another one is on file",
}


@pytest.mark.shows("G14", "R7", "R8", "R9", "ID-12-6-ASK", "L05", "L08", "L10", "CLOCK")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g14_a_signature_from_an_unknown_address_is_asked_about_at_the_known_one(
    desk: Desk, language: str
) -> None:
    desk.on("2026-03-09")  # Monday, the second working day
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", **{**EMILY, "language": language}
    )  # Thursday
    case.link("6")
    # Everything is asked for, to the new address: the signature under it proves nothing.
    found = faults(case, "accept_identity", answer_to="given")
    assert "needs evidence E2, E0 is shown" in found["guard.identity_is_proven"]
    case.do("ask_identity", doubt_reason=DOUBT[language], methods="call_back,code_letter")
    shown = case.shown
    assert (shown["clock"], *dates(case)) == ("stopped", "2026-04-07", None)  # Tuesday
    question = case.sent("LT-NEED-ID")
    says(question, DOUBT[language], day_in(language, "2026-04-07"), "DSR-2026-0001")
    never_says(question, "Fleminginkatu", "ecarter@example.org", "Kasvohoito")
    never_says(question, *ASKS_TOO_MUCH[language])
    desk.on("2026-04-01")  # Wednesday: the strict date is watched though the clock stands
    assert in_todays_list(desk, "strict_due", case)


FAILED = {
    "asked_info": "a call-back or the code sent by post",
    "received_info": "no answer reached us by any of the ways offered",
    "insufficient_reason": "the address is unknown to us and nobody confirmed it from the number "
    "or the address that we hold",
    "no_lighter_way": "yes",
}


@pytest.mark.shows("R11", "R17", "ID-12-2-FAIL", "L05", "L06", "L07", "L08", "L10", "L30")
@pytest.mark.parametrize("language", LANGUAGES)
def test_identity_never_proven_is_said_by_the_strict_date(desk: Desk, language: str) -> None:
    desk.on("2026-03-09")  # Monday
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", **{**EMILY, "language": language}
    )
    case.link("6")
    case.do("ask_identity", doubt_reason=DOUBT[language], methods="call_back,code_letter")
    early = faults(case, "identity_failed", **FAILED)
    assert set(early) == {"guard.answer_was_awaited"}
    desk.on("2026-04-02")  # Thursday
    case.do("identity_failed", **FAILED)
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-ID-FAIL"
    says(answer, day_in(language, "2026-03-09"), FAILED["received_info"])
    tells_the_remedies(answer, language)
    never_says(answer, "Fleminginkatu", "ecarter@example.org")


@pytest.mark.shows("G15", "L20")
def test_g15_an_unsigned_letter_from_the_address_on_file_is_answered_there(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    # To send it back for a signature, or to ask on that ground, is refused with the reason.
    found = faults(
        case,
        "ask_identity",
        doubt_reason="The letter is not signed.",
        methods="call_back,code_letter",
    )
    assert "guard.doubt_is_concrete" in found
    assert "none is needed, none proves" in found["guard.doubt_is_concrete"]
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    says(answer, "Aino Koskinen Porvoonkatu 14 B 22 00510 HELSINKI")
    never_says(answer, *ASKS_TOO_MUCH["fi"])


@pytest.mark.shows("G16", "L20", "L29")
def test_g16_an_e_mail_gets_its_copy_in_a_form_that_machines_read(desk: Desk) -> None:
    case = desk.notes_one(
        "access",
        received="2026-03-10",  # Tuesday
        channel="email",
        email="leena.rautio@example.fi",
        **LEENA,
    )
    case.link("4")
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    files = answer.attachments
    copy = json.loads(files[f"{case.number}.json"])
    assert "leena.rautio@example.fi" in json.dumps(copy, ensure_ascii=False)
    assert any(name.endswith(".csv") for name in files)
    # Neither a visit nor the post alone is offered.
    never_says(answer, " nouda ", "henkilökohtaisesti", *ASKS_TOO_MUCH["fi"])
    case.do(
        "record_posting",
        letter=str(answer.id),
        posted_on="2026-03-12",
        proof="protected link by e-mail, the password by text message",
        user="desk",
    )
    case.close()


@pytest.mark.shows("G30", "ID-12-6-ASK", "L10", "L30")
def test_g30_a_copy_of_a_passport_is_neither_needed_nor_asked_for_nor_noted(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    number = "131052-308T"  # a made-up personal identity code
    # No note may keep the number; the identity is shown without the copy as it is.
    found = faults(
        case,
        "ask_identity",
        doubt_reason=f"The passport copy shows {number}, which we cannot compare with anything.",
        methods="masked_id_copy,in_person",
    )
    assert {"guard.doubt_is_concrete", "guard.methods_are_offered"} <= set(found)
    assert number not in str(found)
    case.do("accept_identity", identity_note="checked by the address on file; no document needed")
    assert number not in str(case.events)
    # Of ordinary data no copy may even be offered (EDPB 01/2022, 73-79).
    other = desk.notes_one("access", received="2026-03-09", channel="post", **EMILY)
    other.link("6")
    asked = {"doubt_reason": DOUBT["en"], "methods": "call_back,masked_id_copy"}
    assert "methods.id_copy" in faults(other, "ask_identity", **asked)
    # Where health data would go for good, the question says what may be covered.
    moved = {**AINO, "street": EMILY["street"], "language": "en"}
    other = desk.notes_one("erasure", received="2026-03-09", channel="post", **moved)
    other.link("1")
    other.do("ask_identity", **{**asked, "methods": "strong_eid,masked_id_copy"})
    question = other.sent("LT-NEED-ID")
    says(question, "your name", "delete")
    tells = question.text
    assert "cover" in tells


@pytest.mark.shows("ID-12-6-ASK", "R8")
def test_a_question_to_everybody_is_refused_with_all_its_faults(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **EMILY)
    case.link("6")
    found = faults(
        case, "ask_identity", doubt_reason="It is our standard procedure.", methods="in_person"
    )
    assert {"guard.doubt_is_concrete", "guard.methods_are_offered"} <= set(found)
    assert case.shown["clock"] == "running"
