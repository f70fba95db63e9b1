"""Periods in months end on the day with the same number, or on the month's last day (R1, R2).

Regulation (EEC, Euratom) No 1182/71 Art. 3(2)(c); the day of the event is the reference, not the
day after it (CJEU C-171/03 Toeters).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The day with the same number that many months later, or that month's last day."""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
