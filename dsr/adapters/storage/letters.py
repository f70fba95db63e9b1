"""Letters as they are read back: of cases, further ones about a case, and of the holding pen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, exists, select

from dsr.adapters.storage import schema
from dsr.cases.case import Attached, Channel, IncomingLetter, LetterKind, ReceivedBasis


def load_letters(connection: Connection, which: ColumnElement[bool]) -> list[IncomingLetter]:
    """The letters that meet a condition on ``letter``, oldest receipt first."""
    letter, scan = schema.letter, schema.scan
    rows = connection.execute(
        select(letter).where(which).order_by(letter.c.received, letter.c.id)
    ).mappings()
    scans = grouped(
        connection,
        select(scan.c.letter_id, scan.c.digest)
        .join(letter)
        .where(which)
        .order_by(scan.c.letter_id, scan.c.position),
        lambda row: row["digest"],
    )
    return [_letter_of(row, tuple(scans[row["id"]])) for row in rows]


def _letter_of(row: RowMapping, scans: tuple[str, ...]) -> IncomingLetter:
    return IncomingLetter(
        id=row["id"],
        received=row["received"],
        received_basis=ReceivedBasis(row["received_basis"]),
        channel=Channel(row["channel"]),
        logged_at=datetime.fromisoformat(row["logged_at"]),
        logged_by=row["logged_by"],
        language=row["language"],
        letter_date=row["letter_date"],
        postmark=row["postmark"],
        pages=row["pages"],
        scans=scans,
    )


def load_attached(
    connection: Connection, which: ColumnElement[bool]
) -> defaultdict[str, list[Attached]]:
    """Further letters by the number of the case, of the cases that meet a condition."""
    attached = schema.attached_letter
    of_cases = select(attached).join(schema.case_).where(which)
    ids = select(attached.c.letter_id).join(schema.case_).where(which)
    letters = {one.id: one for one in load_letters(connection, schema.letter.c.id.in_(ids))}
    return grouped(
        connection,
        of_cases.order_by(attached.c.seq, attached.c.letter_id),
        lambda row: Attached(letters[row["letter_id"]], LetterKind(row["kind"])),
    )


def is_set_aside() -> ColumnElement[bool]:
    """Whether the newest word about a row of ``letter`` is that it is ordinary mail."""
    aside, letter = schema.set_aside, schema.letter
    later = aside.alias("later")
    overruled = exists().where(later.c.letter_id == aside.c.letter_id, later.c.id > aside.c.id)
    return (
        exists()
        .where(aside.c.letter_id == letter.c.id, aside.c.aside, ~overruled.correlate(aside))
        .correlate(letter)
    )


def is_filed() -> ColumnElement[bool]:
    """Whether a row of ``letter`` opened a case or is attached to one."""
    case_, attached, letter = schema.case_, schema.attached_letter, schema.letter
    opened = exists().where(case_.c.letter_id == letter.c.id).correlate(letter)
    return opened | exists().where(attached.c.letter_id == letter.c.id).correlate(letter)


def grouped(
    connection: Connection, rows: Select[Any], make: Callable[[RowMapping], Any]
) -> defaultdict[Any, list[Any]]:
    """The rows of a statement by its first column."""
    result: defaultdict[Any, list[Any]] = defaultdict(list)
    found: Iterable[RowMapping] = connection.execute(rows).mappings()
    for row in found:
        result[next(iter(row.values()))].append(make(row))
    return result
