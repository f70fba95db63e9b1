"""Storing one fired step: the case's row, its event, and what the step recorded, or nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import canonical_json
from dsr.adapters.storage.filing import store_attached, store_event
from dsr.adapters.storage.ledger import store_ledger
from dsr.adapters.storage.rows import (
    decision_of,
    decision_values,
    instant_text,
    person_values,
    subject_values,
)
from dsr.cases.case import Case, Move, NewOutgoing, OutgoingLetter
from dsr.cases.decision import GroupDecision
from dsr.errors import ChangedMeanwhile, Defect, DsrError, NotFound

# Built once: making a statement anew costs more than running it.
_PREVIOUS = select(schema.event.c.digest).where(
    schema.event.c.case_number == bindparam("number"), schema.event.c.seq == bindparam("seq")
)
_CHANGE = update(schema.case_).where(
    schema.case_.c.number == bindparam("of_number"),
    schema.case_.c.version == bindparam("of_version"),
    schema.case_.c.state == bindparam("of_state"),
)
_INSERT_FACT = insert(schema.fact)
_INSERT_DECISION = insert(schema.decision)
_INSERT_OUTGOING = insert(schema.outgoing_letter).returning(schema.outgoing_letter.c.id)
_INSERT_POSTING = insert(schema.posting)


def store_step(connection: Connection, case: Case, move: Move) -> Case:
    """Store a step that was fired on ``case`` as it was loaded; returns the case after it.

    Raises ChangedMeanwhile when the case has moved on, NotFound when there is none, Defect when
    the given snapshot is not what was loaded or the step recorded something that is not JSON.
    """
    after = _moved(case, move)
    previous = connection.execute(
        _PREVIOUS, {"number": case.number, "seq": case.version}
    ).scalar_one_or_none()
    if previous is None or not _change_row(connection, case, move, after):
        raise _why_not(connection, case)
    store_event(connection, _event_content(case, move, after), previous)
    if move.subjects is not None:
        _store_subjects(connection, after)
    facts = _store_facts(connection, after, move)
    decisions = after.decisions
    if move.decisions is not None:
        decisions = _store_decisions(connection, after, move.decisions)
    outgoing = tuple(_store_outgoing(connection, after, letter, move) for letter in move.outgoing)
    posted = _store_postings(connection, case, move) if move.posted else case.outgoing
    attached = store_attached(connection, case, move) if move.attached else ()
    store_ledger(connection, case, move, after.version)
    return replace(
        after,
        facts={**case.facts, **facts},
        decisions=decisions,
        outgoing=posted + outgoing,
        attached=case.attached + attached,
    )


def _moved(case: Case, move: Move) -> Case:
    """The case's own row after the step; facts, decisions and letters are added when stored."""
    moved = replace(case, state=move.state, version=case.version + 1)
    if move.new_round is not None:
        # Facts stay: what was proven or measured before is still known in the new round.
        moved = replace(moved, round=case.round + 1, round_received=move.new_round, decisions=())
    if move.subjects is not None:
        moved = replace(moved, subjects=move.subjects)
    if move.requester is not None:
        moved = replace(moved, requester=move.requester)
    return moved


def _change_row(connection: Connection, case: Case, move: Move, after: Case) -> bool:
    """Only what the step changes is written, and only on the version it was decided on."""
    values: dict[str, Any] = {"state": after.state, "version": after.version}
    if move.new_round is not None:
        values |= {
            "round": after.round,
            "round_received": after.round_received,
            "decided_seq": None,
        }
    if move.decisions is not None:
        values["decided_seq"] = after.version
    if move.requester is not None:
        values |= person_values(move.requester)
    keys = {"of_number": case.number, "of_version": case.version, "of_state": case.state}
    return connection.execute(_CHANGE, {**values, **keys}).rowcount == 1


