"""The copy of the data for machines: JSON with the exact values, CSV for a spreadsheet.

GDPR Art. 15(3) and 20(1). Withheld rows are left out, with their number; covered passages show a
mark; keys and row versions, which say nothing about a person, are left out as in the letter. The
JSON describes itself: every field has its machine name, its label and what its codes mean. Both
files have the same bytes for the same data.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date

from dsr.cases.letter import Enclosure
from dsr.cases.register import ColumnMap, Finding, FoundRow
from dsr.stages.response import non_disclosure
from dsr.stages.response.draft import Draft
from dsr.stages.response.kept_until import last_days
from dsr.stages.response.redaction import (
    PORTABILITY,
    columns_of,
    copied,
    earlier_copy,
    labelled,
    marked,
    refers,
    withheld_rows,
)
from dsr.stages.response.values import Covered, spell_value

#: Types whose letter carries the data.
WITH_DATA = frozenset({"LT-ACCESS-FULL", "LT-ACCESS-PART", PORTABILITY})
#: How a file that somebody returned is tied to the letter.
RETURNED = "Supplement"
#: Name and version of the JSON's structure; a change of the structure changes it.
FORMAT = "dsr-copy/2"
#: Kinds of values that a spreadsheet needs in words too.
_IN_WORDS = frozenset({"code", "flag", "money_cents"})
_KINDS = {
    "text": "text",
    "free_text": "text",
    "date": "date, ISO 8601",
    "datetime": "date and time, ISO 8601",
    "money_cents": "amount in cents of the euro",
    "flag": "true or false",
    "code": "code, explained under codes",
    "number": "number",
    "key": "key",
}

#: A spreadsheet takes a cell that begins like this for a formula (CWE-1236).
_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@|%＝＋－＠]|^[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")


def data_files(draft: Draft) -> tuple[Enclosure, ...]:
    """``<case>.json`` (the exact copy) and ``<case>.csv`` of the groups found; () without data.

    Data to be taken elsewhere (Art. 20) are those of the groups given, and nothing of the others.
    """
    facts = draft.facts
    if facts.type not in WITH_DATA or not _in_file(draft):
        return ()
    number = facts.case.number
    return (
        Enclosure(f"{number}.csv", draft.say("enclosure.csv"), csv_bytes(draft), "Alternative"),
        Enclosure(f"{number}.json", draft.say("enclosure.json"), json_bytes(draft), "Data"),
    )


def returned_files(draft: Draft) -> tuple[Enclosure, ...]:
    """The files that a person who is a register returned and that are given, as they came."""
    return tuple(
        Enclosure(name, draft.say("enclosure.file"), content, RETURNED)
        for name, content in sorted(draft.facts.returned.items())
    )


def _in_file(draft: Draft) -> tuple[Finding, ...]:
    found = tuple(finding for finding in draft.facts.findings if finding.rows)
    if draft.facts.type == PORTABILITY:
        return tuple(finding for finding in found if copied(draft, finding))
    return found


def json_bytes(draft: Draft) -> bytes:
    """UTF-8, keys sorted, indented by two, one line feed at the end."""
    facts = draft.facts
    whole: dict[str, object] = {
        "format": FORMAT,
        "case": facts.case.number,
        "controller": facts.site.controller.name,
        "as_of": facts.today.isoformat(),
        "language": facts.language,
        "groups": [_group(draft, f) for f in _in_file(draft)],
        "schema": _schema(draft),
    }
    if any(marked(facts, finding.code) for finding in facts.findings):
        mark = draft.say("redacted.mark")
        whole["covered"] = {"mark": mark, "meaning": draft.say("redacted.here", mark=mark)}
    if non_disclosure.is_protected(facts):
        mark = draft.say("protected.mark")
        whole["protected"] = {"mark": mark, "meaning": draft.say("protected.why", mark=mark)}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def csv_bytes(draft: Draft) -> bytes:
    """One line a value, ``;`` between, CRLF, UTF-8 with a byte order mark.

    Finnish spreadsheets expect the semicolon, and need the mark to see UTF-8. A cell that a
    spreadsheet would take for a formula begins with an apostrophe; the JSON has the exact value.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    names = ("group", "record", "field", "value", "words")
    writer.writerow([draft.say(f"label.csv_{c}" if c != "words" else "files.words") for c in names])
    for finding in _in_file(draft):
        label = draft.text(finding.group.label)
        for number, row in enumerate(copied(draft, finding), start=1):
            for column in columns_of(draft.facts, finding, row):
                value = row.values.get(column.name)
                line = (label, str(number), draft.text(column.label or {}), _flat(value))
                writer.writerow([_safe(cell) for cell in (*line, _words(draft, column, value))])
        for told in _notes(draft, finding):
            writer.writerow([_safe(cell) for cell in (label, "", "", told, "")])
    if non_disclosure.is_protected(draft.facts):
        why = draft.say("protected.why", mark=draft.say("protected.mark"))
        writer.writerow([_safe(cell) for cell in ("", "", "", why, "")])
    return ("\ufeff" + out.getvalue()).encode("utf-8", errors="backslashreplace")


