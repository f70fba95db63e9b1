"""Putting rows back that an order changed or deleted, exactly as they were.

A row goes back only where the register is as the order left it: what somebody wrote since is
nobody's to overwrite. Rows that are back already are left alone, so it may be called again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    LargeBinary,
    Table,
    and_,
    bindparam,
    insert,
    inspect,
    or_,
    update,
)

from dsr.adapters.register.connection import snapshot, writing
from dsr.adapters.register.execution import to_driver
from dsr.adapters.register.rows import read_where
from dsr.adapters.register.schema import Schema
from dsr.cases.register import PlannedRow, RegisterMap, TableMap
from dsr.errors import Fault, PlanVoid

_KEYS_AT_ONCE = 500
_PARAMETER = "old_"
Values = Mapping[str, object]


def put_back(
    engine: Engine, register: RegisterMap, schema: Schema, rows: Sequence[PlannedRow]
) -> dict[str, int]:
    """All rows or none; how many by table. Raises PlanVoid with the tables that changed since."""
    binary = _binary_columns(engine, rows)
    restored: Counter[str] = Counter()
    with writing(engine) as connection:
        missing = {
            name: _missing(connection, register, schema, name, rows) for name in _names(rows)
        }
        faults = [
            Fault(
                "undo.changed_since", f"{register.name}.{name}", "rows of this table have changed"
            )
            for name, (_, strange) in missing.items()
            if strange
        ]
        if faults:
            raise PlanVoid(
                f"The register {register.name} changed since the order was carried out.",
                "What was written since is not overwritten; put these rows back by hand.",
                faults=faults,
            )
        for name in (name for name in schema.order if name in missing):
            back = missing[name][0]
            _write(connection, register.table(name), schema, back, binary)
            restored[name] += len(back)
    return {name: count for name, count in restored.items() if count}


def not_as_before(
    engine: Engine, register: RegisterMap, schema: Schema, rows: Sequence[PlannedRow]
) -> dict[str, int]:
    """Rows that are not as they were before the order, by table."""
    with snapshot(engine) as connection:
        left = {}
        for name in _names(rows):
            missing, strange = _missing(connection, register, schema, name, rows)
            left[name] = len(missing) + strange
    return {name: count for name, count in left.items() if count}


def _names(rows: Sequence[PlannedRow]) -> list[str]:
    return list(dict.fromkeys(row.table for row in rows))


def _missing(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    name: str,
    rows: Sequence[PlannedRow],
) -> tuple[list[PlannedRow], int]:
    """The rows of a table that have to go back, and how many stand there otherwise."""
    table = register.table(name)
    wanted = [row for row in rows if row.table == name]
    now: dict[str, Values] = {}
    for chunk in _chunks(wanted):
        live = schema.tables[name]
        here = [
            and_(*(live.c[k] == to_driver(schema, name, k, row.before[k]) for k in table.key))
            for row in chunk
        ]
        found = read_where(connection, schema, table, or_(*here), lock=False)
        now |= {row.key: row.values for row in found}
    back, strange = [], 0
    for row in wanted:
        held = now.get(row.key)
        if held == row.before:
            continue
        if held == row.after:
            back.append(row)
        else:
            strange += 1
    return back, strange


def _write(
    connection: Connection,
    table: TableMap,
    schema: Schema,
    rows: Sequence[PlannedRow],
    binary: frozenset[tuple[str, str]],
) -> None:
    live = schema.tables[table.name]
    gone = [_plain(schema, row, binary) for row in rows if row.after is None]
    changed = [_plain(schema, row, binary) for row in rows if row.after is not None]
    if gone:
        connection.execute(insert(live), gone)
    if changed:
        connection.execute(_update(live, table), [_renamed(row, table) for row in changed])


def _update(live: Table, table: TableMap) -> Any:
    here = and_(*(live.c[name] == bindparam(f"{_PARAMETER}{name}") for name in table.key))
    columns = [column.name for column in table.columns if column.name not in table.key]
    return update(live).where(here).values({name: bindparam(name) for name in columns})


def _renamed(row: Mapping[str, object], table: TableMap) -> dict[str, object]:
    keys = {f"{_PARAMETER}{name}": row[name] for name in table.key}
    return {**{n: v for n, v in row.items() if n not in table.key}, **keys}


def _plain(
    schema: Schema, row: PlannedRow, binary: frozenset[tuple[str, str]]
) -> dict[str, object]:
    return {
        name: bytes.fromhex(str(value))
        if (row.table, name) in binary and value is not None
        else to_driver(schema, row.table, name, value)
        for name, value in row.before.items()
    }


def _binary_columns(engine: Engine, rows: Sequence[PlannedRow]) -> frozenset[tuple[str, str]]:
    """Columns whose values were told as hexadecimal digits."""
    look = inspect(engine)
    return frozenset(
        (name, column["name"])
        for name in _names(rows)
        for column in look.get_columns(name)
        if isinstance(column["type"], LargeBinary)
    )


def _chunks(rows: Sequence[PlannedRow]) -> Iterator[Sequence[PlannedRow]]:
    for start in range(0, len(rows), _KEYS_AT_ONCE):
        yield rows[start : start + _KEYS_AT_ONCE]
