"""Holding a correction against the column it goes into (GDPR Art. 16, 5(1)(d))."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from dsr.adapters.register.schema import Schema
from dsr.cases.register import ColumnMap, TableMap
from dsr.errors import Fault

_WRONG = object()


def corrected(
    table: TableMap,
    schema: Schema,
    before: Mapping[str, object],
    values: Mapping[str, object],
    register: str,
    faults: list[Fault],
) -> Mapping[str, object]:
    """The row with these ``{"table.column": value}``; a value that does not fit is a fault.

    register: the beginning of a fault's place, e.g. ``booking.``.
    """
    after = dict(before)
    for name, value in values.items():
        table_name, _, column_name = name.partition(".")
        if table_name != table.name:
            continue
        column = next((c for c in table.columns if c.name == column_name), None)
        if column is None or not column.correctable:
            sentence = "this column does not exist or the mapping does not let it be corrected"
            faults.append(Fault("plan.not_correctable", register + name, sentence))
            continue
        fitting = _fitting(column, schema, table.name, value)
        if fitting is _WRONG:
            sentence = f"the new value does not fit a column of the kind {column.kind}"
            faults.append(Fault("plan.value_does_not_fit", register + name, sentence))
            continue
        after[column_name] = fitting
    return after


def _fitting(column: ColumnMap, schema: Schema, table: str, value: object) -> object:
    if value is None:
        return None if schema.tables[table].c[column.name].nullable else _WRONG
    if column.kind == "flag":
        return value if isinstance(value, bool) else _WRONG
    if column.kind in ("number", "money_cents"):
        return value if isinstance(value, int) and not isinstance(value, bool) else _WRONG
    if column.kind in ("date", "datetime"):
        return _moment(column.kind, value)
    if not isinstance(value, str) or not value.strip() or not _is_clean(value, column.kind):
        return _WRONG
    if column.codes and value not in column.codes:
        return _WRONG
    longest = schema.lengths.get((table, column.name))
    return value if longest is None or len(value) <= longest else _WRONG


def _moment(kind: str, value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        text = str(value)
        return date.fromisoformat(text) if kind == "date" else datetime.fromisoformat(text)
    except ValueError:
        return _WRONG


def _is_clean(value: str, kind: str) -> bool:
    """No control characters; line breaks only in free text."""
    allowed = "\n\t" if kind == "free_text" else ""
    return all(unicodedata.category(c) not in ("Cc", "Cs") or c in allowed for c in value)
