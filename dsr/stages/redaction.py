"""Covering passages of a copy: what is held row by row, what is covered, taking a mark back.

An officer marks a span, a value or a row; the ordinary step ``set_decision`` judges ground and
facts (GDPR Art. 15(4), recital 63: only what adversely affects somebody else is left out).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dsr.cases.case import Case, Role, User
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.register import FoundRow, RegisterMap, TableMap
from dsr.casework.data import findings_of
from dsr.casework.office import Office, require_role
from dsr.casework.redacting import REDACTIONS, is_passages, place_faults, spelled, value_text
from dsr.casework.step import Also, Found, take
from dsr.errors import BadInput, Fault, NotFound, Refused

GROUND = "ACC-15-4"
_WAY_OUT = "See dsr case data CASE for rows, columns and offsets; dsr grounds for the facts."
#: Who may look at the data themselves.
_LOOKS = (Role.OFFICER, Role.APPROVER)


@dataclass(frozen=True)
class HeldValue:
    """One value as it is held. covered: the parts that are covered, ``[start, end)``."""

    column: str
    label: str
    kind: str
    text: str
    covered: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class HeldRow:
    """One row of a data group. withheld: it is left out as a whole."""

    group: str
    table: str
    key: str
    values: tuple[HeldValue, ...]
    withheld: bool


@dataclass(frozen=True)
class Mark:
    """A passage or row left out, with its number in the list. decision: what leaves it out."""

    number: int
    decision: GroupDecision
    passage: Redaction | None
    row: str


def held_rows(
    office: Office, case: Case, actor: User, group: str | None = None, language: str = "en"
) -> tuple[HeldRow, ...]:
    """What is held of the person, of every group or one. Raises NotPermitted, NotFound."""
    require_role(actor, *_LOOKS)
    findings = findings_of(office, case)
    if group is not None and group not in {finding.code for finding in findings}:
        known = ", ".join(finding.code for finding in findings if finding.rows) or "none"
        raise NotFound(f"{case.number} has no data group {group}.", f"It has: {known}.")
    return tuple(
        _held(office, case, finding.code, row, language)
        for finding in findings
        if group in (None, finding.code)
        for row in finding.rows
    )


def _held(office: Office, case: Case, group: str, row: FoundRow, language: str) -> HeldRow:
    table = _table(office, group, row.table)
    marks = [m.passage for m in marks_of(case) if m.decision.group == group and m.passage]
    here = [p for p in marks if (p.table, p.row) == (row.table, row.key)]
    values = []
    for column in table.columns:
        text = value_text(row.values.get(column.name))
        if column.label is None or not text:
            continue
        covered = tuple(
            (p.start, len(text) if p.end is None else p.end)
            for p in here
            if p.column == column.name
        )
        label = column.label.get(language) or column.name
        values.append(HeldValue(column.name, label, column.kind, text, covered))
    withheld = any(m.decision.group == group and m.row == row.key for m in marks_of(case))
    return HeldRow(group, row.table, row.key, tuple(values), withheld)


def _table(office: Office, group: str, name: str) -> TableMap:
    return office.registers[group.partition(".")[0]].map.table(name)


# ------------------------------------------------------------------ marking


@dataclass(frozen=True)
class Place:
    """What is to be covered: one column of some rows of a group; no column means whole rows.

    rows: keys, or ``*`` alone for every row that has something in the column.
    """

    group: str
    rows: tuple[str, ...]
    column: str | None = None
    table: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Which part of the values: spans, the words as they stand there, or the whole value."""

    spans: tuple[tuple[int, int], ...] = ()
    words: tuple[str, ...] = ()
    whole: bool = False


def supplied_for(
    office: Office,
    case: Case,
    place: Place,
    wanted: Wanted,
    ground: str,
    facts: Mapping[str, object],
    why: str,
) -> dict[str, object]:
    """The facts of ``set_decision`` that cover this. The words looked for are in none of them.

    Facts not given are those of an earlier mark of the group on the same ground. Raises Refused
    with every fault of the place, the words and the ground's facts.
    """
    rows, faults = _rows(office, case, place)
    told = {**_earlier_facts(case, place.group, ground), **facts}
    given = {"group": place.group, "action": Action.WITHHOLD.value, "ground": ground, **told}
    given["why"] = why or "Covered for the sake of another person's rights (Art. 15(4))."
    if place.column is None:
        given.update(_whole_rows(office, case, place, rows, faults))
    else:
        passages = _passages(place.column, rows, wanted, faults)
        faults += place_faults(passages, place.group, findings_of(office, case), _maps(office))
        given[REDACTIONS] = tuple(map(spelled, passages))
    faults += office.catalogue.fact_faults(ground, told, on=office.clock.today())
    if faults:
        raise Refused(f"{case.number}: this cannot be covered so.", _WAY_OUT, faults=faults)
    return given


def _rows(office: Office, case: Case, place: Place) -> tuple[list[FoundRow], list[Fault]]:
    findings = [f for f in findings_of(office, case) if f.code == place.group]
    rows = [r for f in findings for r in f.rows if place.table in (None, r.table)]
    if place.rows == ("*",):
        wanted = [r for r in rows if place.column and value_text(r.values.get(place.column))]
        return wanted, [] if wanted else [_fault("rows", "No row has anything in this column.")]
    found = [row for row in rows if row.key in place.rows]
    if place.column is not None and place.table is None:
        found = [row for row in found if place.column in row.values]
    missing = [key for key in place.rows if key not in {row.key for row in found}]
    sentence = "The data group holds no such row with this column."
    return found, [_fault(f"row {key}", sentence) for key in missing]


