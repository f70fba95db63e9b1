"""One access and one erasure on a register of 10,000 customers, beside hand-written SQL.

Both sides work on copies of the same generated register in the same run, on the same people, and
do the same: the access reads every row in one snapshot, columns by name and days as days
(``to_bare_rows`` is the ratio to tuples nobody made anything of); the erasure plans, carries out
with a receipt in one transaction, empties the log and looks again for keys and identifiers.
``python -m bench.register 100000`` measures another size, ``… 1000000 [URL]`` a big one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap

TODAY = date(2026, 3, 12)
CUSTOMERS = 10_000
PEOPLE = 25
_READS = 10
_LARGE = 200_000
_KEPT = ("vouchers", "treatment_notes")


def measure(customers: int = CUSTOMERS, people: int = PEOPLE) -> dict[str, object]:
    """CPU seconds (median a person), statements, transactions, and ratios to hand-written SQL."""
    with tempfile.TemporaryDirectory() as folder:
        ours, by_hand = Path(folder, "ours.db"), Path(folder, "by_hand.db")
        begun = time.process_time()
        generate(ours, customers=customers, seed=1, today=TODAY)
        made = time.process_time() - begun
        shutil.copy(ours, by_hand)
        keys = [str(20 + n * (customers - 20) // people) for n in range(people)]
        register = SqlRegister(str(ours), load_map(MAPPING))
        hand = ByHand(by_hand)
        for key in keys:  # both sides warm: the schema known, the pages read
            register.read([key])
            hand.labelled(key)
        result: dict[str, object] = {"customers": customers, "people": people}
        result["generate_cpu_s"] = round(made, 3)
        result["access"] = _reading(register, hand, keys)
        result["find"] = _finding(register, keys)
        result["erasure"] = _erasing(register, hand, keys)
        register.close()
        hand.close()
    return result


def _reading(register: SqlRegister, hand: ByHand, keys: list[str]) -> dict[str, float | int]:
    sent = _counted(register, lambda: register.read(keys[:1]))
    mine, theirs, bare = [], [], []
    for key in keys:
        mine.append(_cpu(lambda k=key: register.read([k]), _READS))  # type: ignore[misc]
        theirs.append(_cpu(lambda k=key: hand.labelled(k), _READS))  # type: ignore[misc]
        bare.append(_cpu(lambda k=key: hand.read(k), _READS))  # type: ignore[misc]
    figures = _figures(mine, theirs, sent)
    figures["to_bare_rows"] = round(statistics.median(mine) / statistics.median(bare), 2)
    return figures


def _finding(register: SqlRegister, keys: list[str]) -> dict[str, float]:
    people = [register.person(key) for key in keys]
    clues = [Person(name=p.name, street=p.street, postcode=p.postcode) for p in people]
    times = [_cpu(lambda clue=clue: register.find(clue)) for clue in clues]  # type: ignore[misc]
    return {"cpu_s": round(statistics.median(times), 5)}


def _erasing(register: SqlRegister, hand: ByHand, keys: list[str]) -> dict[str, float | int]:
    mine: list[float] = []
    theirs: list[float] = []
    sent: list[str] = []
    for number, key in enumerate(keys):
        clues = register.person(key)
        order = order_of(register.map, key, number)
        if number == len(keys) - 1:  # the first also makes the receipt table
            sent = _counted(register, lambda o=order, c=clues: erase(register, o, c))  # type: ignore[misc]
            continue
        mine.append(_cpu(lambda o=order, c=clues: erase(register, o, c)))  # type: ignore[misc]
        theirs.append(_cpu(lambda k=key, c=clues: hand.erase(k, c)))  # type: ignore[misc]
    return _figures(mine, theirs, sent)


def erase(register: SqlRegister, order: Order, clues: Person) -> tuple[float, float, float]:
    """Plan, run and prove; how many seconds each took."""
    begun = time.perf_counter()
    plan = register.plan(order)
    planned = time.perf_counter()
    register.run(replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests))
    done = time.perf_counter()
    if not register.prove(order, clues).proven:
        raise AssertionError("the erasure was not proven")
    return planned - begun, done - planned, time.perf_counter() - done


def order_of(register_map: RegisterMap, key: str, number: int) -> Order:
    """An erasure of all but what a law holds."""
    decisions = tuple(
        GroupDecision(f"booking.{g.code}", Action.KEEP if g.code in _KEPT else Action.ERASE)
        for g in register_map.groups
    )
    return Order(f"DSR-2026-{number:04d}:1:carry_out", (key,), decisions, TODAY)


def _figures(mine: list[float], theirs: list[float], sent: list[str]) -> dict[str, float | int]:
    return {
        "cpu_s": round(statistics.median(mine), 5),
        "by_hand_cpu_s": round(statistics.median(theirs), 5),
        "ratio": round(statistics.median(mine) / statistics.median(theirs), 2),
        "statements": sum(s.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for s in sent),
        "transactions": sum(s.startswith("BEGIN") for s in sent),
        "writing_transactions": sum(s.startswith("BEGIN IMMEDIATE") for s in sent),
    }


def _cpu(work: Callable[[], object], times: int = 1) -> float:
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times


def _counted(register: SqlRegister, work: Callable[[], object]) -> list[str]:
    """What SQLite was really sent, by whatever way: its own trace."""
    sent: list[str] = []

    def trace(dbapi: sqlite3.Connection, *_: object) -> None:
        dbapi.set_trace_callback(sent.append)

    event.listen(register.engine, "checkout", trace)
    try:
        work()
    finally:
        event.remove(register.engine, "checkout", trace)
        register.engine.dispose()  # the traced connections
    return sent


class ByHand:
    """What somebody who knows this one schema would write, as lean as can be."""

    tables = (
        "customer_addresses",
        "service_accounts",
        "bookings",
        "notes",
        "allergies",
        "purchases",
        "vouchers",
        "discounts",
        "gift_cards",
        "marketing_permissions",
        "access_log",
    )
    #: Every text column that is no code: codes hold one of a few words.
    texts = (
        ("customers", "id", "first_name last_name street postcode city email phone"),
        ("customer_addresses", "customer_id", "street postcode city"),
        ("service_accounts", "customer_id", "login_email"),
        ("bookings", "customer_id", "wish"),
        ("notes", "customer_id", "body statement"),
        ("allergies", "customer_id", "body"),
        ("purchases", "customer_id", "product"),
        ("vouchers", "customer_id", "number buyer_name buyer_address"),
        ("discounts", "customer_id", "reason"),
        ("gift_cards", "customer_id", "number recipient_name"),
        ("marketing_permissions", "customer_id", "contact"),
    )

    def __init__(self, path: Path, db: Any = None) -> None:
        """db: a connection of another kind that is said the same."""
        self.db = db or sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("PRAGMA secure_delete=ON")
        self.db.execute("CREATE TABLE dsr_receipt (action_id TEXT PRIMARY KEY, digest TEXT)")
        self.reads = ["SELECT * FROM customers WHERE id = ?", *map(self._read_of, self.tables)]
        self.columns = [self._columns_of(statement) for statement in self.reads]

    def _read_of(self, table: str) -> str:
        """One statement a table, the names of services and practitioners joined."""
        if table == "bookings":
            return (
                "SELECT b.*, s.name, p.name FROM bookings b JOIN services s ON s.id ="
                " b.service_id JOIN practitioners p ON p.id = b.practitioner_id"
                " WHERE b.customer_id = ? ORDER BY b.id"
            )
        if table == "notes":
            return (
                "SELECT n.*, p.name, p.health_professional FROM notes n JOIN practitioners p"
                " ON p.id = n.practitioner_id WHERE n.customer_id = ? ORDER BY n.id"
            )
        return f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id"

    def _columns_of(self, statement: str) -> tuple[list[str], list[str]]:
        """Names of the columns, and those of them that hold days."""
        found = self.db.execute(statement, (0,)).description
        names = [f"{number}.{column[0]}" for number, column in enumerate(found)]
        return names, [n for n in names if n.endswith(("_on", "_at", ".at", "_until", "_date"))]

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def read(self, key: str) -> list[list[tuple[object, ...]]]:
        """Every row of the person in one snapshot."""
        self.db.execute("BEGIN")
        rows = [self.db.execute(statement, (key,)).fetchall() for statement in self.reads]
        self.db.execute("COMMIT")
        return rows

    def labelled(self, key: str) -> list[list[Mapping[str, object]]]:
        """The same rows with their columns' names, days as days: what an answer is made of."""
        found = []
        for number, rows in enumerate(self.read(key)):
            names, days = self.columns[number]
            labelled: list[Mapping[str, object]] = []
            for row in rows:
                one = dict(zip(names, row, strict=True))
                for name in days:
                    if one[name] is not None:
                        one[name] = datetime.fromisoformat(str(one[name]))
                labelled.append(one)
            found.append(labelled)
        return found

    def erase(self, key: str, clues: Person) -> None:
        """Plan, carry out and look again."""
        planned = hashlib.sha256(repr(self.read(key)).encode()).hexdigest()
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("INSERT INTO dsr_receipt VALUES (?, ?)", (key, planned))
        again = []
        for table in ("customers", *self.tables):
            column = "id" if table == "customers" else "customer_id"
            again.append(self.db.execute(f"SELECT * FROM {table} WHERE {column} = ?", (key,)))
            again[-1].fetchall()
        self._write(key)
        self.db.execute("COMMIT")
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self.read(key)
        if self._left(key, clues):
            raise AssertionError("something is left")

    def _write(self, key: str) -> None:
        health = "SELECT id FROM practitioners WHERE health_professional"
        self.db.execute(
            "UPDATE customers SET first_name = '-', last_name = '-', street = NULL, postcode ="
            " NULL, city = NULL, email = NULL, phone = NULL, language = NULL,"
            " last_visit_on = NULL WHERE id = ?",
            (key,),
        )
        self.db.execute("UPDATE purchases SET product = '-' WHERE customer_id = ?", (key,))
        self.db.execute(
            f"DELETE FROM notes WHERE customer_id = ? AND practitioner_id NOT IN ({health})", (key,)
        )
        self.db.execute("UPDATE bookings SET wish = NULL WHERE customer_id = ?", (key,))
        self.db.execute(
            "DELETE FROM bookings WHERE customer_id = ? AND NOT EXISTS (SELECT 1 FROM notes"
            " WHERE booking_id = bookings.id)",
            (key,),
        )
        for table in self.tables:
            if table not in ("notes", "bookings", "purchases", "vouchers"):
                self.db.execute(f"DELETE FROM {table} WHERE customer_id = ?", (key,))

    def _left(self, key: str, clues: Person) -> bool:
        """Whether an identifier stands in any text of a row that had to go."""
        left = False
        email = (clues.email or "nobody@example.net").replace("_", "/_")
        words = sorted((clues.name or "- -").lower().split(), key=len, reverse=True)
        digits = f"%{'%'.join((clues.phone or '+000000000')[-9:])}%"
        names = " AND ".join(f"{{0}} LIKE ?{n}" for n in range(3, 3 + len(words)))
        look = f"({{0}} LIKE ?1 ESCAPE '/' OR {{0}} LIKE ?2 OR ({names}))"
        given = (f"%{email}%", digits, *(f"%{word}%" for word in words))
        for table, owner, columns in self.texts:
            where = " OR ".join(look.format(column) for column in columns.split())
            found = self.db.execute(f"SELECT {owner} FROM {table} WHERE {where}", given).fetchall()
            left |= table not in ("vouchers",) and any(str(row[0]) == key for row in found)
        return left


def _asked(customers: str = str(CUSTOMERS), url: str | None = None) -> dict[str, object]:
    """What the command line asks for; a big register is made and measured in another way."""
    if int(customers) < _LARGE and url is None:
        return measure(int(customers))
    from bench.register_large import measure_large  # it needs this module

    return measure_large(int(customers), url)


if __name__ == "__main__":
    print(json.dumps(_asked(*sys.argv[1:]), indent=2))
