"""What a run leaves for later: whom no import brings back, and which groups a lift releases."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.desk import Desk
from tests.journeys.people import AINO, LEENA


def suppressed(desk: Desk) -> int:
    """How many contact points get no marketing any more."""
    with closing(sqlite3.connect(desk.site / "cases.db")) as database:
        (found,) = database.execute("SELECT count(*) FROM suppression").fetchone()
        return int(found)


def consent_taken_back(desk: Desk, group: str, action: str) -> None:
    """Leena's letter gives no e-mail address; the register has one, and a telephone number."""
    case = desk.notes_one("consent_withdrawal", received="2026-03-11", channel="post", **LEENA)
    case.prove("4", concerns=group, method="call_back")
    case.confirm()
    case.set(group, action, ground="CON-7-3", why="The consent is taken back.", **STOPPED)
    case.do("decide")
    case.carry_out()


STOPPED = {"consent_id": "1", "withdrawn_at": "2026-03-11", "processing_stopped": "yes"}


def test_a_consent_to_marketing_taken_back_stays_taken_back(desk: Desk) -> None:
    consent_taken_back(desk, "booking.marketing", "stop_marketing")
    assert suppressed(desk) == 2  # the address and the number on file, as keyed hashes


def test_a_consent_to_something_else_puts_nobody_on_the_list(desk: Desk) -> None:
    desk.plants(
        "INSERT INTO allergies (customer_id, told_on, body, consented_on, restricted)"
        " VALUES (4, '2025-05-06', 'Pähkinä', '2025-05-06', 0)"
    )
    consent_taken_back(desk, "booking.allergies", "stop")
    assert desk.rows("SELECT restricted FROM allergies WHERE customer_id = 4") == [(1,)]
    assert suppressed(desk) == 0


def test_a_restriction_ends_for_what_was_restricted_and_nothing_else(desk: Desk) -> None:
    case = desk.notes_one("restriction", received="2026-03-05", channel="post", **AINO)
    case.prove("1", concerns="booking.contact")
    case.set("booking.contact", "restrict", restriction_ground="a", why="It is contested.")
    case.do("decide")
    case.carry_out()
    assert desk.row("SELECT restricted FROM customers WHERE id = 1") == (1,)
    # Another table is restricted by the salon itself, for its own reasons.
    desk.plants("UPDATE bookings SET restricted = 1 WHERE customer_id = 1")
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    case.post(answer)
    said = {s["code"]: s["cases"] for s in desk.does("today")["sentences"]}
    assert said["restriction_waits"] == [case.number]
    assert "restricted" not in said
    assert "close" not in said
    case.do("announce_lift", lift_on="2026-03-20", lift_reason="The name was checked.")  # Friday
    case.post(case.sent("LT-RESTRICT-LIFT"))
    desk.on("2026-03-20")
    case.do("lift_restriction")
    assert case.run()["state"] == "answered"
    assert desk.row("SELECT restricted FROM customers WHERE id = 1") == (0,)
    assert set(desk.rows("SELECT restricted FROM bookings WHERE customer_id = 1")) == {(1,)}
