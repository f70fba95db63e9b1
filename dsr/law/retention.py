"""How long the controller must or may keep what an erasure would take away, to the day.

Finnish Accounting Act (kirjanpitolaki 1336/1997) ch. 2 s. 10: vouchers six years from the end of
the calendar year in which the accounting period ended, books ten years from the end of the
period. Act on the Limitation of Debts (728/2003): three years. None of these dates is rolled to a
working day or rounded to the end of a year: they say when a right to keep ends.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dsr.errors import BadInput
from dsr.law.dates_in_words import spelled_short
from dsr.law.months import months_after

VOUCHER_YEARS = 6
LEDGER_YEARS = 10
CLAIM_YEARS = 3

MonthDay = tuple[int, int]
CALENDAR_YEAR: MonthDay = (12, 31)
"""The last month and day of the accounting period; (2, 28) means the last day of February."""


@dataclass(frozen=True)
class Retention:
    """until: the last day on which the data may be kept. explanation: an English sentence."""

    until: date
    explanation: str

    def is_over(self, today: date) -> bool:
        """Whether the data must be gone: the last day has passed."""
        return today > self.until

    def days_overdue(self, today: date) -> int:
        """For how many days the data have been kept too long; 0 while they may be kept."""
        return max(0, (today - self.until).days)


def accounting_period_end(invoiced: date, year_end: MonthDay = CALENDAR_YEAR) -> date:
    """The end of the twelve-month accounting period in which the invoice lies.

    A period of another length (a first, changed or last one) is not computed: pass its end to
    ``voucher_retention`` and ``ledger_retention`` yourself.
    """
    end = _period_end(invoiced.year, year_end)
    return end if invoiced <= end else _period_end(invoiced.year + 1, year_end)


def voucher_retention(period_end: date) -> Retention:
    """How long the vouchers of the accounting period that ended then are kept (s. 10(2))."""
    until = date(period_end.year + VOUCHER_YEARS, 12, 31)
    return Retention(
        until,
        f"The accounting period ended on {spelled_short(period_end)}; its vouchers are kept for "
        f"six years from the end of that calendar year, until {spelled_short(until)} (Accounting "
        "Act 1336/1997, ch. 2 s. 10(2)).",
    )


def ledger_retention(period_end: date) -> Retention:
    """How long the books of the accounting period that ended then are kept (s. 10(1))."""
    until = months_after(period_end, 12 * LEDGER_YEARS)
    return Retention(
        until,
        f"The accounting period ended on {spelled_short(period_end)}; its books are kept for ten "
        f"years from that day, until {spelled_short(until)} (Accounting Act 1336/1997, ch. 2 s. "
        "10(1)).",
    )


def claims_retention(relationship_ended: date) -> Retention:
    """How long data may be kept against claims: three years to the day, never rounded up."""
    until = months_after(relationship_ended, 12 * CLAIM_YEARS)
    return Retention(
        until,
        f"The customer relationship ended on {spelled_short(relationship_ended)}; claims lapse "
        f"after three years, so data kept against them go after {spelled_short(until)} (Act "
        "728/2003; GDPR Art. 17(3)(e)).",
    )


def voucher_until(invoiced: date, year_end: MonthDay = CALENDAR_YEAR) -> date:
    """The last day of keeping an invoice of that date as a voucher."""
    return voucher_retention(accounting_period_end(invoiced, year_end)).until


def ledger_until(period_end: date) -> date:
    """The last day of keeping the books of that accounting period."""
    return ledger_retention(period_end).until


def claims_until(relationship_ended: date) -> date:
    """The last day of keeping data against claims from that relationship."""
    return claims_retention(relationship_ended).until


def _period_end(year: int, year_end: MonthDay) -> date:
    month, day = year_end
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
        raise BadInput(
            f"The accounting period cannot end on day {day} of month {month}.",
            "Give month and day of its last day, e.g. 12-31 or 6-30.",
        )
    last_day = monthrange(year, month)[1]
    if month == 2 and day >= 28:
        day = last_day
    return date(year, month, day)
