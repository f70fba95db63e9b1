"""From an order to its draft: the rows read (and locked), the decisions applied, the plan told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from dsr.adapters.register import execution
from dsr.adapters.register.approval import hold_against
from dsr.adapters.register.connection import cursor_of
from dsr.adapters.register.contacts import rows_by_contact
from dsr.adapters.register.dependents import referred_by_others
from dsr.adapters.register.planning import GOING, Draft, draft, plan_digest, table_digests
from dsr.adapters.register.rows import Row, read_rows
from dsr.adapters.register.schema import Schema
from dsr.cases.decision import Action
from dsr.cases.register import Order, Plan, RegisterMap
from dsr.errors import NotFound


@dataclass(frozen=True)
class Drafted:
    """The rows as they stand and what the order makes of them."""

    draft: Draft
    rows: Mapping[str, Sequence[Row]]


def drafted(
    connection: Connection,
    register: RegisterMap,
    schema: Schema,
    order: Order,
    *,
    lock: bool = False,
    lenient: bool = False,
) -> Drafted:
    """Read what the order concerns and apply its decisions. Raises Refused, NotFound.

    lenient: a proof, or a run after a kill, may meet a person who is gone.
    """
    rows: dict[str, list[Row]] = {}
    referred: dict[str, frozenset[str]] = {}
    if order.keys:
        cursor = cursor_of(connection)
        rows = read_rows(cursor, register, schema, order.keys, lock=lock, lenient=lenient)
    elif not order.contact_points:
        raise NotFound("The order names nobody.", "Find the person first.")
    if any(decision.action in GOING | {Action.STOP} for decision in order.decisions):
        referred = referred_by_others(connection, register, schema, rows, order.keys)
    known = {(row.table, row.key) for found in rows.values() for row in found}
    by_contact = set()
    for row in rows_by_contact(connection, register, schema, order.contact_points, lock=lock):
        if (row.table, row.key) not in known:
            rows.setdefault(row.table, []).append(row)
            by_contact.add((row.table, row.key))
    made = draft(
        register,
        schema,
        rows,
        order,
        referred=referred,
        by_contact=frozenset(by_contact),
        lenient=lenient,
    )
    return Drafted(made, rows)


def plan_of(register: RegisterMap, schema: Schema, order: Order, made: Draft) -> Plan:
    """The plan a draft amounts to, with its digests."""
    statements = sum(1 for _ in execution.steps(register, schema, made))
    return _plan(register.name, order, made, statements)


def hold_against_approval(register: str, order: Order, made: Draft) -> None:
    """Raises PlanVoid, with the tables that changed, when it is not the plan that was approved."""
    hold_against(register, order, _plan(register, order, made, 0))


def _plan(register: str, order: Order, made: Draft, statements: int) -> Plan:
    digests = table_digests(made.rows)
    return Plan(
        register=register,
        keys=order.keys,
        rows=made.rows,
        digest=plan_digest(register, order, digests),
        table_digests=digests,
        statements=statements,
    )
