"""A small generated register in three kinds of database, copied for every test that writes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from tests.adapters.register.places import KINDS, Place

TODAY = date(2026, 3, 12)  # a Thursday
STAYING = ("vouchers", "treatment_notes")


@pytest.fixture(scope="session")
def booking_map() -> RegisterMap:
    return load_map(MAPPING)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "booking.db"
    generate(path, customers=60, seed=5, today=TODAY)
    return path


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """The register as an SQLite file, for what only a file can show."""
    return Path(shutil.copy(template, tmp_path / "booking.db"))


@pytest.fixture
def sqlite_register(database: Path, booking_map: RegisterMap) -> Iterator[SqlRegister]:
    opened = SqlRegister(str(database), booking_map)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Any) -> str:
    name = str(postgres_server.create_database())
    generate(postgres_server.url(name), customers=60, seed=5, today=TODAY)
    return name


@pytest.fixture(scope="session")
def mariadb_template(mariadb_server: Any) -> str:
    name = str(mariadb_server.create_database())
    generate(mariadb_server.url(name), customers=60, seed=5, today=TODAY)
    return name


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: every test that uses ``place`` or ``register`` runs on each."""
    return str(request.param)


@pytest.fixture
def place(kind: str, request: pytest.FixtureRequest) -> Iterator[Place]:
    """A register of its own for one test."""
    if kind == "sqlite":
        file = request.getfixturevalue("database")
        yield Place(kind, f"sqlite:///{file}", file)
        return
    short = "postgres" if kind == "postgresql" else kind
    server = request.getfixturevalue(f"{short}_server")
    name = server.copy_database(request.getfixturevalue(f"{short}_template"))
    yield Place(kind, server.url(name))
    server.drop_database(name)


@pytest.fixture
def register(place: Place, booking_map: RegisterMap) -> Iterator[SqlRegister]:
    opened = place.open(booking_map)
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=KINDS)
def untouched(
    request: pytest.FixtureRequest, booking_map: RegisterMap, template: Path
) -> Iterator[SqlRegister]:
    """One register for all tests that only look."""
    if request.param == "sqlite":
        opened = SqlRegister(str(template), booking_map, read_only=True)
    else:
        short = "postgres" if request.param == "postgresql" else request.param
        server = request.getfixturevalue(f"{short}_server")
        url = server.url(request.getfixturevalue(f"{short}_template"))
        opened = SqlRegister(url, booking_map, read_only=True)
    yield opened
    opened.close()


@pytest.fixture
def order(booking_map: RegisterMap) -> Callable[..., Order]:
    """``order("3", erasure=True)`` or ``order("3", GroupDecision(…), …)``."""

    def make(
        key: str | None, *decisions: GroupDecision, points: tuple[str, ...] = (), number: int = 1
    ) -> Order:
        if not decisions:
            decisions = tuple(
                GroupDecision(
                    f"booking.{group.code}",
                    Action.KEEP if group.code in STAYING else Action.ERASE,
                    ground="ERA-17-3-B-KPL6" if group.code in STAYING else None,
                )
                for group in booking_map.groups
            )
        keys = () if key is None else (key,)
        return Order(
            f"DSR-2026-{number:04d}:1:carry_out", keys, decisions, TODAY, contact_points=points
        )

    return make


@pytest.fixture
def approve() -> Callable[[SqlRegister, Order], Order]:
    def approved(register: SqlRegister, order: Order) -> Order:
        plan = register.plan(order)
        return replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests)

    return approved
