"""What a stored step costs: the case store beside the same statements by hand, in the same run.

Both write to SQLite with WAL and synchronous=FULL, one transaction a step. By hand means: read the
last digest, insert the event, update the case on its version, commit; prepared text, no checks.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dsr.adapters.storage import SqlCaseStore, open_engine, upgrade
from dsr.cases.case import Channel, Move, NewCase, NewLetter, Person, ReceivedBasis, Right

_AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)  # a Thursday
_LETTER = NewLetter(
    received=date(2026, 3, 10),  # a Tuesday
    received_basis=ReceivedBasis.STAMP,
    channel=Channel.POST,
    language="fi",
    letter_date=None,
    postmark=None,
    pages=1,
    scans=("ab" * 32,),
    requester=Person("Aino Esimerkki"),
)
_MOVE = Move("note", "officer", _AT, "received", details={"facts": 0})


@dataclass(frozen=True)
class _Cost:
    """Steps a second, and milliseconds of this process's CPU a step."""

    rate: float
    cpu_ms: float


def measure(steps: int = 300, rounds: int = 5) -> dict[str, object]:
    """Medians of ``rounds`` alternating rounds of ``steps`` steps each.

    ``rate`` in steps a second, ``cpu_ms`` in milliseconds a step, ``ratio`` = our rate over the
    rate by hand; ``verify_per_s`` events a second that verify_chain checks.
    """
    with tempfile.TemporaryDirectory() as folder:
        store, other = _new_store(Path(folder) / "ours.db"), Path(folder) / "by_hand.db"
        ours, by_hand = [], []
        step_ours, step_by_hand = _ours(store), _by_hand(other)
        step_ours(), step_by_hand()
        for _ in range(rounds):
            by_hand.append(_cost(step_by_hand, steps))
            ours.append(_cost(step_ours, steps))
        verified = _verify_rate(store, steps * rounds)
        store.close()
    return {
        "database": "SQLite WAL, synchronous=FULL, 1 writer",
        "steps": steps * rounds,
        "store": _median(ours),
        "by_hand": _median(by_hand),
        "ratio": round(
            statistics.median(a.rate / b.rate for a, b in zip(ours, by_hand, strict=True)), 3
        ),
        "verify_per_s": round(verified),
    }


def _new_store(file: Path) -> SqlCaseStore:
    engine = open_engine(f"sqlite:///{file}")
    upgrade(engine)
    return SqlCaseStore(engine)


def _ours(store: SqlCaseStore) -> Callable[[], None]:
    new = [NewCase(Right.ERASURE, "erasure", "received")]
    _, (case,) = store.receive(_LETTER, new, actor="clerk", at=_AT)

    def step() -> None:
        nonlocal case
        case = store.apply(case, _MOVE)

    return step


def _by_hand(file: Path) -> Callable[[], None]:
    store = _new_store(file)
    new = [NewCase(Right.ERASURE, "erasure", "received")]
    _, (case,) = store.receive(_LETTER, new, actor="clerk", at=_AT)
    store.close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    number, seq, details = case.number, 1, json.dumps({"facts": 0})

    def step() -> None:
        nonlocal seq
        connection.execute("BEGIN IMMEDIATE")
        (previous,) = connection.execute(
            "SELECT digest FROM event WHERE case_number = ? AND seq = ?", (number, seq)
        ).fetchone()
        connection.execute(
            "UPDATE case_ SET state = 'received', version = ? WHERE number = ? AND version = ?",
            (seq + 1, number, seq),
        )
        row = (number, seq + 1, _AT.isoformat(), "officer", "note", "received", "received")
        connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, details, previous, "0" * 64),
        )
        connection.execute("COMMIT")
        seq += 1

    return step


def _cost(step: Callable[[], None], steps: int) -> _Cost:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(steps):
        step()
    return _Cost(steps / (time.perf_counter() - wall), (time.process_time() - cpu) / steps * 1000)


def _verify_rate(store: SqlCaseStore, events: int) -> float:
    start = time.perf_counter()
    faults = store.verify_chain()
    assert faults == ()
    return events / (time.perf_counter() - start)


def _median(costs: list[_Cost]) -> dict[str, float]:
    return {
        "rate": round(statistics.median(cost.rate for cost in costs), 1),
        "cpu_ms": round(statistics.median(cost.cpu_ms for cost in costs), 3),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
