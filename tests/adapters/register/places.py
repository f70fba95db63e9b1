"""One register of made-up people in each kind of database, changed behind the program's back."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, event, inspect

from dsr.adapters.register import SqlRegister
from dsr.cases.register import RegisterMap

KINDS = ("sqlite", "postgresql", "mariadb")


@dataclass(frozen=True)
class Place:
    """A database with a register in it. kind: one of KINDS; file: where SQLite keeps it."""

    kind: str
    url: str
    file: Path | None = None

    def open(self, register_map: RegisterMap, **how: Any) -> SqlRegister:
        return SqlRegister(self.url, register_map, **how)

    def sql(self, *statements: str) -> list[tuple[Any, ...]]:
        """Send statements in one transaction; the rows of the last one."""
        engine = self._engine()
        rows: list[tuple[Any, ...]] = []
        with engine.begin() as connection:
            for statement in statements:
                result = connection.exec_driver_sql(statement)
                rows = [tuple(row) for row in result] if result.returns_rows else []
        engine.dispose()
        return rows

    def sql_unchecked(self, statement: str) -> None:
        """The same without foreign keys: what a restored or careless database may hold."""
        before = {
            "sqlite": (),
            "postgresql": ("SET LOCAL session_replication_role = replica",),
            "mariadb": ("SET foreign_key_checks = 0",),
        }
        self.sql(*before[self.kind], statement)

    def insert(self, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert many rows with values that no quoting must harm."""
        engine = self._engine()
        sign = "?" if self.kind == "sqlite" else "%s"
        signs = ", ".join([sign] * len(names))
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({signs})"
        with engine.begin() as connection:
            connection.exec_driver_sql(statement, [tuple(row) for row in rows])
        engine.dispose()

    def drop_index(self, name: str, table: str) -> None:
        suffix = f" ON {table}" if self.kind == "mariadb" else ""
        if self.kind == "mariadb":  # it keeps an index for every foreign key it holds
            (link,) = (
                row[0]
                for row in self.sql(
                    "SELECT constraint_name FROM information_schema.key_column_usage WHERE"
                    f" table_schema = database() AND table_name = '{table}' AND"
                    f" column_name = '{name.removeprefix(f'ix_{table}_')}' AND"
                    " referenced_table_name IS NOT NULL"
                )
            )
            self.sql(f"ALTER TABLE {table} DROP FOREIGN KEY {link}")
        self.sql(f"DROP INDEX {name}{suffix}")

    def dump(self, *, without: str | None = None) -> dict[str, str]:
        """A digest per table of all rows, or of those that aren't this customer's."""
        engine = self._engine()
        look = inspect(engine)
        digests = {}
        with engine.connect() as connection:
            for table in look.get_table_names():
                names = [column["name"] for column in look.get_columns(table)]
                if table.startswith("dsr_"):
                    continue
                where = ""
                if without is not None and (table == "customers" or "customer_id" in names):
                    column = "id" if table == "customers" else "customer_id"
                    where = f" WHERE {column} <> {without}"
                found = connection.exec_driver_sql(f"SELECT * FROM {table}{where} ORDER BY id")
                digests[table] = hashlib.sha256(repr(found.fetchall()).encode()).hexdigest()
        engine.dispose()
        return digests

    def _engine(self) -> Any:
        engine = create_engine(self.url, poolclass=NullPool)
        if self.kind == "sqlite":
            event.listen(engine, "connect", _tune)
        return engine


def _tune(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA secure_delete=ON")
