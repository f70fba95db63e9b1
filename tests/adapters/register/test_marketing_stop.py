"""Marketing ends, in every channel, also for an address nobody is known behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order
from tests.adapters.register.places import Place

Make = Callable[..., Order]
STOP = GroupDecision("booking.marketing", Action.STOP_MARKETING)


def allowed(place: Place) -> set[tuple[int, str]]:
    rows = place.sql("SELECT customer_id, channel FROM marketing_permissions WHERE allowed = true")
    return {(int(who), str(channel)) for who, channel in rows}


def test_a_known_person_is_stopped_in_every_channel(
    place: Place, register: SqlRegister, order: Make
) -> None:
    before = allowed(place)
    assert {channel for who, channel in before if who == 2} == {"email", "sms", "post"}
    asked = order("2", STOP)
    register.run(asked)
    assert allowed(place) == {pair for pair in before if pair[0] != 2}
    assert register.prove(asked, Person()).proven
    rows = place.sql("SELECT DISTINCT objected_on FROM marketing_permissions WHERE customer_id = 2")
    assert [str(day) for (day,) in rows] == ["2026-03-12"]


@pytest.mark.parametrize(
    ("point", "stopped"),
    [
        ("BIRGITTA.Lindqvist@Example.FI", {(2, "email")}),
        ("040 555 0102", {(2, "sms")}),
        ("Museokatu 8 A 3, 00100 Helsingfors", {(2, "post")}),
        ("tuula.nieminen@example.fi", {(10, "email"), (11, "email")}),
        ("nobody@example.net", set()),
    ],
)
def test_an_address_is_stopped_wherever_it_stands(
    point: str,
    stopped: set[tuple[int, str]],
    place: Place,
    register: SqlRegister,
    order: Make,
) -> None:
    before = allowed(place)
    asked = order(None, STOP, points=(point,))
    register.run(asked)
    assert before - allowed(place) == stopped
    assert register.prove(asked, Person()).proven


def test_an_older_objection_keeps_its_day(place: Place, register: SqlRegister, order: Make) -> None:
    place.sql(
        "UPDATE marketing_permissions SET allowed = false, objected_on = '2025-05-05'"
        " WHERE customer_id = 2 AND channel = 'sms'"
    )
    plan = register.plan(order("2", STOP))
    assert sum(not row.changes for row in plan.rows) == 1


def test_a_contact_point_never_erases(place: Place, register: SqlRegister, order: Make) -> None:
    """An erasure with somebody else's address in it touches the person's own rows only."""
    erase = GroupDecision("booking.marketing", Action.ERASE)
    plan = register.plan(order("3", erase, points=("birgitta.lindqvist@example.fi",)))
    assert {row.before["customer_id"] for row in plan.rows} == {3}
