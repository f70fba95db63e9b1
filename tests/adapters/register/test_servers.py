"""The same adapter on real servers: same rows, same plan, once under many runners."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from dsr.errors import NotFound, PlanVoid
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]


@pytest.fixture(params=["postgresql", "mariadb"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(place: Place) -> str:
    return place.url


@pytest.fixture
def register(sqlite_register: SqlRegister) -> SqlRegister:
    """The register beside which the servers are held."""
    return sqlite_register


def test_find_read_plan_run_prove(
    url: str, booking_map: RegisterMap, register: SqlRegister, order: Make, approve: Approve
) -> None:
    server = SqlRegister(url, booking_map)
    assert server.check() == ()
    clues = Person(name="Soederberg Nils", street="Lönnrotsgatan 25 A 11", postcode="00180")
    assert server.find(clues) == register.find(clues)
    assert server.read(["1"]) == register.read(["1"])
    with pytest.raises(NotFound):
        server.read(["one"])
    asked = approve(server, order("3"))
    assert asked == approve(register, order("3"))  # the digest is the same on SQLite
    person = server.person("3")
    assert not server.run(asked).replayed
    assert server.run(asked).replayed
    assert server.prove(asked, person).proven
    stop = GroupDecision("booking.marketing", Action.STOP_MARKETING)
    points = ("BIRGITTA.lindqvist@example.fi", "Museokatu 8 A 3, 00100 Helsinki")
    receipt = server.run(order(None, stop, points=points, number=2))
    assert receipt.counts == {"marketing_permissions": {"marketing_stopped": 2}}
    server.close()


def test_an_address_that_differs_by_an_accent_is_another_address(
    place: Place, booking_map: RegisterMap, order: Make
) -> None:
    """MariaDB compares é and e as one letter unless told otherwise."""
    place.sql(
        "UPDATE marketing_permissions SET contact = 'rené@example.fi' WHERE customer_id = 2"
        " AND channel = 'email'"
    )
    server = place.open(booking_map)
    stop = GroupDecision("booking.marketing", Action.STOP_MARKETING)
    assert server.run(order(None, stop, points=("rene@example.fi",))).counts == {}
    receipt = server.run(order(None, stop, points=("René@example.fi",), number=2))
    assert receipt.counts == {"marketing_permissions": {"marketing_stopped": 1}}
    server.close()


def test_many_runners_carry_out_once(
    url: str, booking_map: RegisterMap, order: Make, approve: Approve
) -> None:
    first = SqlRegister(url, booking_map)
    asked = approve(first, order("4"))
    replayed: list[bool] = []

    def run() -> None:
        runner = SqlRegister(url, booking_map)
        replayed.append(runner.run(asked).replayed)
        runner.close()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(replayed) == [False, True, True, True, True]
    first.close()


def test_a_changed_row_voids_the_plan(
    url: str, booking_map: RegisterMap, order: Make, approve: Approve
) -> None:
    server = SqlRegister(url, booking_map)
    asked = approve(server, order("3"))
    with server.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE notes SET body = 'x' WHERE customer_id = 3")
    with pytest.raises(PlanVoid) as caught:
        server.run(asked)
    assert [fault.place for fault in caught.value.faults] == ["booking.notes"]
    server.close()
