"""What does not change between two calls is read once: a desk calls the program hundreds of times.

The key of each thing kept is the whole of what it was made from, so that nothing can be stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Engine

from dsr import app
from dsr.adapters.register import kinds, sql

T = TypeVar("T")


@contextmanager
def reading_once() -> Iterator[None]:
    """Tables, grounds and wording of the program, the register's mapping and its schema.

    What was read is kept when the block ends; the program then reads for itself again.
    """
    of_the_program, mapping, schema = _readers()
    with (
        patch.multiple(app, **of_the_program),
        patch.object(kinds, "load_map", mapping),
        patch.object(sql, "reflect", schema),
    ):
        yield


@cache
def _readers() -> tuple[dict[str, Any], Callable[[Path], Any], Callable[[Engine], Any]]:
    names = ("load_workflows", "load_catalogue", "load_wordings")
    of_the_program: dict[str, Any] = {name: cache(getattr(app, name)) for name in names}
    mapping = _once_for_each(kinds.load_map, Path.read_bytes)
    return of_the_program, mapping, _once_for_each(sql.reflect, _statements)


def _once_for_each(make: Callable[[T], Any], source: Callable[[T], object]) -> Callable[[T], Any]:
    made: dict[object, Any] = {}

    def made_before(thing: T) -> Any:
        found = source(thing)
        if found not in made:
            made[found] = make(thing)
        return made[found]

    return made_before


def _statements(engine: Engine) -> tuple[object, ...]:
    """The statements that made an SQLite database: its schema is a function of them alone."""
    assert engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
        return tuple(tuple(row) for row in rows)
