"""Connections to a foreign register: snapshots, write transactions, and errors without values.

A driver's message may carry a whole row ("Failing row contains …"), so no text of a database
error ever leaves this module; the exception chain is cut too (GDPR Art. 5(1)(f)).
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from dsr.errors import BadConfiguration, OutsideFailed

P = ParamSpec("P")
R = TypeVar("R")
_LOCK_WAIT_SECONDS = 10.0
_LOG_WAIT_MILLISECONDS = 300
_SERVERS = ("postgresql", "mysql", "mariadb")
#: What begins a transaction that sees one moment, sent by the driver itself.
_SNAPSHOT: Mapping[str, str] = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "mysql": "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    "mariadb": "START TRANSACTION WITH CONSISTENT SNAPSHOT",
}
#: What is said once on each new connection: nobody waits for ever for somebody else's lock.
_SESSION: Mapping[str, tuple[str, ...]] = {
    "postgresql": (f"SET lock_timeout = '{_LOCK_WAIT_SECONDS:.0f}s'",),
    "mysql": (
        f"SET SESSION innodb_lock_wait_timeout = {_LOCK_WAIT_SECONDS:.0f}",
        "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    ),
}
#: Serialization failures, deadlocks, lock waits: whoever tries again may win.
_AGAIN = frozenset({"40001", "40P01", "55P03", "1205", "1213"})


class Named(Protocol):
    """Something with a register's name, for messages."""

    @property
    def name(self) -> str:
        """The register's name."""


S = TypeVar("S", bound=Named)


class Cursor(Protocol):
    """What every database driver calls a cursor (PEP 249)."""

    def execute(self, statement: str, parameters: Any = ..., /) -> Any:
        """Send a statement."""

    def fetchall(self) -> Sequence[Any]:
        """All rows of the last one."""

    def fetchone(self) -> Any:
        """The next row of the last one, or None."""


class DriverFailed(SQLAlchemyError):
    """A driver's error without its text, which may carry a whole row. again: worth another try."""

    def __init__(self, kind: str, *, again: bool = False) -> None:
        super().__init__(kind)
        self.again = again


def fetch(
    cursor: Cursor, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
) -> Sequence[Any]:
    """All rows of one statement. Raises DriverFailed with the error's kind alone."""
    try:
        if parameters:
            cursor.execute(statement, parameters)
        else:
            cursor.execute(statement)
        return cursor.fetchall()
    except Exception as error:  # drivers share no base class
        kind, again = type(error).__name__, _code(error) in _AGAIN
    raise DriverFailed(kind, again=again)


def may_try_again(error: BaseException) -> bool:
    """Whether the database itself asked for another try (deadlock, serialization)."""
    if isinstance(error, DriverFailed):
        return error.again
    return isinstance(error, DBAPIError) and _code(error.orig) in _AGAIN


def _code(error: BaseException | None) -> str:
    """The SQLSTATE, or MariaDB's number."""
    state = getattr(error, "sqlstate", None)
    return str(state or (error.args[0] if error is not None and error.args else ""))


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
                kind = str(error) if isinstance(error, DriverFailed) else kind
            raise OutsideFailed(
                f"The register {self.name} failed while {doing} ({kind}).",
                "Nothing is half done. Try again; if it stays, run dsr doctor.",
            )

        return run

    return wrap


@contextmanager
def failing_as_ours(register: str, doing: str) -> Iterator[None]:
    """The same for a stream, whose errors come while it is read."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, UnicodeError, OverflowError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        kind = str(error) if isinstance(error, DriverFailed) else kind
    else:
        return
    raise OutsideFailed(
        f"The register {register} failed while {doing} ({kind}).",
        "Nothing is half done. Try again; if it stays, run dsr doctor.",
    )


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
        engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True)
        _tune_server(engine, read_only=read_only)
        return engine
    if not parsed.database or not Path(parsed.database).is_file():
        # SQLite would quietly create an empty database, and an empty register finds nobody.
        raise BadConfiguration("The register's database file is missing.", "Check its path.")
    engine = create_engine(
        parsed, hide_parameters=True, connect_args={"timeout": _LOCK_WAIT_SECONDS}
    )
    _tune_sqlite(engine, Path(parsed.database), read_only=read_only)
    return engine


def _tune_server(engine: Engine, *, read_only: bool) -> None:
    name = "mysql" if engine.dialect.name == "mariadb" else engine.dialect.name
    said = list(_SESSION.get(name, ()))
    if read_only and name in _SERVERS:
        only = "CHARACTERISTICS AS " if name == "postgresql" else ""
        said.append(f"SET SESSION {only}TRANSACTION READ ONLY")

    def on_connect(dbapi: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = dbapi.cursor()
        for statement in said:
            cursor.execute(statement)
        cursor.close()
        dbapi.commit()

    def on_begin(connection: Connection) -> None:
        if name == "mysql" and connection.get_execution_options().get("dsr_write"):
            # Each statement sees what is committed, as the rows it locks do.
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def _tune_sqlite(engine: Engine, file: Path, *, read_only: bool) -> None:
    def on_connect(dbapi: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        # Erased values are overwritten in the file, not only unlinked (GDPR Art. 17(1)).
        cursor.execute("PRAGMA secure_delete=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()
        entry.info["file"] = _identity(file)

    def on_checkout(_: DBAPIConnection, entry: ConnectionPoolEntry, __: object) -> None:
        # A register restored from its backup is another file under the old name.
        if entry.info.get("file") != _identity(file):
            raise DisconnectionError

    def on_begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("dsr_write") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "begin", on_begin)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def looking(engine: Engine) -> Iterator[Cursor]:
    """The driver's own cursor in a transaction that sees one moment of the register."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        try:
            begin = _SNAPSHOT.get(engine.dialect.name)
            if begin is not None:
                cursor.execute(begin)
            yield cursor
        finally:
            raw.rollback()
            cursor.close()
    finally:
        raw.close()


def cursor_of(connection: Connection) -> Cursor:
    """The driver's own cursor in the connection's transaction."""
    cursor: Cursor = connection.connection.cursor()
    return cursor


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read-only transaction that sees one moment of the register."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
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
        cursor.execute(f"PRAGMA busy_timeout={_LOCK_WAIT_SECONDS * 1000:.0f}")
        return busy is not None and busy[0] == 0
    except sqlite3.Error:
        return False  # the order itself is done; the proof tells of the log
    finally:
        raw.close()
