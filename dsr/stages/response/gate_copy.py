"""Whether the copy gives exactly what is to be given: nothing covered shows, nothing else is lost.

What must be there and what must not is worked out from the findings and decisions anew, and looked
for in the letter's content, on its pages and in both files (GDPR Art. 15(3)-(4), 20(1)).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from dsr.cases.decision import Redaction
from dsr.cases.letter import BulletList, Element, FactList, LetterContent
from dsr.cases.register import Finding, FoundRow
from dsr.casework.redacting import digest_of, row_of
from dsr.errors import Fault
from dsr.stages.response import gate_leaks
from dsr.stages.response.enclosures import WITH_DATA, exact_value
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.kept_until import last_days
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.redaction import (
    PORTABILITY,
    Piece,
    columns_of,
    earlier_copy,
    given_rows,
    marked,
    pieces,
    refers,
    withheld_rows,
)
from dsr.stages.response.values import in_language, spell_date


def faults(content: LetterContent, pages: Sequence[str], facts: LetterFacts) -> Iterator[Fault]:
    """Everything in which the copy is not what was decided; the address of the protected too."""
    yield from gate_leaks.address_faults(content, pages, facts)
    if facts.type not in WITH_DATA:
        return
    for code in dict.fromkeys(decision.group for decision in facts.decisions):
        yield from _places(facts, code)
    yield from gate_leaks.covered_faults(content, pages, facts)
    if facts.type != PORTABILITY:
        for finding in facts.findings:
            if finding.rows:
                yield from _told_here(content, facts, finding)
    yield from _files(content, facts)


def left_out_anywhere(facts: LetterFacts) -> bool:
    """Whether rows or passages of any group are left out of the copy."""
    return any(withheld_rows(facts, f) or marked(facts, f.code) for f in facts.findings)


# ------------------------------------------------------------------ what was looked at


def _places(facts: LetterFacts, group: str) -> Iterator[Fault]:
    """A value that changed since a passage of it was covered has to be looked at again."""
    for number, (_, passage) in enumerate(marked(facts, group), start=1):
        if not _unchanged(facts, group, passage):
            sentence = (
                "The value of this passage has changed since it was covered, or is gone "
                "(Art. 15(4)). Look at it again: dsr case redact CASE --list, then --undo and mark "
                "it anew."
            )
            yield Fault("letter.redaction_changed", f"{group}: passage {number}", sentence)


def _unchanged(facts: LetterFacts, group: str, passage: Redaction) -> bool:
    row = row_of(passage, group, facts.findings)
    if row is None or facts.keyed_hash is None or not passage.digest:
        return False
    return digest_of(row.values.get(passage.column), facts.keyed_hash) == passage.digest


# ------------------------------------------------------------------ what the reader is told


def _told_here(content: LetterContent, facts: LetterFacts, finding: Finding) -> Iterator[Fault]:
    """In the group itself: how much was left out and where, or which earlier copy is meant."""
    part = _part_of(content, in_language(finding.group.label, facts.language))
    here = [e for e in part if "HERE" in e.codes]
    said = bare("".join(t for e in here for t in texts(e)))
    rows = len(withheld_rows(facts, finding))
    if rows and bare(str(rows)) not in said:
        sentence = "The copy does not say how many rows were left out here (Art. 15(4)). Report it."
        yield Fault("letter.left_out", finding.code, sentence)
    places = sum(_marks(facts, finding, row) for row in given_rows(facts, finding))
    shown = [len(b.items) for e in here for b in e.blocks if isinstance(b, FactList)]
    if places != sum(shown):
        sentence = (
            "The copy does not say at which places something is covered (Art. 15(4)). Report it."
        )
        yield Fault("letter.left_out", finding.code, sentence)
    if (rows or places) and not _listed(content, facts, finding):
        sentence = "The group is not named among what was left out (Art. 12(4)). Report it."
        yield Fault("letter.left_out", finding.code, sentence)
    yield from _kept_until(part, facts, finding)
    yield from _pointer(part, facts, finding)


def _kept_until(part: Sequence[Element], facts: LetterFacts, finding: Finding) -> Iterator[Fault]:
    """The first and the last day of storage, where they can be computed (Art. 15(1)(d))."""
    found = last_days(finding, finding.rows, facts.site.accounting_year_end)
    days = found.different
    if not days or (found.moves and days[-1] < facts.today):
        return
    said = bare("".join(t for e in part if "L15" in e.codes for t in texts(e)))
    if any(bare(spell_date(day, facts.language)) not in said for day in (days[0], days[-1])):
        sentence = "The last day of storage is known and not told (Art. 15(1)(d)). Report it."
        yield Fault("letter.kept_until", finding.code, sentence)


def _marks(facts: LetterFacts, finding: Finding, row: FoundRow) -> int:
    """In how many values of a row something is covered."""
    return sum(
        any(part.mark == "redacted.mark" for part in pieces(facts, finding, row, column))
        for column in columns_of(facts, finding, row)
    )


def _part_of(content: LetterContent, heading: str) -> tuple[Element, ...]:
    """The elements of one group: from its heading to the next group's."""
    found: list[Element] = []
    inside = False
    for element in content.elements:
        if "L12" in element.codes:
            inside = element.heading == heading
        if inside and (set(element.codes) & {"L12", "L20", "HERE"}):
            found.append(element)
    return tuple(found)


def _listed(content: LetterContent, facts: LetterFacts, finding: Finding) -> bool:
    label = bare(in_language(finding.group.label, facts.language))
    items = (
        item
        for e in content.elements
        if "L21" in e.codes
        for b in e.blocks
        if isinstance(b, BulletList)
        for item in b.items
    )
    return any(bare(item).startswith(label) for item in items)


