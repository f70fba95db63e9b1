"""A unique canary in every text column: seen before, gone after, over the bytes of every file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dsr.adapters.register import SqlRegister
from dsr.cases.decision import Action
from dsr.cases.register import Order, RegisterMap

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]
KEPT = ("vouchers",)


def plant(database: Path, register_map: RegisterMap, customer: int) -> dict[str, str]:
    """Put a canary into each text of a customer's rows, column by column."""
    canaries: dict[str, str] = {}
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA secure_delete=ON")
    for table in register_map.tables:
        who = "id" if table.name == register_map.identity else "customer_id"
        for column in table.columns:
            fixed = table.marketing is not None and column.name == "channel"
            if column.kind not in ("text", "free_text", "code") or column.lookup or fixed:
                continue
            place = f"{table.name}.{column.name}"
            canary = f"CANARY-{table.name[:6]}-{column.name}-{customer}x"
            suffix = " || '-' || id" if column.name == "number" else ""
            changed = connection.execute(
                f"UPDATE {table.name} SET {column.name} = ?{suffix} WHERE {who} = ?",
                (canary, customer),
            )
            if changed.rowcount:
                canaries[place] = canary
    connection.commit()
    connection.close()
    return canaries


def everything(database: Path) -> bytes:
    """All bytes of the database, its write-ahead log and its index."""
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob("booking.db*")))


@pytest.mark.parametrize("customer", [1, 3, 8, 12])
def test_erased_values_are_in_no_file(
    customer: int,
    database: Path,
    booking_map: RegisterMap,
    sqlite_register: SqlRegister,
    order: Make,
    approve: Approve,
) -> None:
    canaries = plant(database, booking_map, customer)
    assert len(canaries) > 12
    before = everything(database)
    assert all(canary.encode() in before for canary in canaries.values())
    whole = order(str(customer))
    decisions = tuple(
        replace(d, action=Action.KEEP if d.group == "booking.vouchers" else Action.ERASE)
        for d in whole.decisions
    )
    sqlite_register.run(approve(sqlite_register, replace(whole, decisions=decisions)))
    after = everything(database)
    left = {place for place, canary in canaries.items() if canary.encode() in after}
    kept = {place for place in canaries if place.startswith(KEPT)}
    # A purchase that a kept voucher refers to stays as a shell with its status.
    assert left - {"purchases.status"} == kept


def test_the_log_is_emptied_as_soon_as_readers_let_it(
    database: Path,
    booking_map: RegisterMap,
    sqlite_register: SqlRegister,
    order: Make,
    approve: Approve,
) -> None:
    canary = plant(database, booking_map, 3)["customers.street"].encode()
    reader = sqlite3.connect(database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM customers").fetchone()
    asked = approve(sqlite_register, order("3"))
    clues = sqlite_register.person("3")
    sqlite_register.run(asked)
    assert canary in everything(database)
    proof = sqlite_register.prove(asked, clues)
    assert any("write-ahead log" in sentence for sentence in proof.residuals)
    reader.execute("COMMIT")
    reader.close()
    assert sqlite_register.prove(asked, clues).proven
    assert canary not in everything(database)
