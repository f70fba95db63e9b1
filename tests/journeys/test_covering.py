"""Passages of a copy are covered by the command line, and an address that is secret stays so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO

NOTES = "booking.notes"
SECRET = "Gunvor ZZKANARIA"
FACTS = {
    "redacted_desc": "Toisen ihmisen nimi yhdessä merkinnässä",
    "effect": "Toisen asiakkaan terveystieto paljastuisi ja loukkaisi hänen yksityisyyttään",
    "whose_right": "another customer",
    "likelihood_and_severity": "certain if shown, grave: it is about health",
    "balancing": "only the name is covered, the rest of the note is given",
    "redaction_tried": "yes",
    "still_given": "kaikki muu merkinnästä",
}


def at_decision(desk: Desk) -> CaseFile:
    """Aino's access case, with a note that names somebody else."""
    desk.plants(
        "UPDATE notes SET body = ? WHERE id = 3", f"Tuli yhdessä: {SECRET}. Iho herkkä talvella."
    )
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)  # Thursday
    case.link("1")
    case.do("accept_identity")
    case.confirm()
    return case


def redact(case: CaseFile, *words: str, facts: dict[str, str] | None = None) -> list[str]:
    told = [part for k, v in (facts or {}).items() for part in ("--fact", f"{k}={v}")]
    return ["case", "redact", case.number, *words, *told]


@pytest.mark.shows("ACC-15-4", "L21", "HERE")
def test_a_name_is_covered_from_the_desk_to_the_letter(desk: Desk) -> None:
    case = at_decision(desk)
    data = desk.does("case", "data", case.number, "--group", NOTES)
    row = next(r for r in data["rows"] if r["row"] == "3")
    body = next(v for v in row["values"] if v["column"] == "body")
    start = body["text"].index(SECRET)
    place = ("--group", NOTES, "--row", "3", "--column", "body")

    thin = desk.says(*redact(case, *place, "--text", SECRET, "--span", "900:901"))
    assert thin.exit == 3
    assert "ACC-15-4.effect" in thin.err and "between 0 and" in thin.err and SECRET not in thin.err
    assert desk.says(*redact(case, *place, "--text", "Toista", facts=FACTS)).exit == 3

    done = desk.does(*redact(case, *place, "--text", SECRET, facts=FACTS))
    assert [(m["start"], m["end"]) for m in done["marks"]] == [(start, start + len(SECRET))]
    more = desk.does(*redact(case, *place, "--span", "0:4"))  # the facts are those given before
    assert [m["start"] for m in more["marks"]] == [start, 0] or len(more["marks"]) == 2
    first = next(m["number"] for m in more["marks"] if m["start"] == 0)
    assert len(desk.does("case", "redact", case.number, "--undo", str(first))["marks"]) == 1
    assert desk.says("case", "redact", case.number, "--undo", "9").exit == 4

    case.do("decide", lighter_outcome="only the name is covered")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-PART"
    assert "Tuli yhdessä: [peitetty]. Iho herkkä talvella." in answer.text
    assert SECRET not in answer.text
    files = b"".join(answer.attachments.values()).decode()
    assert SECRET not in files and "[peitetty]" in files

    (release,) = [e for e in case.events if "redaction_log" in e["details"]]
    assert len(release["details"]["redaction_log"]) == 64
    assert SECRET not in json.dumps(case.events, ensure_ascii=False)
    assert all(SECRET.encode() not in raw for _, raw in desk.files("vault"))  # sealed


def test_a_note_that_changed_since_it_was_covered_stops_the_release(desk: Desk) -> None:
    case = at_decision(desk)
    place = ("--group", NOTES, "--row", "3", "--column", "body")
    desk.does(*redact(case, *place, "--text", SECRET, facts=FACTS))
    case.do("decide", lighter_outcome="only the name is covered")
    case.carry_out()
    desk.plants("UPDATE notes SET body = ? WHERE id = 3", f"Peruttu. Tuli yhdessä: {SECRET}.")
    refused = case.release_refused()
    assert "has changed since it was covered" in refused and SECRET not in refused


def test_only_an_officer_sees_the_data_and_covers_it(desk: Desk) -> None:
    case = at_decision(desk)
    assert desk.says("case", "data", case.number, user="desk").exit == 3
    words = redact(case, "--group", NOTES, "--row", "3", "--whole-row", facts=FACTS)
    assert desk.says(*words, user="desk").exit == 3
    assert desk.does("case", "redact", case.number, "--list")["marks"] == []
    marks = desk.does(*words)["marks"]
    assert [(m["row"], m["column"]) for m in marks] == [("3", None)]
    data = desk.does("case", "data", case.number, "--group", NOTES)
    assert [r["row"] for r in data["rows"] if r["withheld"]] == ["3"]
    desk.does("case", "redact", case.number, "--undo", "1")
    assert {d["action"] for d in case.shown["decisions"]} == {"give"}


@pytest.mark.shows("L30")
def test_the_register_marks_the_person_and_no_letter_shows_the_address(desk: Desk) -> None:
    street, town = "Zyxkvistie 77 Q 9", "Kanariala"
    mark_in_mapping(desk.site)
    desk.plants("ALTER TABLE customers ADD COLUMN secret INTEGER NOT NULL DEFAULT 0")
    desk.plants(
        "UPDATE customers SET street = ?, postcode = '99987', city = ?, secret = 1 WHERE id = 1",
        street,
        town,
    )
    asked = {**AINO, "street": street, "postcode": "99987", "city": town}
    case = desk.notes_one("access", received="2026-03-05", channel="post", **asked)  # Thursday
    case.link("1")
    assert case.shown["non_disclosure"] is True
    desk.does("case", "do", case.number, "accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    shown = answer.text + b"".join(answer.attachments.values()).decode()
    for canary in ("Zyxkvist", "99987", town, town.upper()):
        assert canary not in shown, canary
    assert "[osoite suojattu]" in answer.text and "turvakiellolla" in answer.text


def mark_in_mapping(site: Path) -> None:
    """The booking system has a column that says whose address is secret."""
    path = site / "registers" / "booking.toml"
    text = path.read_text(encoding="utf-8")
    line = (
        'secret = { kind = "flag", role = "non_disclosure", on_erasure = "keep", label = '
        '{ fi = "Turvakielto", sv = "Spärrmarkering", en = "Non-disclosure" } }\n'
    )
    first = 'id = { kind = "key" }\n'
    head, tail = text.split("[tables.customers.columns]\n", 1)
    tail = tail.replace(first, first + line, 1)
    path.write_text(f"{head}[tables.customers.columns]\n{tail}", encoding="utf-8")
