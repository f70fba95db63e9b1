"""Carrying a plan out: set-based statements, counted, and the receipt in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Executable,
    MetaData,
    String,
    Table,
    Text,
    case,
    delete,
    inspect,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.mysql import VARCHAR
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import CreateTable

from dsr.adapters.register.connection import writing
from dsr.adapters.register.planning import GOING, Draft, canonical, order_digest
from dsr.adapters.register.schema import RECEIPTS, Schema
from dsr.cases.decision import Action
from dsr.cases.register import Order, PlannedRow, Receipt, RegisterMap
from dsr.errors import BadConfiguration, OutsideFailed, Refused

#: Keys in one statement: far below SQLite's 32,766 and PostgreSQL's 65,535 parameters.
KEYS_A_STATEMENT = 5000
_CASES_A_STATEMENT = 500
_FEW_GROUPS = 4
_WORDS: Mapping[Action, str] = {
    Action.ERASE: "anonymised",
    Action.ANONYMISE: "anonymised",
    Action.CORRECT: "corrected",
    Action.APPEND_STATEMENT: "statement_added",
    Action.RESTRICT: "restricted",
    Action.LIFT_RESTRICTION: "restriction_lifted",
    Action.STOP: "stopped",
    Action.STOP_MARKETING: "marketing_stopped",
}

#: MariaDB compares text without letter case unless told otherwise; an id must mean itself.
_EXACT = String(200).with_variant(
    VARCHAR(200, charset="utf8mb4", collation="utf8mb4_bin"), "mysql", "mariadb"
)
receipts = Table(
    RECEIPTS,
    MetaData(),
    Column("action_id", _EXACT, primary_key=True),
    Column("order_digest", String(64), nullable=False),
    Column("counts", Text, nullable=False),
    Column("at", String(10), nullable=False),
)


@dataclass(frozen=True)
class Step:
    """One statement and the number of rows it must touch."""

    table: str
    statement: Executable
    rows: int


def steps(register: RegisterMap, schema: Schema, draft: Draft) -> Iterator[Step]:
    """Updates first, then deletions, children before their parents."""
    changing = [row for row in draft.rows if row.changes]
    for table in schema.order:
        rows = [r for r in changing if r.table == table and r.after is not None]
        if rows:
            yield from _updates(schema, register.table(table).key, rows, draft)
    for table in reversed(schema.order):
        pks = [draft.pks[r.table, r.key] for r in changing if r.table == table and r.after is None]
        live = schema.tables[table]
        for chunk in _chunks(pks, KEYS_A_STATEMENT) if pks else ():
            where = _among(live, register.table(table).key, chunk)
            yield Step(table, delete(live).where(where), len(chunk))


def _updates(
    schema: Schema, key: Sequence[str], rows: Sequence[PlannedRow], draft: Draft
) -> Iterator[Step]:
    live = schema.tables[rows[0].table]
    groups: dict[str, tuple[dict[str, object], list[tuple[object, ...]]]] = {}
    for row in rows:
        assert row.after is not None
        new = {n: v for n, v in row.after.items() if v != row.before[n]}
        driver = {n: to_driver(schema, row.table, n, v) for n, v in new.items()}
        groups.setdefault(canonical(new), (driver, []))[1].append(draft.pks[row.table, row.key])
    if len(groups) > _FEW_GROUPS and len(key) == 1:
        yield from _case_updates(live, key[0], list(groups.values()))
        return
    for values, pks in groups.values():
        for chunk in _chunks(pks, KEYS_A_STATEMENT):
            statement = update(live).where(_among(live, key, chunk)).values(values)
            yield Step(live.name, statement, len(chunk))


def _case_updates(
    live: Table, key: str, groups: Sequence[tuple[dict[str, object], list[tuple[object, ...]]]]
) -> Iterator[Step]:
    """Rows with values of their own: CASE by key, still a bounded number of statements."""
    single = [(pk[0], values) for values, pks in groups for pk in pks]
    for chunk in _chunks(single, _CASES_A_STATEMENT):
        columns = sorted({name for _, values in chunk for name in values})
        new = {
            name: case(
                *((live.c[key] == pk, values[name]) for pk, values in chunk if name in values),
                else_=live.c[name],
            )
            for name in columns
        }
        where = live.c[key].in_([pk for pk, _ in chunk])
        yield Step(live.name, update(live).where(where).values(new), len(chunk))


def _among(live: Table, key: Sequence[str], pks: Sequence[tuple[object, ...]]) -> Any:
    if len(key) == 1:
        return live.c[key[0]].in_([pk[0] for pk in pks])
    return tuple_(*(live.c[name] for name in key)).in_(pks)


def _chunks(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def to_driver(schema: Schema, table: str, column: str, value: object) -> object:
    """A plain value as this column and driver want it."""
    kind = schema.kinds.get((table, column), "text")
    if isinstance(value, bool):
        return value if kind == "flag" and schema.dialect != "sqlite" else int(value)
    if isinstance(value, datetime) and (schema.dialect == "sqlite" or kind == "text"):
        return value.isoformat(sep=" ")
    if isinstance(value, date) and (schema.dialect == "sqlite" or kind == "text"):
        return value.isoformat()
    return value


def carry_out(
    connection: Connection, register: RegisterMap, schema: Schema, draft: Draft
) -> dict[str, dict[str, int]]:
    """Send the statements. Raises OutsideFailed when one touched other rows than planned."""
    for step in steps(register, schema, draft):
        result = connection.execute(step.statement)
        if result.rowcount != step.rows:
            raise OutsideFailed(
                f"The register {register.name} changed another number of rows in {step.table} "
                "than planned; everything was rolled back.",
                "Look for triggers on this table, then plan again.",
            )
    return counts_of(draft.rows)


def counts_of(rows: Sequence[PlannedRow]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.after is None:
            word = "deleted"
        elif row.action in _WORDS and (row.changes or row.action in GOING):
            word = _WORDS[row.action]
        else:
            word = "kept" if row.action in (Action.KEEP, Action.REFUSE) else "unchanged"
        table = counts.setdefault(row.table, {})
        table[word] = table.get(word, 0) + 1
    return counts


class AlreadyTaken(Exception):
    """Another process wrote the receipt first."""


def prepare_receipts(engine: Engine) -> None:
    """Create the receipt table on first use. Two processes may try at once.

    Raises BadConfiguration when the account may not make it.
    """
    if inspect(engine).has_table(RECEIPTS):
        return
    try:
        with writing(engine) as connection:  # on SQLite the second waits here for the first
            receipts.create(connection, checkfirst=True)
    except DBAPIError:
        made = inspect(engine).has_table(RECEIPTS)
    else:
        made = True
    if not made:
        statement = " ".join(str(CreateTable(receipts).compile(engine)).split())
        raise BadConfiguration(
            "The register has no table for receipts, and this account may not make one.",
            f"Let its owner run: {statement}; or set receipts = false for this register.",
        )


def take_receipt(connection: Connection, order: Order) -> None:
    """Write the receipt first: whoever holds it does the work. Raises AlreadyTaken."""
    row = {
        "action_id": order.action_id,
        "order_digest": order_digest(order),
        "counts": "{}",
        "at": order.on.isoformat(),
    }
    try:
        connection.execute(receipts.insert().values(row))
    except IntegrityError:
        taken = True
    else:
        taken = False
    if taken:
        raise AlreadyTaken


def fill_receipt(
    connection: Connection, order: Order, counts: Mapping[str, Mapping[str, int]]
) -> None:
    """Write what was done into the receipt."""
    statement = update(receipts).where(receipts.c.action_id == order.action_id)
    connection.execute(statement.values(counts=json.dumps(counts, sort_keys=True)))


def find_receipt(connection: Connection, register: str, order: Order) -> Receipt | None:
    """The receipt of an order carried out before. Raises Refused when it was another order."""
    found = connection.execute(
        select(receipts.c.order_digest, receipts.c.counts).where(
            receipts.c.action_id == order.action_id
        )
    ).first()
    if found is None:
        return None
    if found[0] != order_digest(order):
        raise Refused(
            f"The register {register} holds another order under this id, or it was recalled.",
            "Decide and approve anew.",
        )
    return Receipt(order.action_id, register, json.loads(found[1]), replayed=True)
