"""Between rows of the case database and the frozen snapshots of ``dsr.cases``."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import canonical_json
from dsr.adapters.storage.letters import grouped, load_attached, load_letters
from dsr.cases.case import (
    Case,
    Event,
    IncomingLetter,
    OutgoingLetter,
    Person,
    Right,
    Role,
    Subject,
    User,
)
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.errors import Defect


def instant_text(at: datetime) -> str:
    """An aware instant as ISO text with its own offset. Raises Defect for a naive one."""
    if at.utcoffset() is None:
        raise Defect("An instant without a time zone reached the case database.")
    return at.isoformat()


def person_values(person: Person) -> dict[str, object]:
    """The columns of a person."""
    return {column: getattr(person, part) for part, column in schema.PERSON_COLUMNS.items()}


def person_of(row: RowMapping) -> Person:
    """The person of a letter's or a case's row."""
    return Person(**{part: row[column] for part, column in schema.PERSON_COLUMNS.items()})


def subject_values(subject: Subject) -> dict[str, object]:
    """The columns of a subject, without the keys of its case."""
    return {"register": subject.register, "personal_keys": canonical_json(list(subject.keys))}


def subject_of(row: RowMapping) -> Subject:
    """Where a case's person was found in one register."""
    return Subject(row["register"], tuple(json.loads(row["personal_keys"])))


def event_of(row: RowMapping) -> Event:
    """An event. Details that are no JSON object any more come back under ``unreadable``."""
    try:
        details = json.loads(row["details"])
        at = datetime.fromisoformat(row["at"])
    except ValueError:
        # Someone changed the row by hand; the digest will not fit, and verify_chain says so.
        details, at = {"unreadable": True}, datetime.min.replace(tzinfo=UTC)
    return Event(
        case=row["case_number"],
        seq=row["seq"],
        at=at,
        actor=row["actor"],
        name=row["name"],
        state_before=row["state_before"],
        state_after=row["state_after"],
        details=details,
        previous=row["previous"],
        digest=row["digest"],
    )


def user_of(row: RowMapping) -> User:
    """A user."""
    return User(row["name"], frozenset(map(Role, json.loads(row["roles"]))), row["active"])


def decision_values(decision: GroupDecision) -> dict[str, object]:
    """The columns of one decision, without the keys of its case."""
    return {
        "data_group": decision.group,
        "action": decision.action.value,
        "ground": decision.ground,
        "personal_facts": canonical_json(decision.facts),
        "personal_why": decision.why,
        "until": decision.until,
        "personal_values": canonical_json(decision.values),
        "personal_rows": canonical_json(list(decision.rows)),
        "proposed_by": decision.proposed_by,
        "personal_redactions": canonical_json([asdict(r) for r in decision.redactions]),
    }


def decision_of(row: Mapping[str, Any] | RowMapping) -> GroupDecision:
    """One decision."""
    return GroupDecision(
        group=row["data_group"],
        action=Action(row["action"]),
        ground=row["ground"],
        facts=json.loads(row["personal_facts"]),
        why=row["personal_why"],
        until=row["until"],
        values=json.loads(row["personal_values"]),
        rows=tuple(json.loads(row["personal_rows"])),
        proposed_by=row["proposed_by"],
        redactions=tuple(Redaction(**r) for r in json.loads(row["personal_redactions"] or "[]")),
    )


def load_cases(connection: Connection, which: ColumnElement[bool]) -> list[Case]:
    """The cases that meet a condition on ``case_``, oldest receipt of their round first.

    The number of statements is fixed, however many cases there are.
    """
    case_ = schema.case_
    rows = connection.execute(select(case_).where(which)).mappings().all()
    if not rows:
        return []
    letters_chosen = select(case_.c.letter_id).where(which)
    letters = {
        letter.id: letter
        for letter in load_letters(connection, schema.letter.c.id.in_(letters_chosen))
    }
    siblings = grouped(
        connection,
        select(case_.c.letter_id, case_.c.number)
        .where(case_.c.letter_id.in_(letters_chosen))
        .order_by(*_IN_NUMBER_ORDER),
        lambda row: row["number"],
    )
    parts = _PartsOfCases(connection, which)
    cases = [
        parts.case_of(row, letters[row["letter_id"]], siblings[row["letter_id"]]) for row in rows
    ]
    return sorted(cases, key=lambda case: (case.received, case.letter.id, _serial(case.number)))


