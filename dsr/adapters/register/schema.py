"""The live schema of a register, and the mapping held against it.

Completeness is the point: a column nobody decided on would be left out of every answer and
survive every erasure, so an unmapped column is an error and never silence.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Dialect, Engine, MetaData, Table, event, inspect
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import NullType, TypeEngine

from dsr.adapters.register.facts import follow
from dsr.cases.register import RegisterMap, TableMap
from dsr.errors import Fault

RECEIPTS = "dsr_receipt"
#: How the names of our own indexes begin.
SEARCH = "dsr_find_"
_INDEX_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}
_KINDS = {
    "Integer": "number",
    "Numeric": "number",
    "Float": "number",
    "Date": "date",
    "DateTime": "datetime",
    "Boolean": "flag",
}


@dataclass(frozen=True)
class Link:
    """A foreign key between two tables, one column each."""

    child: str
    column: str
    parent: str
    target: str


@dataclass(frozen=True)
class Schema:
    """What reflection found. links: every one-column foreign key. unique: unique columns.

    order: parents before children. circle: tables that refer to each other round and round, and
    what hangs on them. kinds: (table, column) -> number|date|datetime|flag|text.
    lengths: the most characters a text column takes. compiler: what turns statements into this
    database's SQL. prepared: statements compiled for this schema. search: names of our indexes.
    """

    tables: dict[str, Table]
    order: tuple[str, ...]
    links: tuple[Link, ...]
    unique: frozenset[tuple[str, str]]
    indexed: frozenset[tuple[str, str]]
    dialect: str
    circle: frozenset[str] = frozenset()
    lengths: dict[tuple[str, str], int] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    compiler: Dialect | None = field(default=None, repr=False)
    prepared: dict[tuple[str, bool, int], object] = field(default_factory=dict, repr=False)
    search: frozenset[str] = frozenset()


def reflect(engine: Engine) -> Schema:
    """Look at the live schema."""
    metadata = MetaData()
    lengths: dict[tuple[str, str], int] = {}
    kinds: dict[tuple[str, str], str] = {}

    def on_column(_: Any, table: Table, column: dict[str, Any]) -> None:
        place = (table.name, str(column["name"]))
        kind = column["type"]
        if length := getattr(kind, "length", None):
            lengths[place] = int(length)
        kinds[place] = _kind(kind)
        if engine.dialect.name == "sqlite":
            # SQLite keeps any value in any column; a strict type would stop at one bad date.
            column["type"] = NullType()

    event.listen(metadata, "column_reflect", on_column)
    with warnings.catch_warnings():
        # It can't reflect the index of an expression: ours are known by their names.
        warnings.filterwarnings("ignore", "Skipped unsupported reflection", SAWarning)
        metadata.reflect(bind=engine)
        unique, indexed = _indexes(engine, metadata.tables)
    tables = {t.name: t for t in metadata.tables.values()}
    order, circle = _parents_first(tables)
    return Schema(
        tables=tables,
        order=order,
        circle=circle,
        links=tuple(_links(tables)),
        unique=frozenset(unique),
        indexed=frozenset(indexed),
        dialect=engine.dialect.name,
        compiler=engine.dialect,
        lengths=lengths,
        kinds=kinds,
        search=_search_indexes(engine),
    )


def _search_indexes(engine: Engine) -> frozenset[str]:
    statement = _INDEX_NAMES.get(engine.dialect.name)
    if statement is None:
        return frozenset()
    with engine.connect() as connection:
        names = connection.exec_driver_sql(statement).scalars()
        return frozenset(name for name in names if name.startswith(SEARCH))


def _kind(live: TypeEngine[Any]) -> str:
    if getattr(live, "display_width", None) == 1 and type(live).__name__ == "TINYINT":
        return "flag"  # what MariaDB makes of BOOLEAN
    return _KINDS.get(getattr(live, "_type_affinity", type(live)).__name__, "text")


def _indexes(
    engine: Engine, tables: Mapping[str, Table]
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Columns that are unique by themselves, and columns that an index begins with."""
    look = inspect(engine)
    unique: set[tuple[str, str]] = set()
    indexed: set[tuple[str, str]] = set()
    for name, table in tables.items():
        groups: list[tuple[list[str | None] | list[str], bool]] = []
        groups += [(i["column_names"], bool(i["unique"])) for i in look.get_indexes(name)]
        groups += [(c["column_names"], True) for c in look.get_unique_constraints(name)]
        groups.append(([c.name for c in table.primary_key.columns], False))
        for columns, is_unique in groups:
            if columns and columns[0]:
                indexed.add((name, columns[0]))
                if is_unique and len(columns) == 1:
                    unique.add((name, columns[0]))
    return unique, indexed


