"""What the gate refuses besides missing elements: untruths, strangers, leaks, loose templates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.cases.letter import Element, Enclosure, LetterContent, Paragraph
from dsr.cases.site import Address
from dsr.law.identity_code import check_sign
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.matrix import INFORMING_GROUNDS
from dsr.stages.response.printed_text import bare, is_printed
from tests.stages.response.salon import as_pages, case, letter, letter_facts
from tests.stages.response.salon_decisions import decide, keep_receipts
from tests.stages.response.salon_register import RECEIVED, catalogue


def codes(content: LetterContent, facts: LetterFacts) -> set[str]:
    return {fault.code for fault in check(content, as_pages(content), facts)}


def adding(content: LetterContent, text: str, code: str = "L27") -> LetterContent:
    return replace(content, elements=(*content.elements, Element((code,), (Paragraph(text),))))


def made_up_identity_code() -> str:
    """A syntactically valid code, built here so that none is written down anywhere."""
    born, number = "010190", "9" + "01"
    return f"{born}-{number}{check_sign(born, number)}"


@pytest.mark.shows("L05", "L06", "L07")
def test_a_refusal_forces_reasons_and_remedies_in_whatever_letter() -> None:
    facts = letter_facts("LT-ERASE-FULL", decisions=(keep_receipts("fi"),))
    content, _ = letter("LT-ERASE-FULL")
    places = {f.place for f in check(content, as_pages(content), facts)}
    assert {"L05", "LT-ERASE-FULL", "booking.receipts"} <= places


def test_a_refusal_without_a_ground_is_refused() -> None:
    content, facts = letter("LT-ERASE-REFUSED", decisions=(decide("notes", Action.REFUSE),))
    assert "letter.no_ground" in codes(content, facts)


def test_the_reason_of_each_group_is_looked_for() -> None:
    content, facts = letter("LT-ERASE-REFUSED")
    for at, element in enumerate(content.elements):
        if "L05" in element.codes:
            other = replace(element, blocks=(Paragraph("Koska näin on hyvä."),))
            made = replace(
                content, elements=(*content.elements[:at], other, *content.elements[at + 1 :])
            )
            assert "letter.no_reason" in codes(made, facts)


def test_grounds_that_inform_are_those_of_the_catalogue() -> None:
    kinds = {ground.code: set(ground.kinds) for ground in catalogue()}
    limiting = {"REFUSE", "LIMIT", "CHARGE"}
    assert set(kinds) >= INFORMING_GROUNDS
    assert {code for code, kind in kinds.items() if not kind & limiting} == INFORMING_GROUNDS


@pytest.mark.shows("L02", "L09")
@pytest.mark.parametrize(
    ("type_", "change"),
    [
        ("LT-ACK", {"received": date(2026, 3, 6)}),
        ("LT-ACK", {"due": date(2026, 4, 8)}),
        ("LT-ERASE-PART", {"executed_on": date(2026, 3, 1)}),
        ("LT-NEED-ID", {"strict_due": date(2026, 4, 1)}),
        ("LT-NEED-ID", {"due": date(2026, 4, 20)}),
    ],
)
def test_dates_must_be_those_of_the_clock(type_: str, change: dict[str, object]) -> None:
    content, facts = letter(type_)
    assert "letter.date" in codes(content, replace(facts, **change))  # type: ignore[arg-type]


@pytest.mark.shows("L23")
def test_the_end_of_storage_must_be_the_decisions() -> None:
    content, facts = letter("LT-ERASE-PART")
    later = tuple(replace(d, until=date(2032, 12, 31)) if d.until else d for d in facts.decisions)
    assert "letter.date" in codes(content, replace(facts, decisions=later))


@pytest.mark.shows("R10", "L09")
def test_extension_after_its_last_day_is_refused() -> None:
    content, facts = letter("LT-EXTEND", today=date(2026, 4, 8))
    assert "letter.too_late" in codes(content, facts)


def test_extension_to_an_earlier_day_is_refused() -> None:
    extra = {"extension_reason": "aineistoa on poikkeuksellisen paljon", "new_due_date": RECEIVED}
    content, facts = letter("LT-EXTEND", extra=extra)
    assert "letter.date" in codes(content, facts)


@pytest.mark.shows("RES-18-3", "LIFT")
def test_restriction_is_not_lifted_before_the_notice() -> None:
    extra = {"lift_date": "2026-03-19", "lift_reason": "tiedot on tarkistettu"}
    content, facts = letter("LT-RESTRICT-LIFT", extra=extra)
    assert "letter.too_late" in codes(content, facts)


@pytest.mark.shows("L10")
@pytest.mark.parametrize("methods", [["in_person", "masked_id_copy"], ["call_back"], []])
def test_identity_needs_two_ways_and_one_without_a_document(methods: list[str]) -> None:
    facts = letter_facts("LT-NEED-ID")
    content, facts = letter("LT-NEED-ID", extra={**facts.extra, "methods": methods})
    assert "letter.methods" in codes(content, facts)


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("LT-NEED-ID", "doubt_reason"),
        ("LT-NEED-ID", "due_if_replied"),
        ("LT-EXTEND", "extension_reason"),
        ("LT-RESTRICT-LIFT", "lift_reason"),
        ("LT-ID-FAIL", "received_info"),
        ("LT-CLOSE", "asked_info"),
        ("LT-A19-RECIPIENT", "confirm_by"),
    ],
)
def test_a_hollow_sentence_is_refused(type_: str, name: str) -> None:
    extra = {k: v for k, v in letter_facts(type_).extra.items() if k != name}
    content, facts = letter(type_, extra=extra)
    places = {f.place for f in check(content, as_pages(content), facts)}
    assert name in places


@pytest.mark.shows("OBJ-DM")
def test_marketing_stop_never_asks_charges_or_extends() -> None:
    content, facts = letter("LT-DM-STOP")
    for code in ("L05", "L09", "L10", "CLOCK"):
        assert "letter.forbidden" in codes(adding(content, "Vahvista ensin.", code), facts)


@pytest.mark.shows("L30")
def test_personal_identity_code_is_refused_everywhere() -> None:
    content, facts = letter("LT-ACCESS-FULL")
    code = made_up_identity_code()
    assert "letter.identity_code" in codes(adding(content, f"Tunnus {code}"), facts)
    hidden = Enclosure("a.json", "x", code.encode(), "Data")
    made = replace(content, enclosures=(hidden,))
    assert "letter.identity_code" in codes(made, facts)
    pages = (*as_pages(content), code)
    assert "letter.identity_code" in {f.code for f in check(content, pages, facts)}


@pytest.mark.shows("L30")
def test_other_persons_name_is_refused() -> None:
    content, facts = letter("LT-ACCESS-PART")
    assert "Kaisa Toinen" in facts.words("other_names")
    assert "letter.other_person" in codes(adding(content, "Kaisa Toinen kävi."), facts)


@pytest.mark.shows("L21", "L30")
def test_withheld_text_is_refused_in_letter_and_enclosure() -> None:
    content, facts = letter("LT-ACCESS-PART")
    secret = str(facts.findings[2].rows[1].values["text"])
    assert "letter.withheld" in codes(adding(content, secret), facts)
    hidden = Enclosure("a.json", "x", secret.encode(), "Data")
    assert "letter.withheld" in codes(replace(content, enclosures=(hidden,)), facts)


@pytest.mark.parametrize(
    "lines",
    [
        ("Aino Esimerkki", "Mallitie 3 B 17", "00720 HELSINKI", "Asia: potilastiedot"),
        ("Aino Esimerkki", "aino@posti.example", "00720 HELSINKI"),
        ("Aino Esimerkki", "DSR-2026-0007", "00720 HELSINKI"),
        ("Aino Esimerkki", "c/o", "b", "c", "d", "e"),
        ("Aino Esimerkki",),
        ("A" * 61, "Mallitie 3 B 17", "00720 HELSINKI"),
    ],
)
def test_only_the_address_shows_in_the_window(lines: tuple[str, ...]) -> None:
    content, facts = letter("LT-ERASE-FULL")
    assert "letter.window" in codes(replace(content, recipient=lines), facts)


def test_a_long_name_is_refused_before_it_leaves_the_window() -> None:
    long = Address("Nimi " * 13, "Tie 1", "00100", "Helsinki")
    content, facts = letter("LT-ACK", recipient=long)
    assert "letter.window" in codes(content, facts)


@pytest.mark.parametrize("text", ["Päivä: {due}", "Syy: None.", "TODO", "arvo nan"])
def test_left_over_template_is_refused(text: str) -> None:
    content, facts = letter("LT-ACK")
    assert "letter.left_over" in codes(adding(content, text), facts)


def test_the_word_none_of_a_sentence_is_no_placeholder() -> None:
    content, facts = letter("LT-ACK", "en")
    assert codes(adding(content, "None of the conditions is met."), facts) == set()


def test_braces_of_a_person_are_hers() -> None:
    facts = letter_facts("LT-NEED-ID")
    extra = {**facts.extra, "doubt_reason": "kirjeessä luki {nimi} ja None, ei oikeaa nimeä"}
    content, facts = letter("LT-NEED-ID", extra=extra)
    assert codes(content, facts) == set()


def test_wrong_language_is_refused() -> None:
    content, facts = letter("LT-ERASE-PART", "sv")
    finnish, _ = letter("LT-ERASE-PART", "fi")
    mixed = replace(content, elements=finnish.elements)
    assert "letter.language" in codes(mixed, facts)


def test_empty_paragraph_is_refused() -> None:
    content, facts = letter("LT-ACK")
    assert "letter.empty" in codes(adding(content, "  "), facts)


def test_letter_of_another_case_is_refused() -> None:
    content, facts = letter("LT-ACK")
    other = replace(facts, case=case(Right.ACCESS, "fi", number="DSR-2026-0008"))
    assert "letter.other_case" in codes(content, other)


def test_printed_text_is_found_across_page_breaks_only_where_it_runs_on() -> None:
    pages = (bare("Alussa on yksi lause, joka jat-\nkuu"), bare("seuraavalla sivulla näin."))
    assert is_printed("lause, joka jatkuu seuraavalla sivulla", pages)
    assert not is_printed("lause, joka jatkuu toisella sivulla", pages)
    assert not is_printed("seuraavalla sivulla näin. Alussa", pages)
    assert is_printed("\U0001f642 näin", (bare("[U+1F642] näin"),))
