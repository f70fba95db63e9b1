"""Rectification (GDPR Art. 16): corrected, refused and restricted meanwhile, or completed."""

from __future__ import annotations

import json

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import LEENA, VEIKKO

OPINION = {
    "necessity": "palvelusta vastaava varautuu seuraavaan käyntiin merkinnän perusteella",
    "entry_date": "2026-02-12",  # Thursday
    "assessment_reason": "Merkintä on työntekijän oma arvio tilanteesta, ja se on kirjattu "
    "arvioksi samana päivänä",
    "author": "the practitioner who wrote it",
    "author_consulted": "yes",
    "recognisable": "yes",
    "underlying_fact_wrong": "no",
    "statement_how": "Lähetä oma selvityksesi kirjeellä tai sähköpostilla, niin liitämme sen",
}
LIGHTER = "the entry could be deleted, but it is needed for the complaint it is about"
NUMBER = "040 555 0999"


def leena_has_a_new_number(desk: Desk) -> CaseFile:
    """Leena asks for her telephone number to be put right."""
    case = desk.notes_one("rectification", received="2026-03-09", channel="post", **LEENA)  # Mon
    case.link("4")
    return case


def veikko_disputes_an_entry(desk: Desk) -> CaseFile:
    """Veikko says that he was never aggressive; while it is assessed the note is restricted."""
    case = desk.notes_one("rectification", received="2026-03-06", channel="post", **VEIKKO)  # Fri
    case.link("5")
    case.do("accept_identity", method="confirm_from_file", concerns="booking.notes")
    case.do("restrict", restrict_why="he disputes an entry on his manner")
    assert _restricted(desk) == 0
    case.run()
    assert (case.state, _restricted(desk)) == ("assessing", 1)
    return case


@pytest.mark.shows("CHANGED", "WARN", "L22")
def test_a_new_phone_number_is_told_to_the_old_contact_point_too(desk: Desk) -> None:
    case = leena_has_a_new_number(desk)
    # A contact point can be taken over: the letter alone does not do.
    assert "needs evidence E2, E1 is shown" in case.refused(
        "accept_identity", concerns="booking.contact"
    )
    case.do("accept_identity", method="code_letter", concerns="booking.contact")
    case.set("booking.contact", "correct", rows="4", values=json.dumps({"customers.phone": NUMBER}))
    case.do("decide")
    plan = case.plan
    (row,) = [row for row in plan["rows"] if row["action"] == "correct"]
    assert row["before"]["phone"] == "+358 40 555 0104"
    assert row["after"]["phone"] == NUMBER
    case.carry_out()
    assert desk.row("SELECT phone, first_name FROM customers WHERE id = 4") == (NUMBER, "Leena")
    case.tell(*case.shown["recipients_due"])
    answer, notice = case.release()
    assert (answer.type, notice.type) == ("LT-RECT-DONE", "LT-CONTACT-CHANGED")
    assert f"Puhelin {NUMBER}" in answer.text
    assert "0104" not in answer.text  # no copy of the old value is kept
    assert "Puhelin" in notice.text
    assert "0104" not in notice.text  # the notice shows no number, old or new
    assert NUMBER not in notice.text
    case.post_and_close(answer, notice)


@pytest.mark.shows("REC-OPINION", "RES-18-3", "LIFT", "STATEMENT")
def test_an_opinion_stays_with_his_statement_and_the_restriction_ends(desk: Desk) -> None:
    case = veikko_disputes_an_entry(desk)
    case.set("booking.notes", "refuse", ground="REC-OPINION", **OPINION)
    assert "less intrusive outcome" in case.refused("refuse")
    case.do("refuse", lighter_outcome=LIGHTER)
    assert "another person" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-RECT-REFUSED"
    assert "työntekijän oma arvio tilanteesta" in answer.text
    assert "Lähetä oma selvityksesi" in answer.text
    assert "Tietosuojavaltuutetun toimisto" in answer.text
    case.post(answer)
    assert "still restricted" in case.refused("close")

    # The end is told at least a week before it comes (Art. 18(3)).
    early = case.refused("announce_lift", lift_on="2026-03-18", lift_reason="Asia on ratkaistu")
    assert "2026-03-19" in early  # Thursday
    assert "not announced" in case.refused("lift_restriction")
    case.do("announce_lift", lift_on="2026-03-20", lift_reason="Asia on ratkaistu")  # Friday
    notice = case.sent("LT-RESTRICT-LIFT")
    assert "20.3.2026" in notice.text
    case.post(notice)
    desk.on("2026-03-19")  # Thursday
    assert "wait until that day" in case.refused("lift_restriction")
    desk.on("2026-03-20")
    case.do("lift_restriction")
    case.run()
    assert (case.state, _restricted(desk)) == ("answered", 0)
    case.close()


