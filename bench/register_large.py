"""A register of a million customers, SQLite or PostgreSQL, beside hand-written SQL on the same.

``python -m bench.register 1000000 [postgresql+psycopg://…]``; without a URL an SQLite file is made
and thrown away. Every figure is of persons nobody has touched before; seconds are of the clock,
because a server works in a process of its own. The database at the URL must be empty, or hold what
an earlier run made there.
"""

from __future__ import annotations

import re
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text

from bench.register import ByHand, erase, order_of
from bench.register_data import fill
from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING
from dsr.cases.case import Person

_READS, _ERASURES = 40, 3
_BIG = (10_000, 100_000)
_RECEIPTS = "by_hand"


def measure_large(customers: int, url: str | None = None) -> dict[str, object]:
    """Median seconds and ratios; RSS in MiB as the process grows."""
    if url is not None:
        return _measure(customers, url)
    with tempfile.TemporaryDirectory() as folder:
        return _measure(customers, f"sqlite:///{folder}/register.db")


def _measure(customers: int, url: str) -> dict[str, object]:
    engine = _opened(url)
    result: dict[str, object] = {"customers": customers, "database": engine.dialect.name}
    if not inspect(engine).has_table("customers"):
        begun = time.perf_counter()
        fill(engine, customers)
        result["made_s"] = round(time.perf_counter() - begun, 1)
    known = load_map(MAPPING)
    known = replace(known, ignored={**known.ignored, _RECEIPTS: "what the other side writes"})
    hand = OnAnyDatabase(engine)
    register = SqlRegister(url, known)
    memory = {"at_first": _mebibytes()}
    people = iter(range(customers // 7, customers, customers // 500 + 1))
    result["access"] = _reading(register, hand, people)
    memory["after_access"] = _mebibytes()
    result["find"] = _finding(register, engine, people)
    memory["after_find"] = _mebibytes()
    result["erasure"] = _erasing(register, hand, people, _ERASURES)
    memory["after_erasure"] = _mebibytes()
    for rows in _BIG:
        pair = [next(people), next(people)]
        for key in pair:
            _add_bookings(engine, key, rows)
        result[f"erasure_of_{rows}_rows"] = _erasing(register, hand, iter(pair), 1)
        memory[f"after_{rows}_rows"] = _mebibytes()
    result["rss_mib"] = memory
    register.close()
    hand.close()
    return result


def _reading(register: SqlRegister, hand: ByHand, people: Any) -> dict[str, float]:
    for _ in range(3):  # the schema and the statements known, the persons new
        register.read([str(next(people))])
        hand.labelled(str(next(people)))
    mine, theirs = [], []
    for _ in range(_READS):
        mine.append(_seconds(lambda: register.read([str(next(people))])))
        theirs.append(_seconds(lambda: hand.labelled(str(next(people)))))
    return _figures(mine, theirs)


def _finding(register: SqlRegister, engine: Engine, people: Any) -> dict[str, float]:
    """By name and address, by e-mail and by phone; before and after the indexes are made."""
    found: dict[str, float] = {}
    for label, times in (("without_indexes_s", 2), ("with_indexes_s", 15)):
        looks: dict[str, list[float]] = {"name_and_address": [], "email": [], "phone": []}
        for _ in range(times + 1):
            p = register.person(str(next(people)))
            asked = {
                "name_and_address": Person(name=p.name, street=p.street, postcode=p.postcode),
                "email": Person(email=p.email),
                "phone": Person(phone=p.phone),
            }
            for kind, clues in asked.items():
                looks[kind].append(_seconds(partial(register.find, clues)))
        for kind, seconds in looks.items():
            found[f"{kind}_{label}"] = round(statistics.median(seconds[1:]), 4)
        begun = time.perf_counter()
        with engine.begin() as connection:
            for statement in register.missing_indexes():
                connection.exec_driver_sql(statement)
        if label.startswith("without"):
            found["making_indexes_s"] = round(time.perf_counter() - begun, 1)
            _analyse(engine)
    return found


def _analyse(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE customers")


def _erasing(register: SqlRegister, hand: ByHand, people: Any, times: int) -> dict[str, float]:
    mine: list[float] = []
    theirs: list[float] = []
    parts: list[tuple[float, float, float]] = []
    for _ in range(times):
        key, other = str(next(people)), str(next(people))
        clues, theirs_clues = register.person(key), register.person(other)
        order = order_of(register.map, key, int(key))
        parts.append(erase(register, order, clues))
        mine.append(sum(parts[-1]))
        theirs.append(_seconds(partial(hand.erase, other, theirs_clues)))
    figures = _figures(mine, theirs)
    for number, name in enumerate(("plan_s", "run_s", "prove_s")):
        figures[name] = round(statistics.median(part[number] for part in parts), 3)
    return figures


def _figures(mine: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    ours, by_hand = statistics.median(mine), statistics.median(theirs)
    return {"s": round(ours, 5), "by_hand_s": round(by_hand, 5), "ratio": round(ours / by_hand, 2)}


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _mebibytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _add_bookings(engine: Engine, key: int, rows: int) -> None:
    with engine.begin() as connection:
        last = connection.scalar(text("SELECT max(id) FROM bookings"))
        one = {"c": key, "at": datetime(2024, 1, 1), "no": False}  # noqa: DTZ001 - naive there
        connection.execute(
            text(
                "INSERT INTO bookings (id, customer_id, service_id, practitioner_id, starts_at,"
                " booked_at, manner, status, wish, restricted)"
                " VALUES (:id, :c, 1, 1, :at, :at, 'phone', 'done', 'ikkunapaikka', :no)"
            ),
            [{"id": last + n, **one} for n in range(1, rows + 1)],
        )


def _opened(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _tune(dbapi: Any, _: object) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "secure_delete=ON"):
                dbapi.execute(f"PRAGMA {pragma}")

    return engine


class OnAnyDatabase(ByHand):
    """The same statements by hand, said as the driver wants them."""

    def __init__(self, engine: Engine) -> None:
        connection = engine.raw_connection()
        driver: Any = connection.driver_connection
        connection.detach()
        if engine.dialect.name == "sqlite":
            driver.isolation_level = None
        else:
            driver.autocommit = True
        super().__init__(Path(), Said(driver, engine.dialect.name))


class Said:
    """A connection that takes the statements of ``ByHand``."""

    def __init__(self, driver: Any, kind: str) -> None:
        self._driver, self._kind = driver, kind

    def execute(self, statement: str, given: Sequence[object] = ()) -> Any:
        """Send it."""
        statement = statement.replace("dsr_receipt", _RECEIPTS)
        statement = statement.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS")
        if self._kind == "sqlite":
            return self._driver.execute(statement, given)
        if statement.startswith("PRAGMA"):
            return self._driver.execute("SELECT 1")
        statement = statement.replace("BEGIN IMMEDIATE", "BEGIN").replace(" LIKE ", " ILIKE ")
        if "?1" in statement:
            numbered = re.sub(r"\?(\d)", r"%(n\1)s", statement)
            return self._driver.execute(numbered, {f"n{n}": v for n, v in enumerate(given, 1)})
        return self._driver.execute(statement.replace("?", "%s"), given or None)

    def close(self) -> None:
        """Close it."""
        self._driver.close()
