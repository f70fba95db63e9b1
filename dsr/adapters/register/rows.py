"""Reading a person's rows: one statement a table, every value made plain.

The path of a table becomes nested subqueries over the person's keys, so a person with ten
thousand rows costs as many statements as one with ten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table, bindparam, select

from dsr.adapters.register.connection import Cursor, fetch
from dsr.adapters.register.facts import Fact, follow
from dsr.adapters.register.plain import SPECIAL, plain
from dsr.adapters.register.schema import Schema
from dsr.cases.register import RegisterMap, TableMap
from dsr.errors import NotFound

_MOST_DIGITS = 18
#: Statements are kept for this many keys at once; more belong to no ordinary person.
_KEYS_REMEMBERED = 16
#: Values that are told as the driver gives them, unless their column's kind is special.
_PLAIN = frozenset({str, int, bool, type(None), date, datetime})
Chosen = TypeVar("Chosen", bound=Select[Any])


class Row(NamedTuple):
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
    cursor: Cursor,
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
        table.name: read_table(cursor, register, schema, table, found, lock=lock)
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
    cursor: Cursor,
    register: RegisterMap,
    schema: Schema,
    table: TableMap,
    keys: Sequence[Any],
    *,
    lock: bool = False,
) -> list[Row]:
    """The rows of one table that belong to these persons.

    The statement is compiled once and sent by the driver itself: SQLAlchemy's own way from a
    statement to rows would cost more than the database's answer.
    """
    if not keys:
        return []
    place = (table.name, lock, len(keys))
    ready = schema.prepared.get(place)
    if not isinstance(ready, Reading):
        numbers: BindParameter[Any] = bindparam("keys", list(range(len(keys))), expanding=True)
        ready = _reading(table, schema, belongs_to(table, register, schema, numbers), lock=lock)
        if len(keys) <= _KEYS_REMEMBERED:
            schema.prepared[place] = ready
    return [_row(table, record, ready) for record in fetch(cursor, ready.text, ready.given(keys))]


def read_where(
    connection: Connection,
    schema: Schema,
    table: TableMap,
    where: ColumnElement[bool],
    *,
    lock: bool = False,
) -> list[Row]:
    """The rows of one table that meet a condition, whoever they belong to."""
    facts, statement = _select(table, schema.tables[table.name], schema)
    statement = _ordered(table, schema, statement.where(where), lock=lock)
    reading = _reading_of(table, schema, facts, "", ())
    return [_row(table, tuple(record), reading) for record in connection.execute(statement)]


@dataclass(frozen=True)
class Reading:
    """A statement that reads one table, compiled, and what its columns mean.

    order: which key stands at which place of the parameters; names: the same where the driver
    wants them by name. special: columns whose values need more than a look. extras: position,
    ``trait`` or ``lookup``, name, fact and kind of what follows the columns.
    """

    text: str
    order: tuple[int, ...]
    names: tuple[str, ...] | None
    columns: tuple[str, ...]
    special: tuple[tuple[int, str, Callable[[Any], object]], ...]
    pk: tuple[int, ...]
    extras: tuple[tuple[int, str, str, Fact, str | None], ...]

    def given(self, keys: Sequence[Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The parameters for these keys."""
        values = [keys[number] for number in self.order]
        return values if self.names is None else dict(zip(self.names, values, strict=True))


def _reading(table: TableMap, schema: Schema, where: ColumnElement[bool], *, lock: bool) -> Reading:
    facts, statement = _select(table, schema.tables[table.name], schema)
    statement = _ordered(table, schema, statement.where(where), lock=lock)
    made = statement.compile(dialect=schema.compiler, compile_kwargs={"render_postcompile": True})
    names = tuple(made.positiontup or made.params)
    order = tuple(int(made.params[name]) for name in names)
    read = _reading_of(table, schema, facts, str(made), order)
    return read if made.positional else replace(read, names=names)


def _reading_of(
    table: TableMap, schema: Schema, facts: Mapping[str, Fact], text: str, order: tuple[int, ...]
) -> Reading:
    columns = tuple(column.name for column in table.columns)
    extras, place = [], len(columns)
    for label, fact in facts.items():
        what, name = label.split(" ", 1)
        kind = schema.kinds.get((fact.table, fact.target or "")) if fact.table else None
        extras.append((place if fact.table else columns.index(fact.column), what, name, fact, kind))
        place += fact.table is not None
    return Reading(
        text=text,
        order=order,
        names=None,
        columns=columns,
        special=tuple(
            (n, c.name, SPECIAL[c.kind]) for n, c in enumerate(table.columns) if c.kind in SPECIAL
        ),
        pk=tuple(columns.index(name) for name in table.key),
        extras=tuple(extras),
    )


def _ordered(table: TableMap, schema: Schema, statement: Chosen, *, lock: bool) -> Chosen:
    statement = statement.order_by(*(schema.tables[table.name].c[name] for name in table.key))
    return statement.with_for_update() if lock else statement


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


def _row(table: TableMap, record: Sequence[Any], reading: Reading) -> Row:
    # zip cuts off what follows the columns: that is for the traits and lookups.
    values: dict[str, object] = dict(zip(reading.columns, record, strict=False))
    if not _PLAIN.issuperset(map(type, record)):
        values = {n: v if type(v) in _PLAIN else plain(v, None) for n, v in values.items()}
    for place, name, special in reading.special:
        value = record[place]
        if value is not None:
            values[name] = special(value)
    traits: dict[str, object] = {}
    shown: dict[str, object] | None = None
    for place, what, name, fact, kind in reading.extras:
        value = plain(record[place], kind) if fact.table else values[fact.column]
        if fact.literal is not None:
            value = _equals(value, fact.literal)
        if what == "trait":
            traits[name] = value
        elif value is not None:
            shown = dict(values) if shown is None else shown
            shown[name] = value
    group = table.group
    for trait, code in table.group_when:
        if traits[trait]:
            group = code
            break
    pk = tuple([record[place] for place in reading.pk])
    return Row(table.name, key_text(pk), group, pk, values, shown or values, traits)


def _equals(value: object, literal: str | int | bool) -> bool:
    return value == literal if not isinstance(value, str) else value == str(literal)
