"""Passages left out of a copy: how they are written, where they may stand, how they add up.

A passage is written ``table/row/column:start-end`` or ``table/row/column:all``, each part quoted as
in a web address where it holds ``/``, ``:``, ``,`` or ``%``. It says where something stands, never
what it says (GDPR Art. 15(4): only what adversely affects somebody else is left out).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from urllib.parse import quote, unquote

from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.register import ColumnMap, Finding, FoundRow, RegisterMap
from dsr.errors import BadInput, Fault, Refused

#: The name of the fact of ``set_decision`` that holds passages.
REDACTIONS = "redactions"
#: Kinds of columns in whose values a part may be covered; others are covered as a whole.
TEXT_KINDS = frozenset({"text", "free_text"})

_PASSAGE = re.compile(r"([^/:,]+)/([^/:,]+)/([^/:,]+):(?:(\d{1,9})-(\d{1,9})|all)")

#: Makes the keyed hash of a text; ``Office.hash_contact``.
Hash = Callable[[str], str]


def parse(text: str) -> Redaction:
    """A passage as written. Raises BadInput, which does not repeat what was written."""
    found = _PASSAGE.fullmatch(text.strip())
    if found is None:
        raise BadInput(
            "A passage is not understood.",
            "Write it as table/row/column:start-end, or table/row/column:all.",
            faults=[Fault("redaction.unreadable", REDACTIONS, "This is no passage of a value.")],
        )
    table, row, column = (unquote(part) for part in found.group(1, 2, 3))
    if found[4] is None:
        return Redaction(table, row, column)
    return Redaction(table, row, column, int(found[4]), int(found[5]))


def spelled(passage: Redaction) -> str:
    """The passage as ``parse`` reads it."""
    parts = (passage.table, passage.row, passage.column)
    where = "/".join(quote(part, safe="") for part in parts)
    return f"{where}:{'all' if passage.end is None else f'{passage.start}-{passage.end}'}"


def value_text(value: object) -> str:
    """A value of a register as the text whose characters are counted; empty when there is none."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def digest_of(value: object, keyed: Hash) -> str:
    """The keyed hash of a value, by which a later look sees that it changed."""
    text = hashlib.sha256(value_text(value).encode("utf-8", "surrogatepass")).hexdigest()
    return keyed(f"value@{text}")


def placed(
    texts: Sequence[str],
    group: str,
    findings: Sequence[Finding],
    maps: Sequence[RegisterMap],
    keyed: Hash,
) -> tuple[Redaction, ...]:
    """The passages of one data group, each with the digest of the value looked at.

    Raises BadInput for what is no passage, Refused with every passage that stands nowhere.
    """
    passages = [parse(text) for text in texts]
    faults = place_faults(passages, group, findings, maps)
    if faults:
        raise Refused(
            f"{len(faults)} of the passages to cover cannot be covered.",
            "See what is held with its offsets: dsr case data CASE",
            faults=faults,
        )
    looked = [(p, _looked_up(p, group, findings, maps)[0]) for p in passages]
    return joined([replace(p, digest=digest_of(value, keyed)) for p, value in looked])


def place_faults(
    passages: Sequence[Redaction],
    group: str,
    findings: Sequence[Finding],
    maps: Sequence[RegisterMap],
) -> tuple[Fault, ...]:
    """Every passage that stands nowhere, by its number; nothing of what was written is repeated."""
    found = (_looked_up(passage, group, findings, maps)[1] for passage in passages)
    return tuple(
        Fault("redaction.nowhere", f"{group}: passage {number}", why_not)
        for number, why_not in enumerate(found, start=1)
        if why_not
    )


def _looked_up(
    passage: Redaction, group: str, findings: Sequence[Finding], maps: Sequence[RegisterMap]
) -> tuple[object, str]:
    """The value, and why the passage cannot be covered; the sentence is empty when it can."""
    row = row_of(passage, group, findings)
    if row is None:
        return None, "This data group holds no such row."
    column = column_of(passage, group, maps)
    if column is None:
        return None, "The table has no such column with a label; technical ones are never given."
    value = row.values.get(passage.column)
    if not value_text(value):
        return value, "There is nothing in this column, so nothing can be covered."
    if passage.end is None:
        return value, ""
    if column.kind not in TEXT_KINDS or not isinstance(value, str):
        return value, "Only a text can be covered in part; cover this value as a whole: all."
    if not 0 <= passage.start < passage.end <= len(value):
        return value, f"The passage must lie between 0 and {len(value)}, its start before its end."
    return value, ""


