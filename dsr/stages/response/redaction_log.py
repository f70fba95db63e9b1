"""The log of what was left out of a copy, with the passages as they read (evidence of ACC-15-4).

It goes into the vault and nowhere else: the controller must be able to show later what was covered
and why (GDPR Art. 5(2), 12(4)), and nobody may read it in an event, a log or a letter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, FoundRow, RegisterMap
from dsr.casework.redacting import column_of, is_passages, row_of, value_text

FORMAT = "dsr-redaction-log/1"


def redaction_log(
    case: Case,
    findings: Sequence[Finding],
    maps: Sequence[RegisterMap],
    letter: str,
    on: date,
) -> bytes | None:
    """UTF-8 JSON with every passage and row left out of this letter's copy; None when none is.

    Each entry says table, row, column, characters, text, ground, facts, reason and who decided.
    """
    entries = [
        entry
        for decision in case.decisions
        if decision.action is Action.WITHHOLD
        for entry in _entries(decision, findings, maps)
    ]
    if not entries:
        return None
    whole = {
        "format": FORMAT,
        "case": case.number,
        "round": case.round,
        "letter": letter,
        "on": on.isoformat(),
        "entries": entries,
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=2)
    return (text + "\n").encode("utf-8", errors="backslashreplace")


def _entries(
    decision: GroupDecision, findings: Sequence[Finding], maps: Sequence[RegisterMap]
) -> Iterator[dict[str, object]]:
    if is_passages(decision):
        yield from _passages(decision, findings, maps)
        return
    for finding in findings:
        if finding.code == decision.group:
            for row in finding.rows:
                if not decision.rows or row.key in decision.rows:
                    yield _whole_row(decision, row)


def _passages(
    decision: GroupDecision, findings: Sequence[Finding], maps: Sequence[RegisterMap]
) -> Iterator[dict[str, object]]:
    for passage in decision.redactions:
        row = row_of(passage, decision.group, findings)
        column = column_of(passage, decision.group, maps)
        text = value_text(row.values.get(passage.column)) if row else ""
        yield {
            **_reason(decision),
            "table": passage.table,
            "row": passage.row,
            "column": passage.column,
            "label": dict(column.label or {}) if column else {},
            "characters": [passage.start, passage.end],
            "text": text if passage.end is None else text[passage.start : passage.end],
            "value_digest": passage.digest,
        }


def _whole_row(decision: GroupDecision, row: FoundRow) -> dict[str, object]:
    values = {name: value_text(value) for name, value in row.values.items()}
    return {**_reason(decision), "table": row.table, "row": row.key, "values": values}


def _reason(decision: GroupDecision) -> dict[str, object]:
    return {
        "group": decision.group,
        "ground": decision.ground,
        "facts": dict(decision.facts),
        "why": decision.why,
        "decided_by": decision.proposed_by,
    }
