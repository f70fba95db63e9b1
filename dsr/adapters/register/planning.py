"""From rows and decisions to the exact rows after: a pure function, the same every time.

A plan that was carried out and is made again changes nothing; proofs rest on that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from dsr.adapters.register.changes import Change, apply_change, erased
from dsr.adapters.register.dependents import keep_what_is_referred_to
from dsr.adapters.register.rows import Row
from dsr.adapters.register.schema import Schema
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, PlannedRow, RegisterMap
from dsr.errors import Fault, Refused

#: Actions that leave a register as it is; KEEP and REFUSE are shown in the plan with their ground.
SILENT = frozenset({Action.GIVE, Action.WITHHOLD, Action.REFER, Action.CHARGE, Action.NOTHING})
UNTOUCHED = frozenset({Action.KEEP, Action.REFUSE})
#: Actions that go together on one row; any other pair contradicts itself.
ADDITIVE = frozenset(
    {Action.CORRECT, Action.APPEND_STATEMENT, Action.RESTRICT, Action.LIFT_RESTRICTION}
)
GOING = frozenset({Action.ERASE, Action.ANONYMISE})


@dataclass(frozen=True)
class Draft:
    """The planned rows with the driver's primary keys, ``(table, key) -> pk``."""

    rows: tuple[PlannedRow, ...]
    pks: Mapping[tuple[str, str], tuple[object, ...]]


def draft(
    register: RegisterMap,
    schema: Schema,
    rows: Mapping[str, Sequence[Row]],
    order: Order,
    *,
    referred: Mapping[str, frozenset[str]],
    by_contact: frozenset[tuple[str, str]] = frozenset(),
    lenient: bool = False,
) -> Draft:
    """What the order makes of these rows.

    referred: keys of rows that rows of others point at; they are anonymised, never deleted.
    by_contact: rows found by a contact point and not by a key: a marketing stop is all that may
    happen to them, whoever they belong to.
    lenient: a proof looks at rows that may be gone, so decisions on unknown rows are no fault.
    Raises Refused with every fault.
    """
    everything = [row for table in register.tables for row in rows.get(table.name, ())]
    faults: list[Fault] = []
    assigned = _assign(register, everything, order.decisions, faults, lenient=lenient)
    linked = not all(
        {d.action for d in assigned[row.table, row.key]} & GOING
        for row in rows.get(register.identity, ())
    )
    planned: dict[tuple[str, str], PlannedRow] = {}
    for row in everything:
        decisions = assigned.get((row.table, row.key), [])
        if (row.table, row.key) in by_contact:
            decisions = [d for d in decisions if d.action is Action.STOP_MARKETING]
        if decisions:
            planned[row.table, row.key] = _plan_row(
                register, schema, row, decisions, order, faults, linked=linked
            )
    if faults:
        raise Refused(
            f"The register {register.name} cannot carry this order out.",
            "Change the decisions named.",
            faults=dict.fromkeys(faults),
        )
    by_place = {(row.table, row.key): row for row in everything}
    for place in keep_what_is_referred_to(schema, everything, planned, referred):
        shell = erased(register, schema, by_place[place], linked=linked)
        planned[place] = replace(planned[place], action=Action.ANONYMISE, after=shell)
    return Draft(tuple(planned.values()), {place: row.pk for place, row in by_place.items()})


def _assign(
    register: RegisterMap,
    rows: Sequence[Row],
    decisions: Iterable[GroupDecision],
    faults: list[Fault],
    *,
    lenient: bool,
) -> dict[tuple[str, str], list[GroupDecision]]:
    """Which decisions concern which row: one that names the row goes before its group's."""
    named: dict[tuple[str, str], list[GroupDecision]] = {}
    by_group: dict[str, list[GroupDecision]] = {}
    for decision in decisions:
        group = _group_code(register, decision, faults)
        if group is None:
            continue
        faults.extend(_values_outside(register, group, decision))
        if not decision.rows:
            by_group.setdefault(group, []).append(decision)
        for text in decision.rows:
            place = _named_row(rows, group, text, faults, lenient=lenient)
            if place is not None:
                named.setdefault(place, []).append(decision)
    assigned = {}
    for row in rows:
        found = (
            named.get((row.table, row.key)) or by_group.get(row.group) or by_group.get("*") or []
        )
        found = [decision for decision in found if decision.action not in SILENT]
        if len(found) > 1 and not {d.action for d in found} <= ADDITIVE:
            sentence = "two decisions contradict each other for the same rows: keep one of them"
            place_text = f"{register.name}.{row.group}"
            faults.append(Fault("plan.contradiction", place_text, sentence))
        assigned[row.table, row.key] = found
    return assigned


