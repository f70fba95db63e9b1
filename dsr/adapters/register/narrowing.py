"""Letting SQL narrow a register down to the few rows that may be a person.

A foreign register has no search columns of ours, so conditions are plain comparisons on what it
has; its indexes help where they exist, and the database does the looking in any case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from dsr.adapters.register.normal import email_form, house_number, phone_form, skeleton
from dsr.adapters.register.schema import Schema
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap, TableMap

#: More rows than this are no answer to "who is it"; the clues are too thin.
MOST_ROWS = 400
_PHONE_DIGITS = 9
_FEWEST_DIGITS = 5
PHONE_SIGNS = (" ", "-", "(", ")", "/", ".")
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


def digits(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A phone column without the signs people put between digits."""
    stripped: ColumnElement[Any] = column
    for sign in PHONE_SIGNS:
        stripped = func.replace(stripped, sign, "")
    return stripped


def same_email(column: ColumnElement[Any], email: str) -> ColumnElement[bool]:
    """Equality without letter case and outer blanks."""
    return func.lower(func.trim(column)) == email_form(email)


def same_phone(column: ColumnElement[Any], phone: str, region: str) -> ColumnElement[bool]:
    """The last digits are the same, however the number is written."""
    return digits(column).like(f"%{_tail(phone, region)}")


def _tail(phone: str, region: str) -> str:
    plain = phone_form(phone, region) or "".join(c for c in phone if c in "0123456789")
    found = plain.lstrip("+")[-_PHONE_DIGITS:]
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
    for record in _matching(connection, register, clues, live, roles, person):
        _note(found, record, roles)
    elsewhere: list[tuple[Any, str, Roles]] = []
    for table in register.tables:
        inner = roles_of(table)
        if not table.path or not inner:
            continue
        source, owner = owner_of(table, schema)
        rows = _matching(
            connection, register, clues, schema.tables[table.name], inner, owner, source
        )
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


def _matching(
    connection: Connection,
    register: RegisterMap,
    clues: Person,
    live: FromClause,
    roles: Mapping[str, str],
    owner: ColumnElement[Any],
    source: FromClause | None = None,
) -> Sequence[Any]:
    columns = {role: live.c[name] for role, name in roles.items()}
    conditions = _conditions(columns, clues, register.phone_region)
    if not conditions:
        return []
    statement = select(owner, *columns.values()).select_from(live if source is None else source)
    # The strongest evidence first, so that the limit never cuts it off.
    for condition in conditions:
        statement = statement.order_by(condition.desc())
    return connection.execute(
        statement.where(or_(*conditions)).order_by(owner).limit(MOST_ROWS)
    ).fetchall()


def _conditions(
    columns: Mapping[str, ColumnElement[Any]], clues: Person, region: str
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if clues.email and "email" in columns:
        conditions.append(same_email(columns["email"], clues.email))
    if clues.phone and _tail(clues.phone, region) and "phone" in columns:
        conditions.append(same_phone(columns["phone"], clues.phone, region))
    if clues.name and ({"last_name", "name"} & set(columns)):
        names = _name_condition(columns, clues.name)
        if clues.postcode and "postcode" in columns:
            surname = _surname_condition(columns, clues.name)
            names = or_(names, and_(columns["postcode"] == clues.postcode.strip(), surname))
        conditions.append(names)
    if clues.postcode and "postcode" in columns and "street" in columns:
        number = house_number(clues.street or "")
        if number:
            same_house = columns["street"].like(f"%{number}%")
            conditions.append(and_(columns["postcode"] == clues.postcode.strip(), same_house))
    return conditions


def _like(column: ColumnElement[Any], patterns: Sequence[str], end: str) -> ColumnElement[bool]:
    return or_(*(func.lower(column).like(f"{pattern}{end}") for pattern in patterns))


def _name_condition(columns: Mapping[str, ColumnElement[Any]], name: str) -> ColumnElement[bool]:
    """Surname and beginning of the first name fit, in either order."""
    words = name.split()
    orders = {(words[-1], words[0]), (words[0], words[-1])}
    if "last_name" not in columns:
        patterns = [skeleton(last) for last, _ in sorted(orders)]
        inside = tuple(f"%{pattern}" for forms in patterns for pattern in forms)
        return _like(columns["name"], inside, "%")
    choices = []
    for last, first in sorted(orders):
        fits = _like(columns["last_name"], skeleton(last), "%")
        if "first_name" in columns and len(words) > 1:
            beginnings = tuple(pattern[:3] for pattern in skeleton(first))
            fits = and_(fits, _like(columns["first_name"], beginnings, "%"))
        choices.append(fits)
    return or_(*choices)


def _surname_condition(columns: Mapping[str, ColumnElement[Any]], name: str) -> ColumnElement[bool]:
    """The surname begins alike, for slips of the pen and of the reader."""
    words = name.split()
    column = columns.get("last_name", columns.get("name"))
    assert column is not None
    prefixes = sorted({pattern[:3] for w in (words[0], words[-1]) for pattern in skeleton(w)})
    return _like(column, prefixes, "%")
