"""Grounds that a salon seldom meets, each composed in the letter of a whole case."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, EMILY
from tests.journeys.scenarios.lawful import (
    asks,
    never_says,
    plant,
    says,
    tells_the_remedies,
)

#: Data group -> ground and its facts: all of them limit one and the same copy.
OF_A_COPY = {
    "booking.notes": (
        "ACC-FI34-2",
        {
            "data_desc": "Two notes on your health",
            "protected_interest": "own_health",
            "reasons_may_be_told": "yes",
            "danger_told": "Reading them without support could put your recovery in danger",
            "danger": "a relapse is likely if the note is read without support",
            "assessor": "Liisa Esimerkki, psychologist",
            "assessment_date": "2026-03-10",
            "partial_not_enough": "reading together was offered and declined",
        },
        "could put your recovery in danger",
    ),
    "booking.access_log": (
        "ACC-FI34-1",
        {
            "data_desc": "Entries of January in the log",
            "authority_matter": "pre-trial investigation of the Helsinki police",
            "harm": "a suspect would learn which entries the police has asked for",
            "reasons_may_be_told": "yes",
            "reason": "Telling it would harm the investigation of a crime by the police",
            "partial_considered": "yes",
            "review_date": "2026-09-10",
        },
        "would harm the investigation of a crime",
    ),
    "booking.purchases": (
        "ACC-15-4-TS",
        {
            "redacted_desc": "The purchase price of two products",
            "harm": "Competitors would learn at which price our supplier sells to us",
            "secret": "the price list of the supplier",
            "redaction_suffices": "only the price itself is left out",
        },
        "Competitors would learn",
    ),
    "booking.discounts": (
        "SCOPE-OTHER-CTRL",
        {
            "data_desc": "The discounts of the hairdresser",
            "other_controller": "Tmi Riku Palo, Pengerkatu 11, 00530 Helsinki",
            "controllership_facts": "The hairdresser alone decides on the discounts in the "
            "contract of 2 January 2024",
            "is_processor": "no",
            "own_data_answered": "yes",
        },
        "Tmi Riku Palo, Pengerkatu 11",
    ),
}
LIGHTER = "the rest is given, and only this is left out"


def with_everything(desk: Desk) -> None:
    """Emily has something in every group of the story."""
    plant(
        desk,
        "notes",
        customer_id=6,
        practitioner_id=1,
        written_on="2026-02-19",
        kind="info",
        body="ZZQUIETNOTE",
    )
    plant(
        desk,
        "access_log",
        customer_id=6,
        at="2026-01-20 09:58:00.000000",
        actor_role="reception",
        action="view",
    )
    plant(
        desk,
        "discounts",
        customer_id=6,
        percent=5,
        reason="ZZQUIETDISCOUNT",
        granted_on="2026-01-02",
        valid_until="2026-12-31",
    )


def limited(case: CaseFile, grounds: dict[str, tuple[str, dict[str, str], str]], act: str) -> None:
    """Each group gets its ground with its facts."""
    for group, (ground, facts, _) in grounds.items():
        case.set(group, act, ground=ground, why="What this ground is about is met here.", **facts)


@pytest.mark.shows(
    "ACC-FI34-1", "ACC-FI34-2", "ACC-15-4-TS", "SCOPE-OTHER-CTRL", "C1", "L28", "L21"
)
def test_four_limits_of_one_copy_each_for_its_group(desk: Desk) -> None:
    with_everything(desk)
    case = asks(
        desk, "access", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    case.confirm()
    limited(case, OF_A_COPY, "withhold")
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-PART"
    says(answer, *(words for _, _, words in OF_A_COPY.values()))
    never_says(answer, "ZZQUIET")
    assert all(b"ZZQUIET" not in data for data in answer.attachments.values())
    tells_the_remedies(answer, "en")


OF_AN_ERASURE = {
    "booking.contact": (
        "ERA-NOGROUND",
        {
            "data_desc": "Your name and telephone number",
            "purpose": "Your visits of this spring are booked with them",
            "legal_basis": "The contract with you",
            "erase_date": "2026-12-31",
            "a_not_needed": "no",
            "b_consent_withdrawn": "no",
            "c_objection": "no",
            "d_unlawful": "no",
            "e_legal_duty": "no",
            "f_child_service": "no",
            "grounds_tested": "needed for the contract, no consent, no objection, lawful",
        },
        "Your visits of this spring",
    ),
    "booking.notes": (
        "ERA-17-3-E",
        {
            "data_desc": "The note on your complaint",
            "claim_desc": "You have claimed damages for the treatment of 19 February 2026",
            "limitation_start": "2026-02-19",
            "retention_end": "2029-02-19",
            "access_restricted": "yes",
        },
        "claimed damages",
    ),
    "booking.discounts": (
        "ERA-17-3-A",
        {
            "data_desc": "Your words in the review of another customer",
            "reason": "The review is another person's own published opinion about us",
            "whose_expression": "another customer",
            "public_interest": "reviews inform other customers",
            "balancing": "only the first name is mentioned, and nothing private is told",
        },
        "own published opinion",
    ),
    "booking.access_log": (
        "ERA-17-3-B-OTHER",
        {
            "data_desc": "The log of January",
            "statute": "Act 1050/2018, section 6",
            "retention_end": "2028-01-20",
        },
        "Act 1050/2018, section 6",
    ),
    "booking.purchases": (
        "ERA-17-3-B-KPL10",
        {
            "ledger_entries": "Your name stands in the sales ledger of 2025",
            "name_in_ledger": "yes",
            "accounting_period_end": "2025-12-31",
            "retention_end": "2035-12-31",
        },
        "31 December 2035",
    ),
    "booking.account": (
        "ERA-17-3-B-SOC",
        {
            "record_desc": "The documents of the home service that you get through the county",
            "retention_rule": "Ten years from the end of the service",
            "is_social_welfare": "yes",
            "on_behalf_of": "the wellbeing services county",
            "document_class": "client document",
        },
        "Ten years from the end of the service",
    ),
    "booking.bookings": (
        "ERA-17-3-C",
        {
            "data_desc": "Visits during the outbreak",
            "reason": "The infectious disease of February is still being traced by the county",
            "health_basis": "9-2-i",
            "professional_secrecy": "yes",
        },
        "still being traced",
    ),
}


@pytest.mark.shows(
    "ERA-NOGROUND",
    "ERA-17-3-A",
    "ERA-17-3-B-KPL10",
    "ERA-17-3-B-OTHER",
    "ERA-17-3-B-SOC",
    "ERA-17-3-C",
    "ERA-17-3-E",
    "C1",
    "L23",
)
def test_what_may_keep_data_is_told_group_by_group(desk: Desk) -> None:
    with_everything(desk)
    case = asks(
        desk, "erasure", "6", {**EMILY, "street": "Fleminginkatu 15 A 9"}, received="2026-03-05"
    )
    case.confirm()
    for group, (ground, facts, _) in OF_AN_ERASURE.items():
        keeps = ground in ("ERA-17-3-E", "ERA-17-3-B-OTHER", "ERA-17-3-B-KPL10")
        more = {"until": facts["retention_end"]} if keeps else {}
        case.set(
            group,
            "keep" if keeps else "refuse",
            ground=ground,
            why="What this ground is about is met here.",
            **facts,
            **more,
        )
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    if due := case.shown["recipients_due"]:
        case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    says(answer, *(words for _, _, words in OF_AN_ERASURE.values()))
    tells_the_remedies(answer, "en")
    assert desk.counts(6)["bookings"] == 2


@pytest.mark.shows("POR-20-2", "POR-20-4", "L29")
def test_what_would_harm_others_stays_out_of_the_files(desk: Desk) -> None:
    case = desk.notes_one("portability", received="2026-03-05", channel="post", **AINO)
    case.prove("1", method="strong_eid")
    case.confirm()
    case.set(
        "booking.gift_cards",
        "withhold",
        why="The card names the person who got it.",
        ground="POR-20-4",
        left_out_desc="Lahjakortin saajan nimi",
        effect="Toisen ihmisen nimi siirtyisi kolmannelle hänen tietämättään ja haittaisi häntä",
        whose_right="the recipient of the card",
        likelihood_and_severity="certain, and slight",
        balancing="the card's number and value are hers and are told in the letter",
        redaction_tried="yes",
    )
    case.set(
        "*",
        "nothing",
        why="Direct transfer was asked for and is not feasible.",
        ground="POR-20-2",
        receiving_controller="Kampaamo Esimerkki Oy",
        obstacle="Vastaanottajalla ei ole rajapintaa, johon tiedot voisi siirtää suoraan",
    )
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-PORT"
    says(answer, "Lahjakortin saajan nimi", "ei ole rajapintaa")
    never_says(answer, "Maija Koskinen")
    tells_the_remedies(answer, "fi")
