"""Connections to a foreign register: snapshots, write transactions, and errors without values.

A driver's message may carry a whole row ("Failing row contains …"), so no text of a database
error ever leaves this module; the exception chain is cut too (GDPR Art. 5(1)(f)).
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from dsr.errors import BadConfiguration, OutsideFailed

P = ParamSpec("P")
R = TypeVar("R")
_LOCK_WAIT_SECONDS = 10.0
_LOG_WAIT_MILLISECONDS = 300


class Named(Protocol):
    """Something with a register's name, for messages."""

    @property
    def name(self) -> str:
        """The register's name."""


S = TypeVar("S", bound=Named)


def guarded(
    doing: str,
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Turn every database error of a method into OutsideFailed that carries no values.

    The new error is raised after the except block, so that not even its context refers to the
    driver's message and its parameters.
    """

    def wrap(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @functools.wraps(method)
        def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(self, *args, **kwargs)
            except (SQLAlchemyError, sqlite3.Error, UnicodeError, OverflowError) as error:
                kind = type(getattr(error, "orig", None) or error).__name__
            raise OutsideFailed(
                f"The register {self.name} failed while {doing} ({kind}).",
                "Nothing is half done. Try again; if it stays, run dsr doctor.",
            )

        return run

    return wrap


def open_engine(url: str, *, read_only: bool) -> Engine:
    """An engine for the register. A plain path means SQLite. Raises BadConfiguration."""
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError:
        parsed = None
    if parsed is None:
        raise BadConfiguration("The register's database URL cannot be read.", "Check dsr.toml.")
    if parsed.get_backend_name() != "sqlite":
        # hide_parameters: values stay out of every message and log of SQLAlchemy.
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
    if not parsed.database or not Path(parsed.database).is_file():
        # SQLite would quietly create an empty database, and an empty register finds nobody.
        raise BadConfiguration("The register's database file is missing.", "Check its path.")
    engine = create_engine(
        parsed,
        hide_parameters=True,
        poolclass=NullPool,
        connect_args={"timeout": _LOCK_WAIT_SECONDS},
    )
    _tune_sqlite(engine, read_only=read_only)
    return engine


def _tune_sqlite(engine: Engine, *, read_only: bool) -> None:
    def on_connect(dbapi: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        # Erased values are overwritten in the file, not only unlinked (GDPR Art. 17(1)).
        cursor.execute("PRAGMA secure_delete=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("dsr_write") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read-only transaction that sees one moment of the register."""
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; on SQLite it holds the write lock from its first moment."""
    with engine.connect() as connection:
        connection = connection.execution_options(dsr_write=True)
        with connection.begin():
            yield connection


def empty_log(engine: Engine) -> bool:
    """Move SQLite's write-ahead log into the file and cut it to nothing.

    True when no old page is left in it; False while another program still reads from it.
    """
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_LOG_WAIT_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()
        return busy is not None and busy[0] == 0
    except sqlite3.Error:
        return False  # the order itself is done; the proof tells of the log
    finally:
        raw.close()


def schema_version(engine: Engine) -> int | None:
    """SQLite's count of schema changes; None where a database tells no such thing."""
    if engine.dialect.name != "sqlite":
        return None
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA schema_version")
        version = cursor.fetchone()
        return int(version[0]) if version else None
    finally:
        raw.close()
