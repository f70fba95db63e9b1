"""Looking again: by key, by every identifier, over every mapped text column.

The plan made anew from the register must change nothing. Then the person's e-mail address, phone
number and name are looked for everywhere, in any letter case, because a row without a link to the
person is found by no key.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from dsr.adapters.register.narrowing import owner_of, roles_of
from dsr.adapters.register.normal import email_form, name_similarity
from dsr.adapters.register.planning import GOING, UNTOUCHED
from dsr.adapters.register.rows import Row, driver_keys, key_text
from dsr.adapters.register.schema import Schema
from dsr.adapters.register.search_index import PHONE_SIGNS
from dsr.cases.case import Person
from dsr.cases.register import PlannedRow, Receipt, RegisterMap, TableMap

EMAIL, PHONE, NAME = "the e-mail address", "the phone number", "the name"
NAME_AND_POSTCODE = "the name with the postcode"
NEEDLES = (EMAIL, PHONE, NAME, NAME_AND_POSTCODE)
KEYS_A_STATEMENT = 5000
_SAME_NAME = 0.97
_TEXTS = ("text", "free_text", "code")
_PHONE_DIGITS = 9
_FEWEST_DIGITS = 5  # fewer stand in every price and date
_WAYS = {"erase": "erased", "anonymise": "anonymised", "correct": "corrected"}


@dataclass
class Look:
    """What has been seen so far."""

    looked_at: list[str] = field(default_factory=list)
    residuals: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def look_at_rows(
    look: Look, register: RegisterMap, rows: Sequence[PlannedRow], receipt: Receipt | None
) -> None:
    """The order planned anew must change nothing, and what was kept must still be there."""
    look.looked_at.append(f"The rows concerned in {len(register.tables)} tables, by key.")
    if receipt is None:
        look.residuals.append("The register has no receipt of this order: it was not carried out.")
    undone: dict[tuple[str, str], int] = {}
    kept: dict[str, int] = {}
    for row in rows:
        if row.changes:
            place = (row.table, row.action.value)
            undone[place] = undone.get(place, 0) + 1
        elif row.action in UNTOUCHED:
            kept[row.table] = kept.get(row.table, 0) + 1
    for (table, action), count in sorted(undone.items()):
        look.residuals.append(
            f"{table}: {_rows(count)} not {_WAYS.get(action, 'changed')} as ordered."
        )
    for table, counts in (receipt.counts if receipt else {}).items():
        missing = counts.get("kept", 0) - kept.get(table, 0)
        if missing > 0:
            look.residuals.append(f"{table}: {_rows(missing)} gone that had to stay.")


@dataclass(frozen=True)
class Hit:
    """A row in which identifiers were found. owner: the person's key it leads to, if any."""

    table: str
    key: str
    owner: str | None
    whole_name: str
    needles: tuple[str, ...]


def look_for_identifiers(
    look: Look,
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    clues: Person,
    rows: Mapping[str, Sequence[Row]],
    planned: Sequence[PlannedRow],
) -> None:
    """Search every mapped text column for the person's identifiers.

    Rows of hers that were not to be erased are left out; rows of others become hints, except
    another record that is plainly her own under a second key.
    """
    erased = {(row.table, row.key) for row in planned if row.action in GOING}
    own = {(row.table, row.key) for found in rows.values() for row in found}
    hits = [
        hit
        for table in register.tables
        for hit in _search(connection, register, schema, table, clues)
        if (hit.table, hit.key) not in own or (hit.table, hit.key) in erased
    ]
    people = _existing(connection, register, schema, hits)
    found = {(hit.table, hit.key): hit for hit in hits}
    residuals: Counter[str] = Counter()
    hints: Counter[str] = Counter()
    for place, hit in found.items():
        for needle in hit.needles:
            if place in erased:
                residuals[f"{hit.table}: {needle} is left in {{}} to be erased."] += 1
            elif hit.owner in people:
                _other_person(hit, needle, register, clues, residuals, hints)
            elif needle == NAME:
                hints[f"{hit.table}: {needle} stands in {{}} without an owner."] += 1
            else:
                residuals[f"{hit.table}: {needle} stands in {{}} without an owner."] += 1
    look.residuals += [text.format(_rows(n)) for text, n in sorted(residuals.items())]
    look.hints += [text.format(_rows(n)) for text, n in sorted(hints.items())]
    given = [needle for needle in NEEDLES if _is_given(needle, clues)]
    look.looked_at += [f"{n[0].upper()}{n[1:]} in every text column, in any case." for n in given]


