"""The demo's booking register as an office without a database keeps it: sheets and a folder."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

from openpyxl import Workbook

#: Tables kept in Excel; the others are CSV, as Finnish programs write it.
IN_EXCEL = frozenset({"notes", "discounts"})
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
DOCUMENTS = """
[tables.papers]
group = "contact"
key = ["file"]
path = ["owner -> customers.id"]
on_erasure = "delete"
label = { fi = "Asiakirja", sv = "Dokument", en = "Document" }

[tables.papers.columns]
file = { kind = "text", label = { fi = "Tiedosto", sv = "Fil", en = "File" } }
owner = { kind = "key" }
bytes = { kind = "number" }
saved_on = { kind = "date", label = { fi = "Tallennettu", sv = "Sparad", en = "Saved" } }
"""


def spread(database: Path, folder: Path) -> Path:
    """Write every table of the database into a file of its own, and papers of two customers."""
    folder.mkdir()
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute(TABLES)]
        for name in names:
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            header = [column[0] for column in cursor.description]
            rows = [list(row) for row in cursor]
            if name in IN_EXCEL:
                write_excel(folder / f"{name}.xlsx", header, rows)
            else:
                write_csv(folder / f"{name}.csv", header, rows)
    papers = folder / "papers"
    papers.mkdir()
    for number in (3, 4):
        (papers / f"{number}_sopimus.pdf").write_bytes(f"%PDF-1.7 made up, of {number}".encode())
    return folder


def rows_of(path: Path) -> list[list[str]]:
    """A CSV file's rows, header first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def write_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows])


def write_excel(path: Path, header: list[str], rows: list[list[object]]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.save(path)
