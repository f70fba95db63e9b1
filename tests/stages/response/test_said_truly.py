"""No letter says more than is true: who reads it, what was done, what follows, what is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.cases.letter import LetterContent
from dsr.stages.response.compose import compose
from dsr.stages.response.gate import check
from dsr.stages.response.printed_text import texts
from dsr.stages.response.values import spell_date
from tests.stages.response.salon import as_pages, case, letter, letter_facts
from tests.stages.response.salon_decisions import decide
from tests.stages.response.salon_register import LANGUAGES, NAME, REGISTER, render_ground, wording
from tests.stages.response.salon_variants import variant


def everything(content: LetterContent) -> str:
    """All that the reader sees in the body."""
    return "\n".join(text for element in content.elements for text in texts(element))


def under(content: LetterContent, code: str) -> str:
    """What stands in the elements with this code."""
    return "\n".join(t for e in content.elements if code in e.codes for t in texts(e))


def test_a_document_that_is_shown_keeps_its_picture_bare_and_a_copy_does_not() -> None:
    shown, facts = letter("LT-NEED-ID", "en")
    assert "your picture" in under(shown, "L10") and "do not send us a copy" in under(shown, "L10")
    both = {**facts.extra, "methods": ["masked_id_copy", "in_person", "call_back"]}
    offered, _ = letter("LT-NEED-ID", "en", extra=both)
    assert "cover the picture" in under(offered, "L10")
    assert "your picture" in under(offered, "L10")
    assert "do not send us a copy" not in under(offered, "L10")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_representative_is_told_whose_data_before_what_became_of_them(language: str) -> None:
    content, facts = variant("to the representative", language)
    first = under(content, "L03")
    assert first.index(NAME) < first.index(texts(content.elements[0])[2])
    assert texts(content.elements[0])[1] in under(content, "L02")
    assert facts.case.requester.name == NAME


WRITTEN_TO_THE_WRITER = (
    "authority unanswered",
    "identity of the representative",
    "not entitled to the child's",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", WRITTEN_TO_THE_WRITER)
def test_who_asks_for_another_is_you_and_learns_nothing_of_what_is_held(
    name: str, language: str
) -> None:
    content, facts = variant(name, language)
    said = wording()[language]
    whose = said.say("request.on_behalf", name=NAME)
    assert whose not in everything(content)
    assert said.say("authority.represented", name=NAME) in under(content, "L02")
    tells = "doubt.why" if facts.type == "LT-NEED-ID" else "done.says_nothing"
    assert said.say(tells) in everything(content)


def test_identity_never_shown_tells_nothing_of_what_is_held() -> None:
    content, _ = letter("LT-ID-FAIL", "fi")
    assert "ei kerro, onko meillä" in under(content, "L04")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_goes_on_is_not_said_to_have_ended_nor_what_ended_to_go_on(language: str) -> None:
    say = wording()[language].say
    for name, key in (
        ("objection in part", "LT-OBJ-REFUSED"),
        ("partly restricted", "LT-RESTRICT"),
    ):
        content, _ = variant(name, language)
        assert say(f"outcome.{key}-PART") in under(content, "L03")
        assert say(f"outcome.{key}") not in everything(content)
    content, _ = variant("objection in part", language)
    assert say("done.LT-OBJ-REFUSED") not in everything(content)


def test_an_erasure_says_what_was_only_made_unrecognisable() -> None:
    content, facts = letter("LT-ERASE-FULL", "fi")
    assert "tunnistaa" in under(content, "L03")
    erased = tuple(d for d in facts.decisions if d.action is not Action.ANONYMISE)
    content, _ = letter("LT-ERASE-FULL", "fi", decisions=erased)
    assert "tunnistaa" not in under(content, "L03")


@pytest.mark.shows("DETAIL", "EVERYTHING")
@pytest.mark.parametrize(
    ("right", "key"),
    [
        (Right.ACCESS, "no_extent"),
        (Right.RECTIFICATION, "no_detail"),
        (Right.ERASURE, "no_situation"),
    ],
)
def test_silence_widens_nothing_but_a_copy(right: Right, key: str) -> None:
    content, facts = letter("LT-CLARIFY", "fi", case=case(right, "fi"))
    day = "7.4.2026"
    assert wording()["fi"].say(f"clock.{key}", strict_due=day) in under(content, "CLOCK")
    detail = right is Right.RECTIFICATION
    assert bool(under(content, "DETAIL")) is detail
    assert bool(under(content, "EVERYTHING")) is not detail
    assert check(content, as_pages(content), facts) == ()


def test_a_question_to_an_objector_promises_no_stop_that_was_not_asked_for() -> None:
    content, _ = variant("situation asked", "fi")
    assert "joka tapauksessa" not in under(content, "MARKETING")
    assert "kerro" in under(content, "MARKETING")


def test_an_acknowledgement_does_not_say_that_anything_is_held() -> None:
    content, _ = letter("LT-ACK", "fi")
    assert "Jos sinulla on käyttäjätili" in everything(content)


def test_a_fee_says_what_follows_from_silence_and_a_closed_case_what_can_be_contested() -> None:
    content, _ = letter("LT-FEE", "fi")
    assert "Jos emme saa vastausta, emme toteuta pyyntöä" in under(content, "REPLY")
    unanswered, _ = letter("LT-CLOSE", "fi")
    assert wording()["fi"].say("complaint.lead_refused") in under(unanswered, "L06")
    withdrawn, _ = variant("withdrawn", "fi")
    assert wording()["fi"].say("complaint.lead_refused") not in under(withdrawn, "L06")


def test_a_transfer_that_cannot_be_made_is_no_refusal_of_the_data() -> None:
    content, _ = variant("no way in", "fi")
    whole = wording()["fi"].say("label.whole_request")
    assert whole not in under(content, "L04")
    assert "Suora siirto" in under(content, "L04")
    assert [e.heading for e in content.elements if "L05" in e.codes] == [
        wording()["fi"].say("label.direct_transfer")
    ]


def test_the_end_of_a_restriction_names_the_data_and_no_act_of_the_past() -> None:
    content, facts = letter("LT-RESTRICT-LIFT", "fi")
    assert "Rajoitus päättyy" in under(content, "L04") and not under(content, "L22")
    nothing, facts = letter("LT-RESTRICT-LIFT", "fi", decisions=())
    places = [fault.place for fault in check(nothing, as_pages(nothing), facts)]
    assert "decisions" in places
    assert facts.executed_on is None


def test_own_data_are_not_passed_over_by_naming_another_controller() -> None:
    content, facts = letter("LT-OTHER-CTRL", "fi")
    assert check(content, as_pages(content), facts) == ()
    everything_asked = {"own_data_held": True}
    content, facts = letter("LT-OTHER-CTRL", "fi", extra=everything_asked)
    assert "letter.own_data" in [f.code for f in check(content, as_pages(content), facts)]
    content, facts = letter("LT-OTHER-CTRL", "fi", extra={"own_data_held": False})
    assert check(content, as_pages(content), facts) == ()


def test_what_goes_on_despite_a_restriction_is_not_called_left_out_of_a_copy() -> None:
    going_on = decide("bookings", Action.WITHHOLD, "RES-18-2")
    decisions = (decide("notes", Action.RESTRICT), going_on)
    facts = letter_facts("LT-RESTRICT", "fi", decisions=decisions)
    content = compose(facts, wording(), lambda code, language, facts: "Syy.")
    assert "jäljennöksestä" not in under(content, "L04")
    assert "Käyttö jatkuu" in under(content, "L04")


def test_a_recipient_of_an_own_correction_hears_of_no_request() -> None:
    content, facts = variant("own mistake told", "fi")
    assert "käyttänyt" not in everything(content) and "Pyyntö saapui" not in everything(content)
    assert facts.case.number in under(content, "L02")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_brought_back_is_said_with_its_day_and_place(language: str) -> None:
    whole, facts = variant("can be brought back", language)
    said, day = wording()[language].say, spell_date(date(2026, 4, 1), language)  # Wednesday
    assert said("remains.undo", date=day) in under(whole, "REST")
    part, facts_of_part = variant("can be brought back in part", language)
    system = REGISTER.label[language]
    only_there = said("remains.undo_in", date=day, systems=system)
    assert only_there in under(part, "REST")
    assert said("remains.undo", date=day) not in under(part, "REST")
    # promising everything, where one register takes nothing back, does not pass; nor another day
    refused = check(whole, as_pages(whole), facts_of_part)
    assert [(f.code, f.place) for f in refused] == [
        ("letter.name", "REST system that takes data back")
    ]
    later = replace(facts, extra={**facts.extra, "undo_until": "2026-04-02"})  # Thursday
    assert [(f.code, f.place) for f in check(whole, as_pages(whole), later)] == [
        ("letter.date", "REST undo_until")
    ]


def test_a_window_that_is_over_is_not_spoken_of() -> None:
    _, facts = variant("can be brought back", "en")
    over = replace(facts, extra={**facts.extra, "undo_until": "2026-03-18"})  # Wednesday
    content = compose(over, wording(), render_ground)
    assert "Restoring" not in everything(content)
    assert check(content, as_pages(content), over) == ()


def test_all_but_a_secret_address_is_not_all() -> None:
    secret = case(Right.ACCESS, "fi", facts={"non_disclosure": True})
    content, _ = letter("LT-ACCESS-FULL", "fi", case=secret)
    assert "paitsi osoitteesi" in under(content, "L03")