def _parents_first(tables: dict[str, Table]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Names with parents before children, and those that only a circle keeps from a place."""
    left = {
        name: {
            element.column.table.name
            for constraint in table.foreign_key_constraints
            for element in constraint.elements
        }
        - {name}
        for name, table in sorted(tables.items())
    }
    order: list[str] = []
    while ready := [name for name, parents in left.items() if not parents & left.keys()]:
        order += ready
        for name in ready:
            del left[name]
    return (*order, *left), frozenset(left)


def _links(tables: dict[str, Table]) -> Iterator[Link]:
    for table in tables.values():
        for constraint in sorted(table.foreign_key_constraints, key=lambda c: str(c.column_keys)):
            if len(constraint.elements) == 1:
                element = constraint.elements[0]
                target: Column[Any] = element.column
                yield Link(table.name, element.parent.name, target.table.name, target.name)


def check_schema(register: RegisterMap, schema: Schema) -> tuple[Fault, ...]:
    """Every difference between mapping and schema. Codes ``warning.…`` don't forbid the work."""
    faults: list[Fault] = []
    mapped = {table.name for table in register.tables}
    for name in sorted(set(schema.tables) - mapped - set(register.ignored) - {RECEIPTS}):
        sentence = "this table is not mapped: map it, or put it under [ignore] with the reason"
        faults.append(Fault("register.unmapped_table", f"{register.name}: {name}", sentence))
    for name in sorted(set(register.ignored) - set(schema.tables)):
        sentence = "the ignored table is not in the register: remove it from [ignore]"
        faults.append(Fault("register.unknown_table", f"{register.name}: {name}", sentence))
    for table in register.tables:
        faults.extend(_check_table(table, register, schema))
    faults.extend(_check_circle(register, schema))
    faults.extend(_check_indexes(register, schema))
    return tuple(faults)


def _check_circle(register: RegisterMap, schema: Schema) -> Iterator[Fault]:
    mapped = {table.name for table in register.tables}
    if circle := sorted(schema.circle):
        sentence = (
            f"{', '.join(circle)} refer to each other in a circle, so nobody can say which row "
            "goes first: let the register's owner drop one of these foreign keys"
        )
        if mapped & schema.circle:
            yield Fault("register.cycle", f"{register.name}: {circle[0]}", sentence)


def _check_indexes(register: RegisterMap, schema: Schema) -> Iterator[Fault]:
    """Foreign keys to mapped tables: reading follows them, and every deletion looks them up."""
    mapped = {table.name for table in register.tables}
    for link in schema.links:
        if link.parent in mapped and (link.child, link.column) not in schema.indexed:
            statement = (
                f"CREATE INDEX ix_{link.child}_{link.column} ON {link.child} ({link.column})"
            )
            sentence = f"this foreign key has no index, every request reads all rows: {statement}"
            place = f"{register.name}: {link.child}.{link.column}"
            yield Fault("warning.register.unindexed", place, sentence)


def _check_table(table: TableMap, register: RegisterMap, schema: Schema) -> Iterator[Fault]:
    place = f"{register.name}: {table.name}"
    live = schema.tables.get(table.name)
    if live is None:
        sentence = "the mapped table is not in the register: correct or remove it"
        yield Fault("register.unknown_table", place, sentence)
        return
    names = {column.name for column in table.columns}
    for name in sorted(set(live.columns.keys()) - names):
        sentence = "this column is not mapped: decide what it is before anything is answered"
        yield Fault("register.unmapped_column", f"{place}.{name}", sentence)
    for name in sorted(names - set(live.columns.keys())):
        sentence = "the mapped column is not in the register: correct or remove it"
        yield Fault("register.unknown_column", f"{place}.{name}", sentence)
    actual = tuple(column.name for column in live.primary_key.columns)
    if set(actual) != set(table.key):
        sentence = f"the primary key is ({', '.join(actual) or 'none'}): correct the mapping's key"
        yield Fault("register.wrong_key", place, sentence)
    yield from _check_path(table, schema, place)
    yield from _check_facts(table, schema, place)


def _check_path(table: TableMap, schema: Schema, place: str) -> Iterator[Fault]:
    child = table.name
    for column, parent, target in table.path:
        if Link(child, column, parent, target) not in schema.links:
            sentence = f"there is no foreign key {child}.{column} -> {parent}.{target}"
            yield Fault("register.no_foreign_key", place, sentence)
        child = parent


def _check_facts(table: TableMap, schema: Schema, place: str) -> Iterator[Fault]:
    texts = dict(table.traits)
    texts |= {f"{c.name} (lookup)": c.lookup for c in table.columns if c.lookup}
    for name, text in texts.items():
        fact = follow(text)
        if fact.table is None:
            continue
        target = schema.tables.get(fact.table)
        if target is None or str(fact.target) not in target.columns:
            sentence = f"{name} refers to {fact.table}.{fact.target}, which is not in the register"
            yield Fault("register.unknown_column", place, sentence)
        elif not any(
            (link.child, link.column, link.parent) == (table.name, fact.column, fact.table)
            for link in schema.links
        ):
            sentence = f"there is no foreign key {table.name}.{fact.column} -> {fact.table}"
            yield Fault("register.no_foreign_key", place, sentence)
