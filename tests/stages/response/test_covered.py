"""Covered passages: marked for the reader, absent everywhere, and the gate sees every slip."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from dsr.cases.decision import Action, Redaction
from dsr.cases.letter import BulletList, Element, Enclosure, FactList, LetterContent, Paragraph
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.printed_text import texts
from tests.stages.response.covered import COVERED, cover, covered_facts, keyed, passage, written
from tests.stages.response.salon import as_pages, letter_facts
from tests.stages.response.salon_decisions import decide, withhold_note
from tests.stages.response.salon_register import GROUPS, LANGUAGES, SECRET, findings

MARK = {"fi": "[peitetty]", "sv": "[maskerat]", "en": "[redacted]"}


def codes(content: LetterContent, facts: LetterFacts) -> set[str]:
    return {fault.code for fault in check(content, as_pages(content), facts)}


def under(content: LetterContent, code: str) -> str:
    return "\n".join(text for e in content.elements if code in e.codes for text in texts(e))


def file(content: LetterContent, relationship: str) -> Enclosure:
    return next(e for e in content.enclosures if e.relationship == relationship)


def with_file(content: LetterContent, relationship: str, raw: bytes) -> LetterContent:
    changed = tuple(
        replace(e, content=raw) if e.relationship == relationship else e for e in content.enclosures
    )
    return replace(content, enclosures=changed)


def adding(content: LetterContent, text: str, code: str) -> LetterContent:
    return replace(content, elements=(*content.elements, Element((code,), (Paragraph(text),))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_covered_passage_shows_as_a_mark_and_nowhere_as_itself(language: str) -> None:
    facts = covered_facts(language)
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    rest = SECRET[language].replace(COVERED[language], MARK[language])
    assert rest in under(content, "L20").replace("\u00a0", " ")
    everything = as_pages(content)[0] + "".join(e.content.decode() for e in content.enclosures)
    assert COVERED[language] not in everything
    group = next(
        g for g in json.loads(file(content, "Data").content)["groups"] if "notes" in g["group"]
    )
    assert (group["passages_covered"], group["records_withheld"]) == (1, 0)
    assert group["records"][1]["values"]["text"] == rest
    assert rest in file(content, "Alternative").content.decode("utf-8-sig")


@pytest.mark.shows("L21", "HERE")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reader_learns_where_how_much_and_why(language: str) -> None:
    content = written(covered_facts(language))
    day = {"fi": "12.9.2025", "sv": "12.9.2025", "en": "12 September 2025"}[language]
    here = under(content, "HERE").replace("\u00a0", " ")
    assert MARK[language] in here and day in here
    label = {"fi": "Palvelua", "sv": "Anteckningar", "en": "Notes"}[language]
    (item,) = [
        i
        for e in content.elements
        if "L21" in e.codes
        for b in e.blocks
        if isinstance(b, BulletList)
        for i in b.items
    ]
    assert item.startswith(label) and item.endswith(": 1")
    assert label in under(content, "L05")


def test_passages_add_up_and_a_whole_value_of_any_kind_can_be_covered() -> None:
    row = findings("en")[2].rows[1]
    both = cover("en", "Kaisa Toinen's", "asked for a booking")
    day = Redaction("notes", "2", "written", digest=keyed_of(row.values["written"]))
    decision = replace(both, redactions=(*both.redactions, day))
    facts = covered_facts("en", decision)
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    copy = under(content, "L20")
    assert "her friend [redacted] operation and [redacted] for her too." in copy
    assert "Date: [redacted]" in copy
    here = [b for e in content.elements if "HERE" in e.codes for b in e.blocks]
    (places,) = [b.items for b in here if isinstance(b, FactList)]
    assert [told for _, told in places] == ["passages covered: 1", "passages covered: 2"]
    assert all(where.endswith("2 (2)") for where, _ in places)  # the day itself is covered


def keyed_of(value: object) -> str:
    from dsr.casework.redacting import digest_of

    return digest_of(value, keyed)


def test_rows_and_passages_of_one_group_stand_beside_each_other() -> None:
    first = replace(withhold_note("en"), rows=("1",))
    facts = covered_facts("en", first, cover("en"))
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    group = json.loads(file(content, "Data").content)["groups"][2]
    assert (group["passages_covered"], group["records_withheld"], len(group["records"])) == (
        1,
        1,
        1,
    )
    assert "entries left out as a whole: 1; passages covered: 1" in under(content, "L21")


# ------------------------------------------------------------------ the gate


@pytest.mark.parametrize("code", ["L20", "L05", "L27", "HERE"])
def test_the_covered_text_is_found_wherever_it_stands(code: str) -> None:
    facts = covered_facts("fi")
    content = written(facts)
    assert "letter.covered" in codes(adding(content, f"Näin: {COVERED['fi']}.", code), facts)


def test_the_covered_text_is_found_on_a_page_and_in_a_file() -> None:
    facts = covered_facts("fi")
    content = written(facts)
    pages = (as_pages(content)[0] + COVERED["fi"],)
    assert "letter.covered" in {f.code for f in check(content, pages, facts)}
    for relationship in ("Data", "Alternative"):
        raw = file(content, relationship).content + COVERED["fi"].encode()
        assert "letter.covered" in codes(with_file(content, relationship, raw), facts)


def test_a_short_word_is_looked_for_as_a_word() -> None:
    facts = covered_facts("fi", cover("fi", "Kaisa"))
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    assert "letter.covered" in codes(adding(content, "Kaisa kävi.", "L27"), facts)
    assert "letter.covered" not in codes(adding(content, "Kaisaniemi on lähellä.", "L27"), facts)


def test_a_word_that_is_given_elsewhere_is_no_leak() -> None:
    found = list(findings("fi"))
    first = found[2].rows[0]
    told = replace(first, values={**first.values, "text": "Tulee Kaisa Toisen kanssa."})
    found[2] = replace(found[2], rows=(told, found[2].rows[1]))
    facts = covered_facts("fi", cover("fi", "Kaisa"), findings=tuple(found), extra={})
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()


def test_a_short_text_of_a_row_left_out_is_found_too() -> None:
    found = list(findings("fi"))
    second = found[2].rows[1]
    found[2] = replace(
        found[2],
        rows=(found[2].rows[0], replace(second, values={**second.values, "text": "Riita Erkin"})),
    )
    facts = covered_facts("fi", withhold_note("fi"), findings=tuple(found))
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    assert "letter.covered" in codes(adding(content, "Siitä: riita Erkin.", "L20"), facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: replace(p, digest="0" * 64),
        lambda p: replace(p, digest=""),
        lambda p: replace(p, row="77"),
        lambda p: replace(p, table="bookings"),
    ],
)
def test_a_value_that_changed_since_it_was_marked_stops_the_letter(
    change: Callable[[Redaction], Redaction],
) -> None:
    decision = replace(cover("en"), redactions=(change(passage("en", COVERED["en"])),))
    facts = covered_facts("en", decision)
    assert "letter.redaction_changed" in codes(written(facts), facts)


def test_without_a_key_nobody_can_say_that_a_value_is_the_same() -> None:
    facts = covered_facts("en", keyed_hash=None)
    assert "letter.redaction_changed" in codes(written(facts), facts)


def test_a_new_text_in_the_register_stops_the_letter() -> None:
    found = list(findings("en"))
    second = found[2].rows[1]
    other = replace(second, values={**second.values, "text": SECRET["en"] + " Cancelled."})
    found[2] = replace(found[2], rows=(found[2].rows[0], other))
    facts = covered_facts("en", findings=tuple(found))
    assert "letter.redaction_changed" in codes(written(facts), facts)


def _changed(
    content: LetterContent, code: str, make: Callable[[Element], Element | None]
) -> LetterContent:
    made = (make(e) if code in e.codes else e for e in content.elements)
    return replace(content, elements=tuple(e for e in made if e is not None))


def _without_places(element: Element) -> Element:
    blocks = tuple(b for b in element.blocks if not isinstance(b, FactList))
    return replace(element, blocks=blocks)


def _without_labels(element: Element) -> Element:
    blocks = tuple(
        BulletList(("Muut: 1",)) if isinstance(b, BulletList) else b for b in element.blocks
    )
    return replace(element, blocks=blocks)


@pytest.mark.parametrize(
    ("code", "make", "fault"),
    [
        ("HERE", lambda e: None, "letter.missing"),
        ("HERE", _without_places, "letter.left_out"),
        ("L21", lambda e: None, "letter.left_out"),
        ("L21", _without_labels, "letter.left_out"),
        ("L05", lambda e: None, "letter.no_reason"),
    ],
)
def test_each_thing_told_of_a_covered_passage_is_needed(
    code: str, make: Callable[[Element], Element | None], fault: str
) -> None:
    facts = covered_facts("fi")
    assert fault in codes(_changed(written(facts), code, make), facts)


def test_the_number_of_rows_left_out_has_to_be_right() -> None:
    facts = covered_facts("en", withhold_note("en"))
    content = written(facts)

    def other(element: Element) -> Element:
        return replace(element, blocks=(Paragraph("Data have been left out. Entries: none."),))

    assert "letter.left_out" in codes(_changed(content, "HERE", other), facts)


def _json_mutants(raw: bytes) -> dict[str, bytes]:
    def made(change: Callable[[list[dict[str, object]]], object]) -> bytes:
        whole = json.loads(raw)
        change(whole["groups"])
        return json.dumps(whole, ensure_ascii=False).encode()

    notes = 2
    return {
        "a record less": made(lambda g: g[0]["records"].pop()),  # type: ignore[attr-defined]
        "a record twice": made(lambda g: g[1]["records"].append(g[1]["records"][0])),  # type: ignore[attr-defined,index]
        "a group less": made(lambda g: g.pop()),
        "a field less": made(lambda g: g[1]["records"][0]["values"].pop("service")),  # type: ignore[index,call-overload]
        "a field more": made(lambda g: g[1]["records"][0]["values"].update(id=1)),  # type: ignore[index,call-overload]
        "another value": made(lambda g: g[1]["records"][0]["values"].update(price_cents=1)),  # type: ignore[index,call-overload]
        "another kind": made(lambda g: g[4]["records"][0]["values"].update(email_ok=True)),  # type: ignore[index,call-overload]
        "covered what is given": made(
            lambda g: g[notes]["records"][0]["values"].update(text="[peitetty]")
        ),  # type: ignore[index,call-overload]
        "covered more": made(lambda g: g[notes]["records"][1]["values"].update(text="[peitetty]")),  # type: ignore[index,call-overload]
        "another number covered": made(lambda g: g[notes].update(passages_covered=0)),
        "another number left out": made(lambda g: g[notes].update(records_withheld=1)),
        "given before": made(lambda g: g[notes].update(given_before={})),
        "no JSON": b"{",
        "no groups": b"{}",
        "a list": b"[]",
    }


@pytest.mark.shows("L20", "L29")
def test_the_json_holds_exactly_what_is_given() -> None:
    facts = covered_facts("fi")
    content = written(facts)
    mutants = _json_mutants(file(content, "Data").content)
    survived = [
        what
        for what, raw in mutants.items()
        if "letter.files" not in codes(with_file(content, "Data", raw), facts)
    ]
    assert survived == [] and len(mutants) == 15


def test_the_csv_holds_exactly_what_is_given() -> None:
    facts = covered_facts("fi")
    content = written(facts)
    raw = file(content, "Alternative").content.decode("utf-8-sig")
    lines = raw.splitlines(keepends=True)
    survived = []
    for at in range(1, len(lines)):
        less = "".join(lines[:at] + lines[at + 1 :])
        twice = "".join([*lines[:at], lines[at], *lines[at:]])
        cells = lines[at].split(";")
        other = "".join([*lines[:at], ";".join([*cells[:3], "muu", cells[4]]), *lines[at + 1 :]])
        for what in (less, twice, other):
            made = with_file(content, "Alternative", ("\ufeff" + what).encode())
            if "letter.files" not in codes(made, facts):
                survived.append((at, what[:20]))
    assert survived == [] and len(lines) > 60


def test_a_letter_without_its_files_is_refused() -> None:
    facts = covered_facts("fi")
    for kept in ("Data", "Alternative"):
        content = written(facts)
        less = replace(content, enclosures=(file(content, kept),))
        assert "letter.files" in codes(less, facts)


# ------------------------------------------------------------------ pointed to, taken elsewhere


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_data_as_before_are_pointed_to_and_not_given_again(language: str) -> None:
    earlier = {"earlier_case": "DSR-2026-0002", "given_on": "2026-02-05"}
    rest = tuple(decide(g.code, Action.GIVE) for g in GROUPS if g.code != "notes")
    decisions = (*rest, decide("notes", Action.REFER, facts=earlier))
    extra = {"given_before": "2026-02-05"}
    facts = letter_facts("LT-ACCESS-FULL", language, decisions=decisions, extra=extra)
    content = written(facts)
    assert check(content, as_pages(content), facts) == ()
    day = {"fi": "5.2.2026", "sv": "5.2.2026", "en": "5 February 2026"}[language]
    told = under(content, "REFER").replace("\u00a0", " ")
    assert day in told and "DSR-2026-0002" in told
    group = json.loads(file(content, "Data").content)["groups"][2]
    assert group["records"] == []
    assert (group["given_before"]["case"], group["given_before"]["date"]) == (
        "DSR-2026-0002",
        "2026-02-05",
    )
    purpose = {"fi": "palvelun sovittaminen", "sv": "anpassning av", "en": "adapting the service"}
    assert purpose[language] in under(content, "L12")
    without = _changed(content, "REFER", lambda e: None)
    assert codes(without, facts) & {"letter.pointer", "letter.missing"}


def test_a_pointer_without_its_day_is_refused() -> None:
    decisions = (decide("notes", Action.REFER, facts={"earlier_case": "DSR-2026-0002"}),)
    facts = letter_facts("LT-ACCESS-FULL", "en", decisions=decisions)
    assert "letter.pointer" in codes(written(facts), facts)
