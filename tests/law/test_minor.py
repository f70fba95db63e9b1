"""A child's right is the child's own: age, hearing, maturity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.law.minor import BARRING, Hearing, Maturity, age_on, hearing_faults, hearing_of, is_of_age

TODAY = date(2026, 3, 12)  # Thursday
FIFTEEN = date(2010, 6, 1)  # Tuesday
HEARD = Hearing(
    FIFTEEN,
    Maturity.OPPOSES,
    heard_on=date(2026, 3, 10),  # Tuesday
    view="Does not want the notes to be shown.",
    assessed_by="officer",
)


def codes(hearing: Hearing, *, by_guardian: bool = True) -> set[str]:
    found = hearing_faults(hearing, today=TODAY, by_guardian=by_guardian)
    return {fault.code.removeprefix("minor.") for fault in found}


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 13), TODAY, 17),
        (date(2008, 3, 12), TODAY, 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (TODAY, TODAY, 0),
    ],
)
def test_age_in_whole_years(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age
    assert is_of_age(born, day) == (age >= 18)


@pytest.mark.shows("ID-CHILD")
@pytest.mark.parametrize("maturity", [Maturity.DECIDES_ALONE, Maturity.OPPOSES, Maturity.AGREES])
@pytest.mark.parametrize("age", range(1, 18))
def test_no_age_but_majority_is_a_limit(maturity: Maturity, age: int) -> None:
    hearing = replace(HEARD, born=date(2026 - age, 1, 1), maturity=maturity)
    assert codes(hearing) == set()


def test_a_view_has_a_day_and_words() -> None:
    assert codes(replace(HEARD, heard_on=None, view="")) == {"not_dated", "no_view"}
    assert codes(replace(HEARD, maturity=Maturity.TOO_YOUNG, heard_on=None, view="")) == set()


@pytest.mark.parametrize("day", [date(2026, 3, 13), FIFTEEN, date(2009, 1, 1)])
def test_nobody_is_heard_ahead_or_before_birth(day: date) -> None:
    assert codes(replace(HEARD, heard_on=day)) == {"impossible_day"}


@pytest.mark.shows("ID-CHILD")
def test_not_hearing_needs_a_reason_and_no_view() -> None:
    silent = Hearing(
        FIFTEEN, Maturity.NOT_HEARD, not_heard_because="The child is abroad until May."
    )
    assert codes(silent) == set()
    assert codes(replace(silent, not_heard_because="Busy.")) == {"no_reason"}
    assert codes(replace(silent, heard_on=HEARD.heard_on)) == {"contradiction"}


def test_a_grown_up_has_no_guardian() -> None:
    grown = replace(HEARD, born=date(2008, 3, 12))
    assert codes(grown) == {"guardian_void"}
    assert codes(grown, by_guardian=False) == {"of_age"}
    assert codes(replace(HEARD, born=date(2026, 3, 13))) == {"unborn", "impossible_day"}


def test_every_fault_is_told_at_once() -> None:
    wrong = Hearing(date(2000, 1, 1), Maturity.NOT_HEARD, view="No.", not_heard_because="-")
    assert codes(wrong) == {"guardian_void", "contradiction", "no_reason"}


def test_a_hearing_is_read_back_from_the_case() -> None:
    facts = {
        "minor_born": "2010-06-01",
        "maturity": "opposes",
        "minor_heard_on": "2026-03-10",
        "minor_view": HEARD.view,
        "maturity_assessed_by": "officer",
        "not_heard_because": None,
    }
    assert hearing_of(facts) == HEARD
    assert hearing_of({**facts, "maturity": None}) is None
    assert hearing_of({}) is None
    assert {Maturity.DECIDES_ALONE, Maturity.OPPOSES} == BARRING