def _group_code(register: RegisterMap, decision: GroupDecision, faults: list[Fault]) -> str | None:
    """The group's code in this register; None when the decision is for another register."""
    if decision.group == "*":
        return "*"
    name, _, code = decision.group.partition(".")
    if name != register.name:
        return None
    if any(group.code == code for group in register.groups):
        return code
    sentence = "the mapping has no such group: decide on one it has"
    faults.append(Fault("plan.unknown_group", decision.group, sentence))
    return None


def _values_outside(register: RegisterMap, group: str, decision: GroupDecision) -> list[Fault]:
    """Corrections that name a table outside the group decided on."""
    if decision.action is not Action.CORRECT:
        return []
    inside = {table.name for table in register.tables if group in (*table.groups, "*")}
    return [
        Fault("plan.not_in_group", f"{register.name}.{name}", "this column is not in the group")
        for name in decision.values
        if name.partition(".")[0] not in inside
    ]


def _named_row(
    rows: Sequence[Row], group: str, text: str, faults: list[Fault], *, lenient: bool
) -> tuple[str, str] | None:
    """A row by its key, or by ``table/key`` where a group has several tables."""
    found = [
        row
        for row in rows
        if group in (row.group, "*") and text in (row.key, f"{row.table}/{row.key}")
    ]
    if len(found) == 1:
        return found[0].table, found[0].key
    if not found and not lenient:
        sentence = "a row of the decision is not (or no longer) among the person's rows"
        faults.append(Fault("plan.unknown_row", group, sentence))
    if len(found) > 1:
        sentence = "a row's key exists in two tables of the group: write it as table/key"
        faults.append(Fault("plan.ambiguous_row", group, sentence))
    return None


def _plan_row(
    register: RegisterMap,
    schema: Schema,
    row: Row,
    decisions: Sequence[GroupDecision],
    order: Order,
    faults: list[Fault],
    *,
    linked: bool,
) -> PlannedRow:
    after: Mapping[str, object] | None = dict(row.values)
    for decision in decisions:
        if after is not None and decision.action not in UNTOUCHED:
            change = Change(register, schema, row, after, decision, order, linked)
            after = apply_change(change, faults)
    last = decisions[-1]
    return PlannedRow(
        row.table, row.key, row.group, last.action, row.values, after, last.ground, last.until
    )


def canonical(value: object) -> str:
    """The JSON over which digests are taken: sorted keys, ASCII, no blanks, dates ISO."""
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=_iso)


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def sha256(value: object) -> str:
    """SHA-256 in hexadecimal over the canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def table_digests(rows: Iterable[PlannedRow]) -> dict[str, str]:
    """One digest a table, so that a void plan can say what changed without saying the values."""
    by_table: dict[str, list[list[object]]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(
            [row.key, row.group, row.action, row.before, row.after, row.ground, row.until]
        )
    return {table: sha256(content) for table, content in by_table.items()}


def order_digest(order: Order) -> str:
    """What was ordered, apart from the register's rows: the same action id must mean the same."""
    decisions = [
        [d.group, d.action, d.ground, d.until, dict(d.values), list(d.rows)]
        for d in order.decisions
    ]
    return sha256([order.action_id, list(order.keys), decisions, list(order.contact_points)])


def plan_digest(register: str, order: Order, digests: Mapping[str, str]) -> str:
    """The digest of a whole plan: keys, decisions and every row before and after."""
    return sha256([register, order_digest(order), dict(digests)])
