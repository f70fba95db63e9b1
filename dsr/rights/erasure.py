"""Erasure (GDPR Art. 17): everything goes but what a law keeps, row by row, until a named day.

Retention rules are those of the mapping. A voucher whose six years are over is erased, and that it
was still there is recorded as the controller's own breach (legal spec K04).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, FoundRow
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay, accounting_period_end, voucher_until


@dataclass(frozen=True)
class _Kept:
    """Why one row stays. facts: for the ground, apart from those joined over all rows."""

    ground: str
    until: date | None
    facts: Mapping[str, object]
    why: str


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3)."""
    return RequestKind.ERASURE


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Per group: erase, and keep the rows a retention rule holds, each with ground and last day."""
    decisions: list[GroupDecision] = []
    for finding in findings:
        if finding.rows:
            decisions.extend(_group(finding, case.language, today, year_end))
    return tuple(decisions)


def _group(finding: Finding, language: str, today: date, year_end: MonthDay) -> list[GroupDecision]:
    kept: dict[tuple[str, date | None], list[tuple[FoundRow, _Kept]]] = {}
    overdue = 0
    for row in finding.rows:
        held = _held(finding, row, language, today, year_end)
        if held is not None:
            kept.setdefault((held.ground, held.until), []).append((row, held))
        elif "voucher_date" in row.traits:
            overdue += 1
    decisions = [_keep(finding, rows) for rows in kept.values()]
    staying = {row.key for rows in kept.values() for row, _ in rows}
    going = tuple(row.key for row in finding.rows if row.key not in staying)
    if going:
        why = f"{len(going)} rows: no rule keeps them (Art. 17(1))."
        if overdue:
            why += f" {overdue} were kept longer than the law allows: record the own breach."
        facts = {"overdue_rows": overdue} if overdue else {}
        decisions.append(
            GroupDecision(
                finding.code, Action.ERASE, facts=facts, why=why, rows=going if staying else ()
            )
        )
    return decisions


def _held(
    finding: Finding, row: FoundRow, language: str, today: date, year_end: MonthDay
) -> _Kept | None:
    match finding.group.retention:
        case "accounting_voucher":
            return _voucher(row, today, year_end)
        case "patient_record" if row.traits.get("health_professional", True):
            return _patient_record(finding, language)
        case "open_contract" if row.traits.get("open"):
            return _open_contract(finding, row, language)
        case _:
            return None


def _voucher(row: FoundRow, today: date, year_end: MonthDay) -> _Kept | None:
    sold = row.traits["voucher_date"]
    if not isinstance(sold, date):
        raise TypeError("voucher_date of the mapping must be a date column")
    until = voucher_until(sold, year_end)
    if until < today:
        return None
    facts = {
        "accounting_period_end": accounting_period_end(sold, year_end).isoformat(),
        "retention_end": until.isoformat(),
        "only_voucher_data": True,
        "moved_out_of_register": True,
    }
    why = f"The Accounting Act keeps vouchers until {until.isoformat()} (ch. 2 s. 10)."
    return _Kept("ERA-17-3-B-KPL6", until, facts, why)


def _patient_record(finding: Finding, language: str) -> _Kept:
    facts = {"retention_rule": finding.group.retention_text[language], "is_health_care": True}
    why = "A health professional's record: the law keeps it (Act 703/2023). Complete the facts."
    return _Kept("ERA-17-3-B-PAT", None, facts, why)


def _open_contract(finding: Finding, row: FoundRow, language: str) -> _Kept:
    facts = {"data_desc": finding.group.label[language], "contract_id": row.key}
    why = "A contract is still open (Art. 17(1)(a), 6(1)(b)). Say what is open, and until when."
    return _Kept("ERA-CONTRACT", None, facts, why)


def _keep(finding: Finding, rows: list[tuple[FoundRow, _Kept]]) -> GroupDecision:
    _, first = rows[0]
    facts = dict(first.facts)
    if first.ground == "ERA-17-3-B-KPL6":
        facts["voucher_list"] = ", ".join(_voucher_name(row) for row, _ in rows)
    every = len(rows) == len(finding.rows)
    return GroupDecision(
        finding.code,
        Action.KEEP,
        ground=first.ground,
        facts=facts,
        why=first.why,
        until=first.until,
        rows=() if every else tuple(row.key for row, _ in rows),
    )


def _voucher_name(row: FoundRow) -> str:
    sold = row.traits["voucher_date"]
    number = row.traits.get("voucher_number", row.key)
    if not isinstance(sold, date):
        raise TypeError("voucher_date of the mapping must be a date column")
    return f"{number} ({sold.day}.{sold.month}.{sold.year})"


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-ERASE-FULL, LT-ERASE-PART or LT-ERASE-REFUSED, by what went and what stayed."""
    erased = any(d.action in (Action.ERASE, Action.ANONYMISE) for d in decisions)
    stayed = any(d.action in (Action.KEEP, Action.REFUSE) for d in decisions)
    if erased and stayed:
        return "LT-ERASE-PART"
    return "LT-ERASE-REFUSED" if stayed else "LT-ERASE-FULL"
