"""Makes the demo register: the same seed, size and day give the same database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url

from dsr.adapters.register.demo import people
from dsr.adapters.register.demo.entries import Rows
from dsr.adapters.register.demo.history import random_rows
from dsr.adapters.register.demo.story import awkward_rows, story_rows
from dsr.adapters.register.demo.tables import metadata
from dsr.errors import BadInput

FEWEST = len(people.STORY) + len(people.AWKWARD)
#: The latest day that the story of the demo needs to lie behind it.
STORY_ENDS = date(2026, 3, 12)


def generate(path_or_url: str | Path, *, customers: int, seed: int, today: date) -> None:
    """Create the register with this many customers, all data before ``today``.

    Raises BadInput when there are too few customers, the day lies before the story, or the
    register is there already.
    """
    if customers < FEWEST:
        raise BadInput(f"The demo register needs at least {FEWEST} customers.")
    if today < STORY_ENDS:
        raise BadInput(f"The demo register cannot be older than {STORY_ENDS.isoformat()}.")
    engine = _engine(str(path_or_url))
    try:
        if inspect(engine).get_table_names():
            raise BadInput("There is a register at this place already.", "Choose another.")
        with engine.begin() as connection:
            metadata.create_all(connection)
            _fill(connection, customers, Random(seed), today)  # noqa: S311 - made-up data
        _tidy(engine)
    finally:
        engine.dispose()


def _engine(path_or_url: str) -> Engine:
    url = make_url(path_or_url if "://" in path_or_url else f"sqlite:///{path_or_url}")
    engine = create_engine(url, hide_parameters=True)
    if url.get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def _tune(dbapi: object, _: object) -> None:
            for pragma in ("journal_mode=WAL", "secure_delete=ON", "synchronous=OFF"):
                dbapi.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]

    return engine


def _fill(connection: Connection, customers: int, random: Random, today: date) -> None:
    rows = Rows()
    story_rows(rows)
    awkward_rows(rows)
    random_rows(rows, range(FEWEST + 1, customers + 1), random, today)
    for table in metadata.sorted_tables:
        content = rows.content[table.name]
        if content:
            connection.execute(table.insert(), content)


def _tidy(engine: Engine) -> None:
    """No stale copies of rows in free pages: what is erased later must leave the file."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.close()
    finally:
        raw.close()
