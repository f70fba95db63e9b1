"""Which rule of retention holds a row, and until which day (legal spec K01-K05, part C).

Retention rules are those of the mapping: accounting_voucher, accounting_ledger, claim,
patient_record and open_contract keep a row while they hold.

Each rule reads traits of a row, as the mapping's table names them: accounting_voucher voucher_date,
voucher_number, accounting_year_end; accounting_ledger booked_on, ledger_entry, name_in_ledger,
accounting_year_end; claim claim_start, claim; patient_record health_professional; open_contract
open, and starts_at or valid_until as the day it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dsr.cases.register import Finding, FoundRow
from dsr.law.months import months_after
from dsr.law.retention import (
    MonthDay,
    accounting_period_end,
    claims_retention,
    ledger_retention,
    voucher_retention,
)

#: The longest accounting period, in months.
LONGEST_PERIOD = 18


@dataclass(frozen=True)
class Kept:
    """Why one row stays. facts: for the ground, apart from those joined over all rows."""

    ground: str
    until: date | None
    facts: Mapping[str, object]
    why: str


@dataclass(frozen=True)
class Over:
    """A row whose last day has passed; ``until`` was that day."""

    until: date


def what_holds(
    finding: Finding, row: FoundRow, language: str, today: date, year_end: MonthDay
) -> Kept | Over | None:
    """What keeps the row, or that its last day has passed; None where no rule holds it."""
    match finding.group.retention:
        case "accounting_voucher":
            return _voucher(row, today, year_end)
        case "accounting_ledger":
            return _ledger(row, today, year_end)
        case "claim":
            return _claim(finding, row, language, today)
        case "patient_record" if row.traits.get("health_professional", True):
            return _patient_record(finding, language)
        case "open_contract" if row.traits.get("open"):
            return _open_contract(finding, row, language, today)
        case _:
            return None


def _voucher(row: FoundRow, today: date, year_end: MonthDay) -> Kept | Over:
    ended = _period_end(row, "voucher_date", year_end)
    rule = voucher_retention(ended)
    if rule.is_over(today):
        return Over(rule.until)
    facts = {
        "accounting_period_end": ended.isoformat(),
        "retention_end": rule.until.isoformat(),
        "only_voucher_data": True,
        "moved_out_of_register": True,
    }
    return Kept("ERA-17-3-B-KPL6", rule.until, facts, rule.explanation)


def _ledger(row: FoundRow, today: date, year_end: MonthDay) -> Kept | Over | None:
    """Ten years, and only where the person's name or number really stands in the books."""
    if row.traits.get("name_in_ledger") is not True:
        return None
    ended = _period_end(row, "booked_on", year_end)
    rule = ledger_retention(ended)
    if rule.is_over(today):
        return Over(rule.until)
    facts = {
        "name_in_ledger": True,
        "accounting_period_end": ended.isoformat(),
        "retention_end": rule.until.isoformat(),
    }
    return Kept("ERA-17-3-B-KPL10", rule.until, facts, rule.explanation)


def _period_end(row: FoundRow, dated: str, year_end: MonthDay) -> date:
    """The end of the accounting period: as the books say it where that can be, else computed.

    A period has at most eighteen months (Accounting Act ch. 1 s. 4), so another end is a slip.
    """
    said = row.traits.get("accounting_year_end")
    if isinstance(said, date) and row.traits.get(dated) is None:
        return said
    day = _date(row, dated)
    if isinstance(said, date) and day <= said <= months_after(day, LONGEST_PERIOD):
        return said
    return accounting_period_end(day, year_end)


def _claim(finding: Finding, row: FoundRow, language: str, today: date) -> Kept | Over | None:
    """Three years to the day, and only with an actual or concretely foreseeable claim (TSV/2/2018).

    Data kept in case anybody should claim are no claim; after their three years they are overdue.
    """
    start = row.traits.get("claim_start")
    if not isinstance(start, date):
        return None
    rule = claims_retention(start)
    if rule.is_over(today):
        return Over(rule.until)
    claim = row.traits.get("claim")
    if not claim:
        return None
    facts: dict[str, object] = {
        "data_desc": finding.group.label[language],
        "limitation_start": start.isoformat(),
        "retention_end": rule.until.isoformat(),
    }
    why = f"{rule.explanation} Say which claim it is and who has access."
    return Kept("ERA-17-3-E", rule.until, facts, why)


def _patient_record(finding: Finding, language: str) -> Kept:
    facts = {"retention_rule": finding.group.retention_text[language], "is_health_care": True}
    why = "A health professional's record: the law keeps it (Act 703/2023). Complete the facts."
    return Kept("ERA-17-3-B-PAT", None, facts, why)


def _open_contract(finding: Finding, row: FoundRow, language: str, today: date) -> Kept | None:
    """An open booking until the visit, a gift card until it expires, an invoice until it is paid.

    Once its last day has passed nothing is left to perform.
    """
    ends = row.traits.get("starts_at") or row.traits.get("valid_until")
    last = _day(ends)
    if last is not None and last < today:
        return None
    facts = {"data_desc": finding.group.label[language], "contract_id": row.key}
    why = "A contract is still open (Art. 17(1)(a), 6(1)(b))."
    if last is not None and last > today:
        facts["end_date"] = last.isoformat()
        return Kept("ERA-CONTRACT", last, facts, f"{why} Say what is open.")
    return Kept("ERA-CONTRACT", None, facts, f"{why} Say what is open, and until when.")


def _date(row: FoundRow, name: str) -> date:
    value = row.traits.get(name)
    if not isinstance(value, date):
        raise TypeError(f"{name} of the mapping must be a date column")
    return value


def _day(value: object) -> date | None:
    """A day, or the day of a moment that a register gives as a date or as text."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
