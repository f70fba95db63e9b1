"""Indexes in the register itself that find a person without reading everybody.

A copy of everybody's name kept beside the register would be a second register of personal data,
and always older than the first (docs/decisions/0009-finding-in-a-big-register.md). An index in the
register is neither. Its owner makes it, from the statements of ``dsr register index``; without it
the register is read whole and the same people are found, later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Index,
    Select,
    Table,
    func,
    literal_column,
    select,
)
from sqlalchemy.schema import CreateIndex

from dsr.adapters.register.schema import SEARCH, Schema
from dsr.cases.register import RegisterMap, TableMap

#: Databases that can index an expression. MariaDB can't: it reads the whole table.
_ABLE = frozenset({"sqlite", "postgresql"})
#: Signs people put between the digits of a phone number.
PHONE_SIGNS = (" ", "-", "(", ")", "/", ".")
PHONE_DIGITS = 9
_PREFIX = 3
_LONGEST_NAME = 63

Columns = Mapping[str, ColumnElement[Any]]


@dataclass(frozen=True)
class Condition:
    """What a row must meet, and parts, each with an index, that together hold every such row.

    parts is empty where no index can help: then the whole table is read.
    """

    whole: ColumnElement[bool]
    parts: tuple[ColumnElement[bool], ...] = ()


def digits(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A phone column without the signs people put between digits.

    The signs stand in the statement itself, for an index is used only by its own expression.
    """
    stripped: ColumnElement[Any] = column
    for sign in PHONE_SIGNS:
        stripped = func.replace(stripped, literal_column(f"'{sign}'"), literal_column("''"))
    return stripped


def last_digits(column: ColumnElement[Any], dialect: str) -> ColumnElement[str]:
    """The last nine digits of a phone column."""
    if dialect == "sqlite":
        return func.substr(digits(column), literal_column(str(-PHONE_DIGITS)))
    return func.right(digits(column), literal_column(str(PHONE_DIGITS)))


def email_of(column: ColumnElement[Any]) -> ColumnElement[str]:
    """An e-mail column without letter case and outer blanks."""
    return func.lower(func.trim(column))


def beginning(column: ColumnElement[Any]) -> ColumnElement[str]:
    """The first three letters of a name."""
    return func.substr(func.lower(column), literal_column("1"), literal_column(str(_PREFIX)))


def missing_indexes(register: RegisterMap, schema: Schema) -> Iterator[str]:
    """The statements that make the indexes this register has not got yet."""
    if schema.compiler is None or schema.dialect not in _ABLE:
        return
    for table in register.tables:
        live = schema.tables[table.name]
        columns = {column.role: column.name for column in table.columns if column.role}
        for role, expressions in _wanted(table, live, schema.dialect):
            if not is_ready(schema, live, role, columns[role]):
                index = Index(name_of(live, role), *expressions, _table=live)
                yield " ".join(str(CreateIndex(index).compile(dialect=schema.compiler)).split())
                live.indexes.discard(index)


def is_ready(schema: Schema, live: Table, role: str, column: str) -> bool:
    """Whether the table has our index for this role, or for a postcode any that begins with it."""
    if role == "postcode" and (live.name, column) in schema.indexed:
        return True
    return name_of(live, role) in schema.search


def name_of(live: Table, role: str) -> str:
    """The index's name, by which it is known again."""
    return f"{SEARCH}{re.sub(r'[^A-Za-z0-9_]', '_', live.name)}_{role}"[:_LONGEST_NAME]


def _wanted(
    table: TableMap, live: Table, dialect: str
) -> Iterator[tuple[str, tuple[ColumnElement[Any], ...]]]:
    columns = {column.role: live.c[column.name] for column in table.columns if column.role}
    if not columns or (table.path == () and "name" in columns):
        return
    if "email" in columns:
        yield "email", (email_of(columns["email"]),)
    if "phone" in columns:
        yield "phone", (last_digits(columns["phone"], dialect),)
    if "last_name" in columns and "first_name" in columns:
        yield "last_name", (beginning(columns["last_name"]), beginning(columns["first_name"]))
        yield "first_name", (beginning(columns["first_name"]),)
    if "postcode" in columns and "street" in columns:
        yield "postcode", (columns["postcode"],)


def beginnings_like(
    connection: Connection, column: ColumnElement[Any], patterns: Sequence[str]
) -> list[str]:
    """Which beginnings of names that stand in this column fit one of the LIKE patterns.

    The index is asked for the next beginning again and again: a million people have a few
    thousand of them.
    """
    fits = [_as_expression(pattern) for pattern in patterns]
    found = connection.scalars(_each_once(beginning(column))).all()
    return [str(text) for text in found if any(one.match(str(text or "")) for one in fits)]


def _as_expression(pattern: str) -> re.Pattern[str]:
    """A LIKE pattern, whose end is open, held against a beginning alone."""
    signs = "".join("." if sign == "_" else re.escape(sign) for sign in pattern[:_PREFIX])
    return re.compile(signs, re.DOTALL | re.IGNORECASE)


def _each_once(expression: ColumnElement[str]) -> Select[Any]:
    smallest = select(expression.label("x")).where(expression.is_not(None))
    smallest = smallest.order_by(expression).limit(1)
    seen = select(smallest.subquery().c.x).cte("seen", recursive=True)
    following = (
        select(expression)
        .where(expression > seen.c.x)
        .order_by(expression)
        .limit(1)
        .correlate(seen)
        .scalar_subquery()
    )
    steps = seen.union_all(select(following).where(seen.c.x.is_not(None)))
    return select(steps.c.x)
