"""Marketing permissions found by a contact point alone (GDPR Art. 21(3), evidence level E0).

Whoever writes from an address may stop marketing to it without saying who he is; so the
permissions of that e-mail address, number or postal address are found wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, or_

from dsr.adapters.register.finding import clue_roles, same_address
from dsr.adapters.register.narrowing import Known, narrow, same_email, same_phone
from dsr.adapters.register.normal import email_form, forget, phone_form
from dsr.adapters.register.rows import Row, belongs_to, driver_keys, read_where
from dsr.adapters.register.schema import Schema
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap, TableMap

_POSTCODE = re.compile(r"\b(\d{5})\b")


def point_clues(point: str, region: str) -> tuple[str, Person]:
    """The kind of a contact point (``email``, ``phone``, ``address``) and its clues."""
    if "@" in point:
        return "email", Person(email=email_form(point))
    number = phone_form(point, region)
    if number is not None and not any(c.isalpha() for c in point):
        return "phone", Person(phone=number)
    street, _, rest = point.partition(",")
    postcode = _POSTCODE.search(rest)
    city = _POSTCODE.sub("", rest).strip(" ,") or None
    return "address", Person(
        street=street.strip(), postcode=postcode[1] if postcode else None, city=city
    )


def rows_by_contact(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    points: Sequence[str],
    *,
    lock: bool = False,
) -> Iterator[Row]:
    """Permission rows of these contact points, whoever they belong to."""
    seen: set[tuple[str, str]] = set()
    for point in points:
        kind, clues = point_clues(point, register.phone_region)
        people = narrow(connection, register, schema, clues)
        owners = [key for key, known in people.items() if _has(known, clues, register)]
        for table in register.tables:
            if table.marketing is None:
                continue
            where = _condition(table, register, schema, kind, clues, owners)
            hers = {
                (row.table, row.key)
                for row in read_where(connection, schema, table, where[0], lock=lock)
            }
            for row in read_where(connection, schema, table, or_(*where), lock=lock):
                place = (row.table, row.key)
                exact = place in hers or _is_for(row, table, clues, register.phone_region)
                if exact and place not in seen:
                    seen.add(place)
                    yield row
    forget()


def _has(known: Known, clues: Person, register: RegisterMap) -> bool:
    """Whether a contact point is exactly one of this person's, now or before."""
    for roles in (known.current, *(roles for _, roles in known.elsewhere)):
        if clues.email and email_form(roles.get("email", "")) == clues.email:
            return True
        if clues.phone and phone_form(roles.get("phone", ""), register.phone_region) == clues.phone:
            return True
        if clues.street and same_address(clue_roles(clues), roles):
            return True
    return False


def _condition(
    table: TableMap,
    register: RegisterMap,
    schema: Schema,
    kind: str,
    clues: Person,
    owners: Sequence[str],
) -> list[ColumnElement[bool]]:
    """Rows of the owners first; then, if the table says so, of the contact point itself."""
    marketing = table.marketing
    assert marketing is not None
    live = schema.tables[table.name]
    channels = [code for code, contact in marketing.channels.items() if contact == kind]
    here = live.c[marketing.channel].in_(channels)
    found: list[ColumnElement[bool]] = []
    found.append(here & belongs_to(table, register, schema, driver_keys(register, schema, owners)))
    if marketing.contact and clues.email:
        found.append(here & same_email(live.c[marketing.contact], clues.email))
    if marketing.contact and clues.phone:
        region = register.phone_region
        found.append(here & same_phone(live.c[marketing.contact], clues.phone, region))
    return found


def _is_for(row: Row, table: TableMap, clues: Person, region: str) -> bool:
    """Whether the contact point is exactly this one: some databases take é for e."""
    assert table.marketing is not None
    contact = str(row.values.get(table.marketing.contact or "") or "")
    if clues.email:
        return email_form(contact) == clues.email
    return clues.phone is not None and phone_form(contact, region) == clues.phone
