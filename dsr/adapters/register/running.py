"""Two ways to carry an order out once: a receipt in the register, or an intent beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from dsr.adapters.register import execution
from dsr.adapters.register.connection import Cursor, cursor_of, snapshot, writing
from dsr.adapters.register.drafting import Drafted, drafted, hold_against_approval
from dsr.adapters.register.intents import BEGUN, DONE, RECALLED, Intent, Intents, intent_of
from dsr.adapters.register.schema import Schema
from dsr.cases.register import Order, Receipt, RegisterMap
from dsr.errors import OutsideFailed, PlanVoid, Refused


@dataclass(frozen=True)
class Work:
    """What both ways work on. ready: the live schema, held against the mapping."""

    map: RegisterMap
    engine: Engine
    ready: Callable[[Cursor], Schema]
    intents: Intents | None = None

    def drafted(self, connection: Connection, order: Order, *, lock: bool) -> Drafted:
        """The rows and what the order makes of them."""
        schema = self.ready(cursor_of(connection))
        return drafted(connection, self.map, schema, order, lock=lock, lenient=not lock)

    def carry_out(self, connection: Connection, made: Drafted) -> dict[str, dict[str, int]]:
        """Send the statements."""
        schema = self.ready(cursor_of(connection))
        return execution.carry_out(connection, self.map, schema, made.draft)


def run_by_receipt(work: Work, order: Order) -> Receipt:
    """The receipt and the effect in one transaction of the register."""
    execution.prepare_receipts(work.engine)
    try:
        return _taken_and_run(work, order)
    except execution.AlreadyTaken:
        pass
    with snapshot(work.engine) as connection:
        receipt = execution.find_receipt(connection, work.map.name, order)
    if receipt is None:
        raise PlanVoid("Another process gave this order up meanwhile.", "Run it again.")
    return receipt


def _taken_and_run(work: Work, order: Order) -> Receipt:
    with writing(work.engine) as connection:
        done = execution.find_receipt(connection, work.map.name, order)
        if done is not None:
            return done
        execution.take_receipt(connection, order)
        made = work.drafted(connection, order, lock=True)
        hold_against_approval(work.map.name, order, made.draft)
        counts = work.carry_out(connection, made)
        execution.fill_receipt(connection, order, counts)
    return Receipt(order.action_id, work.map.name, counts, replayed=False)


def recall_by_receipt(work: Work, order: Order) -> None:
    """Put a receipt of nothing in the order's place. Raises Refused when it has run."""
    execution.prepare_receipts(work.engine)
    void = voided(order)
    with writing(work.engine) as connection:
        if execution.find_receipt(connection, work.map.name, void) is None:
            execution.take_receipt(connection, void)


def voided(order: Order) -> Order:
    """The same action id with nothing in it."""
    return replace(order, keys=(), decisions=(), contact_points=())


def run_by_intent(work: Work, order: Order) -> Receipt:
    """Write down, compare and act in one transaction, read back, write down that it is done."""
    intents = _intents(work)
    with intents.alone():
        before = intents.find(work.map.name, order)
        if before is not None and before.state == DONE:
            return before.receipt(work.map.name)
        if before is not None and _was_done(work, order, before):
            intents.write(replace(before, state=DONE))
            return before.receipt(work.map.name)
        with writing(work.engine) as connection:
            made = work.drafted(connection, order, lock=True)
            hold_against_approval(work.map.name, order, made.draft)
            intent = intent_of(order, made.draft.rows, execution.counts_of(made.draft.rows))
            intents.write(intent)
            work.carry_out(connection, made)
        if not _is_seen(work, order, intent):
            raise OutsideFailed(
                f"The register {work.map.name} does not show what was written to it.",
                "Look for triggers and for other programs that write to it, then run again.",
            )
        intents.write(replace(intent, state=DONE))
    return Receipt(order.action_id, work.map.name, intent.counts, replayed=False)


def done_by_intent(work: Work, order: Order) -> bool:
    """Whether the order was carried out, also by a run that was killed before it could say so."""
    intents = _intents(work)
    with intents.alone():
        before = intents.find(work.map.name, order)
        return before is not None and (before.state == DONE or _was_done(work, order, before))


def recall_by_intent(work: Work, order: Order) -> None:
    """Put an intent of nothing in the order's place. Raises Refused when it has run."""
    intents, void = _intents(work), voided(order)
    with intents.alone():
        before = intents.find_any(order.action_id)
        if before is not None and before.state == RECALLED:
            return
        if before is not None and (before.state == DONE or _was_done(work, order, before)):
            raise Refused(
                f"The register {work.map.name} has carried this order out.",
                "Nothing can be recalled any more.",
            )
        intents.write(replace(intent_of(void, (), {}), state=RECALLED))


def _intents(work: Work) -> Intents:
    assert work.intents is not None
    return work.intents


def _was_done(work: Work, order: Order, intent: Intent) -> bool:
    """Whether a run that was stopped had committed: the rows themselves tell."""
    return intent.state == BEGUN and bool(intent.rows) and _is_seen(work, order, intent)


def _is_seen(work: Work, order: Order, intent: Intent) -> bool:
    with snapshot(work.engine) as connection:
        return intent.is_seen_in(work.drafted(connection, order, lock=False).rows)
