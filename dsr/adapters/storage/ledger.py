"""The erasure ledger and the quarantine's list in the case database (``ports.Ledger``)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from dsr.adapters.storage import schema
from dsr.adapters.storage.chain import canonical_json
from dsr.adapters.storage.database import Transactions
from dsr.adapters.storage.inserts import insert_unless_there
from dsr.adapters.storage.rows import instant_text
from dsr.cases.case import Case, Move
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.ledger import Erased, Held, Marks, Replay


class SqlLedger:
    """What the case store remembers of erasures. Every method is one transaction."""

    _transactions: Transactions

    def suppressions(self) -> Mapping[str, str]:
        """Every keyed hash on the suppression list -> the case it came from."""
        table = schema.suppression
        with self._transactions.reading() as connection:
            return {row.keyed_hash: row.source for row in connection.execute(select(table))}

    def remember(self, action_id: str, register: str, marks: Marks) -> None:
        """Keep by what a person is known again, before her data go. Idempotent."""
        rows = [
            {"action_id": action_id, "register": register, "key_hash": key, "mark": mark}
            for key, found in marks.items()
            for mark in sorted(found)
        ]
        with self._transactions.writing() as connection:
            insert_unless_there(connection, schema.erasure_mark, rows)

    def erasures(self) -> tuple[Erased, ...]:
        """Everything erased and not brought back, oldest first."""
        table = schema.erasure
        in_force = select(table).where(table.c.undone_on.is_(None))
        ordered = in_force.order_by(table.c.erased_on, table.c.action_id)
        with self._transactions.reading() as connection:
            marks = _marks(connection)
            return tuple(_erased(row, marks) for row in connection.execute(ordered).mappings())

    def begin_replay(self, replay: Replay, *, at: datetime) -> None:
        """Write down that an erasure is begun again. Idempotent."""
        values = {
            "replay_id": replay.replay_id,
            "action_id": replay.action_id,
            "register": replay.register,
            "counts": canonical_json(dict(replay.counts)),
            "begun_at": instant_text(at),
        }
        with self._transactions.writing() as connection:
            insert_unless_there(connection, schema.erasure_replay, [values])

    def replays(self) -> tuple[Replay, ...]:
        """Every erasure begun again, done or not, by its id."""
        table = schema.erasure_replay
        with self._transactions.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.replay_id)).mappings()
            return tuple(
                Replay(
                    row["replay_id"],
                    row["action_id"],
                    row["register"],
                    json.loads(row["counts"]),
                    done=row["seq"] is not None,
                )
                for row in rows
            )

    def hold(self, held: Held) -> None:
        """List a blob before it is written, so that none is forgotten. Idempotent."""
        place = _place(held.action_id, held.register)
        values = {
            "action_id": held.action_id,
            "register": held.register,
            "case_number": held.case,
            "until": held.until,
        }
        with self._transactions.writing() as connection:
            # Planned anew after its plan was void: the same order, held once more.
            connection.execute(delete(schema.quarantine).where(*place))
            connection.execute(insert(schema.quarantine), values)

    def held(self) -> tuple[Held, ...]:
        """Every blob that is not shredded yet, the earliest end first."""
        table = schema.quarantine
        columns = (table.c.action_id, table.c.case_number, table.c.register, table.c.until)
        open_ones = select(*columns).where(table.c.shredded_on.is_(None))
        with self._transactions.reading() as connection:
            return tuple(
                Held(*row) for row in connection.execute(open_ones.order_by(table.c.until))
            )

    def let_go(self, action_id: str, register: str, *, on: date) -> None:
        """Say that a blob and its key are destroyed. Idempotent."""
        gone = update(schema.quarantine).where(*_place(action_id, register))
        with self._transactions.writing() as connection:
            connection.execute(gone.values(shredded_on=on))


def _place(action_id: str, register: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    table = schema.quarantine
    return table.c.action_id == action_id, table.c.register == register


def _marks(connection: Connection) -> Mapping[tuple[str, str], Mapping[str, frozenset[str]]]:
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.execute(select(schema.erasure_mark)):
        found[row.action_id, row.register][row.key_hash].add(row.mark)
    return {
        place: {key: frozenset(marks) for key, marks in keys.items()}
        for place, keys in found.items()
    }


def _erased(
    row: RowMapping, marks: Mapping[tuple[str, str], Mapping[str, frozenset[str]]]
) -> Erased:
    return Erased(
        action_id=row["action_id"],
        case=row["case_number"],
        register=row["register"],
        keys=tuple(json.loads(row["keys"])),
        decisions=tuple(_decision(one) for one in json.loads(row["decisions"])),
        on=row["erased_on"],
        marks=marks.get((row["action_id"], row["register"]), {}),
    )


def store_ledger(connection: Connection, case: Case, move: Move, seq: int) -> None:
    """What a step remembers of erasures, in the step's transaction. seq: of its event."""
    ledger = move.ledger
    rows = [
        {
            "action_id": one.action_id,
            "register": one.register,
            "case_number": case.number,
            "keys": canonical_json(list(one.keys)),
            "decisions": canonical_json([_content(decision) for decision in one.decisions]),
            "erased_on": one.on,
        }
        for one in ledger.erased
    ]
    insert_unless_there(connection, schema.erasure, rows)
    if ledger.undone:
        undone = update(schema.erasure).where(schema.erasure.c.action_id.in_(ledger.undone))
        connection.execute(undone.values(undone_on=move.at.date()))
    if ledger.replayed:
        table = schema.erasure_replay
        done = update(table).where(table.c.replay_id.in_(ledger.replayed))
        connection.execute(done.values(seq=seq))


def _content(decision: GroupDecision) -> dict[str, object]:
    """A decision without anything that was typed about the person."""
    return {
        "group": decision.group,
        "action": decision.action.value,
        "ground": decision.ground,
        "until": decision.until.isoformat() if decision.until else None,
        "rows": list(decision.rows),
    }


def _decision(content: Mapping[str, Any]) -> GroupDecision:
    return GroupDecision(
        group=content["group"],
        action=Action(content["action"]),
        ground=content["ground"],
        until=date.fromisoformat(content["until"]) if content["until"] else None,
        rows=tuple(content["rows"]),
    )
