"""Corrected fields by the name the customer knows, with the new value where that is safe.

The old value is not shown: after the correction no register holds it, and we keep no copy.
"""

from __future__ import annotations

from dsr.cases.decision import GroupDecision
from dsr.cases.register import ColumnMap
from dsr.casework.secret_address import ADDRESS_ROLES
from dsr.stages.response import non_disclosure
from dsr.stages.response.draft import Draft
from dsr.stages.response.values import NO_VALUE, spell_value


def changed_fields(draft: Draft, decision: GroupDecision) -> list[tuple[str, ...]]:
    """``(label, new)`` of every field a correction names, or ``(label,)`` alone.

    Values are shown only when ``extra["show_values"]`` is true. A field without a label in the
    mapping is technical and left out.
    """
    rows: list[tuple[str, ...]] = []
    for field, new in decision.values.items():
        column = _column(draft, decision.group, field)
        if column is None or column.label is None:
            continue
        label = draft.text(column.label)
        if draft.facts.extra.get("show_values") is True:
            rows.append((label, _shown(draft, new, column)))
        else:
            rows.append((label,))
    return rows


def _shown(draft: Draft, new: object, column: ColumnMap) -> str:
    """The new value; the new address of a person under protection is not printed."""
    if column.role in ADDRESS_ROLES and non_disclosure.is_protected(draft.facts):
        return draft.say("protected.mark")
    return spell_value(new, column, draft.wording) or NO_VALUE


def _column(draft: Draft, group: str, field: str) -> ColumnMap | None:
    table_name, _, name = field.partition(".")
    table = draft.facts.table(group.partition(".")[0], table_name)
    return next((c for c in table.columns if c.name == name), None) if table else None
