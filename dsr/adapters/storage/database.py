"""How the case database is opened, how a transaction runs, and what its failures mean.

A reading transaction sees one snapshot; a writing one takes SQLite's write lock at once (BEGIN
IMMEDIATE), so that two writers queue instead of failing half way. Driver messages can quote whole
rows ("Failing row contains ..."): they are replaced by their code before anyone can log them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from dsr.errors import BadConfiguration, BadInput, Defect, DsrError, OutsideFailed

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

#: How long a transaction waits for another one's lock, in milliseconds.
LOCK_WAIT_MS = 10_000

_OPENED_HERE = "dsr_opened"
_WRITES = "dsr_writes"
_DISK_FULL = {"SQLITE_FULL", "53100", "SQLITE_IOERR_WRITE"}
_LOCKED = {"SQLITE_BUSY", "SQLITE_BUSY_RECOVERY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED", "55P03"}
_READ_ONLY = {"SQLITE_READONLY", "25006"}
_OUR_FAULT = (IntegrityError, ProgrammingError, NotSupportedError)


def open_engine(url: str | URL) -> Engine:
    """Open ``sqlite:///FILE`` or ``postgresql+psycopg://…``; nothing is read or written yet.

    SQLite runs with WAL, synchronous=FULL (a commit survives a power cut) and foreign keys.
    Raises BadConfiguration for any other database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise _bad_url() from None
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed)
    if parsed.drivername == "postgresql+psycopg":
        return _open_postgresql(parsed)
    raise _bad_url()


def _bad_url() -> BadConfiguration:
    # The URL itself may carry a password and is not repeated.
    return BadConfiguration(
        "The database of dsr.toml is not one the cases can be kept in.",
        'Write database = "sqlite:///FILE" or "postgresql+psycopg://USER@HOST/NAME".',
    )


def _open_sqlite(url: URL) -> Engine:
    if url.database in (None, "", ":memory:"):
        raise BadConfiguration("Cases cannot be kept in memory.", "Give a file: sqlite:///FILE.")
    engine = create_engine(url, hide_parameters=True, execution_options={_OPENED_HERE: True})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgresql(url: URL) -> Engine:
    try:
        return create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={
                "options": f"-c lock_timeout={LOCK_WAIT_MS}",
                "connect_timeout": 10,
                "fallback_application_name": "dsr",
            },
            execution_options={_OPENED_HERE: True},
        )
    except (NoSuchModuleError, ImportError):
        raise BadConfiguration(
            "The PostgreSQL driver psycopg is not installed.", "Run make setup."
        ) from None


def _set_up_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    driver: Any = connection
    # The driver must not begin and commit on its own: DDL would then escape the transaction.
    driver.isolation_level = None
    cursor = driver.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
        if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            _switch_to_wal(cursor)
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        # Else REPLACE deletes rows without asking the triggers that protect the event table.
        cursor.execute("PRAGMA recursive_triggers = ON")
    finally:
        cursor.close()


def _switch_to_wal(cursor: Any) -> None:
    # Waiting for a lock does not work while switching, but does for BEGIN IMMEDIATE: so whoever
    # creates the file goes first, and the others find it done.
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("COMMIT")
    mode = cursor.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise BadConfiguration(
            "The case database lies on a file system that cannot keep a write-ahead log.",
            "Move the site to a local disk, or use PostgreSQL.",
        )


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Transactions:
    """Reading and writing transactions on one engine; every failure leaves as a DsrError."""

    def __init__(self, engine: Engine) -> None:
        if not engine.get_execution_options().get(_OPENED_HERE):
            raise Defect("A case store needs an engine from open_engine.")
        self._writer = engine
        if engine.dialect.name == "postgresql":
            self._reader = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            self._reader = engine.execution_options(**{_WRITES: False})

    def close(self) -> None:
        """Close the pooled connections."""
        self._writer.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot. Raises OutsideFailed when the database fails."""
        with failures_as_ours(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All or nothing. Raises OutsideFailed when the database fails; then nothing is stored."""
        with failures_as_ours(), self._writer.begin() as connection:
            yield connection


@contextmanager
def failures_as_ours() -> Iterator[None]:
    """Turn a driver's error into ours, without the statement, its values or the driver's words."""
    try:
        yield
    except UnicodeEncodeError:
        raise _unstorable() from None
    except SQLAlchemyError as error:
        raise _as_ours(error) from None


def _as_ours(error: SQLAlchemyError) -> DsrError:
    if isinstance(error, PoolTimeout):
        return OutsideFailed("All connections to the case database are in use.", "Try again.")
    if isinstance(error, DataError):
        return _unstorable()
    code = _code_of(error)
    if isinstance(error, _OUR_FAULT) or code == "SQLITE_ERROR" or not isinstance(error, DBAPIError):
        return Defect(
            f"The case database refused a statement ({code}); nothing was stored.",
            "Run dsr doctor: it tells whether the database is complete and up to date.",
        )
    if code in _DISK_FULL:
        return OutsideFailed(
            f"The disk of the case database is full ({code}); nothing was stored.",
            "Free some space, then try again.",
        )
    if code in _LOCKED:
        return OutsideFailed(
            f"The case database was locked by another program for too long ({code}).", "Try again."
        )
    if code in _READ_ONLY:
        return OutsideFailed(
            f"The case database may only be read ({code}); nothing was stored.",
            "Give the user who runs dsr write access to the file and its folder.",
        )
    return OutsideFailed(
        f"The case database could not be used ({code}); nothing was stored.",
        "Look at its disk and its server (dsr doctor), then try again.",
    )


def _unstorable() -> BadInput:
    return BadInput(
        "A text holds characters that the case database cannot keep.",
        "Remove control characters and broken characters from it.",
    )


def _code_of(error: SQLAlchemyError) -> str:
    """SQLite's error name or PostgreSQL's SQLSTATE: says what failed, never with what values."""
    original = getattr(error, "orig", None)
    for attribute in ("sqlite_errorname", "sqlstate"):
        code = getattr(original, attribute, None)
        if code:
            return str(code)
    return type(original or error).__name__
