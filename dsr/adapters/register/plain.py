"""What drivers give, made plain: str, int, bool, date, datetime or None, whatever the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

_DAY = len("2026-03-12")


def plain(value: Any, kind: str | None) -> object:
    """A driver's value as str, int, bool, date, datetime or None.

    A text that does not fit its column's kind stays as it is: what is held is told as held.
    """
    if value is None:
        return None
    if kind is not None and kind in SPECIAL:
        return SPECIAL[kind](value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() else repr(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str | int | date | datetime):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)


def _flag(value: Any) -> object:
    return bool(value) if value in (0, 1) else plain(value, None)


def _date(value: Any) -> object:
    if type(value) is not str:
        return plain(value, None)
    try:
        if len(value) == _DAY:
            return date.fromisoformat(value)
        return datetime.fromisoformat(value)
    except ValueError:
        return value


def _datetime(value: Any) -> object:
    if type(value) is not str:
        return plain(value, None)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return value


#: Kinds of columns whose values need more than a look at their type.
SPECIAL: Mapping[str, Callable[[Any], object]] = {
    "flag": _flag,
    "date": _date,
    "datetime": _datetime,
}
