"""What the reader gets: the outcome first, her own data in words, and nothing she may not have."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from itertools import product

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.cases.inquiry import What
from dsr.cases.letter import DataTable, LetterContent
from dsr.cases.register import ColumnMap
from dsr.errors import BadInput, LetterIncomplete
from dsr.stages.response.compose import ORDER, compose
from dsr.stages.response.data_copy import LONGEST_PARAGRAPH
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.printed_text import texts
from dsr.stages.response.release import release
from dsr.stages.response.values import spell_value
from tests.stages.response.salon import as_pages, case, letter, letter_facts
from tests.stages.response.salon_decisions import decide
from tests.stages.response.salon_questions import REPRESENTATIVE
from tests.stages.response.salon_register import (
    CONTROLLER,
    LANGUAGES,
    NAME,
    SITE,
    findings,
    render_ground,
    t,
    wording,
)

TO_PERSONS = [name for name in ORDER if LETTERS[name].to_subject]


def everything(content: LetterContent) -> str:
    return "\n".join(text for e in content.elements for text in texts(e)).replace("\u00a0", " ")


def under(content: LetterContent, code: str) -> str:
    return "\n".join(
        text for e in content.elements if code in e.codes for text in texts(e)
    ).replace("\u00a0", " ")


@pytest.mark.parametrize(("type_", "language"), list(product(TO_PERSONS, LANGUAGES)))
def test_letter_says_who_answers_first_what_came_of_it(type_: str, language: str) -> None:
    content, _ = letter(type_, language)
    first = texts(content.elements[0])
    assert (REPRESENTATIVE.name if type_ == "LT-NEED-AUTH" else NAME) in first[0]
    assert first[1] and content.elements[0].codes == ("L03",)
    assert CONTROLLER.business_id in under(content, "L01")
    assert CONTROLLER.email in under(content, "L27")
    assert content.recipient[-1].endswith("HELSINKI")


@pytest.mark.parametrize("language", LANGUAGES)
def test_access_letter_puts_codes_into_words(language: str) -> None:
    content, _ = letter("LT-ACCESS-FULL", language)
    copy = under(content, "L20")
    massage = {"fi": "hieronta", "sv": "massage", "en": "massage"}[language]
    paid = {"fi": "1 234,50 €", "sv": "1 234,50 €", "en": "€1,234.50"}[language]
    day = {"fi": "12.9.2025", "sv": "12.9.2025", "en": "12 September 2025"}[language]
    for wanted in (massage, paid, day):
        assert wanted in copy
    assert "MASS" not in copy and "123450" not in copy


@pytest.mark.shows("L21", "HERE")
def test_withheld_row_is_marked_and_absent_everywhere() -> None:
    full, _ = letter("LT-ACCESS-FULL", "en")
    part, facts = letter("LT-ACCESS-PART", "en")
    secret = str(facts.findings[2].rows[1].values["text"])
    assert secret in everything(full)
    assert any(secret.encode() in e.content for e in full.enclosures)
    assert secret not in everything(part)
    assert not any(secret.encode() in e.content for e in part.enclosures)
    assert "Number of entries left out: 1" in under(part, "HERE")


def test_long_note_is_divided_and_never_cut() -> None:
    note = "sana " * 4_000
    found = findings("fi")
    row = replace(found[2].rows[0], values={"text": note, "written": date(2025, 2, 3)})
    content, _ = letter("LT-ACCESS-FULL", findings=(replace(found[2], rows=(row,)),))
    copied = [text for e in content.elements if "L20" in e.codes for text in texts(e)]
    assert sum(text.count("sana") for text in copied) == 4_000
    assert max(map(len, copied)) < LONGEST_PARAGRAPH + 60


def test_wide_table_becomes_pairs_and_narrow_stays_a_table() -> None:
    content, _ = letter("LT-ACCESS-FULL", "en")
    tables = [b for e in content.elements for b in e.blocks if isinstance(b, DataTable)]
    assert all(len(row) == len(b.headers) <= 5 for b in tables for row in b.rows)
    assert "Fax" in under(content, "L20")  # an empty field is named, not hidden


@pytest.mark.shows("L23", "REST")
def test_erasure_tells_what_stays_until_when_and_what_is_left() -> None:
    content, _ = letter("LT-ERASE-PART", "en")
    assert "31 December 2031" in under(content, "L23")
    assert "17 April 2026" in under(content, "REST")  # executed 18 March and 30 days of backups
    assert "Accounting Act" in under(content, "L05")


def test_identity_letter_speaks_of_documents_only_when_one_is_offered() -> None:
    with_document, facts = letter("LT-NEED-ID", "en")
    assert "cover everything in it except your name" in everything(with_document)
    extra = {**facts.extra, "methods": ["code_letter", "call_back"]}
    without, _ = letter("LT-NEED-ID", "en", extra=extra)
    assert "cover everything" not in everything(without)
    assert "do not send us a copy" in everything(without)
    assert "7 April 2026" in under(without, "CLOCK") and "27 April 2026" in under(without, "CLOCK")


def test_unknown_way_of_identification_is_refused() -> None:
    with pytest.raises(BadInput):
        letter("LT-NEED-ID", extra={"methods": ["horoscope"]})


def test_rectification_shows_values_only_when_safe() -> None:
    shown, facts = letter("LT-RECT-DONE", "en")
    assert "Aino Esimerkki-Malli" in under(shown, "CHANGED")
    hidden, _ = letter("LT-RECT-DONE", "en", extra={})
    assert "Esimerkki" not in under(hidden, "CHANGED") and "Name" in under(hidden, "CHANGED")
    assert facts.extra["show_values"] is True


@pytest.mark.shows("WARN")
def test_changed_contact_notice_has_no_values() -> None:
    content, _ = letter("LT-CONTACT-CHANGED", "en")
    whole = everything(content) + "".join(as_pages(content))
    assert "E-mail" in under(content, "L04")
    assert "uusi@posti.example" not in whole and "aino@posti.example" not in whole


def test_own_correction_has_no_requester() -> None:
    own = case(Right.RECTIFICATION, "en", initiator="controller")
    content, _ = letter("LT-RECT-DONE", "en", case=own)
    assert "own initiative" in texts(content.elements[0])[1]
    assert "Your request reached us" not in everything(content)


@pytest.mark.shows("WHOM", "CONFIRM", "L30")
def test_recipient_is_told_no_more_than_it_needs() -> None:
    content, _ = letter("LT-A19-RECIPIENT", "en")
    whole = everything(content)
    assert "Customer number" in whole and "26 March 2026" in whole
    assert NAME not in whole and "Mallitie" not in whole and content.enclosures == ()


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_who_is_a_register_reads_first_what_is_asked(language: str, what: What) -> None:
    _, facts = letter("LT-PROCESSOR", language)
    content, _ = letter("LT-PROCESSOR", language, extra={**facts.extra, "what": what.value})
    greeting, asked = texts(content.elements[0])
    assert NAME not in greeting and asked == wording()[language].say(f"outcome.LT-PROCESSOR-{what}")
    assert NAME in under(content, "WHOM") and "Mallitie" not in everything(content)
    assert CONTROLLER.email in under(content, "L01")


def test_withdrawn_and_unanswered_are_told_apart() -> None:
    extra = {"close_reason": "withdrawn", "withdrawn_on": "2026-03-12"}
    withdrawn, _ = letter("LT-CLOSE", "en", extra=extra)
    unanswered, _ = letter("LT-CLOSE", "en")
    assert "12 March 2026" in under(withdrawn, "L05")
    assert "9 March 2026" in under(unanswered, "L05")


def test_unknown_letter_or_language_is_refused() -> None:
    facts = letter_facts("LT-ACK")
    with pytest.raises(BadInput):
        compose(replace(facts, case=replace(facts.case, language="de")), wording(), render_ground)


def test_ground_without_its_facts_stops_the_letter() -> None:
    decision = decide("receipts", Action.KEEP, "ERA-17-3-B-KPL6", until=date(2031, 12, 31))
    with pytest.raises(LetterIncomplete):
        letter("LT-ERASE-PART", decisions=(decision,))


class PaperPrinter:
    """Prints the text alone, and can lose a page."""

    def __init__(self, loses: str = "") -> None:
        self.loses = loses

    def print(self, content: LetterContent) -> bytes:
        return (
            as_pages(content)[0].replace(self.loses, "").encode()
            if self.loses
            else (as_pages(content)[0].encode())
        )

    def text(self, pdf: bytes) -> tuple[str, ...]:
        return (StringIO(pdf.decode()).read(),)


def test_release_gives_the_letter_or_every_fault() -> None:
    facts = letter_facts("LT-ERASE-PART", "en")
    content, pdf = release(facts, wording(), render_ground, PaperPrinter())
    assert content.type == "LT-ERASE-PART" and pdf
    with pytest.raises(LetterIncomplete) as caught:
        release(facts, wording(), render_ground, PaperPrinter("District Court"))
    assert [f.place for f in caught.value.faults] == ["L07"]


def test_json_enclosed_is_exact_and_csv_cannot_calculate() -> None:
    found = findings("en")
    evil = {**found[0].rows[0].values, "name": '=HYPERLINK("http://x")', "fax": "-12,50"}
    row = replace(found[0].rows[0], values=evil)
    content, _ = letter("LT-ACCESS-FULL", "en", findings=(replace(found[0], rows=(row,)),))
    table, exact = (e.content for e in content.enclosures)
    values = json.loads(exact)["groups"][0]["records"][0]["values"]
    assert values["name"] == '=HYPERLINK("http://x")' and "id" not in values
    text = table.decode("utf-8-sig")
    assert "'=HYPERLINK" in text and ";-12,50;\r\n" in text and ";+358401234567;\r\n" in text
    assert [e.relationship for e in content.enclosures] == ["Alternative", "Data"]


@pytest.mark.parametrize(
    ("kind", "value", "language", "said"),
    [
        ("money_cents", -1250, "fi", "−12,50\u00a0€"),
        ("money_cents", "x", "fi", "x"),
        ("flag", 0, "sv", "nej"),
        ("flag", "true", "en", "yes"),
        ("date", "2026-03-12", "en", "12 March 2026"),
        ("date", "2026-03-12", "sv", "12.3.2026"),
        ("date", "soon", "fi", "soon"),
        ("datetime", datetime(2026, 3, 12, 9, 5), "fi", "12.3.2026 klo\u00a09.05"),  # noqa: DTZ001
        ("datetime", "2026-03-12T09:05:00", "en", "12 March 2026 09:05"),
        ("code", "Z", "en", "Z"),
        ("code", "A", "sv", "öppen"),
        ("text", None, "en", "–"),
        ("number", 0, "en", "0"),
    ],
)
def test_values_in_words(kind: str, value: object, language: str, said: str) -> None:
    column = ColumnMap("c", kind, t("a", "b", "c"), codes={"A": t("avoin", "öppen", "open")})
    assert spell_value(value, column, wording()[language]) == said


def test_site_without_telephone_or_processors() -> None:
    bare_site = replace(
        SITE, processors=(), self_service=None, controller=replace(CONTROLLER, phone=None)
    )
    content, _ = letter("LT-ACK", "en", site=bare_site)
    assert "Telephone" not in everything(content) and "processor" not in under(content, "L26")
