"""What an erasure takes, put aside under a key of its own while the site wants to undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from dsr.cases.case import Case
from dsr.cases.decision import Action
from dsr.cases.ledger import Held, LedgerMove
from dsr.cases.register import PlannedRow
from dsr.casework.data import Task
from dsr.casework.ledger import entry, erases, remember
from dsr.casework.office import Office
from dsr.errors import NotFound
from dsr.ports import Restoring

UNDO_STEP = "undo"
#: The fact that holds the last day on which it can be brought back.
UNDO_UNTIL = "undo_until"
_DAY, _MOMENT = "date", "datetime"


def put_aside(office: Office, case: Case, task: Task) -> None:
    """Before an approved erasure runs: the rows it changes or deletes go into quarantine.

    Only what was approved is put aside; a plan that is void takes nothing. May be called again:
    what was carried out already has no such plan any more, and its blob stays as it is.
    """
    if not _can_be_undone(office, case, task) or office.quarantine is None:
        return
    try:
        plan = task.register.plan(task.order)
    except NotFound:  # carried out by a run that was killed
        return
    rows = [row for row in plan.rows if row.changes]
    if not rows or plan.digest != task.order.approved_digest:
        return
    until = office.clock.today() + timedelta(days=office.site.undo_days)
    office.store.hold(Held(task.order.action_id, case.number, plan.register, until))
    office.quarantine.put(blob_name(task.order.action_id, plan.register), packed(rows))


def before_it_goes(office: Office, case: Case, task: Task) -> None:
    """What has to be known before a register is changed for good. May be called again."""
    remember(office, case, task)
    put_aside(office, case, task)


def when_it_is_gone(
    office: Office, case: Case, tasks: Sequence[Task]
) -> tuple[dict[str, object], LedgerMove]:
    """What is recorded with the step: until when it can be undone, and the ledger's entries."""
    found = [entry(office, case, task, office.clock.today()) for task in tasks]
    ledger = LedgerMove(erased=tuple(one for one in found if one is not None))
    until = undo_until(office, tasks) if ledger.erased else None
    known = until is not None or case.facts.get(UNDO_UNTIL) is not None
    return ({UNDO_UNTIL: until.isoformat() if until else None} if known else {}), ledger


def _can_be_undone(office: Office, case: Case, task: Task) -> bool:
    table = office.workflows[case.workflow]
    return (
        office.site.undo_days > 0
        and erases(task.order)
        and isinstance(task.register, Restoring)
        and any(row.step == UNDO_STEP for row in table.rows)
    )


def undo_until(office: Office, tasks: Sequence[Task]) -> date | None:
    """The last day on which what these orders took can be brought back; None when it can't."""
    ids = {task.order.action_id for task in tasks}
    return min((h.until for h in office.store.held() if h.action_id in ids), default=None)


def throw_away(office: Office, held: Held) -> None:
    """Key and blob are destroyed, then the list says so. May be called again."""
    if office.quarantine is not None:
        office.quarantine.shred(blob_name(held.action_id, held.register))
    office.store.let_go(held.action_id, held.register, on=office.clock.today())


def blob_name(action_id: str, register: str) -> str:
    """What a blob is called, before it is hidden by a hash."""
    return f"{action_id}@{register}"


def packed(rows: Sequence[PlannedRow]) -> bytes:
    """The rows before and after, as bytes."""
    plain = [
        {
            "table": row.table,
            "key": row.key,
            "group": row.group,
            "action": row.action.value,
            "before": _marked(row.before),
            "after": None if row.after is None else _marked(row.after),
        }
        for row in rows
    ]
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def unpacked(content: bytes) -> tuple[PlannedRow, ...]:
    """What ``packed`` made of them."""
    return tuple(
        PlannedRow(
            table=row["table"],
            key=row["key"],
            group=row["group"],
            action=Action(row["action"]),
            before=_unmarked(row["before"]),
            after=None if row["after"] is None else _unmarked(row["after"]),
        )
        for row in json.loads(content)
    )


def _marked(values: Mapping[str, object]) -> dict[str, object]:
    """Days and moments as ``[kind, text]``; every other value is JSON's own."""
    return {name: _mark(value) for name, value in values.items()}


def _mark(value: object) -> object:
    if isinstance(value, datetime):
        return [_MOMENT, value.isoformat()]
    return [_DAY, value.isoformat()] if isinstance(value, date) else value


def _unmarked(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _unmark(value) for name, value in values.items()}


def _unmark(value: object) -> object:
    if not isinstance(value, list):
        return value
    kind, text = value
    return datetime.fromisoformat(text) if kind == _MOMENT else date.fromisoformat(text)
