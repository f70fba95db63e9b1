"""Objection (GDPR Art. 21(1)): restricted while it is weighed, then upheld or refused."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, BIRGITTA

COMPELLING = {
    "data_desc": "Logg över vem som har läst kundkortet",
    "grounds": "Utan loggen kan vi inte visa vem som har läst kundernas uppgifter, och en "
    "utredning om intrång pågår just nu",
    "balancing": "Du oroar dig för att loggen visar dina besök; den visar bara tidpunkter och "
    "endast två personer får läsa den",
    "situation": "the customer fears that her former partner, who works here, sees the log",
    "balanced_by": "the privacy officer with counsel",
    "balanced_date": "2026-03-12",  # Thursday
    "alternative_rejected": "a shorter log would not reach back to the incident",
    "legal_consulted": "yes",
}
BASIS = {
    "data_desc": "Ajanvaraukset",
    "legal_basis": "Tarvitsemme varaustiedot sopimukseen, jonka teit varatessasi ajan; kyse ei "
    "ole oikeutetusta edusta",
    "other_right": "Voit pyytää tietojen poistamista",
}
LIGHTER = "a shorter storage was looked at and does not do"


def restricted_for(case: CaseFile, key: str, concerns: str) -> None:
    """Identity is accepted and the data objected to are restricted."""
    case.link(key)
    case.do("accept_identity", method="call_back", concerns=concerns)
    assert "cannot be taken from in_decision" in case.refused("decide")
    case.do("restrict", restrict_why="processing on legitimate interests is objected to")
    case.run()
    assert case.state == "assessing"


@pytest.mark.shows("L25", "LIFT")
def test_what_rests_on_our_interests_stops(desk: Desk) -> None:
    case = desk.notes_one("objection", received="2026-03-05", channel="post", **AINO)  # Thursday
    restricted_for(case, "1", "booking.notes,booking.discounts")
    assert desk.rows("SELECT DISTINCT restricted FROM discounts WHERE customer_id = 1") == [(1,)]
    case.set("booking.notes", "stop")
    case.set("booking.discounts", "stop")
    case.do("decide")
    case.carry_out()
    left = desk.counts(1)
    assert left["discounts"] == 0
    # The patient record of the masseur rests on the law and is not what she objects to.
    assert desk.rows("SELECT practitioner_id FROM notes WHERE customer_id = 1") == [(3,)]
    assert (left["bookings"], left["vouchers"]) == (5, 4)
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-UPHELD"
    assert "Lisätiedot" in answer.text
    case.post(answer)
    lift_and_close(desk, case, "Asia on ratkaistu")


@pytest.mark.shows("OBJ-21-1-COMPELLING")
def test_compelling_grounds_need_two_persons(desk: Desk) -> None:
    desk.plants(
        "INSERT INTO access_log (customer_id, at, actor_role, action, restricted)"
        " VALUES (2, '2026-01-20 09:58:00.000000', 'reception', 'view', 0)"
    )
    case = desk.notes_one("objection", received="2026-03-05", channel="post", **BIRGITTA)
    restricted_for(case, "2", "booking.access_log")
    thin = {**COMPELLING, "grounds": "berättigat intresse"}
    case.set("booking.access_log", "refuse", ground="OBJ-21-1-COMPELLING", **thin)
    assert "OBJ-21-1-COMPELLING.grounds" in case.refused("refuse", lighter_outcome=LIGHTER)
    case.set("booking.access_log", "refuse", ground="OBJ-21-1-COMPELLING", **COMPELLING)
    case.do("refuse", lighter_outcome=LIGHTER)
    assert "another person" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-REFUSED"
    assert "en utredning om intrång pågår just nu" in answer.text
    assert "Dataombudsmannens byrå" in answer.text
    case.post(answer)
    assert desk.counts(2)["access_log"] == 1
    lift_and_close(desk, case, "Invändningen är avgjord")


@pytest.mark.shows("OBJ-21-1-BASIS")
def test_a_wrong_legal_basis_is_said_in_plain_words(desk: Desk) -> None:
    case = desk.notes_one("objection", received="2026-03-05", channel="post", **AINO)
    restricted_for(case, "1", "booking.bookings")
    case.set("booking.bookings", "refuse", ground="OBJ-21-1-BASIS", **BASIS)
    case.do("refuse", lighter_outcome=LIGHTER)
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-REFUSED"
    assert "Tarvitsemme varaustiedot sopimukseen" in answer.text
    assert "Voit pyytää tietojen poistamista" in answer.text
    assert desk.counts(1)["bookings"] == 5


def lift_and_close(desk: Desk, case: CaseFile, reason: str) -> None:
    """Whatever is still restricted is announced to end, ends, and the case closes."""
    case.do("announce_lift", lift_on="2026-03-20", lift_reason=reason)  # Friday
    case.post(case.sent("LT-RESTRICT-LIFT"))
    desk.on("2026-03-20")
    case.do("lift_restriction")
    case.run()
    case.close()
