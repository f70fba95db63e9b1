"""TOML tables read strictly: wrong types, missing and unknown keys become faults, all at once."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

from dsr.errors import Fault

T = TypeVar("T")

_TYPE_NAMES: dict[type, str] = {str: "text", bool: "true or false", int: "number", list: "list"}


class Table:
    """A TOML table that hands out values by type and reports everything else."""

    def __init__(
        self, content: object, place: str, faults: list[Fault], *, is_readable: bool = True
    ) -> None:
        self.place = place
        self.is_readable = is_readable
        self.faults = faults
        self.left: dict[str, object] = {}
        if isinstance(content, dict):
            self.left = dict(content)
        else:
            self.report("type", "This has to be a table.")

    def report(self, kind: str, sentence: str, key: str = "") -> None:
        """Note a fault here or at ``key``."""
        place = f"{self.place}.{key}" if key else self.place
        self.faults.append(Fault(f"grounds.{kind}", place, sentence))

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not blank; its line breaks become spaces."""
        value = self._take(key, str, default)
        if default is None and not value.strip():
            self.report("empty", "This may not be empty.", key)
        return " ".join(value.split())

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """A text out of a closed list."""
        value = self.text(key, default)
        if value and value not in allowed:
            self.report("value", f"Has to be one of: {', '.join(allowed)}.", key)
        return value

    def yes(self, key: str, default: bool | None = None) -> bool:
        """true or false."""
        return self._take(key, bool, default)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number above zero."""
        value = self._take(key, int, default)
        if value < 1:
            self.report("value", "Has to be a whole number above zero.", key)
        return max(value, 1)

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, list, default)
        if not all(isinstance(item, str) and item.strip() for item in value):
            self.report("type", "Has to be a list of texts.", key)
            return ()
        return tuple(value)

    def table(self, key: str, *, optional: bool = False) -> Table:
        """A table inside."""
        content = self.left.pop(key, {} if optional else None)
        if content is None:
            self.report("missing", "Missing.", key)
            content = {}
        return Table(content, f"{self.place}.{key}", self.faults)

    def tables(self) -> dict[str, Table]:
        """All that is left, each a table."""
        names = list(self.left)
        return {name: self.table(name) for name in names}

    def close(self) -> None:
        """Report the keys nobody asked for."""
        for key in self.left:
            self.report("unknown_key", "Unknown. Remove it or correct its spelling.", key)

    def _take(self, key: str, kind: type[T], default: T | None) -> T:
        """The value taken out of the table; an empty one of its type after a fault."""
        if key not in self.left:
            if default is None:
                self.report("missing", "Missing.", key)
                return kind()
            return default
        value = self.left.pop(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.report("type", f"Has to be of the type {_TYPE_NAMES[kind]}.", key)
            return kind()
        return value


def open_table(path: Path, faults: list[Fault]) -> Table:
    """The file as a table; an unreadable file is a fault and an empty table."""
    place = f"{path.parent.name}/{path.name}"
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), place, faults)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        cause = "not found" if isinstance(wrong, FileNotFoundError) else str(wrong)
        faults.append(Fault("grounds.unreadable", place, f"The file cannot be read: {cause}."))
        # What else is missing follows from this one cause, so it goes to a list nobody reads.
        return Table({}, place, [], is_readable=False)
