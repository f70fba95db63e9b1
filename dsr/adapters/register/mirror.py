"""Files or fetched records as a small SQLite database, and what became of its rows.

One engine finds, plans, carries out and proves in every kind of register; files and records only
have to look like tables to it. The database lives for one operation, in a folder only its owner
can open.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    MetaData,
    Table,
    create_engine,
    insert,
    select,
)
from sqlalchemy.pool import NullPool
from sqlalchemy.types import UserDefinedType

from dsr.adapters.register.execution import receipts as receipt_table
from dsr.adapters.register.facts import parse_fact
from dsr.cases.register import RegisterMap, TableMap
from dsr.errors import BadConfiguration, Fault

_TYPES = {"date": "DATE", "datetime": "DATETIME", "flag": "BOOLEAN"}
_TYPES |= {"number": "INTEGER", "money_cents": "INTEGER"}
_FINNISH_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
_FINNISH_MOMENT = re.compile(r"^(\d{1,2}\.\d{1,2}\.\d{4}) (?:klo )?(\d{1,2})[.:](\d{2})$")
_WHOLE = re.compile(r"^-?\d{1,18}$")
_YES = frozenset({"1", "true", "yes", "x", "kyllä", "k", "ja", "j"})
_NO = frozenset({"0", "false", "no", "ei", "e", "nej", "n"})

Stored = str | int | None
Cells = tuple[str | None, ...]


@dataclass(frozen=True)
class Change:
    """What becomes of a table's rows. gone: their positions. cells: position -> column -> text."""

    gone: frozenset[int]
    cells: Mapping[int, Mapping[str, str | None]]


@dataclass(frozen=True)
class Source:
    """A table as it was read: from a sheet, a folder of documents, a service's list."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Cells, ...]
    is_folder: bool = False


def build(
    database: Path,
    register: RegisterMap,
    sources: Sequence[Source],
    receipts: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the mirror. Raises BadConfiguration for rows that no key tells apart."""
    faults = [fault for source in sources for fault in _key_faults(register, source)]
    if faults:
        raise BadConfiguration(
            f"Rows of the register {register.name} cannot be told apart.",
            "Give every row its own number in the files.",
            faults=faults,
        )
    tables = _tables(register, sources)
    with _opened(database) as connection:
        for source in sources:
            table = tables[source.name]
            table.create(connection)
            kinds = _kinds(register, source)
            rows = [dict(zip(source.header, _row(row, kinds), strict=True)) for row in source.rows]
            if rows:
                connection.execute(insert(table), rows)
        if receipts:
            receipt_table.create(connection)
            connection.execute(insert(receipt_table), [dict(entry) for entry in receipts.values()])


def differences(
    database: Path, register: RegisterMap, sources: Sequence[Source]
) -> dict[str, Change]:
    """What the mirror holds otherwise than the files, by table; tables without a change are out."""
    tables = _tables(register, sources)
    found: dict[str, Change] = {}
    with _opened(database) as connection:
        for source in sources:
            rows = [tuple(row) for row in connection.execute(select(tables[source.name]))]
            change = _difference(rows, register, source)
            if change.gone or change.cells:
                found[source.name] = change
    return found


def kept_receipts(database: Path) -> dict[str, dict[str, str]]:
    """The receipts in the mirror, action id -> columns."""
    with _opened(database) as connection:
        rows = connection.execute(select(receipt_table)).mappings()
        return {str(row["action_id"]): {k: str(v) for k, v in row.items()} for row in rows}


