"""Access (GDPR Art. 15), from the request to the closed case."""

from __future__ import annotations

import json

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import AINO, BIRGITTA, STRANGER

WITHHELD = {
    "redacted_desc": "Två meningar i en anteckning, som handlar om en annan person",
    "effect": "En annan persons hälsouppgifter skulle avslöjas för dig, vilket kränker "
    "den personens integritet",
    "whose_right": "the customer who came along to the visit",
    "likelihood_and_severity": "certain if shown; grave, for it is about health",
    "balancing": "her own data in the note are given in full beside the gap",
    "redaction_tried": "yes",
    "still_given": "Resten av anteckningen och alla dina andra uppgifter",
}


@pytest.mark.shows("R3", "L11", "L12", "L13", "L14", "L15", "L16", "L17", "L18", "L19", "L20")
def test_a_customer_gets_everything_that_is_held(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)  # Thursday
    # One month is Sunday 5 April, Easter; Monday is a holiday; so Tuesday 7 April.
    assert (case.shown["strict_due"], case.shown["due"]) == ("2026-04-07", "2026-04-07")
    case.link("1")
    # Her letter came from the address on file and the answer goes there: nothing is to be asked.
    assert case.step("accept_identity")["may"]
    case.do("accept_identity")
    held = desk.counts(1)
    case.confirm()
    assert {d["action"] for d in case.shown["decisions"]} == {"give"}
    case.do("decide")
    assert case.plan["rows"] == []
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    for shown in (
        "Vastaus pyyntöösi saada pääsy tietoihisi",
        "DSR-2026-0001",
        "Saapunut 5.3.2026",
        "Porvoonkatu 14 B 22",
        "Savonkatu 9 A 4",
        "Aino.Koskinen@Example.fi",
        "Hajusteettomat tuotteet, kiitos.",
        "Niska-hartiaseudun jännitys lievittynyt",
        "LK-2024-0001",
        "Oskari Leinonen (koulutettu hieroja)",
        "kirjanpitolaki 1336/1997",
        "Tietosuojavaltuutetun toimisto",
    ):
        assert shown in answer.text, shown
    assert "Virtanen" not in answer.text  # a note on another customer names her; it is not hers
    copy = json.loads(answer.attachments[f"{case.number}.json"])
    assert "Iho herkkä talvella." in json.dumps(copy, ensure_ascii=False)
    case.post_and_close(answer)
    assert desk.counts(1) == held


@pytest.mark.shows("SCOPE-NODATA", "L11")
def test_nothing_found_is_an_answer_that_names_where_was_searched(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="email", **STRANGER)
    case.prove()
    case.confirm()
    (decision,) = case.shown["decisions"]
    assert (decision["group"], decision["ground"]) == ("*", "SCOPE-NODATA")
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-NODATA"
    assert "We found no personal data about you." in answer.text
    assert "Onni & hoiva’s customer register" in answer.text
    assert "the paper files at our premises" in answer.text
    assert "Dear Irene Example" in answer.text
    assert answer.attachments == {}
    case.post_and_close(answer)


@pytest.mark.shows("ACC-15-4", "L21", "HERE", "L05", "L06", "L07")
def test_what_would_harm_another_person_is_left_out_and_said(desk: Desk) -> None:
    secret = "Grannen Gunvor ZZKANARIE berättade om sin sjukdom."
    desk.plants(
        "INSERT INTO notes (customer_id, practitioner_id, written_on, kind, body, restricted)"
        " VALUES (2, 1, '2026-01-20', 'info', ?, 0)",
        secret,
    )
    (row,) = desk.row("SELECT id FROM notes WHERE customer_id = 2")
    case = desk.notes_one("access", received="2026-03-05", channel="post", **BIRGITTA)
    case.prove("2")
    case.confirm()
    # Without a ground nothing may be left out.
    case.set("booking.notes", "withhold")
    refused = case.refused("decide", lighter_outcome="only the passage is covered")
    assert "Refused or limited without a ground: booking.notes" in refused
    case.set("booking.notes", "give")
    case.set("booking.notes", "withhold", ground="ACC-15-4", rows=str(row), **WITHHELD)
    assert "less intrusive outcome" in case.refused("decide")
    case.do("decide", lighter_outcome="only the passage is covered, not the note")
    # A limit is one of the site's cases for a second person.
    digest = case.plan["digest"]
    assert "another person has to approve it" in case.refused("approve", plan=digest)
    case.carry_out()
    (answer,) = case.release()
    assert (answer.type, case.state) == ("LT-ACCESS-PART", "answered")
    assert "ZZKANARIE" not in answer.text
    assert all(b"ZZKANARIE" not in data for data in answer.attachments.values())
    assert "En annan persons hälsouppgifter skulle avslöjas" in answer.text
    assert "Dataombudsmannens byrå" in answer.text  # the remedies of a refusal
    assert "Museigatan 8 A 3" in answer.text
    case.post_and_close(answer)
    assert desk.row("SELECT body FROM notes WHERE id = ?", row) == (secret,)
