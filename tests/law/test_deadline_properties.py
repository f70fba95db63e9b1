"""What must hold on every single day of twelve years, with and without pauses and extensions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.law.calendar import finland
from dsr.law.deadline import Deadline, compute
from dsr.law.pauses import Pause

FI = finland()
FIRST, LAST = date(2024, 1, 1), date(2035, 12, 31)  # Monday, Monday


def every_day() -> Iterator[date]:
    for number in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=number)


def due_of(deadline: Deadline) -> date:
    assert deadline.due is not None
    return deadline.due


def same_number_or_last(received: date) -> date:
    """The end of the month's period, found by walking through the calendar day by day."""
    walk = received.replace(day=1) + timedelta(days=32)
    walk = found = walk.replace(day=1)
    while walk.month == found.month and walk.day <= received.day:
        found = walk
        walk += timedelta(days=1)
    return found


@pytest.mark.shows("R1", "R2", "R3")
def test_every_day_of_twelve_years() -> None:
    deadlines = [compute(received, (), 0, FI) for received in every_day()]
    assert len(deadlines) == 4383
    for deadline in deadlines:
        due = due_of(deadline)
        assert deadline.nominal_end == same_number_or_last(deadline.received)
        assert due == deadline.strict_due == deadline.escalation_due
        assert FI.is_working_day(due)
        assert deadline.nominal_end <= due
        assert all(
            not FI.is_working_day(deadline.nominal_end + timedelta(days=n))
            for n in range((due - deadline.nominal_end).days)
        )
        assert timedelta(days=28) <= due - deadline.received <= timedelta(days=31 + 4)
    for earlier, later in pairwise(deadlines):
        assert due_of(earlier) <= due_of(later)


@pytest.mark.shows("R6")
def test_an_extension_never_shortens_on_any_day() -> None:
    for received in every_day():
        dues = [due_of(compute(received, (), months, FI)) for months in (0, 1, 2)]
        assert dues == sorted(dues)
        assert dues[0] < dues[1] < dues[2]
        assert all(FI.is_working_day(due) for due in dues)


days = st.dates(FIRST, LAST)


@st.composite
def pauses_from(draw: st.DrawFn, received: date) -> list[Pause]:
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        asked = received + timedelta(days=draw(st.integers(-10, 60)))
        answered = asked + timedelta(days=draw(st.integers(0, 40)))
        pauses.append(Pause(asked, answered, draw(st.booleans())))
    return pauses


@pytest.mark.shows("R7")
@given(st.data(), days, st.sampled_from([0, 1, 2]))
def test_pauses_never_shorten_and_never_add_more_than_they_last(
    data: st.DataObject, received: date, months: int
) -> None:
    pauses = data.draw(pauses_from(received))
    without = compute(received, (), months, FI)
    with_pauses = compute(received, pauses, months, FI)
    assert with_pauses.strict_due == without.strict_due
    assert with_pauses.escalation_due == without.escalation_due
    assert with_pauses.strict_due <= due_of(with_pauses)
    assert due_of(without) <= due_of(with_pauses)
    assert FI.is_working_day(due_of(with_pauses))
    paused_days = {
        pause.asked + timedelta(days=n)
        for pause in pauses
        if pause.counted and pause.answered
        for n in range((pause.answered - pause.asked).days)
    }
    within = sum(received <= day for day in paused_days)
    assert 0 <= (with_pauses.nominal_end - without.nominal_end).days <= within


@given(st.data(), days)
def test_the_order_of_pauses_never_matters(data: st.DataObject, received: date) -> None:
    pauses = data.draw(pauses_from(received))
    shuffled = data.draw(st.permutations(pauses))
    assert compute(received, pauses, 0, FI).due == compute(received, shuffled, 0, FI).due


@given(st.data(), days)
def test_one_more_pause_never_brings_the_due_date_forward(
    data: st.DataObject, received: date
) -> None:
    pauses = data.draw(pauses_from(received))
    fewer = compute(received, pauses[1:], 0, FI)
    assert due_of(fewer) <= due_of(compute(received, pauses, 0, FI))


@pytest.mark.shows("R7")
@given(st.data(), days)
def test_an_open_question_in_time_always_stops_the_clock(
    data: st.DataObject, received: date
) -> None:
    asked = received + timedelta(days=data.draw(st.integers(0, 28)))
    deadline = compute(received, [Pause(asked)], 0, FI)
    assert (deadline.clock, deadline.due) == ("stopped", None)
    assert deadline.strict_due == compute(received, (), 0, FI).due
