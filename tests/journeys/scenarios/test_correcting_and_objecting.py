"""What is wrong is corrected, an opinion stays with a statement, what is not needed goes."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, BIRGITTA, VEIKKO
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    dates,
    faults,
    plant,
    says,
    tells_the_remedies,
)

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
LIGHTER = "only the insult could go, and it goes; the assessment is still needed"


def contested(desk: Desk, group: str, key: str) -> CaseFile:
    """Veikko contests what is written of him; it is restricted while it is looked at."""
    case = desk.notes_one("rectification", received="2026-03-06", channel="post", **VEIKKO)  # Fri
    case.link(key)
    case.do("accept_identity", method="confirm_from_file", concerns=group)
    case.do("restrict", restrict_why="he contests what is written of him (Art. 18(1)(a))")
    case.run()
    assert case.state == "assessing"
    return case


@pytest.mark.shows("G11", "C1", "REC-OPINION", "CHANGED", "STATEMENT", "L05", "L21")
def test_g11_an_opinion_stays_and_an_insult_goes(desk: Desk) -> None:
    (opinion,) = desk.row("SELECT id FROM notes WHERE customer_id = 5")
    insult = plant(
        desk,
        "notes",
        customer_id=5,
        practitioner_id=1,
        written_on="2026-02-12",
        kind="info",
        body="Muutenkin ikävä ihminen.",
    )
    case = contested(desk, "booking.notes", "5")
    assert desk.rows("SELECT DISTINCT restricted FROM notes WHERE customer_id = 5") == [(1,)]
    case.set("booking.notes", "refuse", rows=str(opinion), ground="REC-OPINION", **OPINION)
    case.set("booking.notes", "erase", rows=str(insult), why="Needed for nothing (Art. 5(1)(c)).")
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.rows("SELECT id FROM notes WHERE customer_id = 5") == [(opinion,)]
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-RECT-PART"
    says(answer, "työntekijän oma arvio tilanteesta", "Lähetä oma selvityksesi")
    tells_the_remedies(answer, "fi")


@pytest.mark.shows("REC-ACCURATE", "REC-HISTORICAL", "C2", "STATEMENT", "L05")
def test_what_is_accurate_and_what_was_so_then_is_refused_with_its_check(desk: Desk) -> None:
    case = contested(desk, "booking.bookings,booking.purchases", "5")
    case.set(
        "booking.bookings",
        "refuse",
        ground="REC-HISTORICAL",
        record_desc="Varaus 4.12.2025, jonka siirsimme sinulle ilmoittamatta",
        record_type="booking",
        record_date="2025-12-04",  # Thursday
        keep_reason="Varaus kertoo, mitä silloin sovittiin; muutettuna se kertoisi muuta",
    )
    assert "No ground covers" in case.refused("refuse", lighter_outcome=LIGHTER)
    case.set(
        "booking.purchases",
        "refuse",
        ground="REC-ACCURATE",
        disputed_item="Kasvohoito 12.2.2026",
        requested_value="Jalkahoito",
        our_value="Kasvohoito 60 min",
        our_source="the cash desk, 12 February 2026",
        check="Vertasimme kassan kuittia ja ajanvarausta: molemmissa on kasvohoito",
        check_date="2026-03-11",  # Wednesday
        checked_by="the privacy officer",
        statement="offered",
        restricted_during_check="yes",
    )
    case.do("refuse", lighter_outcome="his own view is offered a place beside the entry")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-RECT-REFUSED"
    says(answer, "molemmissa on kasvohoito", "muutettuna se kertoisi muuta")
    tells_the_remedies(answer, "fi")


BASIS = {
    "fi": ("Kirjanpidon tosite", "Kirjanpitolaki velvoittaa meidät säilyttämään tositteen"),
    "sv": ("Bokföringens verifikat", "Bokföringslagen ålägger oss att bevara verifikatet"),
    "en": ("The accounting voucher", "The Accounting Act obliges us to keep the voucher"),
}
OTHER_RIGHT = {
    "fi": "Voit pyytää, että tosite poistetaan määräajan jälkeen",
    "sv": "Du kan begära att verifikatet raderas efter utsatt tid",
    "en": "You can ask for its erasure once the period is over",
}


@pytest.mark.shows("G25", "R1", "R11", "OBJ-21-1-BASIS", "L05", "L06", "L07", "L23", "L24")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g25_an_invoice_rests_on_the_law_and_that_is_said_within_the_month(
    desk: Desk, language: str
) -> None:
    case = desk.notes_one(
        "objection", received="2026-03-05", channel="post", **{**AINO, "language": language}
    )  # Thursday
    assert dates(case) == ("2026-04-07", "2026-04-07")
    case.link("1")
    case.do("accept_identity", method="call_back", concerns="booking.vouchers")
    case.do("restrict", restrict_why="processing of the invoice is objected to")
    case.run()
    what, basis = BASIS[language]
    # The wrong ground for it: nothing compelling is weighed where nobody may object at all.
    case.set("booking.vouchers", "refuse", ground="OBJ-21-1-COMPELLING", data_desc=what)
    found = faults(case, "refuse", lighter_outcome=LIGHTER)
    assert "ground.fact_missing" in found
    case.set(
        "booking.vouchers",
        "refuse",
        ground="OBJ-21-1-BASIS",
        data_desc=what,
        legal_basis=basis,
        other_right=OTHER_RIGHT[language],
    )
    case.do("refuse", lighter_outcome="a voucher cannot be kept in part")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-REFUSED"
    says(answer, basis, OTHER_RIGHT[language])
    tells_the_remedies(answer, language)
    assert desk.counts(1)["vouchers"] == 4


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


@pytest.mark.shows("OBJ-21-1-COMPELLING", "OBJ-21-1-CLAIMS", "C1", "L24")
def test_compelling_grounds_and_a_claim_each_for_its_own_group(desk: Desk) -> None:
    plant(
        desk,
        "access_log",
        customer_id=2,
        at="2026-01-20 09:58:00.000000",
        actor_role="reception",
        action="view",
    )
    plant(
        desk,
        "notes",
        customer_id=2,
        practitioner_id=1,
        written_on="2026-01-20",
        kind="info",
        body="Reklamoi hoidosta ja vaatii korvausta.",
    )
    case = desk.notes_one("objection", received="2026-03-05", channel="post", **BIRGITTA)
    case.link("2")
    both = "booking.access_log,booking.notes"
    case.do("accept_identity", method="call_back", concerns=both)
    case.do("restrict", restrict_why="processing on legitimate interests is objected to")
    case.run()
    case.set("booking.access_log", "refuse", ground="OBJ-21-1-COMPELLING", **COMPELLING)
    case.set(
        "booking.notes",
        "refuse",
        ground="OBJ-21-1-CLAIMS",
        data_desc="Anteckningen om din reklamation",
        claim_desc="Du har krävt ersättning för behandlingen den 20 januari 2026",
        limitation_start="2026-01-20",  # Tuesday
        retention_end="2029-01-20",  # Saturday
        access_restricted="yes",
    )
    case.do("refuse", lighter_outcome="a shorter storage was looked at and does not do")
    assert "another person" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-OBJ-REFUSED"
    says(answer, "en utredning om intrång pågår just nu", "krävt ersättning", "20.1.2029")
    tells_the_remedies(answer, "sv")
