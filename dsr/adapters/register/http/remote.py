"""The records of one person, or of those like her, fetched as tables.

A table of the mapping is a list of the service: ``GET /TABLE?COLUMN=VALUE``. Children are asked
for by their parents' keys along the mapping's paths; tables that others only look words up in are
fetched whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from dsr.adapters.register.facts import Fact, parse_fact
from dsr.adapters.register.http.client import Client, Record
from dsr.adapters.register.mirror import Source
from dsr.cases.case import Person
from dsr.cases.register import RegisterMap, TableMap
from dsr.errors import OutsideFailed

Columns = Mapping[str, tuple[str, ...]]
Records = dict[str, dict[str, Record]]


def columns_of(client: Client) -> Columns:
    """Table -> columns, as the service describes itself (OpenAPI 3, ``components.schemas``)."""
    described = client.get("/openapi.json") or {}
    schemas = described.get("components", {}).get("schemas", {})
    found = {
        str(name): tuple(str(column) for column in schema.get("properties", {}))
        for name, schema in schemas.items()
        if isinstance(schema, dict) and schema.get("x-register-table") is True
    }
    if not found:
        raise OutsideFailed(
            "The processor's service does not describe its tables.",
            "It has to serve /openapi.json; see docs/reference/register-over-http.md.",
        )
    return found


def path_of(table: TableMap, key: str) -> str:
    """Where one record is. A key is never pasted into a path unquoted."""
    return f"/{quote(table.name, safe='')}/{quote(key, safe='')}"


def records_of(client: Client, register: RegisterMap, keys: Sequence[str]) -> Records:
    """Everything under these persons' keys, table by table."""
    identity = register.table(register.identity)
    found: Records = {table.name: {} for table in register.tables}
    for key in keys:
        record = client.get(path_of(identity, key))
        if record is not None:
            _add(found, identity, [record])
    for table in sorted(register.tables, key=lambda t: len(t.path)):
        if not table.path:
            continue
        column, parent, target = table.path[0]
        for record in list(found[parent].values()):
            children = client.all(f"/{table.name}", **{column: str(record[target])})
            _add(found, table, children)
    return found


def records_like(client: Client, register: RegisterMap, clues: Person) -> Records:
    """Persons who share a clue, and rows of any table that do; addresses lead to their owners."""
    found: Records = {table.name: {} for table in register.tables}
    words = [clues.email, clues.phone, clues.postcode, (clues.name or "").split(" ")[-1]]
    for word in dict.fromkeys(word for word in words if word):
        for table in register.tables:
            if any(column.role for column in table.columns):
                _add(found, table, client.all(f"/{table.name}", q=word))
    identity = register.table(register.identity)
    owners = {
        str(record[table.path[0][0]])
        for table in register.tables
        if len(table.path) == 1
        for record in found[table.name].values()
    }
    for key in sorted(owners - set(found[identity.name])):
        if record := client.get(path_of(identity, key)):
            _add(found, identity, [record])
    return found


def records_with(client: Client, register: RegisterMap, clues: Person) -> Records:
    """Every record anywhere that holds one of her identifiers: for looking again."""
    found: Records = {table.name: {} for table in register.tables}
    for word in filter(None, (clues.email, clues.phone, clues.name)):
        for table in register.tables:
            _add(found, table, client.all(f"/{table.name}", q=word))
    return found


def merged(*all_records: Records) -> Records:
    """Several fetches in one."""
    whole: Records = {}
    for records in all_records:
        for table, rows in records.items():
            whole.setdefault(table, {}).update(rows)
    return whole


def sources(
    client: Client, register: RegisterMap, columns: Columns, records: Records
) -> tuple[Source, ...]:
    """The records as tables, the looked-up tables beside them."""
    looked_up = {fact.table for t in register.tables for fact in _facts(t) if fact.table}
    made = []
    for name, header in columns.items():
        if name in records:
            rows: Iterable[Record] = records[name].values()
        elif name in looked_up:
            rows = client.all(f"/{name}")
        else:
            rows = ()
        cells = tuple(tuple(_text(row.get(column)) for column in header) for row in rows)
        made.append(Source(name, header, cells))
    return tuple(made)


def _facts(table: TableMap) -> list[Fact]:
    texts = [*table.traits.values(), *(c.lookup for c in table.columns if c.lookup)]
    return [fact for text in texts if (fact := parse_fact(text)) is not None]


def _add(found: Records, table: TableMap, records: Iterable[Record]) -> None:
    for record in records:
        if any(record.get(name) is None for name in table.key):
            raise OutsideFailed(
                f"The processor's service gave a record of {table.name} without its key.",
                "Ask the processor; a record without a key cannot be changed safely.",
            )
        found[table.name]["|".join(str(record[name]) for name in table.key)] = record


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