def _whole_rows(
    office: Office, case: Case, place: Place, rows: Sequence[FoundRow], faults: list[Fault]
) -> dict[str, object]:
    """A key that two tables of the group share would leave out both: then value by value."""
    if place.rows == ("*",):
        faults.append(_fault("rows", "Leave out rows one by one; nothing at all is never lawful."))
    keys = [row.key for f in findings_of(office, case) if f.code == place.group for row in f.rows]
    if all(keys.count(row.key) == 1 for row in rows):
        return {"rows": tuple(row.key for row in rows)}
    if len({row.table for row in rows}) > 1:
        faults.append(_fault("table", "Two tables have a row with this key: name one by --table."))
    passages = [
        spelled(Redaction(row.table, row.key, column.name))
        for row in rows
        for column in _table(office, place.group, row.table).columns
        if column.label is not None and value_text(row.values.get(column.name))
    ]
    return {REDACTIONS: tuple(passages)}


def _passages(
    column: str, rows: Sequence[FoundRow], wanted: Wanted, faults: list[Fault]
) -> list[Redaction]:
    passages: list[Redaction] = []
    for row in rows:
        spans = list(wanted.spans)
        text = value_text(row.values.get(column))
        for number, words in enumerate(wanted.words, start=1):
            found = spans_of(words, text)
            spans += found
            if not found:
                # The words themselves are not repeated: errors are printed and kept.
                sentence = f"Text {number} does not stand in this value, letter by letter."
                faults.append(_fault(f"row {row.key}", sentence))
        if wanted.whole:
            passages.append(Redaction(row.table, row.key, column))
        passages += [Redaction(row.table, row.key, column, a, b) for a, b in spans]
    if not (wanted.whole or wanted.spans or wanted.words):
        faults.append(_fault("span", "Say which part: a span, a text, or the whole value."))
    return passages


def _maps(office: Office) -> list[RegisterMap]:
    return [register.map for register in office.registers.values()]


def spans_of(words: str, text: str) -> list[tuple[int, int]]:
    """Every place where the words stand in a text, as they are written; none for blank words."""
    if not words.strip():
        return []
    return [found.span() for found in re.finditer(re.escape(words), text)]


def parse_span(text: str) -> tuple[int, int]:
    """``12:30`` -> (12, 30). Raises BadInput."""
    found = re.fullmatch(r"(\d{1,9}):(\d{1,9})", text.strip())
    if found is None:
        raise BadInput("A span is not understood.", "Write it as START:END, e.g. 12:30.")
    return int(found[1]), int(found[2])


def _earlier_facts(case: Case, group: str, ground: str) -> dict[str, object]:
    earlier = [
        d
        for d in case.decisions
        if (d.group, d.ground, d.action) == (group, ground, Action.WITHHOLD)
    ]
    return dict(earlier[-1].facts) if earlier else {}


def _fault(place: str, sentence: str) -> Fault:
    return Fault("redaction.place", place, sentence)


# ------------------------------------------------------------------ what is covered, taken back


def marks_of(case: Case) -> tuple[Mark, ...]:
    """Every passage and row left out of the copy, numbered in the order of the decisions."""
    found: list[tuple[GroupDecision, Redaction | None, str]] = []
    for decision in case.decisions:
        if decision.action is not Action.WITHHOLD:
            continue
        found += [(decision, passage, "") for passage in decision.redactions]
        found += [(decision, None, key) for key in decision.rows]
    return tuple(Mark(n, d, p, r) for n, (d, p, r) in enumerate(found, start=1))


def undo(office: Office, case: Case, actor: User, number: int) -> Case:
    """Take one mark back; what it covered is given again. Raises NotFound, Refused."""
    mark = next((m for m in marks_of(case) if m.number == number), None)
    if mark is None:
        raise NotFound(f"{case.number} has no mark {number}.", "See dsr case redact CASE --list.")
    decisions = tuple(_without(mark, decision) for decision in case.decisions)
    kept = tuple(decision for decision in decisions if decision is not None)
    findings = findings_of(office, case)
    if not any(d.group == mark.decision.group for d in kept):
        given = GroupDecision(mark.decision.group, Action.GIVE, why=_TAKEN_BACK)
        kept = (*kept, replace(given, proposed_by=actor.name))
    supplied: dict[str, object] = {
        "group": mark.decision.group,
        "action": Action.GIVE.value,
        "why": _TAKEN_BACK,
    }
    details = {"group": mark.decision.group, "action": "give", "undone": number}
    also = Also(decisions=kept, details=details)
    return take(office, case, "set_decision", actor, supplied, also, Found(findings=findings))


_TAKEN_BACK = "A mark was taken back; what it covered is given."


def _without(mark: Mark, decision: GroupDecision) -> GroupDecision | None:
    """The decision without the mark; None when nothing is left of it."""
    if decision is not mark.decision:
        return decision
    if is_passages(decision):
        passages = tuple(p for p in decision.redactions if p is not mark.passage)
        return replace(decision, redactions=passages) if passages else None
    rows = tuple(row for row in decision.rows if row != mark.row)
    return replace(decision, rows=rows) if rows else None
