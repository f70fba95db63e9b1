"""What of the data is given: rows left out, passages covered, groups pointed to (Art. 15(3)-(4)).

A value is taken apart into what is given and what is covered. The composer puts a mark where
something is covered; the gate looks for the parts that are given, and for those that must not be
anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.letter import BulletList, Element, FactList
from dsr.cases.register import ColumnMap, Finding, FoundRow, TableMap
from dsr.casework.redacting import is_passages, value_text
from dsr.stages.response import non_disclosure
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import WHOLE_CASE, LetterFacts
from dsr.stages.response.matrix import OTHER_CONTROLLER
from dsr.stages.response.values import Covered, spell_date, spell_value

#: The letter that hands over data to be taken elsewhere (Art. 20).
PORTABILITY = "LT-PORT"


@dataclass(frozen=True)
class Piece:
    """A part of a value. mark: None when it is given, else which mark stands for it."""

    text: str
    mark: str | None = None


def labelled(table: TableMap) -> tuple[ColumnMap, ...]:
    """The columns that hold something about the person; keys and row versions do not."""
    return tuple(c for c in table.columns if c.label is not None)


def columns_of(facts: LetterFacts, finding: Finding, row: FoundRow) -> tuple[ColumnMap, ...]:
    """The labelled columns of a row's table."""
    table = facts.table(finding.register, row.table)
    return labelled(table) if table else ()


def refers(facts: LetterFacts, finding: Finding) -> GroupDecision | None:
    """The decision that points to a copy given before (Art. 15(3)), if there is one."""
    decision = facts.decision_for(finding)
    return decision if decision is not None and decision.action is Action.REFER else None


def is_given(facts: LetterFacts, finding: Finding, row: FoundRow) -> bool:
    """Whether a row is in the copy. To be taken elsewhere (Art. 20) goes only what was decided."""
    decision = facts.decision_for(finding, row)
    if facts.type == PORTABILITY:
        return decision is not None and (decision.action is Action.GIVE or is_passages(decision))
    return refers(facts, finding) is None and not facts.is_withheld(finding, row)


def given_rows(facts: LetterFacts, finding: Finding) -> tuple[FoundRow, ...]:
    """The rows in the copy, as they are held."""
    return tuple(row for row in finding.rows if is_given(facts, finding, row))


def withheld_rows(facts: LetterFacts, finding: Finding) -> tuple[FoundRow, ...]:
    """The rows left out of the copy as a whole (Art. 15(4))."""
    if refers(facts, finding) is not None:
        return ()
    return tuple(row for row in finding.rows if facts.is_withheld(finding, row))


def marked(facts: LetterFacts, group: str) -> tuple[tuple[GroupDecision, Redaction], ...]:
    """Every passage covered in a data group, with the decision that covers it."""
    decisions = [d for d in facts.decisions if d.group == group and is_passages(d)]
    return tuple((decision, passage) for decision in decisions for passage in decision.redactions)


def passages(
    facts: LetterFacts, finding: Finding, row: FoundRow, column: str
) -> tuple[Redaction, ...]:
    """The passages covered in one value."""
    found = (p for _, p in marked(facts, finding.code))
    return tuple(p for p in found if (p.table, p.row, p.column) == (row.table, row.key, column))


def pieces(
    facts: LetterFacts, finding: Finding, row: FoundRow, column: ColumnMap
) -> tuple[Piece, ...]:
    """One value taken apart, in its order; () when nothing is held."""
    text = value_text(row.values.get(column.name))
    if not text:
        return ()
    parts = _covered(text, passages(facts, finding, row, column.name))
    if not non_disclosure.is_protected(facts):
        return parts
    whole = non_disclosure.is_address(facts, finding, row, column)
    return tuple(part for piece in parts for part in _protected(facts, piece, whole=whole))


def _covered(text: str, found: Sequence[Redaction]) -> tuple[Piece, ...]:
    if not found:
        return (Piece(text),)
    if any(passage.end is None for passage in found):
        return (Piece(text, "redacted.mark"),)
    parts, at = [], 0
    for passage in sorted(found, key=lambda p: p.start):
        start, end = max(at, passage.start), min(passage.end or 0, len(text))
        if end <= start:
            continue
        parts += [Piece(text[at:start])] if start > at else []
        parts.append(Piece(text[start:end], "redacted.mark"))
        at = end
    return (*parts, Piece(text[at:])) if at < len(text) else tuple(parts)


def _protected(facts: LetterFacts, piece: Piece, *, whole: bool) -> Iterator[Piece]:
    if piece.mark is not None:
        yield piece
    elif whole:
        yield Piece(piece.text, "protected.mark")
    else:
        for text, hidden in non_disclosure.divided(facts, piece.text, shapes=True):
            yield Piece(text, "protected.mark" if hidden else None)


