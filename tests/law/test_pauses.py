"""Whether a question may stop the clock (R8)."""

from __future__ import annotations

from datetime import date

import pytest

from dsr.law.calendar import finland
from dsr.law.pauses import pause_counts

FI = finland()
RECEIVED = date(2026, 3, 2)  # Monday
DOUBT = "The letter comes from a street the register does not know."


def test_a_prompt_concrete_proportionate_question_counts() -> None:
    counts, sentence = pause_counts(date(2026, 3, 9), RECEIVED, DOUBT, True, "", FI)  # Monday
    assert counts
    assert "stops the clock: sent 5 working days after receipt" in sentence


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