def _pointer(part: Sequence[Element], facts: LetterFacts, finding: Finding) -> Iterator[Fault]:
    decision = refers(facts, finding)
    if decision is None:
        return
    said = bare("".join(t for e in part if "REFER" in e.codes for t in texts(e)))
    day, case = earlier_copy(facts, decision)
    wanted = (spell_date(day, facts.language) if day else "", case)
    if not said or day is None or not all(bare(text) in said for text in wanted):
        sentence = (
            "The group does not say with which earlier answer its data were given (Art. 15(3)). "
            "Record given_on and earlier_case with the decision."
        )
        yield Fault("letter.pointer", finding.code, sentence)


# ------------------------------------------------------------------ the files


def _files(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    found = [f for f in facts.findings if f.rows]
    if facts.type == PORTABILITY:
        found = [f for f in found if given_rows(facts, f)]
    files = {e.relationship: e for e in content.enclosures}
    if found and not {"Data", "Alternative"} <= set(files):
        yield Fault(
            "letter.files",
            "enclosures",
            "The copy for machines is missing (Art. 15(3)). Report it.",
        )
        return
    if not found:
        return
    if (wrong := _json_differs(files["Data"].content, facts, found)) is not None:
        yield Fault("letter.files", f"JSON: {wrong}", _DIFFERS)
    if (wrong := _csv_differs(files["Alternative"].content, facts, found)) is not None:
        yield Fault("letter.files", f"CSV: {wrong}", _DIFFERS)


_DIFFERS = "The file does not hold exactly what is given (Art. 15(3)-(4)). Report it."


def _json_differs(raw: bytes, facts: LetterFacts, found: Sequence[Finding]) -> str | None:
    """Where the JSON differs from what is to be given; None when nowhere."""
    try:
        groups = json.loads(raw)["groups"]
        codes = [group["group"] for group in groups]
    except (ValueError, KeyError, TypeError):
        return "structure"
    if codes != [finding.code for finding in found]:
        return "groups"
    for told, finding in zip(groups, found, strict=True):
        if not _group_agrees(told, facts, finding):
            return finding.code
    return None


def _group_agrees(told: Mapping[str, object], facts: LetterFacts, finding: Finding) -> bool:
    rows, records = given_rows(facts, finding), told.get("records")
    decision = refers(facts, finding)
    left_out = (told.get("records_withheld"), told.get("passages_covered"))
    if left_out != (len(withheld_rows(facts, finding)), len(marked(facts, finding.code))):
        return False
    if (decision is not None) != ("given_before" in told):
        return False
    if not isinstance(records, list) or len(records) != len(rows):
        return False
    return all(_record_agrees(r, facts, finding, row) for r, row in zip(records, rows, strict=True))


def _record_agrees(record: object, facts: LetterFacts, finding: Finding, row: FoundRow) -> bool:
    values = record.get("values") if isinstance(record, Mapping) else None
    columns = columns_of(facts, finding, row)
    if not isinstance(values, Mapping) or set(values) != {column.name for column in columns}:
        return False
    return all(
        _value_agrees(values[c.name], row.values.get(c.name), pieces(facts, finding, row, c))
        for c in columns
    )


def _value_agrees(told: object, held: object, parts: Sequence[Piece]) -> bool:
    if not any(part.mark for part in parts):
        return told == exact_value(held) and type(told) is type(exact_value(held))
    return isinstance(told, str) and _pattern(parts).fullmatch(told) is not None


def _pattern(parts: Sequence[Piece]) -> re.Pattern[str]:
    """What is given stands as it is, and a mark in brackets stands for everything else."""
    found = (r"\[[^\[\]]{1,40}\]" if part.mark else re.escape(part.text) for part in parts)
    return re.compile("".join(found), re.DOTALL)


def _csv_differs(raw: bytes, facts: LetterFacts, found: Sequence[Finding]) -> str | None:
    """Where the CSV differs from what is to be given; None when nowhere."""
    text = raw.decode("utf-8-sig", "replace")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    values = [line for line in lines if len(line) == _CELLS and line[1]]
    wanted = [entry for finding in found for entry in _entries(facts, finding)]
    if len(values) != len(wanted) or any(len(line) != _CELLS for line in lines):
        return "number of lines"
    for line, (group, number, label, held, parts) in zip(values, wanted, strict=True):
        if line[:3] != [_cell(group), number, _cell(label)]:
            return group
        if not _cell_agrees(line[3], held, parts):
            return group
    return None


_CELLS = 5
_Entry = tuple[str, str, str, object, tuple[Piece, ...]]


def _entries(facts: LetterFacts, finding: Finding) -> Iterator[_Entry]:
    group = in_language(finding.group.label, facts.language)
    for number, row in enumerate(given_rows(facts, finding), start=1):
        for column in columns_of(facts, finding, row):
            label = in_language(column.label or {}, facts.language)
            parts = pieces(facts, finding, row, column)
            yield group, str(number), label, row.values.get(column.name), parts


def _cell(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _cell_agrees(cell: str, held: object, parts: Sequence[Piece]) -> bool:
    if any(part.mark for part in parts):
        shown = tuple(Piece(_cell(part.text), part.mark) for part in parts)
        return any(_pattern(shown).fullmatch(c) for c in (cell, cell.removeprefix("'")))
    value = exact_value(held)
    text = _cell("" if value is None else str(value))
    return cell in (text, f"'{text}")
