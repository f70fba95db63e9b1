"""How passages are written, where they may stand, and how one decision leaves room for another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.casework.redacting import (
    added_up,
    check_passages,
    digest_of,
    joined,
    left_beside,
    parse,
    placed,
    spelled,
    without_rows,
)
from dsr.errors import BadInput, Refused
from tests.stages.response.covered import cover, keyed
from tests.stages.response.salon_decisions import decide, withhold_note
from tests.stages.response.salon_register import REGISTER, findings

names = st.text(min_size=1, max_size=12).filter(lambda text: text.isprintable() and text.strip())
spans = st.one_of(
    st.just((0, None)),
    st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted).map(tuple),
)


@given(names, names, names, spans)
def test_a_passage_is_read_as_it_was_written(
    table: str, row: str, column: str, span: tuple[int, int | None]
) -> None:
    passage = Redaction(table, row, column, *span)
    assert parse(spelled(passage)) == passage
    assert "," not in spelled(passage)


@pytest.mark.parametrize(
    "text", ["", "a/b", "a/b/c", "a/b/c:1", "a/b/c:x-y", "a/b/c:1-2-3", "a,b/c/d:all"]
)
def test_what_is_no_passage_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert not text or text not in str(caught.value)


def place(*texts: str) -> tuple[Redaction, ...]:
    return placed(texts, "booking.notes", findings("en"), [REGISTER], keyed)


def test_a_passage_remembers_the_value_that_was_looked_at() -> None:
    (found,) = place("notes/2/text:0-5")
    text = findings("en")[2].rows[1].values["text"]
    assert found == Redaction("notes", "2", "text", 0, 5, digest_of(text, keyed))
    assert digest_of(f"{text} ", keyed) != found.digest != digest_of(None, keyed)


def test_passages_that_touch_become_one_and_a_whole_value_takes_all() -> None:
    assert [(p.start, p.end) for p in place("notes/2/text:0-5", "notes/2/text:5-9")] == [(0, 9)]
    assert [(p.start, p.end) for p in place("notes/2/text:8-9", "notes/2/text:0-5")] == [
        (0, 5),
        (8, 9),
    ]
    assert [p.end for p in place("notes/2/text:0-5", "notes/2/text:all")] == [None]


def test_every_passage_that_stands_nowhere_is_named_at_once() -> None:
    wrong = (
        "notes/77/text:all",
        "notes/2/id:all",
        "notes/2/nothing:all",
        "notes/2/text:5-5",
        "notes/2/text:0-9999",
        "notes/2/written:0-4",
        "bookings/1/status:all",
    )
    with pytest.raises(Refused) as caught:
        place("notes/2/text:0-5", *wrong)
    assert [f.place for f in caught.value.faults] == [
        f"booking.notes: passage {n}" for n in range(2, 9)
    ]


def test_passages_are_withheld_on_a_ground_beside_no_rows() -> None:
    passages = place("notes/2/text:0-5")
    bad = GroupDecision("booking.notes", Action.GIVE, rows=("1",), redactions=passages)
    with pytest.raises(Refused) as caught:
        check_passages(bad)
    assert {f.code for f in caught.value.faults} == {
        "redaction.action",
        "redaction.ground",
        "redaction.rows",
    }
    check_passages(cover("en"))
    check_passages(decide("notes", Action.GIVE))


def test_marks_on_the_same_ground_and_facts_become_one_decision() -> None:
    first, second = cover("en", "Kaisa"), cover("en", "booking")
    (whole,) = added_up([first], second)
    assert whole.redactions == joined([*first.redactions, *second.redactions])
    other = replace(second, facts={**second.facts, "whose_right": "somebody else"})
    assert added_up([first], other) == (first, other)
    assert added_up([first], decide("notes", Action.GIVE)) == (first, decide("notes", Action.GIVE))


def test_what_an_earlier_decision_keeps_beside_a_new_mark() -> None:
    new = cover("en", "Kaisa Toinen's")
    row = replace(withhold_note("en"), rows=("1",))
    assert left_beside(row, new) == row
    assert left_beside(decide("bookings", Action.GIVE), new) == decide("bookings", Action.GIVE)
    assert left_beside(decide("notes", Action.GIVE), new) is None
    assert left_beside(decide("notes", Action.REFUSE, "ACC-15-4"), new) is None
    assert left_beside(cover("en", "Kaisa"), new) is None  # inside the new passage
    assert left_beside(cover("en", "booking"), new) == cover("en", "booking")
    assert without_rows(cover("en"), ("2",)) is None
    assert without_rows(cover("en"), ("1",)) == cover("en")


@pytest.mark.parametrize("ending", ["", "\ud800"])
def test_a_value_of_any_kind_has_a_digest(ending: str) -> None:
    assert len({digest_of(v, keyed) for v in (f"a{ending}", "b", 1, True, None)}) == 5