def _notes(draft: Draft, finding: Finding) -> Iterator[str]:
    """Where data of a group are not in the file: given before, or left out."""
    facts = draft.facts
    if (decision := refers(facts, finding)) is not None:
        day, case = earlier_copy(facts, decision)
        place = "; ".join(part for part in (draft.day(day), case) if part)
        yield draft.say("pointer.when", place=place) if place else draft.say("pointer.same")
    if rows := len(withheld_rows(facts, finding)):
        yield draft.say("redacted.rows", count=str(rows))


def _group(draft: Draft, finding: Finding) -> dict[str, object]:
    facts, group = draft.facts, finding.group
    days = last_days(finding, finding.rows, facts.site.accounting_year_end)
    told: dict[str, object] = {
        "group": finding.code,
        "label": draft.text(group.label),
        "purpose": draft.text(group.purpose),
        "basis": group.basis,
        "basis_label": draft.text(group.basis_text),
        "source": draft.text(group.source),
        "recipients": list(group.recipients),
        "retention": draft.text(group.retention_text),
        "retention_last_days": [day.isoformat() for day in days.different],
        "records_withheld": len(withheld_rows(facts, finding)),
        "passages_covered": len(marked(facts, finding.code)),
        "records": [_record(draft, finding, row) for row in copied(draft, finding)],
    }
    if (decision := refers(facts, finding)) is not None:
        day, case = earlier_copy(facts, decision)
        given = {"date": day.isoformat() if day else None, "case": case or None}
        told["given_before"] = {**given, "meaning": draft.say("pointer.same")}
    return told


def _record(draft: Draft, finding: Finding, row: FoundRow) -> dict[str, object]:
    columns = columns_of(draft.facts, finding, row)
    return {
        "table": row.table,
        "values": {c.name: exact_value(row.values.get(c.name)) for c in columns},
    }


def _schema(draft: Draft) -> dict[str, object]:
    """``register.table`` -> its label and, by machine name, its fields in words."""
    tables: dict[str, object] = {}
    for finding in _in_file(draft):
        for name in dict.fromkeys(row.table for row in copied(draft, finding)):
            table = draft.facts.table(finding.register, name)
            if table is not None:
                fields = {c.name: _field(draft, c) for c in labelled(table)}
                label = draft.text(table.label) if table.label else ""
                tables[f"{finding.register}.{name}"] = {"label": label, "fields": fields}
    return tables


def _field(draft: Draft, column: ColumnMap) -> dict[str, object]:
    told: dict[str, object] = {"label": draft.text(column.label or {}), "kind": _KINDS[column.kind]}
    if column.codes:
        told["codes"] = {code: draft.text(texts) for code, texts in column.codes.items()}
    return told


def _words(draft: Draft, column: ColumnMap, value: object) -> str:
    """A coded value in the reader's words; empty where the value speaks for itself."""
    if column.kind not in _IN_WORDS or value in (None, "") or isinstance(value, Covered):
        return ""
    return spell_value(value, column, draft.wording)


def exact_value(value: object) -> object:
    """A value of a register as JSON: dates in ISO form, everything else as it is held."""
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _flat(value: object) -> str:
    return "" if value is None else str(exact_value(value))


def _safe(cell: str) -> str:
    if _FORMULA.match(cell) and not _PLAIN_NUMBER.match(cell):
        return f"'{cell}"
    return cell
