"""The dry run as ``dsr case plan`` tells it: every row of every register, and its changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dsr.cases.register import Plan
from dsr.casework.data import NOTHING_TO_CHANGE, digest_of


def plan_view(number: str, found: Sequence[Plan]) -> dict[str, object]:
    """The dry run as JSON: one digest to approve, whatever the number of registers."""
    return {
        "case": number,
        "digest": digest_of(found),
        "statements": sum(plan.statements for plan in found),
        "registers": [
            {"register": plan.register, "digest": plan.digest, "statements": plan.statements}
            for plan in found
        ],
        "rows": [
            {
                "register": plan.register,
                "table": row.table,
                "key": row.key,
                "group": row.group,
                "action": row.action.value,
                "before": dict(row.before),
                "after": None if row.after is None else dict(row.after),
                "ground": row.ground,
                "until": row.until,
            }
            for plan in found
            for row in plan.rows
        ],
    }


def plan_lines(number: str, found: Sequence[Plan]) -> Iterator[str]:
    """The dry run in lines: every row, and what changes in it."""
    if not found:
        yield f"{number}: no register changes. Digest: {NOTHING_TO_CHANGE}"
        return
    for plan in found:
        if len(found) > 1:
            yield f"Register {plan.register}: {len(plan.rows)} rows, {plan.statements} statements."
        yield from _row_lines(plan)
    rows, statements = sum(len(p.rows) for p in found), sum(p.statements for p in found)
    yield f"{rows} rows, {statements} statements. Digest: {digest_of(found)}"


def _row_lines(plan: Plan) -> Iterator[str]:
    for row in plan.rows:
        until = f" until {row.until}" if row.until else ""
        kept = f"{until} ({row.ground})" if row.ground else ""
        yield f"{row.group}: {row.table} {row.key}: {row.action.value}{kept}"
        if row.changes:
            for column, before in row.before.items():
                after = None if row.after is None else row.after.get(column)
                if row.after is None or after != before:
                    new = "gone" if row.after is None else _shown(after)
                    yield f"    {column}: {_shown(before)} -> {new}"


def _shown(value: object) -> str:
    """A value as a person writes it: a day as 2026-03-12, an empty field as empty."""
    if value is None:
        return "empty"
    return value.isoformat() if isinstance(value, date) else repr(value)