_IN_NUMBER_ORDER = (schema.case_.c.opened_at, schema.case_.c.number)


def _serial(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-") if part.isdigit())


class _PartsOfCases:
    """Facts, decisions, subjects and letters of many cases, read with one statement each."""

    def __init__(self, connection: Connection, which: ColumnElement[bool]) -> None:
        self._facts = grouped(connection, _facts_of(which), lambda row: row)
        self._decisions = grouped(connection, _decisions_of(which), decision_of)
        self._subjects = grouped(connection, _subjects_of(which), subject_of)
        self._outgoing: dict[str, dict[int, OutgoingLetter]] = defaultdict(dict)
        for row in connection.execute(_outgoing_of(which)).mappings():
            # Rows come in the order of posting: the latest posting of a letter stands.
            self._outgoing[row["case_number"]][row["id"]] = _outgoing_letter_of(row)
        self._attached = load_attached(connection, which)

    def case_of(self, row: RowMapping, letter: IncomingLetter, siblings: list[str]) -> Case:
        number = row["number"]
        return Case(
            number=number,
            right=Right(row["asked_right"]),
            workflow=row["workflow"],
            state=row["state"],
            version=row["version"],
            letter=letter,
            language=row["language"],
            requester=person_of(row),
            subjects=tuple(self._subjects[number]),
            initiator=row["initiator"],
            opened_at=datetime.fromisoformat(row["opened_at"]),
            round=row["round"],
            round_received=row["round_received"],
            facts={f["name"]: json.loads(f["personal_value"]) for f in self._facts[number]},
            decisions=tuple(self._decisions[number]),
            outgoing=tuple(self._outgoing[number].values()),
            attached=tuple(self._attached[number]),
            siblings=tuple(other for other in siblings if other != number),
        )


def _facts_of(which: ColumnElement[bool]) -> Select[Any]:
    fact = schema.fact
    columns = select(fact.c.case_number, fact.c.name, fact.c.personal_value)
    return columns.join(schema.case_).where(which).order_by(fact.c.id)


def _decisions_of(which: ColumnElement[bool]) -> Select[Any]:
    decision = schema.decision
    in_force = decision.c.seq == schema.case_.c.decided_seq
    rows = select(decision).join(schema.case_).where(which, in_force)
    return rows.order_by(decision.c.case_number, decision.c.position)


def _subjects_of(which: ColumnElement[bool]) -> Select[Any]:
    subject = schema.case_subject
    rows = select(subject).join(schema.case_).where(which)
    return rows.order_by(subject.c.case_number, subject.c.position)


def _outgoing_of(which: ColumnElement[bool]) -> Select[Any]:
    outgoing, posting = schema.outgoing_letter, schema.posting
    return (
        select(outgoing, posting.c.posted_on, posting.c.personal_proof)
        .join(schema.case_)
        .outerjoin(posting, posting.c.outgoing_letter_id == outgoing.c.id)
        .where(which)
        .order_by(outgoing.c.id, posting.c.id)
    )


def _outgoing_letter_of(row: RowMapping) -> OutgoingLetter:
    return OutgoingLetter(
        id=row["id"],
        type=row["type"],
        language=row["language"],
        digest=row["digest"],
        released_at=datetime.fromisoformat(row["released_at"]),
        released_by=row["released_by"],
        answers=row["answers"],
        round=row["round"],
        wording_version=row["wording_version"],
        rules_version=row["rules_version"] or "",
        notice_version=row["notice_version"] or "",
        posted_on=row["posted_on"],
        posting_proof=row["personal_proof"],
    )


def day_text(day: date | None) -> str | None:
    """A day as ISO text, or None."""
    return None if day is None else day.isoformat()
