"""Dates as an officer reads them, in English, whatever locale the machine has."""

from __future__ import annotations

from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def weekday(day: date) -> str:
    """``Thursday``."""
    return WEEKDAYS[day.weekday()]


def spelled(day: date) -> str:
    """``Thursday 5 March 2026``."""
    return f"{weekday(day)} {spelled_short(day)}"


def spelled_short(day: date) -> str:
    """``5 March 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def counted(number: int, thing: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
