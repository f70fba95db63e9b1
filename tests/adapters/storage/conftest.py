"""A case store on each database, and factories for what goes into it. All people are made up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dsr.adapters.storage import SqlCaseStore, open_engine, upgrade
from dsr.cases.case import (
    Case,
    Channel,
    Move,
    NewCase,
    NewLetter,
    Person,
    ReceivedBasis,
    Right,
)

AINO = Person("Aino Ääkkönen", "Koetie 1", "00100", "Helsinki", "aino@example.fi", "+358401234567")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'cases.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine on a database that is up to date."""
    engine = open_engine(url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine) -> SqlCaseStore:
    return SqlCaseStore(engine, end_states=("closed", "withdrawn"))


@pytest.fixture
def at() -> datetime:
    """A Thursday."""
    return datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture
def a_letter() -> Callable[..., NewLetter]:
    def make(**changes: object) -> NewLetter:
        parts: dict[str, object] = {
            "received": date(2026, 3, 10),  # a Tuesday
            "received_basis": ReceivedBasis.STAMP,
            "channel": Channel.POST,
            "language": "fi",
            "letter_date": date(2026, 3, 6),  # a Friday
            "postmark": None,
            "pages": 2,
            "scans": ("ab" * 32, "cd" * 32),
            "requester": AINO,
        }
        return NewLetter(**{**parts, **changes})

    return make


@pytest.fixture
def a_case(
    store: SqlCaseStore, a_letter: Callable[..., NewLetter], at: datetime
) -> Callable[..., Case]:
    """Log a letter with one case; keywords change the letter."""

    def make(state: str = "received", **changes: object) -> Case:
        new = NewCase(Right.ERASURE, "erasure", state)
        _, (case,) = store.receive(a_letter(**changes), [new], actor="clerk", at=at)
        return case

    return make


@pytest.fixture
def a_move(at: datetime) -> Callable[..., Move]:
    def make(step: str = "decide", state: str = "in_decision", **changes: object) -> Move:
        return Move(**{"step": step, "actor": "officer", "at": at, "state": state, **changes})

    return make


@pytest.fixture
def run_processes() -> Callable[..., list[int]]:
    """Run a verb of processes.py in several processes that start at once; their exit codes."""

    def run(verb: str, *arguments: object) -> list[int]:
        script = Path(__file__).parent / "processes.py"
        done = subprocess.run(
            [sys.executable, str(script), verb, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr
        return [int(code) for code in done.stdout.split()]

    return run
