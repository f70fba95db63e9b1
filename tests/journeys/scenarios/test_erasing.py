"""Erasure: what goes, what a law keeps and until when, and that nothing comes back unseen."""

from __future__ import annotations

import shutil

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, MARKKU
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    asks,
    dates,
    day_in,
    decisions,
    plant,
    says,
    tells_the_remedies,
)

TERTTU = {
    "name": "Terttu Aalto",
    "street": "Koskelantie 7 A 12",
    "postcode": "00610",
    "city": "Helsinki",
}
LIGHTER = "only what stands in the voucher itself is kept, and only for the accounts"


def terttu_came_last_in_2023(desk: Desk) -> str:
    """A customer who has not come for three years and two months; her key."""
    key = plant(
        desk,
        "customers",
        first_name="Terttu",
        last_name="Aalto",
        street=TERTTU["street"],
        postcode=TERTTU["postcode"],
        city="Helsinki",
        email="terttu.aalto@example.fi",
        phone="+358 40 555 0199",
        language="fi",
        customer_since="2021-01-11",
        last_visit_on="2023-03-15",  # Wednesday
    )
    visit = plant(
        desk,
        "bookings",
        customer_id=key,
        service_id=1,
        practitioner_id=1,
        starts_at="2023-03-15 10:00:00.000000",
        booked_at="2023-03-01 09:00:00.000000",
        manner="phone",
        status="done",
        wish="Hajusteeton voide.",
    )
    plant(
        desk,
        "notes",
        customer_id=key,
        booking_id=visit,
        practitioner_id=1,
        written_on="2023-03-15",
        kind="info",
        body="Kysyi sähköpostilla uusista ajoista.",
    )
    bought = plant(
        desk,
        "purchases",
        customer_id=key,
        sold_on="2023-03-15",
        product="Kasvohoito 60 min",
        amount_cents=6900,
        status="paid",
    )
    plant(
        desk,
        "vouchers",
        customer_id=key,
        purchase_id=bought,
        number="2023-090001",
        voucher_date="2023-03-15",
        accounting_year_end="2023-12-31",
        buyer_name="Terttu Aalto",
        buyer_address="Koskelantie 7 A 12, 00610 Helsinki",
        amount_cents=6900,
    )
    return str(key)


@pytest.mark.shows("G01", "R1", "C1", "ERA-17-3-B-KPL6", "L04", "L05", "L22", "L23", "REST")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g01_three_years_after_the_last_visit_a_voucher_alone_is_kept(
    desk: Desk, language: str
) -> None:
    key = terttu_came_last_in_2023(desk)
    desk.on("2026-05-19")  # Tuesday
    case = asks(desk, "erasure", key, TERTTU, received="2026-05-18", language=language)  # Monday
    assert dates(case) == ("2026-06-18", "2026-06-18")  # Thursday
    case.confirm()
    kept = {group: ground for group, (action, ground) in decisions(case).items() if ground}
    # Three years have passed and nobody claims anything: no claim keeps the rest.
    assert kept == {"booking.vouchers": "ERA-17-3-B-KPL6"}
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    left = {table: n for table, n in desk.counts(int(key)).items() if n}
    assert left == {"purchases": 1, "vouchers": 1}  # the voucher points to its purchase
    assert desk.row("SELECT product FROM purchases WHERE customer_id = ?", key) == ("[poistettu]",)
    assert desk.row("SELECT first_name, email, street FROM customers WHERE id = ?", key) == (
        "[poistettu]",
        None,
        None,
    )
    assert "Ajas Oy" in case.shown["recipients_due"]
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    says(answer, day_in(language, "2029-12-31"), "2023-090001", "Ajas Oy", "1336/1997")
    tells_the_remedies(answer, language)
    case.post_and_close(answer)


@pytest.mark.shows("G20", "L03", "L22")
def test_g20_delete_my_account_erases_more_than_the_account(desk: Desk) -> None:
    case = desk.notes_one(
        "erasure",
        received="2026-03-09",  # Monday
        channel="web_form",
        email="markku.tammela@example.com",
        **MARKKU,
    )
    case.link("3")
    # Whoever is signed in has shown as much as erasure asks for; no document is asked for.
    assert "needs evidence E2" in case.refused("accept_identity")
    case.do("accept_identity", method="one_time_link")
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    left = {table: n for table, n in desk.counts(3).items() if n}
    assert left == {"purchases": 1, "vouchers": 1}
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    says(answer, "31.12.2030", "Ajas Oy")


