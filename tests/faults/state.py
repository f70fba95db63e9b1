"""What a site holds, in a form in which two sites can be held against each other."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from dsr.adapters.vault import DirectoryVault

#: Instants and digests differ from run to run; ``replayed`` tells the second run from the first.
_OWN_TO_A_RUN = ("at", "released_at", "logged_at", "opened_at", "previous", "digest")


def rows(file: Path, table: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute(f'SELECT * FROM "{table}"').fetchall()
    return sorted((dict(row) for row in found), key=repr)


def tables(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        return [str(name) for (name,) in connection.execute(names)]


def register(site: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, the receipts among them."""
    file = site / "registers" / "booking.db"
    return {table: rows(file, table) for table in tables(file)}


def integrity(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [str(line) for (line,) in connection.execute("PRAGMA integrity_check")]


def counts(site: Path) -> dict[str, int]:
    """How much there is of everything: what a refused command must leave as it was."""
    found: dict[str, int] = {}
    for file in (site / "cases.db", site / "registers" / "booking.db"):
        found |= {f"{file.stem}.{table}": len(rows(file, table)) for table in tables(file)}
    found["vault"] = sum(1 for place in (site / "vault").rglob("*") if place.is_file())
    return found


def cases(site: Path) -> dict[str, list[dict[str, Any]]]:
    """The case database without what may differ between two runs of the same story."""
    file = site / "cases.db"
    found = {}
    for table in tables(file):
        kept = [_plain(table, row) for row in rows(file, table)]
        found[table] = sorted(kept, key=repr)
    return found


def _plain(table: str, row: dict[str, Any]) -> dict[str, Any]:
    left = {k: v for k, v in row.items() if k not in _OWN_TO_A_RUN or table == "scan"}
    if table == "event":
        details = json.loads(left["details"])
        details.pop("replayed", None)
        left["details"] = details
    return left


def steps_taken(site: Path, case: str) -> list[str]:
    events = [e for e in rows(site / "cases.db", "event") if e["case_number"] == case]
    return [str(e["name"]) for e in sorted(events, key=lambda e: int(e["seq"]))]


def receipts(site: Path, case: str) -> int:
    found = register(site).get("dsr_receipt", [])
    return sum(1 for row in found if str(row["action_id"]).startswith(f"{case}:"))


def intents(site: Path, case: str) -> list[str]:
    """The state of each intent of this case, where the register may hold no receipt."""
    found = [json.loads(f.read_text()) for f in (site / "registers").glob("*.intents/*.json")]
    return [str(one["state"]) for one in found if str(one["action_id"]).startswith(f"{case}:")]


def letters(site: Path, case: str) -> list[tuple[str, str]]:
    """``(type, digest)`` of every letter released, each read back from the vault."""
    vault = DirectoryVault(site / "vault", site / "keys" / "vault.key")
    found = [r for r in rows(site / "cases.db", "outgoing_letter") if r["case_number"] == case]
    for row in found:
        assert vault.get(row["digest"]).startswith(b"%PDF-")
    return [(str(row["type"]), str(row["digest"])) for row in found]


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    """Where two structures differ, by table."""
    names: Sequence[str] = sorted({*expected, *found})
    return [f"{place}{name}" for name in names if expected.get(name) != found.get(name)]
