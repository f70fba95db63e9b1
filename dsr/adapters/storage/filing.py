"""Logging a letter and saying what becomes of it: cases of its own, another's, ordinary mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import GENESIS, canonical_json, link
from dsr.adapters.storage.inserts import count_up
from dsr.adapters.storage.letters import is_filed, is_set_aside, load_letters
from dsr.adapters.storage.rows import (
    day_text,
    instant_text,
    person_of,
    person_values,
)
from dsr.cases.case import Attached, Case, Move, NewCase, NewLetter
from dsr.errors import NotFound, Refused

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

    The year of a number is the year in which the case is logged. Raises NotFound, Refused when the
    letter is set aside or has such a case already.
    """
    letter = _stored_letter(connection, letter_id)
    if not cases:
        return []
    _refuse_again(connection, letter_id, cases)
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
    # Locked: what becomes of a letter is said by one at a time.
    chosen = select(table).where(table.c.id == letter_id).with_for_update()
    row = connection.execute(chosen).mappings().one_or_none()
    if row is None:
        raise no_such_letter(letter_id)
    return row


def no_such_letter(letter_id: int) -> NotFound:
    """The error for an id that no letter has."""
    return NotFound(f"There is no letter {letter_id}.", "List the letters with dsr intake pen.")


def _refuse_again(connection: Connection, letter_id: int, cases: Sequence[NewCase]) -> None:
    _refuse_set_aside(connection, letter_id)
    opened = select(schema.case_.c.workflow, schema.case_.c.number).where(
        schema.case_.c.letter_id == letter_id
    )
    numbers = {row.workflow: row.number for row in connection.execute(opened)}
    again = [numbers[case.workflow] for case in cases if case.workflow in numbers]
    if again:
        raise Refused(
            f"Letter {letter_id} has opened {', '.join(again)} for the same right already.",
            "Go on with that case: dsr case show CASE",
        )


def _refuse_set_aside(connection: Connection, letter_id: int) -> None:
    if _holds(connection, letter_id, is_set_aside()):
        raise Refused(
            f"Letter {letter_id} is set aside as ordinary mail.",
            f"If it is a request after all, take it back: dsr intake set-aside {letter_id} --back",
        )


def _holds(connection: Connection, letter_id: int, condition: ColumnElement[bool]) -> bool:
    found = select(schema.letter.c.id).where(schema.letter.c.id == letter_id, condition)
    return connection.scalar(found) is not None


def store_attached(connection: Connection, case: Case, move: Move) -> tuple[Attached, ...]:
    """Tie further letters to the case. Raises NotFound, Refused for one set aside or tied."""
    for letter_id in move.attached:
        _stored_letter(connection, letter_id)
        _refuse_set_aside(connection, letter_id)
        if letter_id in {case.letter.id, *(one.letter.id for one in case.attached)}:
            raise Refused(
                f"Letter {letter_id} belongs to {case.number} already.", "Nothing is left to do."
            )
    rows = [
        {
            "case_number": case.number,
            "letter_id": letter_id,
            "kind": kind.value,
            "seq": case.version + 1,
        }
        for letter_id, kind in move.attached.items()
    ]
    connection.execute(insert(schema.attached_letter), rows)
    letters = load_letters(connection, schema.letter.c.id.in_(move.attached))
    return tuple(Attached(letter, move.attached[letter.id]) for letter in letters)


def store_set_aside(
    connection: Connection, letter_id: int, *, aside: bool, why: str, actor: str, at: datetime
) -> None:
    """Say that a letter is ordinary mail, or that it is not after all.

    Raises NotFound, Refused when the letter belongs to a case or when nothing would change.
    """
    _stored_letter(connection, letter_id)
    if _holds(connection, letter_id, is_filed()):
        raise Refused(
            f"Letter {letter_id} belongs to a case.", "A request is answered, never set aside."
        )
    if _holds(connection, letter_id, is_set_aside()) == aside:
        state = "is set aside already" if aside else "is not set aside"
        raise Refused(f"Letter {letter_id} {state}.", "See: dsr intake pen")
    values = {
        "letter_id": letter_id,
        "aside": aside,
        "personal_why": why,
        "actor": actor,
        "at": instant_text(at),
    }
    connection.execute(insert(schema.set_aside), values)


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
