"""Bringing a case database to the schema this program knows, all steps in one transaction.

The first starter migrates under a lock, the others wait and find nothing left to do. A process
that dies in the middle leaves the database as it was. Nobody calls alembic by hand: there is no
alembic.ini, the connection is handed over in ``config.attributes``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dsr.adapters.storage.database import Transactions
from dsr.errors import BadConfiguration

#: The newest schema this program knows (a test holds it against the migrations).
HEAD = "0004"

_FOLDER = Path(__file__).resolve().parent / "migrations"
_ADVISORY_LOCK = 0x4453_5201  # "DSR", 1: one number for all programs that migrate this schema.
# Alembic keeps the running migration in a global: one at a time in this process.
_ONE_AT_A_TIME = threading.Lock()


def upgrade(engine: Engine) -> None:
    """Bring the database up to date; does nothing (about a millisecond) when it is.

    Raises BadConfiguration when a newer program has already changed it, OutsideFailed when the
    database fails; then it is as it was.
    """
    transactions = Transactions(engine)
    with transactions.reading() as connection:
        if _revision(connection) == HEAD:
            return
    with _ONE_AT_A_TIME, transactions.writing() as connection:
        _lock(connection)
        if _revision(connection) != HEAD:
            _refuse_unknown(_revision(connection))
            _run(connection, "upgrade", "head")


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to an older schema (``base``: nothing). Data of newer columns are lost."""
    with _ONE_AT_A_TIME, Transactions(engine).writing() as connection:
        _lock(connection)
        _refuse_unknown(_revision(connection))
        _run(connection, "downgrade", revision)


def known_revisions() -> tuple[str, ...]:
    """The revisions this program ships, newest first."""
    # Imported late: alembic costs a tenth of a second, and nearly every start has nothing to do.
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _lock(connection: Connection) -> None:
    # SQLite holds its write lock since BEGIN IMMEDIATE.
    if connection.dialect.name == "postgresql":
        # A long migration is no reason for the others to give up.
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _refuse_unknown(revision: str | None) -> None:
    if revision is not None and revision not in known_revisions():
        raise BadConfiguration(
            f"The case database has schema {revision}, which a newer dsr made; "
            f"this one knows up to {HEAD}.",
            "Install the newer dsr again, or restore a backup from before it.",
        )


def _run(connection: Connection, direction: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    # The path may hold a percent sign, which this configuration would expand.
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    run: Callable[[Config, str], None] = getattr(command, direction)
    run(config, revision)