PATIENT_RECORD = {
    "record_desc": "Koulutetun hierojan hoitomerkintä 17.6.2025, joka kertoo hoidosta ja sen "
    "vaikutuksesta",
    "retention_rule": "12 vuotta potilaan kuolemasta tai, jos siitä ei ole tietoa, 120 vuotta "
    "syntymästä",
    "practitioner": "Oskari Leinonen, koulutettu hieroja",
    "is_health_care": "yes",
    "health_care_reason": "a name-protected professional treated a tense neck",
    "record_controller": "Onni & hoiva Oy",
    "document_type": "treatment note",
}


@pytest.mark.shows("G23", "ERA-17-3-B-PAT", "OBJ-DM", "L05", "L23")
def test_g23_patient_notes_stay_and_marketing_stops_all_the_same(desk: Desk) -> None:
    before = desk.rows("SELECT allowed FROM marketing_permissions WHERE customer_id = 1")
    assert (1,) in before
    case = desk.notes_one("erasure", received="2026-03-05", channel="post", **AINO)  # Thursday
    case.link("1")
    # Health data: what does for others is too little here.
    assert "needs evidence E3" in case.refused("accept_identity", method="call_back")
    case.do("accept_identity", method="strong_eid")
    case.confirm()
    assert decisions_of(case, "booking.treatment_notes") == [("keep", "ERA-17-3-B-PAT")]
    thin = case.refused("decide", lighter_outcome=LIGHTER)
    assert "ERA-17-3-B-PAT.record_desc" in thin  # the reasons stand in the first answer
    case.set("booking.treatment_notes", "keep", ground="ERA-17-3-B-PAT", **PATIENT_RECORD)
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.rows("SELECT practitioner_id FROM notes WHERE customer_id = 1") == [(3,)]
    assert desk.rows("SELECT * FROM marketing_permissions WHERE customer_id = 1") == []
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    says(answer, "Koulutetun hierojan hoitomerkintä 17.6.2025", "120 vuotta syntymästä")
    tells_the_remedies(answer, "fi")


def decisions_of(case: CaseFile, group: str) -> list[tuple[str, str | None]]:
    """(action, ground) of each decision on the group."""
    return [(d["action"], d["ground"]) for d in case.shown["decisions"] if d["group"] == group]


@pytest.mark.shows("G38", "ERA-BACKUP", "ERA-SUPPRESS", "REST")
def test_g38_what_a_restored_backup_brings_back_is_erased_again_before_it_opens(desk: Desk) -> None:
    register = desk.site / "registers" / "booking.db"
    backup = desk.site.parent / "last-week.db"
    stay = "SELECT * FROM vouchers WHERE customer_id = 3 ORDER BY id"
    shutil.copyfile(register, backup)
    case = asks(desk, "erasure", "3", MARKKU, received="2026-03-04")  # Wednesday
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    kept, after = desk.rows(stay), desk.counts(3)
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    says(answer, "11.4.2026")  # Saturday, thirty days after: the last backup is overwritten
    case.post_and_close(answer)

    desk.on("2026-03-16")  # Monday: the attack is over and last week's state is back
    shutil.copyfile(backup, register)
    assert desk.counts(3)["bookings"] == 2
    desk.plants(
        "INSERT INTO marketing_permissions (customer_id, channel, contact, allowed, source,"
        " restricted) VALUES (4, 'email', 'LEENA.rautio@example.fi', 1, 'booking_form', 0)"
    )
    stops_marketing_to(desk, "leena.rautio@example.fi")
    desk.plants("UPDATE marketing_permissions SET allowed = 1 WHERE channel = 'email'")

    rehearsed = desk.does("register", "replay", "--dry-run")["registers"][0]
    assert {(one["case"], one["what"]) for one in rehearsed["again"]} >= {(case.number, "erased")}
    assert desk.counts(3)["bookings"] == 2
    done = desk.does("register", "replay", "--register", "booking")["registers"][0]
    assert [one["what"] for one in done["again"]] == ["marketing_stopped", "erased"]
    assert [one["residuals"] for one in done["again"]] == [[], []]
    assert (done["to_look_at"], done["waits"]) == ([], {})
    assert (desk.rows(stay), desk.counts(3)) == (kept, after)
    assert desk.rows(
        "SELECT count(*) FROM marketing_permissions WHERE lower(contact) = ? AND allowed",
        "leena.rautio@example.fi",
    ) == [(0,)]
    again = next(one for one in done["again"] if one["case"] == case.number)
    told = case.events[-1]
    assert (told["name"], told["details"]["counts"]) == ("replay", again["counts"])
    assert case.state == "closed"
    # Nobody is back any more: nothing is done, nothing is told twice.
    assert desk.does("register", "replay")["registers"][0]["again"] == []
    assert len(case.events) == told["seq"]


def stops_marketing_to(desk: Desk, email: str) -> None:
    """An objection to direct marketing, carried out."""
    case = desk.notes_one("objection", received="2026-03-16", marketing="yes", email=email)
    case.do("stop_marketing", user="desk")
    case.run()
