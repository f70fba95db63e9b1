"""The accounts of the administrator's handbook: exactly those rights, and everything works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from dsr.errors import BadConfiguration, OutsideFailed
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]
HANDBOOK = Path(__file__).resolve().parents[3] / "docs" / "handbook" / "administrator.md"
USERS = {"postgresql": ("dsr_reads", "dsr_writes"), "mariadb": ("dsr_reads", "dsr_writes")}


def statements(kind: str) -> list[str]:
    """The block of the handbook for this database, comments off, one statement each."""
    (block,) = re.findall(
        rf"^```sql\n-- {kind}\b[^\n]*\n(.*?)^```$",
        HANDBOOK.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL | re.IGNORECASE,
    )
    text = "\n".join(line.partition("--")[0] for line in block.splitlines())
    return [" ".join(part.split()) for part in text.split(";") if part.strip()]


@pytest.fixture(params=["postgresql", "mariadb"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def accounts(
    place: Place, kind: str, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], str]]:
    """The URL of each account, made as the handbook says."""
    server: Any = request.getfixturevalue(
        "postgres_server" if kind == "postgresql" else "mariadb_server"
    )
    name = make_url(place.url).database
    for statement in statements(kind):
        place.sql(re.sub(r"\bbooking\.", f"{name}.", statement).replace("SECRET", "a"))

    def url(user: str) -> str:
        if kind == "mariadb":
            return str(server.url(name, user, "a"))
        return str(server.url(name)).replace("://dsr@", f"://{user}@")

    yield url
    users = USERS[kind]
    if kind == "mariadb":
        place.sql(*(f"DROP USER {user}@localhost" for user in users))
    else:
        place.sql(*(f"DROP OWNED BY {user}" for user in users))
        place.sql(*(f"DROP ROLE {user}" for user in users))


def test_the_writing_account_can_do_all_the_work(
    accounts: Callable[[str], str],
    booking_map: RegisterMap,
    order: Make,
    approve: Approve,
) -> None:
    register = SqlRegister(accounts("dsr_writes"), booking_map)
    assert register.check() == ()
    clues = register.person("3")
    assert register.find(clues)[0].key == "3"
    asked = approve(register, order("3"))
    register.run(asked)
    assert register.prove(asked, clues).proven
    values = {"customers.street": "Uusikatu 1 A 1"}
    correction = GroupDecision("booking.contact", Action.CORRECT, values=values)
    register.run(approve(register, order("5", correction, number=2)))
    register.run(order("5", GroupDecision("booking.notes", Action.RESTRICT), number=3))
    stop = GroupDecision("booking.marketing", Action.STOP_MARKETING)
    register.run(order(None, stop, points=("birgitta.lindqvist@example.fi",), number=4))
    register.recall(order("5", number=5))
    register.close()


def test_the_reading_account_reads_and_plans_and_changes_nothing(
    accounts: Callable[[str], str], place: Place, booking_map: RegisterMap, order: Make
) -> None:
    before = place.dump()
    register = SqlRegister(accounts("dsr_reads"), booking_map)
    assert register.check() == ()
    assert register.read(["3"]) and register.plan(order("3")).rows
    assert register.find(Person(name="Aino Koskinen"))
    stop = order("2", GroupDecision("booking.marketing", Action.STOP_MARKETING))
    with pytest.raises(OutsideFailed) as caught:
        register.run(stop)
    assert "Lindqvist" not in str(caught.value)
    assert place.dump() == before
    register.close()


def test_a_table_made_later_stops_both_until_it_is_decided_on(
    accounts: Callable[[str], str], place: Place, booking_map: RegisterMap
) -> None:
    """Nobody granted anything on it, and it is seen all the same."""
    place.sql("CREATE TABLE surveys (id INTEGER PRIMARY KEY, said VARCHAR(20))")
    for user in ("dsr_reads", "dsr_writes"):
        register = SqlRegister(accounts(user), booking_map)
        with pytest.raises(BadConfiguration) as caught:
            register.read(["3"])
        assert {fault.code for fault in caught.value.faults} == {"register.unmapped_table"}
        register.close()


def test_without_a_receipt_table_its_statement_is_told(
    accounts: Callable[[str], str],
    place: Place,
    booking_map: RegisterMap,
    order: Make,
    approve: Approve,
) -> None:
    place.sql("DROP TABLE dsr_receipt")
    register = SqlRegister(accounts("dsr_writes"), booking_map)
    asked = approve(register, order("3"))
    before = place.dump()
    with pytest.raises(BadConfiguration) as caught:
        register.run(asked)
    assert place.dump() == before
    made = re.search(r"run: (CREATE TABLE .*\)[^;]*); or", caught.value.way_out)
    assert made is not None
    place.sql(made[1])
    user = '"dsr_writes"' if place.kind == "postgresql" else "dsr_writes@localhost"
    place.sql(f"GRANT SELECT, INSERT, UPDATE ON dsr_receipt TO {user}")
    assert not register.run(asked).replayed
    register.close()
