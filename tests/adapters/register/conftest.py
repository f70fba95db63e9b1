"""A small generated register, copied for every test, and the orders tests give it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap

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
    return Path(shutil.copy(template, tmp_path / "booking.db"))


@pytest.fixture
def register(database: Path, booking_map: RegisterMap) -> Iterator[SqlRegister]:
    opened = SqlRegister(str(database), booking_map)
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
