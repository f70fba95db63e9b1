"""Two transactions that wait for each other, and one that comes too late: again, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event

from dsr.adapters.register import SqlRegister
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]
_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def kind() -> str:
    return "postgresql"


@contextmanager
def connected(place: Place, *, autocommit: bool = False) -> Iterator[psycopg.Connection[Any]]:
    url = place.url.replace("postgresql+psycopg", "postgresql")
    with psycopg.connect(url, autocommit=autocommit) as connection:
        yield connection


def until_somebody_waits(place: Place) -> None:
    with connected(place, autocommit=True) as watch:
        while watch.execute(_WAITING).fetchall() == [(0,)]:
            pass


def attempts(register: SqlRegister, order: Make) -> list[Connection]:
    """The writing transactions begun from now on."""
    register.run(order("5", GroupDecision("booking.notes", Action.RESTRICT), number=9))
    begun: list[Connection] = []

    def note(connection: Connection) -> None:
        if connection.get_execution_options().get("dsr_write"):
            begun.append(connection)

    event.listen(register.engine, "begin", note)
    return begun


def test_a_deadlock_is_tried_again(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """Ours holds the person and wants her bookings; the other holds those and wants her."""
    begun, asked = attempts(register, order), approve(register, order("3"))
    clues = register.person("3")
    with connected(place) as other, ThreadPoolExecutor() as threads:
        other.execute("SET deadlock_timeout = '60s'")  # the database ends ours, not this one
        held = "SELECT 1 FROM bookings WHERE customer_id = 3 FOR UPDATE"
        assert other.execute(held).fetchall()
        running = threads.submit(register.run, asked)
        until_somebody_waits(place)
        other.execute("SELECT 1 FROM customers WHERE id = 3 FOR UPDATE")
        other.commit()
        assert not running.result(timeout=60).replayed
    assert len(begun) == 2
    assert register.run(asked).replayed
    assert register.prove(asked, clues).proven


def test_a_serialization_failure_is_tried_again(
    place: Place, booking_map: RegisterMap, order: Make, approve: Approve
) -> None:
    """Where the owner's transactions are strict, a row written meanwhile ends ours."""
    (name,) = place.sql("SELECT current_database()")[0]
    place.sql(f"ALTER DATABASE {name} SET default_transaction_isolation = 'serializable'")
    register = place.open(booking_map)
    begun, asked = attempts(register, order), approve(register, order("3"))
    with connected(place) as other, ThreadPoolExecutor() as threads:
        other.execute("UPDATE customers SET city = city WHERE id = 3")
        running = threads.submit(register.run, asked)
        until_somebody_waits(place)
        other.commit()
        assert not running.result(timeout=60).replayed
    assert len(begun) == 2
    assert register.run(asked).replayed
    register.close()