def _other_person(
    hit: Hit,
    needle: str,
    register: RegisterMap,
    clues: Person,
    residuals: Counter[str],
    hints: Counter[str],
) -> None:
    same_name = clues.name and name_similarity(clues.name, hit.whole_name) >= _SAME_NAME
    if hit.table == register.identity and needle in (EMAIL, PHONE) and same_name:
        residuals[f"{hit.table}: {needle} and the name stand in {{}} under another key."] += 1
    elif needle == NAME:
        hints[f"{hit.table}: the person is named in {{}} of other customers."] += 1
    elif needle != NAME_AND_POSTCODE:  # that is what namesakes and relatives look like
        hints[f"{hit.table}: {needle} stands in {{}} of other customers."] += 1


def _search(
    connection: Connection, register: RegisterMap, schema: Schema, table: TableMap, clues: Person
) -> Iterator[Hit]:
    """One statement over all text columns of a table; what it finds is looked at closely here."""
    live = schema.tables[table.name]
    kinds = {
        c.name: c.kind
        for c in table.columns
        if c.kind in _TEXTS and schema.kinds.get((table.name, c.name), "text") == "text"
    }
    wanted = _wanted(clues, table, schema, list(kinds))
    if wanted is None:
        return
    source, owner = owner_of(table, schema, outer=True)
    keys = [live.c[name] for name in table.key]
    statement = select(owner, *keys, *(live.c[name] for name in kinds)).select_from(source)
    roles = roles_of(table)
    for record in connection.execute(statement.where(wanted)):
        pk, values = record[1 : 1 + len(keys)], record[1 + len(keys) :]
        texts = {n: str(v) for n, v in zip(kinds, values, strict=True) if v is not None}
        free = [text for name, text in texts.items() if kinds[name] == "free_text"]
        needles = tuple(_needles(clues, list(texts.values()), free))
        parts = [texts.get(roles.get(r, ""), "") for r in ("first_name", "last_name", "name")]
        whose = None if record[0] is None else str(record[0])
        if needles:
            yield Hit(table.name, key_text(pk), whose, " ".join(parts), needles)


def _wanted(
    clues: Person, table: TableMap, schema: Schema, names: Sequence[str]
) -> ColumnElement[bool] | None:
    """The rows worth a closer look: a column holds what every form of an identifier has.

    A column of codes is searched only where it holds something that is none of its codes.
    """
    live = schema.tables[table.name]
    conditions: list[ColumnElement[bool]] = []
    for name in names:
        looks = _looks(clues, live.c[name], schema)
        other = _other_than_codes(table, live, name, clues)
        if looks:
            conditions += looks if other is None else [and_(other, or_(*looks))]
    return or_(*conditions) if conditions else None


def _other_than_codes(
    table: TableMap, live: Table, name: str, clues: Person
) -> ColumnElement[bool] | None:
    """None for a column that must be searched as it stands."""
    codes = table.column(name).codes
    if not codes or any(any(_needles(clues, [code], [code])) for code in codes):
        return None
    # One comparison after the other: the first that is equal ends it, NOT IN builds a table.
    return and_(*(live.c[name] != code for code in codes))


