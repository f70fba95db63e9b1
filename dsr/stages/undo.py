"""Bringing back what an erasure took, within the days the site has set (GDPR Art. 5(1)(d), 32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsr.cases.case import Case, User
from dsr.cases.ledger import Held, LedgerMove
from dsr.casework.data import attempt_of
from dsr.casework.office import Office
from dsr.casework.step import Also, check, take
from dsr.casework.undoing import blob_name, throw_away, unpacked
from dsr.errors import Fault, OutsideFailed, Refused
from dsr.ports import Restoring

UNDO, UNDO_ANSWERED = "undo", "undo_answered"


@dataclass(frozen=True)
class Undone:
    """What was put back. counts: rows by register and table."""

    case: Case
    counts: Mapping[str, Mapping[str, int]]


def undo(office: Office, case: Case, actor: User, why: str) -> Undone:
    """Put the rows back and see that they are there; the case is decided anew.

    May be killed and called again: what is back is left alone. Raises Refused outside the window,
    PlanVoid when a row was changed by somebody since, OutsideFailed.
    """
    if case.facts.get("undo_until") is None:
        raise Refused(
            f"{case.number}: nothing is kept that could be brought back.",
            "What an erasure took is gone, unless undo_days in dsr.toml was set before it ran.",
        )
    step = UNDO if case.state == "carried_out" else UNDO_ANSWERED
    supplied = {"reason": why}
    check(office, case, step, actor, supplied)
    carried_out = {one.action_id for one in office.store.erasures() if one.case == case.number}
    held = [one for one in office.store.held() if one.action_id in carried_out]
    if not held:
        raise Refused(f"{case.number}: nothing is in quarantine.", "What was erased is gone.")
    counts = {one.register: _put_back(office, one) for one in held}
    facts: dict[str, object] = {"attempt": attempt_of(case) + 1} if step == UNDO else {}
    moved = take(
        office,
        case,
        step,
        actor,
        supplied,
        Also(
            facts=facts,
            details={"counts": counts},
            new_round=None if step == UNDO else office.clock.today(),
            ledger=LedgerMove(undone=tuple(one.action_id for one in held)),
        ),
    )
    for one in held:
        throw_away(office, one)
    return Undone(moved, counts)


def _put_back(office: Office, held: Held) -> Mapping[str, int]:
    register: object = office.registers.get(held.register)
    if not isinstance(register, Restoring) or office.quarantine is None:
        raise Refused(
            f"The register {held.register} takes nothing back.", "Name it in dsr.toml again."
        )
    rows = unpacked(office.quarantine.get(blob_name(held.action_id, held.register)))
    register.restore(rows)
    left = register.is_restored(rows)
    if left:
        raise OutsideFailed(
            f"The register {held.register} does not show what was put back.",
            "Look for triggers and for other programs that write to it, then call this again.",
            faults=[
                Fault("undo.not_seen", f"{held.register}.{table}", f"{n} row(s) are not back")
                for table, n in left.items()
            ],
        )
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.table] = counts.get(row.table, 0) + 1
    return counts
