"""One table kept in a CSV file or an Excel sheet, read and written without touching other cells.

A cell that did not change is written as it was found: a date stays in its own format, a number
keeps its zeros. What is read is text or None; what a text means is the mapping's business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from dsr.adapters.register.mirror import Cells, Change
from dsr.errors import BadConfiguration

CSV, EXCEL = ".csv", ".xlsx"
_DELIMITERS = (";", ",", "\t")
#: A longer cell is allowed; Python's own limit of 128 KiB is not.
csv.field_size_limit(64 * 2**20)


@dataclass(frozen=True)
class Sheet:
    """header: the column names of the first row. rows: the others, as many cells as the header."""

    name: str
    path: Path
    header: tuple[str, ...]
    rows: tuple[Cells, ...]


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every table of a file: one of a CSV, one per sheet of a workbook. Raises BadConfiguration."""
    try:
        return (_read_csv(path),) if path.suffix == CSV else _read_excel(path)
    except (OSError, UnicodeError, csv.Error, ValueError, KeyError) as error:
        kind = type(error).__name__
    raise BadConfiguration(
        f"The file {path.name} of the register cannot be read ({kind}).",
        "Open it in its own program and save it again as CSV (UTF-8) or .xlsx.",
    )


def changed_file(path: Path, changes: Mapping[str, Change]) -> bytes:
    """The whole file with its changed rows; ``changes`` by the name of the table."""
    return _changed_csv(path, changes) if path.suffix == CSV else _changed_excel(path, changes)


# ------------------------------------------------------------------ CSV


@dataclass(frozen=True)
class _Text:
    """A CSV file as it is: encoding and delimiter are kept when it is written again."""

    encoding: str
    delimiter: str
    newline: str
    records: list[list[str]]


def _read_csv(path: Path) -> Sheet:
    text = _records(path)
    if not text.records:
        raise ValueError("no header")
    header, *rows = text.records
    width = len(header)
    return Sheet(path.stem, path, tuple(h.strip() for h in header), _even(rows, width))


def _even(rows: Sequence[Sequence[str]], width: int) -> tuple[Cells, ...]:
    """Rows of the header's width. Raises ValueError for a row with more cells than columns."""
    even = []
    for row in rows:
        if len(row) > width and any(cell for cell in row[width:]):
            raise ValueError("a row has more cells than the header")
        cells = [*row[:width], *[""] * (width - len(row))]
        even.append(tuple(cell if cell != "" else None for cell in cells))
    return tuple(even)


def _records(path: Path) -> _Text:
    raw = path.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = "cp1252", raw.decode("cp1252")  # what older Finnish programs write
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    newline = "\r\n" if "\r\n" in text else "\n"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _Text(encoding, delimiter, newline, [row for row in reader if row])


def _changed_csv(path: Path, changes: Mapping[str, Change]) -> bytes:
    text = _records(path)
    change = changes[path.stem]
    header, *rows = text.records
    place = {name.strip(): at for at, name in enumerate(header)}
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=text.delimiter, lineterminator=text.newline)
    writer.writerow(header)
    for at, row in enumerate(rows):
        if at in change.gone:
            continue
        cells = [*row, *[""] * (len(header) - len(row))]
        for column, value in change.cells.get(at, {}).items():
            cells[place[column]] = value or ""
        writer.writerow(cells)
    try:
        return out.getvalue().encode(text.encoding)
    except UnicodeEncodeError:  # a name the old encoding has no letter for
        return out.getvalue().encode("utf-8-sig")


# ------------------------------------------------------------------ Excel


def _read_excel(path: Path) -> tuple[Sheet, ...]:
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        several = len(book.sheetnames) > 1
        return tuple(
            _excel_sheet(path, book, title, table_name(path, title, several=several))
            for title in book.sheetnames
        )
    finally:
        book.close()


def table_name(path: Path, title: str, *, several: bool) -> str:
    """``customers`` for the only sheet of customers.xlsx, ``customers_notes`` for one of many."""
    return f"{path.stem}_{title.strip().lower().replace(' ', '_')}" if several else path.stem


def _excel_sheet(path: Path, book: Workbook, title: str, name: str) -> Sheet:
    rows = [[_text(cell) for cell in row] for row in book[title].iter_rows(values_only=True)]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise ValueError("no header")
    header = rows[0]
    while header and not header[-1]:
        header.pop()
    return Sheet(name, path, tuple(str(h).strip() for h in header), _even(rows[1:], len(header)))


def _text(value: Any) -> str:
    """A cell's value as text; a day in ISO form, a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _changed_excel(path: Path, changes: Mapping[str, Change]) -> bytes:
    book = load_workbook(path)
    several = len(book.sheetnames) > 1
    for title in book.sheetnames:
        change = changes.get(table_name(path, title, several=several))
        if change is not None:
            _change_sheet(book[title], change)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _change_sheet(sheet: Any, change: Change) -> None:
    """Row 1 is the header, so the row at position 0 is the sheet's row 2."""
    place = {str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value is not None}
    for at, cells in change.cells.items():
        for column, value in cells.items():
            cell = sheet.cell(row=at + 2, column=place[column])
            cell.value = value
            if value is not None:
                cell.data_type = "s"  # text that begins with "=" must not become a formula
    for at in sorted(change.gone, reverse=True):
        sheet.delete_rows(at + 2)
