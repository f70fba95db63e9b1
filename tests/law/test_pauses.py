"""Whether a question may stop the clock (R8)."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.law.calendar import finland
from dsr.law.pauses import Question, pause_counts, void

FI = finland()
RECEIVED = date(2026, 3, 2)  # Monday
DOUBT = "The letter comes from a street the register does not know."


@pytest.mark.shows("R8")
def test_a_prompt_concrete_proportionate_question_counts() -> None:
    counts, sentence = pause_counts(date(2026, 3, 9), RECEIVED, DOUBT, True, "", FI)  # Monday
    assert counts
    assert "stops the clock: sent 5 working days after receipt" in sentence


@pytest.mark.shows("R8")
def test_the_sixth_working_day_needs_a_reason() -> None:
    tuesday = date(2026, 3, 10)
    counts, sentence = pause_counts(tuesday, RECEIVED, DOUBT, True, " ", FI)
    assert not counts
    assert "6 working days after receipt" in sentence
    counts, sentence = pause_counts(tuesday, RECEIVED, DOUBT, True, "The officer was ill.", FI)
    assert counts
    assert "reason for the delay is recorded" in sentence


def test_the_limit_counts_working_days_over_easter() -> None:
    received = date(2026, 4, 1)  # Wednesday; then Good Friday and Easter Monday
    assert pause_counts(date(2026, 4, 10), received, DOUBT, True, "", FI)[0]  # Friday, the fifth
    assert not pause_counts(date(2026, 4, 13), received, DOUBT, True, "", FI)[0]  # Monday


def test_a_site_may_set_a_shorter_limit() -> None:
    asked = date(2026, 3, 5)  # Thursday, the third working day
    assert pause_counts(asked, RECEIVED, DOUBT, True, "", FI, limit_working_days=3)[0]
    assert not pause_counts(asked, RECEIVED, DOUBT, True, "", FI, limit_working_days=2)[0]


@pytest.mark.shows("R8")
@pytest.mark.parametrize("reason", ["", "   ", "Doubtful.", "It is our standard procedure to ask."])
def test_without_a_concrete_reason_nothing_counts(reason: str) -> None:
    counts, sentence = pause_counts(date(2026, 3, 3), RECEIVED, reason, True, "", FI)
    assert not counts
    assert "does not stop the clock (R8)" in sentence


def test_every_objection_is_told_at_once() -> None:
    counts, sentence = pause_counts(date(2026, 3, 27), RECEIVED, "", False, "", FI)  # Friday
    assert not counts
    assert "not recorded as proportionate" in sentence
    assert "19 working days after receipt" in sentence
    assert "letters" in sentence


MUCH = "Eleven years of bookings and two thousand messages are held."


@pytest.mark.parametrize(("large", "counts"), [(True, True), (False, False)])
def test_what_is_meant_stops_the_clock_only_of_much_data(large: bool, counts: bool) -> None:
    found, sentence = pause_counts(
        date(2026, 3, 9),  # Monday
        RECEIVED,
        MUCH,
        True,
        "",
        FI,
        question=Question.CLARIFICATION,
        large_quantity=large,
    )
    assert found is counts
    assert ("recital 63" in sentence) is not counts


def test_an_unsigned_mandate_lacks_something_an_unsigned_request_does_not() -> None:
    monday = date(2026, 3, 9)
    for question, counts in ((Question.AUTHORITY, True), (Question.IDENTITY, False)):
        reason = "Valtakirja on allekirjoittamatta."
        found, _ = pause_counts(monday, RECEIVED, reason, True, "", FI, question=question)
        assert found is counts


def test_no_other_question_stops_the_clock() -> None:
    monday = date(2026, 3, 9)
    counts, sentence = pause_counts(monday, RECEIVED, DOUBT, True, "", FI, question=Question.OTHER)
    assert not counts
    assert "may stop the clock" in sentence


def test_a_question_given_up_counts_no_day() -> None:
    pause = void(date(2026, 3, 9))  # Monday
    assert (pause.answered, pause.counted) == (None, False)
    assert "never answered" in pause.reason