def _looks(clues: Person, column: ColumnElement[Any], schema: Schema) -> list[ColumnElement[bool]]:
    """Conditions on one column. Joining columns first would cost more than asking each."""
    found = []
    if clues.email:
        found.append(_like(column, email_form(clues.email), schema))
    if tail := _tail(clues):
        # Whatever stands between the digits; the closer look leaves out what was no number.
        found.append(column.like(f"%{'%'.join(tail)}%"))
    if clues.name and _is_whole(clues.name):
        found.append(_like_name(column, clues.name, schema))
    return found


def _like(column: ColumnElement[Any], text: str, schema: Schema) -> ColumnElement[bool]:
    """Any sign for what is neither letter nor digit of ASCII: no escapes, and Ä fits ä."""
    signs = "".join("_" if not (c.isascii() and c.isalnum()) else c for c in text.lower())
    if schema.dialect == "sqlite":  # its LIKE takes no notice of letter case in ASCII
        return column.like(f"%{signs}%")
    return column.ilike(f"%{signs}%")


def _like_name(column: ColumnElement[Any], name: str, schema: Schema) -> ColumnElement[bool]:
    """Every word of it, wherever; a name whose letters change their number by case is spelt out."""
    if any(len(form) != len(name) for form in (name.lower(), name.upper())):
        return or_(*(_like(column, form, schema) for form in sorted(_spellings(name))))
    # The longest word first: it is the rarest, and the others are asked for only where it stands.
    words = sorted(name.split(), key=len, reverse=True)
    return and_(*(_like(column, word, schema) for word in words))


def _needles(clues: Person, texts: Sequence[str], free: Sequence[str]) -> Iterator[str]:
    """Which identifiers are in a row's texts."""
    lower = [text.lower() for text in texts]
    if clues.email and any(email_form(clues.email) in text for text in lower):
        yield EMAIL
    tail = _tail(clues)
    if tail and any(tail in "".join(c for c in t if c not in PHONE_SIGNS) for t in texts):
        yield PHONE
    if clues.name and _is_whole(clues.name):
        forms = {form.lower() for form in _spellings(clues.name)}
        if any(form in text.lower() for form in forms for text in free):
            yield NAME
        named = any(form in text for form in forms for text in lower)
        if named and clues.postcode and any(clues.postcode in text for text in texts):
            yield NAME_AND_POSTCODE


def _tail(clues: Person) -> str:
    found = "".join(c for c in clues.phone or "" if c in string.digits)[-_PHONE_DIGITS:]
    return found if len(found) >= _FEWEST_DIGITS else ""


def _is_given(needle: str, clues: Person) -> bool:
    return {
        EMAIL: bool(clues.email),
        PHONE: bool(_tail(clues)),
        NAME: _is_whole(clues.name),
        NAME_AND_POSTCODE: _is_whole(clues.name) and bool(clues.postcode),
    }[needle]


def _is_whole(name: str | None) -> bool:
    return len((name or "").split()) > 1


def _spellings(name: str) -> set[str]:
    """Both orders; SQLite's lower() knows ASCII only, so Ä is looked for in both cases."""
    words = name.split()
    orders = {" ".join(words), " ".join([words[-1], *words[:-1]])}
    forms = {form for order in orders for form in (order, order.lower(), order.upper())}
    ascii_lower = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
    return {form.translate(ascii_lower) for form in forms}


def _existing(
    connection: Connection, register: RegisterMap, schema: Schema, hits: Iterable[Hit]
) -> set[str]:
    """Which owners exist: a row may point at somebody who is gone."""
    owners = driver_keys(register, schema, {hit.owner for hit in hits if hit.owner is not None})
    person = schema.tables[register.identity].c[register.table(register.identity).key[0]]
    existing = set()
    for start in range(0, len(owners), KEYS_A_STATEMENT):
        chunk = owners[start : start + KEYS_A_STATEMENT]
        existing |= {str(k) for k in connection.scalars(select(person).where(person.in_(chunk)))}
    return existing


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"