def row_of(passage: Redaction, group: str, findings: Sequence[Finding]) -> FoundRow | None:
    """The row a passage stands in, if the group still holds it."""
    rows = (row for finding in findings if finding.code == group for row in finding.rows)
    return next((r for r in rows if (r.table, r.key) == (passage.table, passage.row)), None)


def column_of(passage: Redaction, group: str, maps: Sequence[RegisterMap]) -> ColumnMap | None:
    """The column a passage stands in, if it is one that is given to people."""
    register = group.partition(".")[0]
    tables = (t for m in maps if m.name == register for t in m.tables if t.name == passage.table)
    columns = (c for table in tables for c in table.columns)
    return next((c for c in columns if c.name == passage.column and c.label is not None), None)


def joined(passages: Sequence[Redaction]) -> tuple[Redaction, ...]:
    """Passages in the order of their places; those of one value that touch become one."""
    by_value: dict[tuple[str, str, str, str], list[Redaction]] = {}
    for one in passages:
        by_value.setdefault((one.table, one.row, one.column, one.digest), []).append(one)
    return tuple(passage for parts in by_value.values() for passage in _of_one_value(parts))


def _of_one_value(parts: Sequence[Redaction]) -> Iterator[Redaction]:
    whole = next((part for part in parts if part.end is None), None)
    if whole is not None:
        yield whole
        return
    open_: Redaction | None = None
    for part in sorted(parts, key=lambda p: p.start):
        if open_ is not None and open_.end is not None and part.start <= open_.end:
            open_ = replace(open_, end=max(open_.end, part.end or 0))
            continue
        if open_ is not None:
            yield open_
        open_ = part
    if open_ is not None:
        yield open_


def check_passages(decision: GroupDecision) -> None:
    """Passages are withheld on a ground, beside no rows. Raises Refused with every fault."""
    if not decision.redactions:
        return
    faults = []
    if decision.action is not Action.WITHHOLD:
        sentence = "Passages are covered by the action withhold, by no other."
        faults.append(Fault("redaction.action", decision.group, sentence))
    if not decision.ground:
        sentence = "A passage is covered on a ground (Art. 12(4), 15(4)); see dsr grounds."
        faults.append(Fault("redaction.ground", decision.group, sentence))
    if decision.rows:
        sentence = "Name rows or passages, not both: leave out a whole row in a call of its own."
        faults.append(Fault("redaction.rows", decision.group, sentence))
    if faults:
        raise Refused("The passages cannot be covered so.", faults=faults)


def is_passages(decision: GroupDecision) -> bool:
    """Whether a decision covers passages and gives everything else of its group."""
    return decision.action is Action.WITHHOLD and bool(decision.redactions)


def left_beside(earlier: GroupDecision, new: GroupDecision) -> GroupDecision | None:
    """What an earlier decision of the same group keeps when new passages are covered.

    Passages and rows already left out stay so; a passage covered anew follows the new reason. A
    decision to give is contained in the new one; any other on the whole group is replaced.
    """
    if earlier.group != new.group:
        return earlier
    if is_passages(earlier):
        free = tuple(p for p in earlier.redactions if not _covered(p, new.redactions))
        return replace(earlier, redactions=free) if free else None
    return earlier if earlier.rows and earlier.action is not Action.GIVE else None


def without_rows(earlier: GroupDecision, rows: Sequence[str]) -> GroupDecision | None:
    """What a decision on passages keeps when these rows are decided as a whole."""
    free = tuple(p for p in earlier.redactions if p.row not in rows)
    return replace(earlier, redactions=free) if free else None


def added_up(others: Sequence[GroupDecision], new: GroupDecision) -> tuple[GroupDecision, ...]:
    """The decisions with the new one: what has the same ground and facts becomes one decision."""
    if not is_passages(new):
        return (*others, new)
    same = [d for d in others if _alike(d, new)]
    passages = [p for d in same for p in d.redactions]
    whole = replace(new, redactions=joined([*passages, *new.redactions]))
    return (*(d for d in others if d not in same), whole)


def _alike(one: GroupDecision, other: GroupDecision) -> bool:
    if not (is_passages(one) and is_passages(other)) or one.group != other.group:
        return False
    return one.ground == other.ground and dict(one.facts) == dict(other.facts)


def _covered(passage: Redaction, by: Sequence[Redaction]) -> bool:
    """Whether a passage lies wholly inside new ones of the same value."""
    return any(
        (one.table, one.row, one.column) == (passage.table, passage.row, passage.column)
        and (
            one.end is None
            or (passage.end is not None and one.start <= passage.start and passage.end <= one.end)
        )
        for one in by
    )
