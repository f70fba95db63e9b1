"""The dates of a case whose person was asked more than once (R7-R9)."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any, cast

import pytest

from dsr.adapters.clock import SimulatedClock
from dsr.cases.case import Case, Role
from dsr.casework.clock import clock_of, due_if_answered
from dsr.casework.office import Office
from dsr.law.calendar import finland
from tests.engine.situations import SITE, Draft, user

DOUBT = "The letter comes from a street the register does not know."
MANDATE = "The mandate bears no signature and names no matter at all."
MUCH = "Eleven years of bookings and two thousand messages are held."
#: Asked on Wednesday 4 March, answered on Wednesday 11 March: seven days.
IDENTITY = {
    "asked": "2026-03-04",
    "answered": "2026-03-11",
    "step": "ask_identity",
    "reason": DOUBT,
    "delay_reason": None,
}


def _office(day: date = date(2026, 3, 12)) -> Office:  # Thursday
    nothing = cast(Any, None)
    return Office(
        site=SITE,
        clock=SimulatedClock(day, UTC),
        calendar=finland(),
        store=nothing,
        vault=nothing,
        registers={},
        reader=nothing,
        printer=nothing,
        workflows={},
        catalogue=nothing,
        hash_contact=str,
    )


def _case(*pauses: dict[str, object], **facts: object) -> Case:
    draft = Draft("in_decision", user(Role.OFFICER), facts={"pauses": list(pauses), **facts})
    return draft.situation().case


def test_a_question_counts_by_the_reason_it_was_asked_with() -> None:
    said = {"doubt_reason": "It is our standard procedure to ask.", "delay_reason": "Ill."}
    found = clock_of(_office(), _case(IDENTITY, **said))
    assert found.due == date(2026, 4, 9)  # Thursday, seven days after Thursday 2 April
    assert found.strict_due == date(2026, 4, 2)  # Thursday


def test_a_question_from_before_entries_kept_reasons_has_them_among_the_facts() -> None:
    old = {key: IDENTITY[key] for key in ("asked", "answered", "step")}
    assert clock_of(_office(), _case(old, doubt_reason=DOUBT)).due == date(2026, 4, 9)  # Thursday
    assert clock_of(_office(), _case(old)).due == date(2026, 4, 2)  # Thursday


@pytest.mark.shows("R7", "R8")
@pytest.mark.parametrize(
    ("entry", "counts"),
    [
        ({"step": "ask_authority", "reason": MANDATE}, True),
        ({"step": "ask_authority", "reason": "Mandate?"}, False),
        ({"step": "ask_identity", "reason": "The request bears no signature."}, False),
        ({"step": "ask_clarification", "reason": MUCH, "large_quantity": True}, True),
        ({"step": "ask_clarification", "reason": MUCH, "large_quantity": False}, False),
        ({"step": "ask_clarification", "reason": "Much.", "large_quantity": True}, False),
        ({"step": "ask_situation", "reason": MUCH, "large_quantity": True}, False),
        ({"step": "send_fee_notice", "reason": DOUBT}, False),
    ],
)
def test_which_questions_stop_the_clock(entry: dict[str, object], counts: bool) -> None:
    found = clock_of(_office(), _case({**IDENTITY, **entry}))
    assert (found.due == date(2026, 4, 9)) is counts  # Thursday
    assert (found.due == date(2026, 4, 2)) is not counts  # Thursday


@pytest.mark.shows("R8")
def test_each_question_needs_the_reason_for_its_own_delay() -> None:
    late = {**IDENTITY, "asked": "2026-03-11", "answered": "2026-03-13", "reason": DOUBT}
    excused = {**late, "delay_reason": "The officer was ill from 3 to 10 March."}
    assert clock_of(_office(), _case(late)).due == date(2026, 4, 2)  # Thursday
    assert clock_of(_office(), _case(excused)).due == date(2026, 4, 7)  # Tuesday after Easter
    both = clock_of(_office(), _case(IDENTITY, late, delay_reason="Said of another question."))
    assert both.due == date(2026, 4, 9)  # Thursday: the late one counts no day


@pytest.mark.shows("R8", "SCOPE-CLARIFY")
def test_a_question_that_nobody_answered_counts_no_day() -> None:
    waiting = {**IDENTITY, "answered": None}
    assert clock_of(_office(), _case(waiting)).due is None
    gone = clock_of(_office(), _case({**waiting, "void": True}))
    assert (gone.due, gone.clock) == (date(2026, 4, 2), "running")  # Thursday
    assert any("never answered" in sentence for sentence in gone.explanation)


def test_the_day_a_letter_promises_takes_earlier_pauses_into_account() -> None:
    supplied = {"clarify_reason": MUCH, "large_quantity": True, "delay_reason": "Counted first."}
    answered = date(2026, 3, 20)  # Friday, eight days after the question
    alone = due_if_answered(_office(), _case(), "ask_clarification", supplied, answered)
    assert alone == date(2026, 4, 10)  # Friday
    second = due_if_answered(_office(), _case(IDENTITY), "ask_clarification", supplied, answered)
    assert second == date(2026, 4, 17)  # Friday: 7 + 8 days after Thursday 2 April


def test_a_question_that_stops_no_clock_promises_nothing() -> None:
    answered = date(2026, 3, 20)  # Friday
    few = {"clarify_reason": MUCH, "large_quantity": False, "delay_reason": "Counted first."}
    for step, supplied in (
        ("ask_clarification", few),
        ("ask_situation", {"clarify_question": "Why?"}),
        ("send_fee_notice", {}),
    ):
        found = due_if_answered(_office(), _case(IDENTITY), step, supplied, answered)
        assert found == date(2026, 4, 9), step  # Thursday


def test_no_day_can_be_promised_while_another_question_stands_open() -> None:
    waiting = {**IDENTITY, "answered": None}
    supplied = {"missing_authority": MANDATE, "delay_reason": "The letter came back."}
    answered = date(2026, 3, 20)  # Friday
    assert due_if_answered(_office(), _case(waiting), "ask_authority", supplied, answered) is None