@pytest.mark.shows("CHANGED", "REC-OPINION")
def test_a_wrong_value_is_corrected_and_the_opinion_beside_it_stays(desk: Desk) -> None:
    case = veikko_disputes_an_entry(desk)
    note = desk.row("SELECT id FROM notes WHERE customer_id = 5")[0]
    desk.plants(
        "INSERT INTO notes (customer_id, practitioner_id, written_on, kind, body, restricted)"
        " VALUES (5, 1, '2026-02-13', 'info', 'Saapui tunnin myöhässä.', 1)"
    )
    fact = desk.row("SELECT id FROM notes WHERE customer_id = 5 AND kind = 'info'")[0]
    case.set(
        "booking.notes",
        "correct",
        rows=str(fact),
        values=json.dumps({"notes.body": "Saapui ajoissa."}),
    )
    case.set("booking.notes", "refuse", rows=str(note), ground="REC-OPINION", **OPINION)
    assert case.shown["decisions"][-1]["rows"] == [str(note)]
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.row("SELECT body FROM notes WHERE id = ?", fact) == ("Saapui ajoissa.",)
    assert "aggressiiviselta" in desk.row("SELECT body FROM notes WHERE id = ?", note)[0]
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-RECT-PART"
    assert "Saapui ajoissa." in answer.text
    assert "työntekijän oma arvio tilanteesta" in answer.text
    case.post(answer)


@pytest.mark.shows("REC-STATEMENT", "STATEMENT")
def test_his_own_statement_is_put_beside_the_entry(desk: Desk) -> None:
    case = veikko_disputes_an_entry(desk)
    own_words = "Olin harmissani, mutta en ollut aggressiivinen."
    case.set(
        "booking.notes",
        "append_statement",
        ground="REC-STATEMENT",
        values=json.dumps({"notes.statement": own_words}),
        attached_date="2026-03-12",  # Thursday
        attached_where="Merkintään 12.2.2026",
        purpose_assessed="the history of the customer's visits",
        reason="Merkintä on kirjoittajan arvio, eikä siinä ole virhettä, jonka voisi korjata",
    )
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    body, statement = desk.row("SELECT body, statement FROM notes WHERE customer_id = 5")
    assert "aggressiiviselta" in body
    assert statement == f"2026-03-12: {own_words}"
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-RECT-REFUSED"
    assert "Merkintään 12.2.2026" in answer.text
    case.post(answer)


def test_a_refusal_before_the_restriction_has_no_way(desk: Desk) -> None:
    case = desk.notes_one("rectification", received="2026-03-06", channel="post", **VEIKKO)
    case.link("5")
    case.do("accept_identity", method="confirm_from_file", concerns="booking.notes")
    case.set("booking.notes", "refuse", ground="REC-OPINION", **OPINION)
    assert "restrict the data first" in case.refused("decide", lighter_outcome=LIGHTER)
    assert "cannot be taken from in_decision" in case.refused("refuse", lighter_outcome=LIGHTER)
    assert _restricted(desk) == 0


def test_identity_weighed_for_one_group_opens_no_other(desk: Desk) -> None:
    case = leena_has_a_new_number(desk)
    case.do("accept_identity", method="code_letter", concerns="booking.contact")
    reasons = case.refused(
        "set_decision",
        group="booking.purchases",
        action="correct",
        why="She asks for it as well.",
        values='{"purchases.product": "Hiusten pesu"}',
    )
    assert "not named then" in reasons


def test_the_controller_puts_its_own_mistake_right(desk: Desk) -> None:
    case = desk.notes_one(
        "rectification", received="2026-03-10", channel="own_initiative", name="Leena Rautio"
    )
    assert "link the person first" in case.refused(
        "start_own_initiative", noticed_how="a letter of ours came back"
    )
    case.link("4")
    case.do("start_own_initiative", noticed_how="the purchase of 6 February has the wrong product")
    case.set(
        "booking.purchases",
        "correct",
        rows="9",
        values=json.dumps({"purchases.product": "Hiusten pesu"}),
    )
    case.do("decide")
    case.carry_out()
    assert desk.rows("SELECT product FROM purchases WHERE customer_id = 4 ORDER BY id") == [
        ("Hiustenleikkaus",),
        ("Hiusten pesu",),
    ]
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-RECT-DONE"
    assert "Hiusten pesu" in answer.text
    assert "Sturenkatu 21 A 7" in answer.text
    case.post_and_close(answer)


def _restricted(desk: Desk) -> int:
    return int(desk.row("SELECT min(restricted) FROM notes WHERE customer_id = 5")[0])
