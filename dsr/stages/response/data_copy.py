"""The copy of the data as one reads it: tables that fit the page, longer texts as paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dsr.cases.letter import Block, DataTable, FactList, Paragraph
from dsr.cases.register import ColumnMap, Finding, FoundRow, TableMap
from dsr.stages.response.draft import Draft
from dsr.stages.response.kept_until import LastDays, last_days
from dsr.stages.response.redaction import labelled
from dsr.stages.response.values import NO_VALUE, spell_value

__all__ = ["copy_of", "labelled"]

#: More columns than this do not fit a portrait page: then each row becomes a list of pairs.
MOST_COLUMNS = 4
#: A value longer than this is set as a paragraph, not in a cell.
LONGEST_CELL = 160
#: A paragraph longer than this is divided: one endless text would stall the layout of the page.
LONGEST_PARAGRAPH = 1_500
#: No column of a register: a name in no SQL.
_KEPT_UNTIL = "(kept until)"


def copy_of(draft: Draft, finding: Finding, rows: Sequence[FoundRow]) -> Iterator[Block]:
    """The rows of one group, table by table, in the register's order."""
    known = last_days(finding, finding.rows, draft.facts.site.accounting_year_end)
    for name in dict.fromkeys(row.table for row in rows):
        table = draft.facts.table(finding.register, name)
        if table is None:
            continue
        found = [row for row in rows if row.table == name]
        if known.beside and any((name, row.key) in known.by_row for row in found):
            table, found = _with_last_day(draft, table, found, known)
        yield from _table(draft, finding, table, found)


def _with_last_day(
    draft: Draft, table: TableMap, rows: list[FoundRow], known: LastDays
) -> tuple[TableMap, list[FoundRow]]:
    """The table with one more column: the last day of each row, where the rows differ in it."""
    language = draft.wording.language
    label = {language: draft.say("kept_until.column")}
    column = ColumnMap(_KEPT_UNTIL, "date", label)
    days = [known.by_row.get((table.name, row.key)) for row in rows]
    dated = [
        replace(row, values={**row.values, _KEPT_UNTIL: day})
        for row, day in zip(rows, days, strict=True)
    ]
    return replace(table, columns=(*table.columns, column)), dated


def _table(
    draft: Draft, finding: Finding, table: TableMap, rows: list[FoundRow]
) -> Iterator[Block]:
    columns = [c for c in labelled(table) if not _says_nothing(table, c, rows)]
    filled = [c for c in columns if any(_has(row, c) for row in rows)]
    short = [c for c in filled if not _is_long(draft, c, rows)]
    long = [c for c in filled if c not in short]
    caption = draft.text(table.label) if table.label else draft.say("caption.copy")
    if long and sum(any(_has(r, c) for c in long) for r in rows) * 2 > len(rows):
        yield from _as_texts(draft, short, long, rows)
    elif len(short) > MOST_COLUMNS or (len(rows) == 1 and len(short) > 2):
        yield from _as_pairs(draft, caption, short, rows)
        yield from _as_texts(draft, short[:2], long, rows)
    elif short:
        yield _as_table(draft, caption, short, rows)
        yield from _as_texts(draft, short[:2], long, rows)
    empty = [_label(draft, c) for c in columns if c not in filled]
    if empty:
        yield Paragraph(draft.say("copy.empty", fields=", ".join(empty)))


def _says_nothing(table: TableMap, column: ColumnMap, rows: Sequence[FoundRow]) -> bool:
    """Whether it only says, row by row, that nothing is restricted; the exact files keep it."""
    return column.name == table.restriction and not any(r.values.get(column.name) for r in rows)


def _as_table(
    draft: Draft, caption: str, columns: Sequence[ColumnMap], rows: Sequence[FoundRow]
) -> DataTable:
    cells = tuple(tuple(_spell(draft, r, c) for c in columns) for r in rows)
    return DataTable(caption, tuple(_label(draft, c) for c in columns), cells)


def _as_pairs(
    draft: Draft, caption: str, columns: Sequence[ColumnMap], rows: Sequence[FoundRow]
) -> Iterator[Block]:
    for number, row in enumerate(rows, start=1):
        pairs = ((_label(draft, c), _spell(draft, row, c)) for c in columns if _has(row, c))
        which = caption
        if len(rows) > 1 and caption == draft.say("caption.copy"):  # the table has no name
            which = draft.say("copy.record", number=str(number), total=str(len(rows)))
        elif len(rows) > 1:
            which = f"{caption} {number} ({len(rows)})"
        yield FactList(tuple(pairs), which)


def _as_texts(
    draft: Draft, short: Sequence[ColumnMap], long: Sequence[ColumnMap], rows: Sequence[FoundRow]
) -> Iterator[Block]:
    """One paragraph a row: its short fields first, then each longer text under its label."""
    for row in rows:
        texts = [(_label(draft, c), _spell(draft, row, c)) for c in long if _has(row, c)]
        if not texts:
            continue
        where = [f"{_label(draft, c)}: {_spell(draft, row, c)}" for c in short if _has(row, c)]
        head = "; ".join(where)
        for label, text in texts:
            first, *rest = _divided(f"{label}: {text}")
            yield Paragraph(f"{head}\n{first}" if head else first)
            yield from (Paragraph(part) for part in rest)
            head = ""


def _divided(text: str) -> list[str]:
    """The whole text in parts of bearable length, cut between words where there are any."""
    parts = []
    while len(text) > LONGEST_PARAGRAPH:
        cut = text.rfind(" ", LONGEST_PARAGRAPH // 2, LONGEST_PARAGRAPH)
        cut = cut if cut > 0 else LONGEST_PARAGRAPH
        parts.append(text[:cut])
        text = text[cut:].lstrip(" ")
    return [*parts, text]


def _is_long(draft: Draft, column: ColumnMap, rows: Sequence[FoundRow]) -> bool:
    return column.kind == "free_text" or any(
        len(_spell(draft, row, column)) > LONGEST_CELL for row in rows
    )


def _has(row: FoundRow, column: ColumnMap) -> bool:
    return row.values.get(column.name) not in (None, "")


def _spell(draft: Draft, row: FoundRow, column: ColumnMap) -> str:
    text = spell_value(row.values.get(column.name), column, draft.wording).strip()
    return text or NO_VALUE


def _label(draft: Draft, column: ColumnMap) -> str:
    return draft.text(column.label or {})
