"""Every point at which a run can die with something on the disk, counted from outside.

The product has no hooks for this: SQLAlchemy's events and four system calls are wrapped in the
process that is to die. Statements and transactions that only read are no points: a kill
between two of them leaves what a kill before both leaves. A point before a statement is also the
point after the one before it; commits, links and renames have a point on both sides.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from dsr.adapters.register import connection, sql

_READING = ("SELECT", "PRAGMA", "BEGIN")
_CALLS = ("fsync", "link", "replace", "unlink")


@dataclass
class Points:
    """Counts the points passed; at number ``deadly`` the process kills itself with SIGKILL."""

    deadly: int | None = None
    passed: list[str] = field(default_factory=list)
    written: bool = False  # since the last commit

    def at(self, place: str) -> None:
        self.passed.append(place)
        if len(self.passed) == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def counted(points: Points) -> Iterator[None]:
    """While this is open, everything that touches a disk passes the points."""

    def before(_c: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.lstrip().startswith(_READING):
            points.at("before " + " ".join(statement.split())[:60])
            points.written = True

    event.listen(Engine, "before_cursor_execute", before)
    commit = DefaultDialect.do_commit
    passing_commit = _both_sides(points, "COMMIT", commit)

    def committing(*arguments: Any) -> None:
        written, points.written = points.written, False
        (passing_commit if written else commit)(*arguments)

    emptied = connection.empty_log
    wrapped: list[Any] = [
        patch.object(DefaultDialect, "do_commit", committing),
        patch.object(sql, "empty_log", _both_sides(points, "emptying the log", emptied)),
        *(patch.object(os, n, _both_sides(points, n, getattr(os, n))) for n in _CALLS),
    ]
    for one in wrapped:
        one.start()
    try:
        yield
    finally:
        for one in wrapped:
            one.stop()
        event.remove(Engine, "before_cursor_execute", before)


def _both_sides(points: Points, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def passing(*arguments: Any, **named: Any) -> Any:
        points.at(f"before {name}")
        result = call(*arguments, **named)
        points.at(f"after {name}")
        return result

    return passing
