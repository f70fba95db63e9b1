"""Periods, pauses, extensions and their explanations, beyond the vectors."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.errors import BadInput
from dsr.law.calendar import finland
from dsr.law.deadline import (
    as_json,
    compute,
    extension_refusal,
    internal_target,
    post_by,
)
from dsr.law.months import months_after
from dsr.law.pauses import Pause

FI = finland()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.shows("R2")
def test_a_month_that_lacks_the_day_ends_on_its_last() -> None:
    assert months_after(day("2024-01-31"), 1) == day("2024-02-29")  # Thursday
    assert months_after(day("2025-12-31"), 2) == day("2026-02-28")  # Saturday
    assert months_after(day("2025-02-28"), 1) == day("2025-03-28")  # Friday: not sticky


@pytest.mark.shows("R3")
def test_the_explanation_tells_every_step_over_easter() -> None:
    deadline = compute(day("2026-03-05"), (), 0, FI)  # Thursday
    received, month, rolled, duties = deadline.explanation
    assert "Thursday 5 March 2026; that day itself is not counted" in received
    assert "One month later is Sunday 5 April 2026" in month
    assert "Sunday 5 April 2026 is Easter Sunday; Monday 6 April 2026 is Easter Monday" in rolled
    assert "the period ends on Tuesday 7 April 2026" in rolled
    assert "Art. 3(4)" in rolled
    assert "due on Tuesday 7 April 2026" in duties


@pytest.mark.shows("R5", "G26")
def test_the_explanation_says_why_christmas_eve_does_not_move_the_end() -> None:
    deadline = compute(day("2026-11-24"), (), 0, FI)  # Tuesday
    assert deadline.due == day("2026-12-24")  # Thursday
    assert any("Christmas Eve is not a public holiday" in s for s in deadline.explanation)
    moved = compute(day("2026-11-24"), (), 0, finland(eves_are_holidays=True))
    assert moved.due == day("2026-12-28")  # Monday
    assert any("Thursday 24 December 2026 is Christmas Eve;" in s for s in moved.explanation)


@pytest.mark.shows("R4")
def test_an_arrival_on_a_holiday_is_explained_as_not_moving_the_start() -> None:
    on_saturday = compute(day("2026-03-07"), (), 0, FI)
    assert "That it was a Saturday does not move the start (R4)." in on_saturday.explanation
    on_epiphany = compute(day("2026-01-06"), (), 0, FI)  # Tuesday
    assert "That it was Epiphany does not move the start (R4)." in on_epiphany.explanation


def test_a_missing_day_is_explained() -> None:
    deadline = compute(day("2026-08-31"), (), 0, FI)  # Monday
    assert any("September 2026 has no day 31" in s for s in deadline.explanation)


@pytest.mark.shows("R6")
def test_an_extension_is_one_period_from_receipt() -> None:
    deadline = compute(day("2025-01-31"), (), 2, FI)  # Friday
    assert deadline.due == day("2025-04-30")  # Wednesday
    assert deadline.strict_due == day("2025-02-28")  # Friday
    assert deadline.escalation_due == deadline.due
    assert deadline.refusal_due == deadline.extension_notice_due == deadline.strict_due
    assert not deadline.is_strictly_overdue(day("2025-04-30"))
    assert deadline.is_strictly_overdue(day("2025-05-01"))  # Thursday
    assert any("one single period of three months from receipt" in s for s in deadline.explanation)


@pytest.mark.parametrize("months", [-1, 3, 12])
def test_another_extension_is_refused(months: int) -> None:
    with pytest.raises(BadInput, match="one or two further months"):
        compute(day("2025-01-31"), (), months, FI)


@pytest.mark.shows("R7", "R9")
def test_an_open_question_stops_the_clock_but_not_the_strict_date() -> None:
    deadline = compute(day("2026-03-02"), [Pause(day("2026-03-04"))], 0, FI)  # T06; Monday
    assert deadline.clock == "stopped"
    assert deadline.due is None
    assert deadline.post_by is None
    assert deadline.strict_due == day("2026-04-02")  # Thursday
    assert deadline.nominal_end == day("2026-04-02")
    assert deadline.days_left(day("2026-05-01")) is None
    assert not deadline.is_overdue(day("2026-05-01"))
    assert deadline.is_strictly_overdue(day("2026-04-03"))
    assert "clock stands still" in " ".join(deadline.explanation)


def test_an_open_question_that_is_not_counted_changes_nothing() -> None:
    pause = Pause(day("2026-03-27"), None, counted=False)  # Friday
    deadline = compute(day("2026-03-02"), [pause], 0, FI)
    assert (deadline.clock, deadline.due) == ("running", day("2026-04-02"))
    assert deadline.explanation[-1].startswith(
        "The question of Friday 27 March 2026 came 19 working days after receipt"
    )


def test_the_recorded_reason_is_cited_for_a_question_that_is_not_counted() -> None:
    pause = Pause(day("2026-03-27"), None, counted=False, reason="Asked too late (R8).")
    assert compute(day("2026-03-02"), [pause], 0, FI).explanation[-1] == "Asked too late (R8)."


@pytest.mark.shows("R7")
def test_an_open_question_after_the_end_changes_nothing() -> None:
    late = compute(day("2026-03-02"), [Pause(day("2026-04-03"))], 0, FI)  # Good Friday
    assert (late.clock, late.due) == ("running", day("2026-04-02"))
    in_time = compute(day("2026-03-02"), [Pause(day("2026-04-02"))], 0, FI)  # on the last day
    assert in_time.clock == "stopped"


def test_a_question_in_the_lengthened_period_counts() -> None:
    pauses = [
        Pause(day("2026-03-04"), day("2026-03-14")),  # ten days: the end is now Sunday 12 April
        Pause(day("2026-04-08"), day("2026-04-10")),  # Wednesday to Friday
    ]
    assert compute(day("2026-03-02"), pauses, 0, FI).nominal_end == day("2026-04-14")  # Tuesday


def test_the_order_in_which_pauses_are_given_does_not_matter() -> None:
    first = Pause(day("2026-03-03"), day("2026-03-13"))
    second = Pause(day("2026-03-10"), day("2026-03-20"))
    assert compute(day("2026-03-02"), [first, second], 0, FI) == compute(
        day("2026-03-02"), [second, first], 0, FI
    )


def test_a_pause_within_another_adds_no_day() -> None:
    outer = Pause(day("2026-03-03"), day("2026-03-20"))
    inner = Pause(day("2026-03-05"), day("2026-03-10"))
    deadline = compute(day("2026-03-02"), [outer, inner], 0, FI)
    assert deadline.nominal_end == day("2026-04-19")  # Sunday: 17 days
    assert "lie within an earlier pause" in " ".join(deadline.explanation)


def test_a_closed_pause_does_not_end_the_open_one_before_it() -> None:
    pauses = [Pause(day("2026-03-03")), Pause(day("2026-03-05"), day("2026-03-10"))]
    deadline = compute(day("2026-03-02"), pauses, 0, FI)
    assert (deadline.clock, deadline.due) == ("stopped", None)
    assert deadline.nominal_end == day("2026-04-02")  # Thursday: nothing is added while it is open
    assert "falls into the pause that is still open" in " ".join(deadline.explanation)


def test_a_question_before_receipt_counts_from_receipt() -> None:
    early = Pause(day("2026-02-20"), day("2026-03-05"))  # Friday to Thursday
    assert compute(day("2026-03-02"), [early], 0, FI).nominal_end == day("2026-04-05")  # 3 days
    before = Pause(day("2026-02-20"), day("2026-02-25"))
    assert compute(day("2026-03-02"), [before], 0, FI).nominal_end == day("2026-04-02")


def test_an_answer_on_the_day_of_the_question_adds_nothing() -> None:
    same_day = Pause(day("2026-03-04"), day("2026-03-04"))
    deadline = compute(day("2026-03-02"), [same_day], 0, FI)
    assert deadline.due == day("2026-04-02")
    assert "answered on the same day" in deadline.explanation[-1]


def test_an_answer_before_its_question_is_bad_input() -> None:
    with pytest.raises(BadInput, match="before it was asked"):
        Pause(day("2026-03-04"), day("2026-03-03"))


def test_an_extension_and_a_pause_add_up() -> None:
    pause = Pause(day("2026-03-04"), day("2026-03-14"))
    deadline = compute(day("2026-03-02"), [pause], 2, FI)
    assert deadline.nominal_end == day("2026-06-12")  # Friday: 2 June and ten days
    assert deadline.escalation_due == day("2026-06-02")  # Tuesday
    assert deadline.strict_due == day("2026-04-02")  # Thursday


@pytest.mark.shows("R10")
def test_the_extension_is_lost_after_the_strict_date() -> None:
    received = day("2025-01-31")  # Friday
    assert extension_refusal(day("2025-02-28"), received, FI) is None  # Friday, the last day
    refusal = extension_refusal(day("2025-03-03"), received, FI)  # Monday
    assert refusal is not None
    assert "Friday 28 February 2025" in refusal


@pytest.mark.shows("R9", "R11")
def test_lateness_is_a_function_of_today() -> None:
    deadline = compute(day("2026-03-02"), (), 0, FI)
    assert deadline.days_left(day("2026-03-30")) == 3  # Monday
    assert deadline.strict_days_left(day("2026-04-07")) == -5  # Tuesday
    assert not deadline.is_overdue(day("2026-04-02"))
    assert deadline.is_overdue(day("2026-04-03"))  # Good Friday
    assert not deadline.refusal_is_late(day("2026-04-02"))
    assert deadline.refusal_is_late(day("2026-04-03"))


@pytest.mark.shows("R16")
def test_a_paper_answer_is_posted_five_working_days_before() -> None:
    deadline = compute(day("2026-03-05"), (), 0, FI)  # due Tuesday 7 April, after Easter
    assert deadline.post_by == day("2026-03-27")  # Friday; Good Friday to Monday do not count
    assert deadline.strict_post_by == deadline.post_by
    assert not deadline.is_time_to_post(day("2026-03-26"))
    assert deadline.is_time_to_post(day("2026-03-27"))
    assert post_by(day("2026-12-24"), FI) == day("2026-12-17")  # Thursday to Thursday


@pytest.mark.shows("R5", "G26")
def test_the_internal_target_leaves_the_house_before_the_eve() -> None:
    assert internal_target(day("2026-12-24"), FI) == day("2026-12-22")  # G26; Tuesday
    assert internal_target(day("2026-03-20"), FI) == day("2026-03-19")  # Thursday


@pytest.mark.parametrize("received", ["2023-12-29", "2040-12-14", "2041-01-02"])
def test_years_without_a_table_are_refused(received: str) -> None:
    with pytest.raises(BadInput, match="covers the years 2024 to 2040"):
        compute(day(received), (), 0, FI)


def test_the_json_shape() -> None:
    deadline = compute(day("2026-03-02"), [Pause(day("2026-03-04"))], 0, FI)
    shape = as_json(deadline)
    assert list(shape) == [
        "received",
        "strict_due",
        "due",
        "nominal_end",
        "extension_notice_due",
        "clock",
        "explanation",
    ]
    assert shape["due"] is None
    assert shape["received"] == "2026-03-02"
    assert shape["strict_due"] == shape["extension_notice_due"] == "2026-04-02"
    assert shape["clock"] == "stopped"
    assert shape["explanation"] == list(deadline.explanation)
