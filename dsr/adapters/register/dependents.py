"""Which rows may really go: a row that something kept still refers to is anonymised instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from dsr.adapters.register.rows import Row, belongs_to, driver_keys, key_text
from dsr.adapters.register.schema import Link, Schema
from dsr.cases.register import PlannedRow, RegisterMap

Place = tuple[str, str]


def keep_what_is_referred_to(
    schema: Schema,
    rows: Sequence[Row],
    planned: Mapping[Place, PlannedRow],
    referred: Mapping[str, frozenset[str]],
) -> tuple[Place, ...]:
    """Rows planned to be deleted that must stay as empty shells.

    referred: per table the keys that rows outside this person's point at. A kept voucher refers to
    its purchase, the purchase to the customer: so it goes on until nothing changes any more.
    """
    by_place = {(row.table, row.key): row for row in rows}
    going = {place for place, row in planned.items() if row.after is None}
    shells = {place for place in going if place[1] in referred.get(place[0], frozenset())}
    going -= shells
    while more := _referred_by_remaining(schema.links, by_place, going):
        shells |= more
        going -= more
    return tuple(sorted(shells))


def _referred_by_remaining(
    links: Sequence[Link], rows: Mapping[Place, Row], going: set[Place]
) -> set[Place]:
    found: set[Place] = set()
    tables = {table for table, _ in going}
    for link in links:
        if link.parent not in tables:
            continue
        used = {
            row.values.get(link.column)
            for place, row in rows.items()
            if row.table == link.child and place not in going
        } - {None}
        if used:
            found |= {
                place
                for place in going
                if place[0] == link.parent and rows[place].values.get(link.target) in used
            }
    return found


def referred_by_others(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    rows: Mapping[str, Sequence[Row]],
    keys: Sequence[str],
) -> dict[str, frozenset[str]]:
    """Per table the keys of rows that somebody else's rows point at.

    A gift card bought by one customer and used by another would otherwise stop every attempt at a
    constraint. Links that are a table's own path lead to rows of the person only.
    """
    found: dict[str, frozenset[str]] = {}
    mapped = {table.name: table for table in register.tables}
    paths = {(t.name, *t.path[0]) for t in register.tables if t.path}
    for link in schema.links:
        parents = rows.get(link.parent)
        step = (link.child, link.column, link.parent, link.target)
        if not parents or step in paths or link.child not in schema.tables:
            continue
        above, child = schema.tables[link.parent], schema.tables[link.child]
        person = driver_keys(register, schema, keys)
        hers = select(above.c[link.target]).where(
            belongs_to(mapped[link.parent], register, schema, person)
        )
        own = {row.key for row in rows.get(link.child, ())}
        picked = [child.c[link.column], *child.primary_key.columns]
        used = {
            record[0]
            for record in connection.execute(select(*picked).where(child.c[link.column].in_(hers)))
            if len(record) == 1 or key_text(record[1:]) not in own
        }
        places = {row.key for row in parents if row.values.get(link.target) in used}
        found[link.parent] = found.get(link.parent, frozenset()) | places
    return found
