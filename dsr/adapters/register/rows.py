"""Reading a person's rows: one statement a table, every value made plain.

The path of a table becomes nested subqueries over the person's keys, so a person with ten
thousand rows costs as many statements as one with ten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table, bindparam, select

from dsr.adapters.register.facts import Fact, follow
from dsr.adapters.register.schema import Schema
from dsr.cases.register import RegisterMap, TableMap
from dsr.errors import NotFound

_MOST_DIGITS = 18


@dataclass(frozen=True)
class Row:
    """One row as it stands. pk: as the driver gave it; shown: values as the customer sees them."""

    table: str
    key: str
    group: str
    pk: tuple[Any, ...]
    values: Mapping[str, object]
    shown: Mapping[str, object]
    traits: Mapping[str, object]


def key_text(pk: Sequence[Any]) -> str:
    """A primary key as text: the value itself, or a JSON list for several columns."""
    return str(pk[0]) if len(pk) == 1 else json.dumps([str(part) for part in pk])


def driver_keys(register: RegisterMap, schema: Schema, keys: Iterable[str]) -> list[Any]:
    """The person's keys as the database knows them; those that cannot exist are left out."""
    column = register.table(register.identity).key[0]
    if schema.kinds.get((register.identity, column)) != "number":
        return list(dict.fromkeys(keys))
    return [number for key in dict.fromkeys(keys) if (number := key_number(key)) is not None]


def key_number(key: str) -> int | None:
    """A key as a number of at most 64 bits, None when it is none."""
    if key.isascii() and key.isdigit() and len(key) <= _MOST_DIGITS and str(int(key)) == key:
        return int(key)
    return None


def belongs_to(
    table: TableMap,
    register: RegisterMap,
    schema: Schema,
    keys: Sequence[Any] | BindParameter[Any],
) -> ColumnElement[bool]:
    """The condition that a row of this table leads to one of these persons."""
    identity = schema.tables[register.identity]
    person = register.table(register.identity).key[0]
    if not table.path:
        return identity.c[person].in_(keys)
    children = [table.name, *(parent for _, parent, _ in table.path)]
    condition = identity.c[person].in_(keys)
    for child, (column, parent, target) in reversed(
        list(zip(children[:-1], table.path, strict=True))
    ):
        here = schema.tables[child].c[column]
        if parent == register.identity and target == person:
            condition = here.in_(keys)  # the key itself: no need to ask the identity table
        else:
            condition = here.in_(select(schema.tables[parent].c[target]).where(condition))
    return condition


def read_rows(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    keys: Sequence[str],
    *,
    lock: bool = False,
    lenient: bool = False,
) -> dict[str, list[Row]]:
    """Every row of these persons by table.

    lenient: a proof may meet a person who is gone. Raises NotFound otherwise.
    """
    found = driver_keys(register, schema, keys)
    rows = {
        table.name: read_table(connection, register, schema, table, found, lock=lock)
        for table in register.tables
    }
    known = {row.key for row in rows[register.identity]}
    if lenient:
        return rows
    if not keys or known != {str(key) for key in found} or len(found) != len(set(keys)):
        raise NotFound(
            f"The register {register.name} holds nobody under the key(s) given.",
            "Look the person up again.",
        )
    return rows


def read_table(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    table: TableMap,
    keys: Sequence[Any],
    *,
    lock: bool = False,
    where: ColumnElement[bool] | None = None,
) -> list[Row]:
    """The rows of one table that belong to these persons (or meet the condition given)."""
    ready = schema.prepared.get((table.name, lock)) if where is None else None
    if not isinstance(ready, Reading):
        keys_later: BindParameter[Any] = bindparam("keys", expanding=True)
        condition = belongs_to(table, register, schema, keys_later) if where is None else where
        ready = _reading(table, schema, condition, lock=lock)
        if where is None:
            schema.prepared[table.name, lock] = ready
    given = {"keys": list(keys)} if where is None else {}
    found = connection.execute(ready.statement, given)
    return [_row(table, record, ready.facts, ready.kinds) for record in found]


@dataclass(frozen=True)
class Reading:
    """A statement that reads one table, built once, and what its extra columns mean."""

    statement: Select[tuple[Any, ...]]
    facts: Mapping[str, Fact]
    kinds: Mapping[str, str | None]


def _reading(table: TableMap, schema: Schema, where: ColumnElement[bool], *, lock: bool) -> Reading:
    live = schema.tables[table.name]
    facts, statement = _select(table, live, schema)
    statement = statement.where(where).order_by(*(live.c[name] for name in table.key))
    kinds = {
        label: schema.kinds.get((fact.table, fact.target or "")) if fact.table else None
        for label, fact in facts.items()
    }
    return Reading(statement.with_for_update() if lock else statement, facts, kinds)


def _select(
    table: TableMap, live: Table, schema: Schema
) -> tuple[dict[str, Fact], Select[tuple[Any, ...]]]:
    """Columns, then traits and lookups as scalar subqueries (an outer join can't be locked)."""
    facts = {f"trait {name}": follow(text) for name, text in table.traits.items()}
    facts |= {f"lookup {c.name}": follow(c.lookup) for c in table.columns if c.lookup}
    picked: list[ColumnElement[Any]] = [live.c[column.name] for column in table.columns]
    for label, fact in facts.items():
        if fact.table is not None and fact.target is not None:
            other = schema.tables[fact.table].alias()
            link = next(
                link
                for link in schema.links
                if (link.child, link.column, link.parent) == (live.name, fact.column, fact.table)
            )
            inner = select(other.c[fact.target]).where(other.c[link.target] == live.c[fact.column])
            picked.append(inner.scalar_subquery().label(label))
    return facts, select(*picked)


def _row(
    table: TableMap, record: Any, facts: Mapping[str, Fact], kinds: Mapping[str, str | None]
) -> Row:
    raw = dict(zip(record._fields, record, strict=True))
    values = {c.name: plain(raw[c.name], c.kind) for c in table.columns}
    traits: dict[str, object] = {}
    shown = dict(values)
    for label, fact in facts.items():
        kind, name = label.split(" ", 1)
        value = plain(raw[label], kinds[label]) if fact.table else values[fact.column]
        if fact.literal is not None:
            value = _equals(value, fact.literal)
        if kind == "trait":
            traits[name] = value
        elif value is not None:
            shown[name] = value
    group = next((code for trait, code in table.group_when if traits[trait]), table.group)
    pk = tuple(raw[name] for name in table.key)
    return Row(table.name, key_text(pk), group, pk, values, shown, traits)


def _equals(value: object, literal: str | int | bool) -> bool:
    return value == literal if not isinstance(value, str) else value == str(literal)


def plain(value: Any, kind: str | None) -> object:
    """A driver's value as str, int, bool, date, datetime or None.

    A text that does not fit its column's kind stays as it is: what is held is told as held.
    """
    if value is None:
        return None
    if kind == "flag" and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and kind in ("date", "datetime"):
        return _moment(value, kind)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str | int | date | datetime):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)


def _moment(value: str, kind: str) -> object:
    try:
        if kind == "date" and len(value) == len("2026-03-12"):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value)
    except ValueError:
        return value
