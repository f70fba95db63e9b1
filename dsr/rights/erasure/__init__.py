"""Erasure (GDPR Art. 17): everything goes but what a law keeps, row by row, until a named day.

Which rule holds a row is told in ``retained``. What was held too long is erased, and that it was
still there is recorded as the controller's own breach (legal spec K04, K05).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, FoundRow
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay
from dsr.rights.erasure.retained import Kept, Over, what_holds


@dataclass
class _Sorted:
    """The rows of one group by what happens to them."""

    kept: dict[tuple[str, date | None], list[tuple[FoundRow, Kept]]] = field(default_factory=dict)
    going: list[FoundRow] = field(default_factory=list)
    over: list[date] = field(default_factory=list)


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
    return _beside_open_contracts(decisions)


def overdue(findings: Sequence[Finding], *, today: date, year_end: MonthDay) -> dict[str, int]:
    """Rows per data group whose retention was over before today: the controller's own breach."""
    counts = {
        finding.code: len(_sorted(finding, "en", today, year_end).over)
        for finding in findings
        if finding.rows
    }
    return {code: count for code, count in counts.items() if count}


def _sorted(finding: Finding, language: str, today: date, year_end: MonthDay) -> _Sorted:
    rows = _Sorted()
    for row in finding.rows:
        held = what_holds(finding, row, language, today, year_end)
        if isinstance(held, Kept):
            rows.kept.setdefault((held.ground, held.until), []).append((row, held))
            continue
        rows.going.append(row)
        if isinstance(held, Over):
            rows.over.append(held.until)
    return rows


def _group(finding: Finding, language: str, today: date, year_end: MonthDay) -> list[GroupDecision]:
    rows = _sorted(finding, language, today, year_end)
    decisions = [_keep(finding, kept) for kept in rows.kept.values()]
    if rows.going:
        decisions.append(_erase(finding, rows))
    return decisions


def _erase(finding: Finding, rows: _Sorted) -> GroupDecision:
    why = f"{len(rows.going)} rows: no rule keeps them (Art. 17(1))."
    facts: dict[str, object] = {}
    if rows.over:
        facts["overdue_rows"] = len(rows.over)
        why += (
            f" {len(rows.over)} were kept longer than the law allows, the oldest until "
            f"{min(rows.over).isoformat()}: record the own breach (Art. 5(1)(e))."
        )
    if finding.group.retention.startswith("social"):
        why += (
            " These may be client documents of social welfare, whose periods differ by task: look"
            " before you confirm (ERA-17-3-B-SOC)."
        )
    going = tuple(row.key for row in rows.going) if rows.kept else ()
    return GroupDecision(finding.code, Action.ERASE, facts=facts, why=why, rows=going)


def _keep(finding: Finding, rows: list[tuple[FoundRow, Kept]]) -> GroupDecision:
    _, first = rows[0]
    facts = dict(first.facts)
    if first.ground == "ERA-17-3-B-KPL6":
        names = [_paper_name(row, "voucher_number", "voucher_date") for row, _ in rows]
        facts["voucher_list"] = ", ".join(names)
    if first.ground == "ERA-17-3-B-KPL10":
        names = [_paper_name(row, "ledger_entry", "booked_on") for row, _ in rows]
        facts["ledger_entries"] = ", ".join(names)
    if first.ground == "ERA-CONTRACT":
        facts["contract_id"] = ", ".join(row.key for row, _ in rows)
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


def _paper_name(row: FoundRow, number: str, dated: str) -> str:
    """A voucher or ledger entry as the letter names it, e.g. ``2024-7 (14.3.2024)``."""
    name, day = row.traits.get(number, row.key), row.traits.get(dated)
    return f"{name} ({day.day}.{day.month}.{day.year})" if isinstance(day, date) else f"{name}"


def _beside_open_contracts(decisions: list[GroupDecision]) -> tuple[GroupDecision, ...]:
    """Where something is open, say beside what goes that it may be needed to perform it."""
    open_in = sorted({d.group for d in decisions if d.ground == "ERA-CONTRACT"})
    if not open_in:
        return tuple(decisions)
    note = f" Still open: {', '.join(open_in)}; keep what that needs, on the same ground."
    return tuple(
        GroupDecision(d.group, d.action, d.ground, d.facts, d.why + note, rows=d.rows)
        if d.action is Action.ERASE
        else d
        for d in decisions
    )


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-ERASE-FULL, LT-ERASE-PART or LT-ERASE-REFUSED, by what went and what stayed."""
    erased = any(d.action in (Action.ERASE, Action.ANONYMISE) for d in decisions)
    stayed = any(d.action in (Action.KEEP, Action.REFUSE) for d in decisions)
    if erased and stayed:
        return "LT-ERASE-PART"
    return "LT-ERASE-REFUSED" if stayed else "LT-ERASE-FULL"
