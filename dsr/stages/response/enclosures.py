"""The copy of the data for machines: JSON with the exact values, CSV for a spreadsheet.

GDPR Art. 15(3) and 20(1). Withheld rows are left out, with their number; keys and row versions,
which say nothing about a person, are left out as in the letter. Both files have the same bytes for
the same data.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date

from dsr.cases.letter import Enclosure
from dsr.cases.register import Finding, FoundRow
from dsr.stages.response.data_copy import labelled
from dsr.stages.response.draft import Draft

#: Types whose letter carries the data.
WITH_DATA = frozenset({"LT-ACCESS-FULL", "LT-ACCESS-PART"})

#: A spreadsheet takes a cell that begins like this for a formula (CWE-1236).
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")


def data_files(draft: Draft) -> tuple[Enclosure, ...]:
    """``<case>.json`` (the exact copy) and ``<case>.csv`` of the groups found; () without data."""
    facts = draft.facts
    if facts.type not in WITH_DATA or not any(f.rows for f in facts.findings):
        return ()
    number = facts.case.number
    return (
        Enclosure(f"{number}.csv", draft.say("enclosure.csv"), csv_bytes(draft), "Alternative"),
        Enclosure(f"{number}.json", draft.say("enclosure.json"), json_bytes(draft), "Data"),
    )


def json_bytes(draft: Draft) -> bytes:
    """UTF-8, keys sorted, indented by two, one line feed at the end."""
    facts = draft.facts
    whole = {
        "case": facts.case.number,
        "controller": facts.site.controller.name,
        "as_of": facts.today.isoformat(),
        "language": facts.language,
        "groups": [_group(draft, f) for f in facts.findings if f.rows],
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def csv_bytes(draft: Draft) -> bytes:
    """One line a value, ``;`` between, CRLF, UTF-8 with a byte order mark.

    Finnish spreadsheets expect the semicolon, and need the mark to see UTF-8. A cell that a
    spreadsheet would take for a formula begins with an apostrophe; the JSON has the exact value.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([draft.say(f"label.csv_{c}") for c in ("group", "record", "field", "value")])
    for finding in draft.facts.findings:
        for number, row in enumerate(_given(draft, finding), start=1):
            for column, value in _values(draft, finding, row):
                line = (draft.text(finding.group.label), str(number), column, _flat(value))
                writer.writerow([_safe(cell) for cell in line])
    return ("\ufeff" + out.getvalue()).encode("utf-8", errors="backslashreplace")


def _group(draft: Draft, finding: Finding) -> dict[str, object]:
    group, given = finding.group, _given(draft, finding)
    return {
        "group": finding.code,
        "label": draft.text(group.label),
        "purpose": draft.text(group.purpose),
        "basis": group.basis,
        "source": draft.text(group.source),
        "recipients": list(group.recipients),
        "retention": draft.text(group.retention_text),
        "records_withheld": len(finding.rows) - len(given),
        "records": [
            {
                "table": row.table,
                "values": {c: _exact(v) for c, v in _named(draft, finding, row)},
            }
            for row in given
        ],
    }


def _given(draft: Draft, finding: Finding) -> list[FoundRow]:
    return [row for row in finding.rows if not draft.facts.is_withheld(finding, row)]


def _named(draft: Draft, finding: Finding, row: FoundRow) -> Iterator[tuple[str, object]]:
    table = draft.facts.table(finding.register, row.table)
    for column in labelled(table) if table else ():
        yield column.name, row.values.get(column.name)


def _values(draft: Draft, finding: Finding, row: FoundRow) -> Iterator[tuple[str, object]]:
    table = draft.facts.table(finding.register, row.table)
    for column in labelled(table) if table else ():
        yield draft.text(column.label or {}), row.values.get(column.name)


def _exact(value: object) -> object:
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _flat(value: object) -> str:
    return "" if value is None else str(_exact(value))


def _safe(cell: str) -> str:
    if _FORMULA.match(cell) and not _PLAIN_NUMBER.match(cell):
        return f"'{cell}"
    return cell
