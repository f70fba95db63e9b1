"""Letting SQL narrow a register down to the few rows that may be a person.

A foreign register has no search columns of ours, so conditions are plain comparisons on what it
has; its indexes help where they exist, and the database does the looking in any case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, case, func, or_, select

from dsr.adapters.register.normal import email_form, house_number, phone_form, skeleton
from dsr.adapters.register.schema import Schema
from dsr.adapters.register.search_index import (
    PHONE_DIGITS,
    Condition,
    beginning,
    beginnings_like,
    digits,
    email_of,
    is_ready,
    last_digits,
)
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap, TableMap

#: More rows than this are no answer to "who is it"; the clues are too thin.
MOST_ROWS = 400
_FEWEST_DIGITS = 5
Roles = Mapping[str, str]


@dataclass
class Known:
    """What a register says of one person: the identity row, and what else matched elsewhere."""

    key: str
    current: Roles
    elsewhere: list[tuple[str, Roles]] = field(default_factory=list)


def roles_of(table: TableMap) -> dict[str, str]:
    """role -> column name."""
    return {column.role: column.name for column in table.columns if column.role}


def same_email(column: ColumnElement[Any], email: str) -> ColumnElement[bool]:
    """Equality without letter case and outer blanks."""
    return email_of(column) == email_form(email)


def same_phone(column: ColumnElement[Any], phone: str, region: str) -> ColumnElement[bool]:
    """The last digits are the same, however the number is written."""
    tail = _tail(phone, region)
    # Taking the signs out of every number is dear: only where the digits stand in this order.
    return and_(column.like(f"%{'%'.join(tail)}%"), digits(column).like(f"%{tail}"))


def _tail(phone: str, region: str) -> str:
    plain = phone_form(phone, region) or "".join(c for c in phone if c in "0123456789")
    found = plain.lstrip("+")[-PHONE_DIGITS:]
    return found if len(found) >= _FEWEST_DIGITS else ""


def narrow(
    connection: Connection, register: RegisterMap, schema: Schema, clues: Person
) -> dict[str, Known]:
    """Everybody the clues may mean, by key."""
    identity = register.table(register.identity)
    live = schema.tables[identity.name]
    person = live.c[identity.key[0]]
    roles = roles_of(identity)
    found: dict[str, Known] = {}
    search = Search(connection, schema, live, roles, clues, register.phone_region)
    for record in _matching(search, person):
        _note(found, record, roles)
    elsewhere: list[tuple[Any, str, Roles]] = []
    for table in register.tables:
        inner = roles_of(table)
        if not table.path or not inner:
            continue
        source, owner = owner_of(table, schema)
        there = replace(search, live=schema.tables[table.name], roles=inner)
        rows = _matching(there, owner, source)
        elsewhere += [(r[0], table.name, _texts(r, inner)) for r in rows if r[0] is not None]
    missing = sorted({row[0] for row in elsewhere if str(row[0]) not in found})[:MOST_ROWS]
    if missing:
        columns = [live.c[name] for name in roles.values()]
        for record in connection.execute(select(person, *columns).where(person.in_(missing))):
            _note(found, record, roles)
    for key, name, texts in elsewhere:
        if str(key) in found:
            found[str(key)].elsewhere.append((name, texts))
    return found


def _note(found: dict[str, Known], record: Sequence[Any], roles: Mapping[str, str]) -> None:
    found[str(record[0])] = Known(str(record[0]), _texts(record, roles))


def _texts(record: Sequence[Any], roles: Mapping[str, str]) -> Roles:
    pairs = zip(roles, record[1:], strict=True)
    return {role: str(value) for role, value in pairs if value is not None}


def owner_of(
    table: TableMap, schema: Schema, *, outer: bool = False
) -> tuple[FromClause, ColumnElement[Any]]:
    """The table joined along its path, and the column that is the person's key.

    outer: rows that lead to nobody are there too, with NULL.
    """
    live = here = schema.tables[table.name]
    source: FromClause = live
    if not table.path:
        return source, live.c[table.key[0]]
    for column, parent, target in table.path[:-1]:
        above = schema.tables[parent]
        source = source.join(above, here.c[column] == above.c[target], isouter=outer)
        here = above
    column, parent, target = table.path[-1]
    identity = schema.tables[parent]
    key = next(iter(identity.primary_key.columns))
    if target == key.name:
        return source, here.c[column]
    return source.join(identity, here.c[column] == identity.c[target], isouter=outer), key


@dataclass(frozen=True)
class Search:
    """One table and what is looked for in it. roles: role -> column."""

    connection: Connection
    schema: Schema
    live: Table
    roles: Mapping[str, str]
    clues: Person
    region: str

    def column(self, role: str) -> ColumnElement[Any] | None:
        """The column that plays this role."""
        return self.live.c[self.roles[role]] if role in self.roles else None

    def has_index(self, *roles: str) -> bool:
        """Whether each of these roles has an index."""
        return all(is_ready(self.schema, self.live, role, self.roles[role]) for role in roles)


def _matching(
    search: Search, owner: ColumnElement[Any], source: FromClause | None = None
) -> Sequence[Sequence[Any]]:
    """Owner and values of the rows that meet a condition, the strongest evidence first.

    The order is there so that the limit never cuts the strongest off; a comparison with NULL
    counts as not met, for databases disagree where NULL stands.
    """
    conditions = list(_conditions(search))
    if not conditions:
        return []
    met = [case((condition.whole, 1), else_=0) for condition in conditions]
    columns = [search.live.c[name] for name in search.roles.values()]
    statement = select(owner, *columns, *met)
    statement = statement.select_from(search.live if source is None else source)
    statement = statement.order_by(*(one.desc() for one in met), owner).limit(MOST_ROWS)
    # One statement an index: what is first of all together is among the first of its own.
    parts = [part for condition in conditions for part in condition.parts]
    if not all(condition.parts for condition in conditions):
        parts = [or_(*(condition.whole for condition in conditions))]
    found = {
        tuple(row) for part in parts for row in search.connection.execute(statement.where(part))
    }
    width = 1 + len(columns)
    ordered = sorted(found, key=lambda row: ([-one for one in row[width:]], row[0] is None, row[0]))
    return [row[:width] for row in ordered[:MOST_ROWS]]


def _conditions(search: Search) -> Iterator[Condition]:
    clues, region = search.clues, search.region
    email, phone, postcode = (search.column(role) for role in ("email", "phone", "postcode"))
    if clues.email and email is not None:
        same = same_email(email, clues.email)
        yield Condition(same, (same,) if search.has_index("email") else ())
    tail = _tail(clues.phone or "", region)
    if clues.phone and tail and phone is not None:
        ending = last_digits(phone, search.schema.dialect) == tail
        ready = len(tail) == PHONE_DIGITS and search.has_index("phone")
        yield Condition(same_phone(phone, clues.phone, region), (ending,) if ready else ())
    if clues.name and {"last_name", "name"} & set(search.roles):
        yield _name_condition(search, clues.name)
    number = house_number(clues.street or "")
    street = search.column("street")
    if clues.postcode and number and postcode is not None and street is not None:
        same = and_(postcode == clues.postcode.strip(), street.like(f"%{number}%"))
        yield Condition(same, (same,) if search.has_index("postcode") else ())


def _name_condition(search: Search, name: str) -> Condition:
    """The whole name, or in the same postcode the beginning of the surname."""
    columns = {role: search.live.c[column] for role, column in search.roles.items()}
    dialect = search.schema.dialect
    whole = _whole_name(columns, name, dialect)
    indexed = {"first_name", "last_name"} <= set(columns)
    parts: tuple[ColumnElement[bool], ...] = ()
    if indexed and search.has_index("first_name", "last_name"):
        parts = tuple(and_(part, whole) for part in _beginnings(search, columns, name))
    if search.clues.postcode and "postcode" in columns:
        surname = _surname_condition(columns, name, dialect)
        near = and_(columns["postcode"] == search.clues.postcode.strip(), surname)
        whole = or_(whole, near)
        parts = (*parts, near) if parts and search.has_index("postcode") else ()
    return Condition(whole, parts)


def _beginnings(
    search: Search, columns: Mapping[str, ColumnElement[Any]], name: str
) -> Iterator[ColumnElement[bool]]:
    """Where the names begin as they must to fit, in either order."""
    first, last = columns["first_name"], columns["last_name"]
    for surname, given in _orders(name):
        fits = beginnings_like(search.connection, last, skeleton(surname))
        if len(name.split()) == 1:
            yield beginning(last).in_(fits)
            continue
        patterns = [pattern[:3] for pattern in skeleton(given)]
        firsts = beginnings_like(search.connection, first, patterns)
        yield and_(beginning(last).in_(fits), beginning(first).in_(firsts))


def _like(
    column: ColumnElement[Any], patterns: Sequence[str], end: str, dialect: str
) -> ColumnElement[bool]:
    # SQLite's LIKE takes no notice of letter case in ASCII, and other signs are wild here.
    lower = column if dialect == "sqlite" else func.lower(column)
    return or_(*(lower.like(f"{pattern}{end}") for pattern in patterns))


def _orders(name: str) -> list[tuple[str, str]]:
    """Surname and first name, in either order."""
    words = name.split()
    return sorted({(words[-1], words[0]), (words[0], words[-1])})


def _whole_name(
    columns: Mapping[str, ColumnElement[Any]], name: str, dialect: str
) -> ColumnElement[bool]:
    """Surname and beginning of the first name fit, in either order."""
    if "last_name" not in columns:
        patterns = [skeleton(last) for last, _ in _orders(name)]
        inside = tuple(f"%{pattern}" for forms in patterns for pattern in forms)
        return _like(columns["name"], inside, "%", dialect)
    choices = []
    for last, first in _orders(name):
        fits = _like(columns["last_name"], skeleton(last), "%", dialect)
        if "first_name" in columns and len(name.split()) > 1:
            beginnings = tuple(pattern[:3] for pattern in skeleton(first))
            fits = and_(fits, _like(columns["first_name"], beginnings, "%", dialect))
        choices.append(fits)
    return or_(*choices)


def _surname_condition(
    columns: Mapping[str, ColumnElement[Any]], name: str, dialect: str
) -> ColumnElement[bool]:
    """The surname begins alike, for slips of the pen and of the reader."""
    words = name.split()
    column = columns.get("last_name", columns.get("name"))
    assert column is not None
    prefixes = sorted({pattern[:3] for w in (words[0], words[-1]) for pattern in skeleton(w)})
    return _like(column, prefixes, "%", dialect)
