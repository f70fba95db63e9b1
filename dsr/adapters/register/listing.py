"""Everybody in a register, streamed: keys, names and contact points, and nothing else of them.

A register has a million persons; what is done with each is told while the next is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Engine, select

from dsr.adapters.register.finding import full_name
from dsr.adapters.register.narrowing import roles_of
from dsr.adapters.register.normal import phone_form
from dsr.adapters.register.schema import Schema
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap, TableMap

#: Rows in memory at once.
ROWS_AT_ONCE = 1000


def people_of(
    engine: Engine, register: RegisterMap, schema: Schema
) -> Iterator[tuple[str, Person]]:
    """Every identity key with what is on file; then, under no key, the contact points that stand
    in permissions of their own."""
    identity = register.table(register.identity)
    roles = roles_of(identity)
    for row in _streamed(engine, schema, identity, [identity.key[0], *roles.values()]):
        given = dict(zip(roles, row[1:], strict=True))
        yield str(row[0]), person_of(given, register.phone_region)
    for table in register.tables:
        contact = table.marketing.contact if table.marketing else None
        for row in _streamed(engine, schema, table, [contact]) if contact else ():
            yield "", contact_of(row[0], register.phone_region)


def _streamed(
    engine: Engine, schema: Schema, table: TableMap, names: list[str]
) -> Iterator[tuple[Any, ...]]:
    live = schema.tables[table.name]
    statement = select(*(live.c[name] for name in names))
    with engine.connect() as connection:
        rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(statement)
        for row in rows:
            yield tuple(row)


def person_of(given: Mapping[str, object], region: str) -> Person:
    """The name and contact points of an identity row. given: role -> value."""
    texts = {role: str(value) for role, value in given.items() if value is not None}
    phone = texts.get("phone")
    return Person(
        name=full_name(texts) or None,
        email=texts.get("email") or None,
        phone=(phone_form(phone, region) or phone) if phone else None,
    )


def contact_of(value: object, region: str) -> Person:
    """A contact point that stands by itself: an e-mail address, or else a number."""
    text = "" if value is None else str(value).strip()
    if "@" in text:
        return Person(email=text)
    return Person(phone=phone_form(text, region))
