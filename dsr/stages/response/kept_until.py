"""Until when a row is kept, to the day where the mapping and the law let it be computed (L15).

GDPR Art. 15(1)(d) asks for the envisaged period; where the last day is known the reader gets the
day, not the formula alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dsr.cases.register import Finding, FoundRow
from dsr.law.months import months_after
from dsr.law.retention import MonthDay, claims_until, voucher_until

_LOG_MONTHS = 24
#: Rules that begin anew with the next visit: their day holds only if there is none.
UNTIL_NEXT_VISIT = frozenset({"while_customer", "claims_3y"})
#: Rules whose day is told beside each row; of the others the first and the last day say enough.
ROW_BY_ROW = frozenset({"accounting_voucher", "open_contract"})


@dataclass(frozen=True)
class LastDays:
    """The last days of a group's rows, by table and key.

    moves: the next visit begins the period anew. beside: told row by row.
    """

    by_row: Mapping[tuple[str, str], date]
    moves: bool
    beside: bool

    @property
    def different(self) -> tuple[date, ...]:
        """Every day once, the earliest first."""
        return tuple(sorted(set(self.by_row.values())))


def last_days(finding: Finding, rows: tuple[FoundRow, ...], year_end: MonthDay) -> LastDays:
    """The last day of every row for which it can be computed."""
    rule = _RULES.get(finding.group.retention)
    found = {(r.table, r.key): day for r in rows if rule and (day := rule(r, year_end))}
    rule_name = finding.group.retention
    beside = rule_name in ROW_BY_ROW and len(set(found.values())) > 1
    return LastDays(found, rule_name in UNTIL_NEXT_VISIT, beside)


def _day(row: FoundRow, name: str) -> date | None:
    value = row.traits.get(name)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _voucher(row: FoundRow, year_end: MonthDay) -> date | None:
    sold = _day(row, "voucher_date")
    return voucher_until(sold, year_end) if sold else None


def _log(row: FoundRow, year_end: MonthDay) -> date | None:
    at = _day(row, "logged_at")
    return months_after(at, _LOG_MONTHS) if at else None


def _customer(row: FoundRow, year_end: MonthDay) -> date | None:
    ended = _day(row, "relationship_ended")
    return claims_until(ended) if ended else None


def _contract(row: FoundRow, year_end: MonthDay) -> date | None:
    """An unused card until it expires; of everything else the end is not known beforehand."""
    return _day(row, "valid_until") if row.traits.get("open") else None


_RULES: Mapping[str, Callable[[FoundRow, MonthDay], date | None]] = {
    "accounting_voucher": _voucher,
    "log_2y": _log,
    "while_customer": _customer,
    "claims_3y": _customer,
    "open_contract": _contract,
}
