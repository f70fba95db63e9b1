"""One access and one erasure on a register of 10,000 customers, beside hand-written SQL.

Both sides work on copies of the same generated register in the same run, on the same people, and
do the same: the access reads every row in one snapshot; the erasure plans, carries out with a
receipt in one transaction, empties the log and looks again for keys and identifiers.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import event

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap

TODAY = date(2026, 3, 12)
CUSTOMERS = 10_000
PEOPLE = 25
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
        register.read(keys[:1])  # both sides warm: the schema known, the pages read
        hand.read(keys[0])
        result: dict[str, object] = {"customers": customers, "people": people}
        result["generate_cpu_s"] = round(made, 3)
        result["access"] = _beside(register, register.read, hand.read, keys)
        result["find"] = _finding(register, keys)
        result["erasure"] = _erasing(register, hand, keys)
        register.close()
        hand.close()
    return result


def _beside(
    register: SqlRegister,
    ours: Callable[[list[str]], object],
    by_hand: Callable[[str], object],
    keys: list[str],
) -> dict[str, float | int]:
    with _counted(register) as sent:
        register.read(keys[:1])
    mine = [_cpu(lambda key=key: ours([key])) for key in keys]  # type: ignore[misc]
    theirs = [_cpu(lambda key=key: by_hand(key)) for key in keys]  # type: ignore[misc]
    return _figures(mine, theirs, sent)


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
        order = _order(register.map, key, number)
        with _counted(register) as now:
            mine.append(_cpu(lambda o=order, c=clues: _erase(register, o, c)))  # type: ignore[misc]
        sent = now  # the last one: the first also makes the receipt table
        theirs.append(_cpu(lambda k=key, c=clues: hand.erase(k, c)))  # type: ignore[misc]
    return _figures(mine, theirs, sent)


def _erase(register: SqlRegister, order: Order, clues: Person) -> None:
    plan = register.plan(order)
    register.run(replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests))
    if not register.prove(order, clues).proven:
        raise AssertionError("the erasure was not proven")


def _order(register_map: RegisterMap, key: str, number: int) -> Order:
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


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


@contextmanager
def _counted(register: SqlRegister) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]))

    event.listen(register.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(register.engine, "before_cursor_execute", note)


class ByHand:
    """What somebody who knows this one schema would write, as lean as can be."""

    tables = (
        "customer_addresses",
        "service_accounts",
        "bookings",
        "notes",
        "purchases",
        "vouchers",
        "discounts",
        "gift_cards",
        "marketing_permissions",
        "access_log",
    )
    texts = (
        ("customers", "id", "first_name last_name street postcode city email phone language"),
        ("customer_addresses", "customer_id", "street postcode city"),
        ("service_accounts", "customer_id", "login_email"),
        ("bookings", "customer_id", "manner status wish"),
        ("notes", "customer_id", "kind body statement"),
        ("purchases", "customer_id", "product status"),
        ("vouchers", "customer_id", "number buyer_name buyer_address"),
        ("discounts", "customer_id", "reason"),
        ("gift_cards", "customer_id", "number recipient_name status"),
        ("marketing_permissions", "customer_id", "channel contact source"),
        ("access_log", "customer_id", "actor_role action"),
    )

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.execute("PRAGMA secure_delete=ON")
        self.db.execute("CREATE TABLE dsr_receipt (action_id TEXT PRIMARY KEY, digest TEXT)")

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def read(self, key: str) -> list[list[tuple[object, ...]]]:
        """Every row of the person in one snapshot."""
        self.db.execute("BEGIN")
        rows = [self.db.execute("SELECT * FROM customers WHERE id = ?", (key,)).fetchall()]
        for table in self.tables:
            statement = f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id"
            if table == "bookings":
                statement = (
                    "SELECT b.*, s.name, p.name FROM bookings b JOIN services s ON s.id ="
                    " b.service_id JOIN practitioners p ON p.id = b.practitioner_id"
                    " WHERE b.customer_id = ? ORDER BY b.id"
                )
            elif table == "notes":
                statement = (
                    "SELECT n.*, p.name, p.health_professional FROM notes n JOIN practitioners p"
                    " ON p.id = n.practitioner_id WHERE n.customer_id = ? ORDER BY n.id"
                )
            rows.append(self.db.execute(statement, (key,)).fetchall())
        self.db.execute("COMMIT")
        return rows

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
            "DELETE FROM bookings WHERE customer_id = ? AND id NOT IN (SELECT booking_id FROM"
            " notes WHERE booking_id IS NOT NULL)",
            (key,),
        )
        for table in self.tables:
            if table not in ("notes", "bookings", "purchases", "vouchers"):
                self.db.execute(f"DELETE FROM {table} WHERE customer_id = ?", (key,))

    def _left(self, key: str, clues: Person) -> bool:
        """Whether an identifier stands in any text of a row that had to go."""
        left = False
        needles = [
            (clues.email or "nobody@example.net").lower(),
            (clues.name or "-").lower(),
            " ".join(reversed((clues.name or "-").lower().split())),
        ]
        digits = f"%{'%'.join((clues.phone or '+000000000')[-9:])}%"
        for table, owner, columns in self.texts:
            joined = " || char(31) || ".join(f"coalesce({c}, '')" for c in columns.split())
            found = self.db.execute(
                f"SELECT {owner} FROM {table} WHERE lower({joined}) LIKE ? OR lower({joined})"
                f" LIKE ? OR lower({joined}) LIKE ? OR ({joined}) LIKE ?",
                (*(f"%{needle}%" for needle in needles), digits),
            ).fetchall()
            left |= table not in ("vouchers",) and any(str(row[0]) == key for row in found)
        return left
