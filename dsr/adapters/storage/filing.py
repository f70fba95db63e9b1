"""Logging a letter and opening its cases: numbers, first facts, first event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import GENESIS, canonical_json, link
from dsr.adapters.storage.inserts import count_up
from dsr.adapters.storage.rows import (
    day_text,
    instant_text,
    person_of,
    person_values,
    subject_values,
)
from dsr.cases.case import NewCase, NewLetter
from dsr.errors import NotFound

#: The name of the event with which every case begins.
RECEIVED = "received"


def store_letter(connection: Connection, letter: NewLetter, *, actor: str, at: datetime) -> int:
    """Insert the letter and the digests of its scans; returns its id."""
    values = {
        "received": letter.received,
        "received_basis": letter.received_basis.value,
        "channel": letter.channel.value,
        "logged_at": instant_text(at),
        "logged_by": actor,
        "language": letter.language,
        "letter_date": letter.letter_date,
        "postmark": letter.postmark,
        "pages": letter.pages,
        "initiator": letter.initiator,
        "personal_reading": None if letter.reading is None else canonical_json(letter.reading),
        **person_values(letter.requester),
    }
    table = schema.letter
    letter_id = connection.execute(insert(table).returning(table.c.id), values).scalar_one()
    scans = [
        {"letter_id": letter_id, "position": position, "digest": digest}
        for position, digest in enumerate(letter.scans)
    ]
    if scans:
        connection.execute(insert(schema.scan), scans)
    return int(letter_id)


def open_cases(
    connection: Connection,
    letter_id: int,
    cases: Sequence[NewCase],
    prefix: str,
    *,
    actor: str,
    at: datetime,
) -> list[str]:
    """Open one case after the other from a stored letter; returns their numbers.

    The year of a number is the year in which the case is logged. Raises NotFound.
    """
    letter = _stored_letter(connection, letter_id)
    if not cases:
        return []
    last = count_up(connection, at.year, len(cases))
    numbers = [
        f"{prefix}-{at.year}-{serial:04d}" for serial in range(last - len(cases) + 1, last + 1)
    ]
    scans = select(schema.scan.c.digest).where(schema.scan.c.letter_id == letter_id)
    digests = list(connection.scalars(scans.order_by(schema.scan.c.position)))
    for number, case in zip(numbers, cases, strict=True):
        connection.execute(insert(schema.case_), _case_values(number, case, letter, at))
        _store_first_facts(connection, number, case, actor=actor, at=at)
        _store_first_event(connection, number, case, letter, digests, actor=actor, at=at)
    return numbers


def _stored_letter(connection: Connection, letter_id: int) -> RowMapping:
    table = schema.letter
    row = connection.execute(select(table).where(table.c.id == letter_id)).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no letter {letter_id}.", "List the letters with dsr today.")
    return row


def _case_values(number: str, case: NewCase, letter: RowMapping, at: datetime) -> dict[str, object]:
    return {
        "number": number,
        "letter_id": letter["id"],
        "asked_right": case.right.value,
        "workflow": case.workflow,
        "state": case.state,
        "version": 1,
        "language": letter["language"],
        "initiator": letter["initiator"],
        "opened_at": instant_text(at),
        "round": 1,
        **person_values(person_of(letter)),
        **subject_values(None),
    }


def _store_first_facts(
    connection: Connection, number: str, case: NewCase, *, actor: str, at: datetime
) -> None:
    facts = [
        {
            "case_number": number,
            "round": 1,
            "name": name,
            "personal_value": canonical_json(value),
            "step": RECEIVED,
            "actor": actor,
            "at": instant_text(at),
        }
        for name, value in case.facts.items()
    ]
    if facts:
        connection.execute(insert(schema.fact), facts)


def _store_first_event(
    connection: Connection,
    number: str,
    case: NewCase,
    letter: RowMapping,
    scans: list[str],
    *,
    actor: str,
    at: datetime,
) -> None:
    # Chain of custody: the digests of the original bytes stand in the log from the first touch.
    details = {
        "letter": letter["id"],
        "right": case.right.value,
        "workflow": case.workflow,
        "channel": letter["channel"],
        "received": day_text(letter["received"]),
        "received_basis": letter["received_basis"],
        "pages": letter["pages"],
        "scans": scans,
        "facts": sorted(case.facts),
    }
    store_event(
        connection,
        {
            "case": number,
            "seq": 1,
            "at": instant_text(at),
            "actor": actor,
            "name": RECEIVED,
            "state_before": "",
            "state_after": case.state,
            "details": details,
        },
        GENESIS,
    )


def store_event(connection: Connection, content: dict[str, object], previous: str) -> None:
    """Append one event to its case's chain."""
    row = {name: value for name, value in content.items() if name != "case"}
    row["case_number"] = content["case"]
    row["details"] = canonical_json(content["details"])
    row["previous"] = previous
    row["digest"] = link(previous, content)
    connection.execute(_INSERT_EVENT, row)


_INSERT_EVENT = insert(schema.event)