@contextmanager
def _opened(database: Path) -> Iterator[Connection]:
    engine = create_engine(f"sqlite:///{database}", hide_parameters=True, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


# ------------------------------------------------------------------ the schema


def _mapped(register: RegisterMap, name: str) -> TableMap | None:
    return next((table for table in register.tables if table.name == name), None)


def _key(register: RegisterMap, source: Source) -> tuple[str, ...]:
    table = _mapped(register, source.name)
    wanted = table.key if table else source.header[:1]
    return tuple(name for name in wanted if name in source.header)


def _key_faults(register: RegisterMap, source: Source) -> Iterator[Fault]:
    place = f"{register.name}: {source.name}"
    if len(set(source.header)) != len(source.header) or "" in source.header:
        yield Fault("register.header", place, "Two columns have one name, or one has none.")
        return
    at = [source.header.index(name) for name in _key(register, source)]
    keys = [tuple(row[i] for i in at) for row in source.rows]
    if any(None in key for key in keys):
        yield Fault("register.no_key", place, "A row has no number in the key's column.")
    elif at and len(set(keys)) != len(keys):
        yield Fault("register.same_key", place, "Two rows have the same number.")


class _As(UserDefinedType[Stored]):
    """A column that is declared as one type and keeps what it is given, as SQLite does."""

    cache_ok = True

    def __init__(self, spec: str) -> None:
        self.spec = spec

    def get_col_spec(self, **_: object) -> str:
        """The type's name in the table."""
        return self.spec


def _tables(register: RegisterMap, sources: Sequence[Source]) -> dict[str, Table]:
    metadata = MetaData()
    names = {source.name for source in sources}
    return {source.name: _table(metadata, register, source, names) for source in sources}


def _table(
    metadata: MetaData, register: RegisterMap, source: Source, names: Collection[str]
) -> Table:
    key, links = _key(register, source), _links(register, source)
    columns: list[Column[Stored]] = []
    for name, kind in zip(source.header, _kinds(register, source), strict=True):
        link = links.get(name)
        there = [ForeignKey(f"{link[0]}.{link[1]}")] if link and link[0] in names else []
        columns.append(
            Column(
                name,
                _As(_TYPES.get(kind, "TEXT")),
                *there,
                primary_key=name in key,
                index=name in links,
            )
        )
    return Table(source.name, metadata, *columns)


def _kinds(register: RegisterMap, source: Source) -> tuple[str, ...]:
    """The mapping's kind of every column. Numbers that only link rows are numbers here too, so
    that 9 stands before 10; a column of a table without a mapping is what all its cells are."""
    table = _mapped(register, source.name)
    kinds = {c.name: "key" if c.lookup else c.kind for c in table.columns} if table else {}
    found = []
    for at, name in enumerate(source.header):
        kind = kinds.get(name, "key" if table is None else "text")
        is_number = kind == "key" and all(_is_number(row[at]) for row in source.rows)
        found.append("number" if is_number else kind)
    return tuple(found)


def _is_number(cell: str | None) -> bool:
    """A whole number that is written in one way only: 007 is a text."""
    return not cell or (_WHOLE.match(cell) is not None and str(int(cell)) == cell)


def _links(register: RegisterMap, source: Source) -> dict[str, tuple[str, str]]:
    """Foreign keys as the mapping tells them: files have none of their own."""
    table = _mapped(register, source.name)
    if table is None:
        return {}
    links: dict[str, tuple[str, str]] = {}
    texts = [*table.traits.values(), *(c.lookup for c in table.columns if c.lookup)]
    for text in texts:
        fact = parse_fact(text)
        if fact and fact.table and fact.column in source.header:
            parent = _mapped(register, fact.table)
            links[fact.column] = (fact.table, parent.key[0] if parent else "id")
    if table.path and table.path[0][0] in source.header:
        column, parent_name, target = table.path[0]
        links[column] = (parent_name, target)
    return links


# ------------------------------------------------------------------ values


def _row(row: Cells, kinds: Sequence[str]) -> tuple[Stored, ...]:
    return tuple(_stored(cell, kind) for cell, kind in zip(row, kinds, strict=True))


def _stored(cell: str | None, kind: str) -> Stored:
    """A cell as the database keeps it; what does not look like its kind stays text."""
    if cell is None or cell.strip() == "":
        return None
    text = cell.strip()
    match kind:
        case "date" if found := _FINNISH_DAY.match(text):
            return _iso(found)
        case "datetime" if found := _FINNISH_MOMENT.match(text):
            day = _FINNISH_DAY.match(found[1])
            return f"{_iso(day) if day else found[1]} {int(found[2]):02d}:{found[3]}:00.000000"
        case "datetime":
            return _moment(text)
        case "flag" if text.casefold() in _YES | _NO:
            return int(text.casefold() in _YES)
        case "number" | "money_cents" if _WHOLE.match(text):
            return int(text)
        case "key":
            return text
        case _:
            return cell


def _iso(found: re.Match[str]) -> str:
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return found[0]  # 31.2.2024 is no day: shown as it stands


def _moment(text: str) -> str:
    try:
        return datetime.fromisoformat(text).isoformat(sep=" ", timespec="microseconds")
    except ValueError:
        return text


def _difference(
    rows: Sequence[tuple[Stored, ...]], register: RegisterMap, source: Source
) -> Change:
    kinds = _kinds(register, source)
    at = [source.header.index(name) for name in _key(register, source)]
    now = {tuple(str(row[i]) for i in at): row for row in rows}
    gone: set[int] = set()
    cells: dict[int, dict[str, str | None]] = {}
    for position, row in enumerate(source.rows):
        was = _row(row, kinds)
        found = now.get(tuple(str(was[i]) for i in at))
        if found is None:
            gone.add(position)
        elif tuple(found) != was:
            cells[position] = {
                name: _cell(new, kind, source, column)
                for column, (name, old, new, kind) in enumerate(
                    zip(source.header, was, found, kinds, strict=True)
                )
                if new != old
            }
    return Change(frozenset(gone), cells)


def _cell(value: Stored, kind: str, source: Source, column: int) -> str | None:
    """A value as this file writes it: a day as the other days of its column."""
    if value is None:
        return None
    text = str(value)
    if kind == "date" and any(_FINNISH_DAY.match(row[column] or "") for row in source.rows):
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            return text
        return f"{day.day}.{day.month}.{day.year}"
    if kind == "datetime":
        return text.removesuffix(".000000")
    return text
