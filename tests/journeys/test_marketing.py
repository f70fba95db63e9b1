"""Objection to direct marketing (GDPR Art. 21(2)-(3)): it stops, and nobody asks who asks."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import BIRGITTA

PERMISSIONS = "SELECT channel, allowed FROM marketing_permissions WHERE customer_id = ? ORDER BY id"


@pytest.mark.shows("R15", "OBJ-DM", "G02")
def test_an_address_alone_is_enough(desk: Desk) -> None:
    assert desk.rows(PERMISSIONS, 6)[:2] == [("email", 1), ("sms", 1)]
    case = desk.notes_one(
        "objection",
        received="2026-03-11",  # Wednesday
        channel="email",
        email="ECarter@Example.ORG",
        language="en",
        marketing="yes",
    )
    assert case.shown["workflow"] == "marketing_objection"
    # No step of its table asks for identity, weighs, extends or refuses anything.
    for step in ("ask_identity", "accept_identity", "refuse", "decide", "extend", "approve"):
        assert case.step(step) is None
        refused = case.refused(step)
        assert "Art. 21(2)-(3)" in refused or "has no such step" in refused
    case.do("stop_marketing", user="desk")
    done = case.run()
    assert (done["state"], done["proven"]) == ("carried_out", True)
    assert done["counts"] == {"marketing_permissions": {"marketing_stopped": 1}}
    assert desk.rows(PERMISSIONS, 6)[:2] == [("email", 0), ("sms", 1)]
    assert desk.row("SELECT objected_on FROM marketing_permissions WHERE id = 21") == (
        "2026-03-12",
    )
    assert desk.counts(6)["bookings"] == 2
    (answer,) = case.release()
    assert answer.type == "LT-DM-STOP"
    assert "11 March 2026" in answer.text
    assert "Emily" not in answer.text  # whose address it is, only the register knows
    case.post_and_close(answer)


@pytest.mark.shows("G03", "ERA-SUPPRESS")
def test_an_address_on_no_list_is_stopped_for_later_all_the_same(desk: Desk) -> None:
    before = list(desk.rows("SELECT * FROM marketing_permissions"))
    case = desk.notes_one(
        "objection",
        received="2026-03-11",
        channel="email",
        email="zzkanarie@example.net",
        marketing="yes",
    )
    case.do("stop_marketing", user="desk")
    assert case.run()["proven"]
    assert case.state == "carried_out"
    assert desk.rows("SELECT * FROM marketing_permissions") == before
    # The suppression list holds a keyed hash; the address stands in the case itself alone.
    again = desk.notes_one(
        "objection",
        received="2026-03-12",
        channel="email",
        email="ZZkanarie@example.net",
        marketing="yes",
    )
    assert again.number != case.number
    shown = str([event["details"] for event in case.events])
    assert "zzkanarie" not in shown.casefold()


def test_a_known_customer_writes_and_every_channel_stops(desk: Desk) -> None:
    desk.plants("UPDATE marketing_permissions SET allowed = 1 WHERE customer_id = 2")
    case = desk.notes_one(
        "objection",
        received="2026-03-06",  # Friday
        channel="post",
        marketing="yes",
        email="birgitta.lindqvist@example.fi",
        phone="+358405550102",
        **BIRGITTA,
    )
    case.link("2")
    case.do("stop_marketing", user="desk")
    assert case.run()["proven"]
    assert [allowed for _, allowed in desk.rows(PERMISSIONS, 2)] == [0, 0, 0, 0]
    (answer,) = case.release()
    assert answer.type == "LT-DM-STOP"
    assert "Birgitta Lindqvist Museigatan 8 A 3" in answer.text
    assert "Den direkta marknadsföringen till dig har upphört" in answer.text
    for never in ("legitimation", "identitet", "underskrift"):
        assert never not in answer.text
    case.post_and_close(answer)
    assert desk.counts(2)["bookings"] == 2


def test_an_objection_and_another_consent_taken_back_are_two_cases(desk: Desk) -> None:
    found = desk.takes_in(
        "note",
        "objection",
        "consent_withdrawal",
        received="2026-03-06",
        marketing="yes",
        email="ecarter@example.org",
    )
    workflows = [case["workflow"] for case in found["cases"]]
    assert workflows == ["marketing_objection", "consent_withdrawal"]
    assert found["without_workflow"] == []