def copied(draft: Draft, finding: Finding) -> tuple[FoundRow, ...]:
    """The rows in the copy, with a mark where something is covered."""
    facts, rows = draft.facts, []
    for row in given_rows(facts, finding):
        values = dict(row.values)
        for column in columns_of(facts, finding, row):
            parts = pieces(facts, finding, row, column)
            if any(part.mark for part in parts):
                shown = "".join(draft.say(p.mark) if p.mark else p.text for p in parts)
                values[column.name] = Covered(shown)
        rows.append(replace(row, values=values))
    return tuple(rows)


# ------------------------------------------------------------------ what the reader is told


def left_out_here(draft: Draft, finding: Finding) -> Element:
    """At which place of a group something was left out, and how much (HERE, Art. 15(4))."""
    facts = draft.facts
    rows = len(withheld_rows(facts, finding))
    blocks: list[str | FactList] = []
    if rows:
        blocks.append(draft.say("left_out.here", count=str(rows)))
    if places := _places(draft, finding):
        blocks.append(draft.say("redacted.here", mark=draft.say("redacted.mark")))
        blocks.append(FactList(places, draft.say("redacted.places")))
    return draft.element("HERE", *blocks)


def _places(draft: Draft, finding: Finding) -> tuple[tuple[str, str], ...]:
    """``(column and row in words, how many passages)`` in the order of the copy."""
    facts, places = draft.facts, []
    for number, row in enumerate(given_rows(facts, finding), start=1):
        for column in columns_of(facts, finding, row):
            found = [p for p in pieces(facts, finding, row, column) if p.mark == "redacted.mark"]
            if found:
                where = _row_in_words(draft, finding, row) or f"{number} ({len(finding.rows)})"
                label = f"{draft.text(column.label or {})}: {where}"
                places.append((label, draft.say("redacted.count", count=str(len(found)))))
    return tuple(places)


def _row_in_words(draft: Draft, finding: Finding, row: FoundRow) -> str:
    """The first date of a row that is given as it is: by it a reader finds the row again."""
    for column in columns_of(draft.facts, finding, row):
        parts = pieces(draft.facts, finding, row, column)
        if column.kind in ("date", "datetime") and len(parts) == 1 and parts[0].mark is None:
            return spell_value(row.values.get(column.name), column, draft.wording)
    return ""


def left_out_list(draft: Draft) -> BulletList | None:
    """Per group how many rows and passages were left out (L21); None when nothing was."""
    facts, items = draft.facts, []
    found = {f.code: f for f in facts.findings}
    left = (Action.WITHHOLD, Action.REFUSE)
    for code, label in dict.fromkeys(
        (d.group, _left_out_label(draft, d))
        for d in facts.limiting
        if d.action in left or d.ground == OTHER_CONTROLLER
    ):
        counts = []
        if code in found and (rows := len(withheld_rows(facts, found[code]))):
            counts.append(draft.say("redacted.rows", count=str(rows)))
        if covered := len(marked(facts, code)):
            counts.append(draft.say("redacted.count", count=str(covered)))
        items.append(": ".join([label, "; ".join(counts)] if counts else [label]))
    return BulletList(tuple(items)) if items else None


def _left_out_label(draft: Draft, decision: GroupDecision) -> str:
    """The group's name; another controller's data that stand in no group go by what they are."""
    theirs = decision.ground == OTHER_CONTROLLER and decision.group == WHOLE_CASE
    desc = str(decision.facts.get("data_desc") or "").strip().rstrip(".") if theirs else ""
    return desc or draft.group_label(decision.group)


def earlier_copy(facts: LetterFacts, decision: GroupDecision) -> tuple[date | None, str]:
    """The day and the case of the copy that is pointed to (``given_on``, ``earlier_case``)."""
    day = decision.facts.get("given_on") or facts.extra.get("given_before")
    if isinstance(day, str) and day:
        day = date.fromisoformat(day)
    return day if isinstance(day, date) else None, str(decision.facts.get("earlier_case") or "")


def pointer(draft: Draft, decision: GroupDecision) -> Element:
    """That the same data were given before, when, and that they come again free (REFER)."""
    day, case = earlier_copy(draft.facts, decision)
    language = draft.wording.language
    place = "; ".join(part for part in (spell_date(day, language) if day else "", case) if part)
    told = [draft.say("pointer.same"), draft.say("pointer.when", place=place) if place else ""]
    return draft.element("L20 REFER", *told, draft.say("pointer.again"))
