"""What earlier decisions of a case keep when one of its data groups is decided anew."""

from __future__ import annotations

from dataclasses import replace

from dsr.cases.decision import Action, GroupDecision
from dsr.casework.redacting import is_passages, left_beside, without_rows

#: Actions that may meet on one row: an entry is refused and yet gets the person's statement.
_TOGETHER = frozenset({Action.CORRECT, Action.APPEND_STATEMENT, Action.REFUSE, Action.RESTRICT})


def what_is_left(earlier: GroupDecision, new: GroupDecision) -> GroupDecision | None:
    """An earlier decision beside a new one: the latest word on a row counts.

    A decision on a whole group replaces everything decided in it; one on some rows takes those
    rows out of an earlier one, unless both can be carried out on the same row.
    """
    if earlier.group != new.group:
        return earlier
    if is_passages(new):
        return left_beside(earlier, new)
    if is_passages(earlier) and new.rows:
        return without_rows(earlier, new.rows)
    if not new.rows:
        return None
    if not earlier.rows or (
        earlier.action != new.action and {earlier.action, new.action} <= _TOGETHER
    ):
        return earlier
    rows = tuple(row for row in earlier.rows if row not in new.rows)
    return replace(earlier, rows=rows) if rows else None
