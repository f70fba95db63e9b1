"""Writes the frozen Finnish holiday tables; the running program only ever reads them (R18).

``python -m dsr.law.freeze_holidays`` writes ``data/holidays_fi.csv`` and
``data/office_closed_fi.csv`` anew. A test compares the files with what this module would write.

The days are those the University Almanac Office of Helsinki lists as public holidays; Easter
comes from the Gregorian computus in the form of Meeus, Jones and Butcher.
"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

FIRST_YEAR = 2024
LAST_YEAR = 2040
COLUMNS = ("date", "name_fi", "name_sv", "name_en")

Row = tuple[date, str, str, str]


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _saturday_on_or_after(day: date) -> date:
    return day + timedelta(days=(5 - day.weekday()) % 7)


def public_holidays(year: int) -> list[Row]:
    """The thirteen public holidays of mainland Finland (R5), in the order of the calendar."""
    easter = easter_sunday(year)
    midsummer = _saturday_on_or_after(date(year, 6, 20))
    all_saints = _saturday_on_or_after(date(year, 10, 31))
    ascension = easter + timedelta(days=39)
    rows: list[Row] = [
        (date(year, 1, 1), "uudenvuodenpäivä", "nyårsdagen", "New Year's Day"),
        (date(year, 1, 6), "loppiainen", "trettondagen", "Epiphany"),
        (easter - timedelta(days=2), "pitkäperjantai", "långfredagen", "Good Friday"),
        (easter, "pääsiäispäivä", "påskdagen", "Easter Sunday"),
        (easter + timedelta(days=1), "2. pääsiäispäivä", "annandag påsk", "Easter Monday"),
        (date(year, 5, 1), "vappu", "första maj", "May Day"),
        (ascension, "helatorstai", "Kristi himmelsfärdsdag", "Ascension Day"),
        (easter + timedelta(days=49), "helluntaipäivä", "pingstdagen", "Whit Sunday"),
        (midsummer, "juhannuspäivä", "midsommardagen", "Midsummer Day"),
        (all_saints, "pyhäinpäivä", "alla helgons dag", "All Saints' Day"),
        (date(year, 12, 6), "itsenäisyyspäivä", "självständighetsdagen", "Independence Day"),
        (date(year, 12, 25), "joulupäivä", "juldagen", "Christmas Day"),
        (date(year, 12, 26), "tapaninpäivä", "annandag jul", "Boxing Day"),
    ]
    return sorted(rows)


def office_closed(year: int) -> list[Row]:
    """The two eves: offices are closed, yet they are no public holidays (R5)."""
    midsummer_eve = _saturday_on_or_after(date(year, 6, 20)) - timedelta(days=1)
    return [
        (midsummer_eve, "juhannusaatto", "midsommarafton", "Midsummer Eve"),
        (date(year, 12, 24), "jouluaatto", "julafton", "Christmas Eve"),
    ]


def csv_text(rows: list[Row]) -> str:
    """The file's text: a header and one line a day, in UTF-8 with plain line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row[0].isoformat(), *row[1:]) for row in rows)
    return out.getvalue()


def frozen_files() -> dict[str, str]:
    """File name -> text, for the whole span FIRST_YEAR to LAST_YEAR."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return {
        "holidays_fi.csv": csv_text([row for y in years for row in public_holidays(y)]),
        "office_closed_fi.csv": csv_text([row for y in years for row in office_closed(y)]),
    }


def write_files(folder: Path) -> None:
    """Write both files into ``folder``."""
    for name, text in frozen_files().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_files(Path(__file__).parent / "data")
