"""Inserts that both databases can do but SQLAlchemy spells differently for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_COUNT_UP = text(
    "INSERT INTO number_sequence (year, last) VALUES (:year, :many) "
    "ON CONFLICT (year) DO UPDATE SET last = number_sequence.last + :many RETURNING last"
)


def insert_unless_there(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Insert the rows whose primary key is new; returns how many those were."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # Counted by what comes back: not every driver knows how many rows such an insert stored.
    statement = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return sum(len(connection.execute(statement, row).all()) for row in rows)


def count_up(connection: Connection, year: int, many: int) -> int:
    """Give away the next ``many`` register numbers of a year; returns the last one.

    The row stays locked until the transaction ends, and a rollback takes the numbers back:
    no number is given twice and none is left out.
    """
    return int(connection.execute(_COUNT_UP, {"year": year, "many": many}).scalar_one())