def _why_not(connection: Connection, case: Case) -> DsrError:
    event = schema.event
    last = (
        connection.execute(
            select(event).where(event.c.case_number == case.number).order_by(event.c.seq.desc())
        )
        .mappings()
        .first()
    )
    if last is None:
        return NotFound(f"There is no case {case.number}.", "See dsr case list.")
    if last["seq"] <= case.version:
        return Defect(f"A step was fired on a snapshot of {case.number} that was never stored.")
    at = datetime.fromisoformat(last["at"])
    return ChangedMeanwhile(
        f"{last['actor']} changed {case.number} on {at:%Y-%m-%d} at {at:%H:%M} "
        f"with the step {last['name']}.",
        "Look at the case again, then decide whether your step is still right.",
    )


def _event_content(case: Case, move: Move, after: Case) -> dict[str, object]:
    return {
        "case": case.number,
        "seq": after.version,
        "at": instant_text(move.at),
        "actor": move.actor,
        "name": move.step,
        "state_before": case.state,
        "state_after": after.state,
        "details": dict(move.details),
    }


def _store_facts(connection: Connection, after: Case, move: Move) -> dict[str, object]:
    """Append the facts; returns them as they will be read back."""
    if not move.facts:
        return {}
    texts = {name: canonical_json(value) for name, value in move.facts.items()}
    same = {
        "case_number": after.number,
        "round": after.round,
        "step": move.step,
        "actor": move.actor,
        "at": instant_text(move.at),
    }
    rows = [{**same, "name": name, "personal_value": text} for name, text in texts.items()]
    connection.execute(_INSERT_FACT, rows)
    return {name: json.loads(text) for name, text in texts.items()}


def _store_subjects(connection: Connection, after: Case) -> None:
    """Whoever was linked before is no longer: the events say when, not whom."""
    subject = schema.case_subject
    connection.execute(delete(subject).where(subject.c.case_number == after.number))
    rows = [
        {**subject_values(one), "case_number": after.number, "position": position}
        for position, one in enumerate(after.subjects)
    ]
    if rows:
        connection.execute(insert(subject), rows)


def _store_decisions(
    connection: Connection, after: Case, decisions: tuple[GroupDecision, ...]
) -> tuple[GroupDecision, ...]:
    """Keep them beside earlier ones; the case's row says which set is in force."""
    rows = [decision_values(decision) for decision in decisions]
    keys = {"case_number": after.number, "seq": after.version, "round": after.round}
    if rows:
        connection.execute(
            _INSERT_DECISION,
            [{**row, **keys, "position": position} for position, row in enumerate(rows)],
        )
    return tuple(decision_of(row) for row in rows)


def _store_outgoing(
    connection: Connection, after: Case, letter: NewOutgoing, move: Move
) -> OutgoingLetter:
    values = {
        "case_number": after.number,
        "round": after.round,
        "type": letter.type,
        "language": letter.language,
        "digest": letter.digest,
        "released_at": instant_text(move.at),
        "released_by": move.actor,
        "answers": letter.answers,
        "wording_version": letter.wording_version,
        "rules_version": letter.rules_version,
        "notice_version": letter.notice_version,
    }
    return OutgoingLetter(
        id=connection.execute(_INSERT_OUTGOING, values).scalar_one(),
        type=letter.type,
        language=letter.language,
        digest=letter.digest,
        released_at=move.at,
        released_by=move.actor,
        answers=letter.answers,
        round=after.round,
        wording_version=letter.wording_version,
        rules_version=letter.rules_version,
        notice_version=letter.notice_version,
    )


def _store_postings(connection: Connection, case: Case, move: Move) -> tuple[OutgoingLetter, ...]:
    """Record when letters went out; a second posting of a letter stands beside the first."""
    unknown = sorted(move.posted.keys() - {letter.id for letter in case.outgoing})
    if unknown:
        raise NotFound(f"{case.number} has no outgoing letter {unknown[0]}.", "See dsr case show.")
    same = {"recorded_by": move.actor, "recorded_at": instant_text(move.at)}
    rows = [
        {**same, "outgoing_letter_id": id_, "posted_on": day, "personal_proof": proof}
        for id_, (day, proof) in move.posted.items()
    ]
    connection.execute(_INSERT_POSTING, rows)
    return tuple(
        replace(
            letter, posted_on=move.posted[letter.id][0], posting_proof=move.posted[letter.id][1]
        )
        if letter.id in move.posted
        else letter
        for letter in case.outgoing
    )
