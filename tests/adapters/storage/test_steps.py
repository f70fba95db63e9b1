"""Fired steps: stored with their event or not at all, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dsr.cases.case import (
    NewOutgoing,
    Person,
    Subject,
)
from dsr.cases.decision import Action, GroupDecision
from dsr.errors import BadInput, ChangedMeanwhile, Defect, NotFound

KEEP = GroupDecision(
    group="booking.invoices",
    action=Action.KEEP,
    ground="bookkeeping",
    facts={"financial_year_end": "2025-12-31", "rows": 3},
    why="Kept for the tax office.",
    until=date(2031, 12, 31),  # a Wednesday
    values={},
    rows=("7", "9"),
    proposed_by="officer",
)
CORRECT = GroupDecision(
    "booking.customer", Action.CORRECT, values={"customers.name": "Aino Åström"}
)


def test_a_step_changes_the_case_and_appends_its_event(store, a_case, a_move, at):
    case = a_case()
    move = a_move(
        "take_up",
        "in_decision",
        facts={"level": "E2", "asked": {"rows": [1, 2]}},
        details={"facts": ["asked", "level"], "hash": "ef" * 32},
        subjects=(Subject("booking", ("17", "18")),),
        requester=replace(case.requester, phone=None, city="Espoo"),
    )
    after = store.apply(case, move)
    assert after == store.case(case.number)
    assert (after.state, after.version, after.subjects) == ("in_decision", 2, move.subjects)
    assert after.facts == {"level": "E2", "asked": {"rows": [1, 2]}}
    assert (after.requester.city, after.requester.phone) == ("Espoo", None)
    received, event = store.history(case.number)
    assert (received.name, received.state_before, received.state_after) == (
        "received",
        "",
        "received",
    )
    assert (event.seq, event.name, event.actor, event.at) == (2, "take_up", "officer", at)
    assert (event.state_before, event.state_after) == ("received", "in_decision")
    assert event.details == move.details
    assert event.previous == received.digest


def test_facts_are_merged_and_their_history_stays(store, engine, a_case, a_move):
    case = store.apply(a_case(), a_move(facts={"level": "E1", "fee": 0}))
    case = store.apply(case, a_move("again", facts={"level": "E3"}))
    assert case.facts == {"level": "E3", "fee": 0}
    assert store.case(case.number).facts == case.facts
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT personal_value, step FROM fact ORDER BY id"))
        assert [tuple(row) for row in rows] == [
            ('"E1"', "decide"),
            ("0", "decide"),
            ('"E3"', "again"),
        ]


def test_decisions_are_replaced_whole_and_a_new_round_begins_without(store, a_case, a_move):
    case = store.apply(a_case(), a_move(decisions=(KEEP, CORRECT)))
    assert case.decisions == (KEEP, CORRECT)
    assert store.case(case.number) == case
    unchanged = store.apply(case, a_move("note"))
    assert unchanged.decisions == (KEEP, CORRECT)
    other = store.apply(unchanged, a_move(decisions=(KEEP,)))
    assert store.case(case.number).decisions == other.decisions == (KEEP,)
    contested = store.apply(other, a_move("contest", "received", new_round=date(2026, 4, 7)))
    assert (contested.round, contested.received, contested.decisions) == (2, date(2026, 4, 7), ())
    assert contested.letter.received == date(2026, 3, 10)
    assert store.case(case.number) == contested
    none = store.apply(
        other := store.apply(contested, a_move(decisions=(CORRECT,))), a_move(decisions=())
    )
    assert (other.decisions, none.decisions, store.case(case.number)) == ((CORRECT,), (), none)


def test_letters_go_out_with_their_step_and_are_posted_later(store, a_case, a_move, at):
    answer = NewOutgoing("answer", "fi", "99" * 32, answers=True, wording_version="2026-01")
    notice = NewOutgoing("notice", "sv", "88" * 32, answers=False, wording_version="2026-01")
    case = store.apply(a_case(), a_move("release", "released", outgoing=(notice, answer)))
    assert [(o.type, o.answers, o.round, o.posted_on) for o in case.outgoing] == [
        ("notice", False, 1, None),
        ("answer", True, 1, None),
    ]
    first, second = case.outgoing
    assert (second.digest, second.released_at, second.released_by) == ("99" * 32, at, "officer")
    assert store.case(case.number) == case
    posted = store.apply(case, a_move("post", posted={second.id: (date(2026, 3, 13), "batch 7")}))
    assert posted.outgoing[0] == first
    assert (posted.outgoing[1].posted_on, posted.outgoing[1].posting_proof) == (
        date(2026, 3, 13),
        "batch 7",
    )
    assert store.case(case.number) == posted
    again = store.apply(posted, a_move("post", posted={second.id: (date(2026, 3, 20), "RR1")}))
    assert again.outgoing[1].posted_on == date(2026, 3, 20)
    assert store.case(case.number) == again


def test_another_cases_letter_cannot_be_posted(store, a_case, a_move):
    answer = NewOutgoing("answer", "fi", "99" * 32, answers=True, wording_version="1")
    theirs = store.apply(a_case(), a_move("release", "released", outgoing=(answer,)))
    case = a_case()
    with pytest.raises(NotFound):
        store.apply(case, a_move("post", posted={theirs.outgoing[0].id: (date(2026, 3, 13), "")}))
    assert store.case(case.number) == case


def test_whoever_comes_second_is_told_who_was_first(store, a_case, a_move):
    case = a_case()
    store.apply(case, a_move("refuse", "refused", facts={"first": True}))
    with pytest.raises(ChangedMeanwhile) as caught:
        store.apply(case, a_move("grant", "granted", facts={"second": True}))
    for part in ("officer", case.number, "2026-03-12", "09:30", "refuse", "Look at the case again"):
        assert part in str(caught.value)
    assert store.case(case.number).facts == {"first": True}
    assert [event.name for event in store.history(case.number)] == ["received", "refuse"]


def test_of_many_at_once_exactly_one_wins(store, a_case, a_move):
    case, start, outcomes = a_case(), threading.Barrier(6), []

    def try_it(who: str) -> None:
        start.wait()
        try:
            store.apply(case, a_move("decide", actor=who, facts={"who": who}))
            outcomes.append(who)
        except ChangedMeanwhile:
            outcomes.append(None)

    threads = [threading.Thread(target=try_it, args=(f"officer.{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winners = [who for who in outcomes if who]
    assert len(outcomes) == 6
    assert len(winners) == 1
    assert store.case(case.number).facts == {"who": winners[0]}
    assert store.history(case.number)[-1].actor == winners[0]
    assert store.verify_chain() == ()


def test_a_snapshot_that_was_never_stored_is_a_defect(store, a_case, a_move):
    case = a_case()
    for invented in (replace(case, state="approved"), replace(case, version=7)):
        with pytest.raises(Defect, match="never stored"):
            store.apply(invented, a_move())
    assert store.case(case.number) == case


def test_what_is_not_json_is_stored_nowhere(store, a_case, a_move):
    case = a_case()
    for change in ({"facts": {"day": date(2026, 3, 12)}}, {"details": {"share": float("nan")}}):
        with pytest.raises(Defect, match="not JSON"):
            store.apply(case, a_move(**change))
    assert store.case(case.number) == case
    assert len(store.history(case.number)) == 1


def test_broken_characters_are_bad_input(store, a_letter, at):
    with pytest.raises(BadInput):
        store.receive(a_letter(requester=Person("\ud800")), [], actor="clerk", at=at)
    assert store.letters_without_case() == ()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(value=JSON)
def test_what_apply_returns_is_what_is_read_back(store, a_case, a_move, value):
    after = store.apply(
        a_case(), a_move(facts={"value": value, "pair": (value, 1)}, details={"d": value})
    )
    assert after == store.case(after.number)
    assert store.history(after.number)[-1].details == {"d": value}
