"""Who works on a case: one at a time, whatever process, and nobody once that process is dead.

SQLite: a locked file beside the database; the lock goes with its process. PostgreSQL: an advisory
lock of a session; it goes with its connection.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from dsr.adapters.storage.database import failures_as_ours

_DIGITS = 40


@contextmanager
def claimed(engine: Engine, number: str) -> Iterator[bool]:
    """Whether the case is ours until the end of the block; False while another has it."""
    if engine.dialect.name == "postgresql":
        with _by_session(engine, number) as ours:
            yield ours
        return
    with _by_file(Path(f"{engine.url.database}.claims"), number) as ours:
        yield ours


@contextmanager
def _by_session(engine: Engine, number: str) -> Iterator[bool]:
    key = int.from_bytes(_digest(number)[:8], signed=True)
    with failures_as_ours():
        session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    try:
        with failures_as_ours():
            taken = session.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key})
            ours = bool(taken.scalar_one())
        try:
            yield ours
        finally:
            if ours:
                with failures_as_ours():
                    session.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
    finally:
        session.close()


@contextmanager
def _by_file(folder: Path, number: str) -> Iterator[bool]:
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / f"{_digest(number).hex()[:_DIGITS]}.lock"
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Whoever had it before may have removed the file between our two calls.
            ours = _is(handle, file)
        except BlockingIOError:
            ours = False
        try:
            yield ours
        finally:
            if ours:
                file.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _is(handle: int, file: Path) -> bool:
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(handle), found)


def _digest(number: str) -> bytes:
    return hashlib.sha256(number.encode()).digest()
