"""One office's files, made once, copied for every test, and its register."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.adapters.register.demo.generator import FEWEST
from dsr.adapters.register.files import FileRegister
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from tests.adapters.register_files.offices import DOCUMENTS, spread

TODAY = date(2026, 3, 12)  # a Thursday
STAYING = ("vouchers", "treatment_notes")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``register/`` (the files), ``booking.db`` (the same as a database), ``map.toml``."""
    room = tmp_path_factory.mktemp("office")
    generate(room / "booking.db", customers=60, seed=5, today=TODAY)
    spread(room / "booking.db", room / "register")
    mapping = Path(MAPPING).read_text(encoding="utf-8") + DOCUMENTS
    (room / "map.toml").write_text(mapping, encoding="utf-8")
    return room


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The files of the smallest office: for what is done to it dozens of times."""
    generate(tmp_path / "few.db", customers=FEWEST, seed=5, today=TODAY)
    return spread(tmp_path / "few.db", tmp_path / "few")


@pytest.fixture(scope="session")
def files_map(office: Path) -> RegisterMap:
    return load_map(office / "map.toml")


@pytest.fixture
def folder(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office / "register", tmp_path / "register"))


@pytest.fixture
def register(folder: Path, files_map: RegisterMap) -> FileRegister:
    return FileRegister(folder, files_map)


@pytest.fixture
def same_in_sql(office: Path, tmp_path: Path) -> SqlRegister:
    database = shutil.copy(office / "booking.db", tmp_path / "booking.db")
    return SqlRegister(str(database), load_map(MAPPING))


@pytest.fixture
def approved(files_map: RegisterMap) -> Callable[..., Order]:
    """``approved(register, "3")``: everything of this person erased, as planned now."""

    def make(register: FileRegister, key: str, *decisions: GroupDecision, number: int = 1) -> Order:
        decisions = decisions or tuple(
            GroupDecision(
                f"booking.{group.code}",
                Action.KEEP if group.code in STAYING else Action.ERASE,
                ground="ERA-17-3-B-KPL6" if group.code in STAYING else None,
            )
            for group in files_map.groups
        )
        order = Order(f"DSR-2026-{number:04d}:1:carry_out", (key,), decisions, TODAY)
        plan = register.plan(order)
        return replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests)

    return make
