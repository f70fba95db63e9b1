"""Letters that open no case: attached to one, set aside or waiting; and what else r0002 added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from dsr.adapters.storage import SqlCaseStore, downgrade, upgrade
from dsr.cases.case import Attached, LetterKind, NewCase, NewOutgoing, Right, Subject
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.errors import NotFound, Refused

REMINDER = LetterKind.REMINDER
ACCESS = NewCase(Right.ACCESS, "access", "received")
WITHHELD = GroupDecision(
    "booking.notes",
    Action.WITHHOLD,
    "ACC-15-4",
    why="Somebody else is named.",
    redactions=(
        Redaction("notes", "7", "text", 3, 19, "ab" * 32),
        Redaction("notes", "8", "text"),
    ),
)


@pytest.fixture
def further(store, a_letter, at):
    """Log a letter that opens no case; keywords change it."""

    def make(**changes):
        logged, none = store.receive(a_letter(**changes), [], actor="clerk", at=at)
        assert none == ()
        return logged

    return make


def attached(store, a_move, case, letter, kind=REMINDER):
    move = a_move("record_letter", case.state, attached={letter.id: kind})
    return store.apply(case, move)


def test_an_attached_letter_is_with_its_case_and_no_longer_in_the_pen(
    store, a_case, a_move, further
):
    case, other = a_case(), a_case()
    letter = further(received=date(2026, 3, 11))  # a Wednesday
    after = attached(store, a_move, case, letter)
    assert after.attached == (Attached(letter, REMINDER),)
    assert store.case(case.number) == after
    assert store.case(other.number).attached == ()
    assert store.letters_without_case() == ()
    assert after.received == case.received
    assert store.history(case.number)[-1].name == "record_letter"
    assert store.verify_chain() == ()


def test_attached_letters_come_back_in_the_order_in_which_they_were_put_there(
    store, a_case, a_move, further
):
    case = a_case()
    later, earlier = further(received=date(2026, 3, 12)), further(received=date(2026, 3, 11))
    case = attached(store, a_move, case, later, LetterKind.COPY)
    case = attached(store, a_move, case, earlier)
    found = store.case(case.number).attached
    assert [(one.letter.id, one.kind) for one in found] == [
        (later.id, LetterKind.COPY),
        (earlier.id, REMINDER),
    ]
    assert store.cases() == (case,)


def test_a_letter_may_be_about_two_cases(store, a_case, a_move, further):
    one, two, letter = a_case(), a_case(), further()
    attached(store, a_move, one, letter)
    attached(store, a_move, two, letter, LetterKind.SUPPLEMENT)
    kinds = [store.case(case.number).attached[0].kind for case in (one, two)]
    assert kinds == [REMINDER, LetterKind.SUPPLEMENT]


def test_a_letter_is_put_to_a_case_once(store, a_case, a_move, further):
    case, letter = a_case(), further()
    case = attached(store, a_move, case, letter)
    for again in (letter, case.letter):
        with pytest.raises(Refused, match="belongs to"):
            attached(store, a_move, case, again, LetterKind.COPY)
    assert store.case(case.number) == case


def test_an_unknown_letter_is_attached_nowhere(store, a_case, a_move):
    case = a_case()
    with pytest.raises(NotFound, match="letter 99"):
        store.apply(case, a_move("record_letter", attached={99: REMINDER}))
    assert store.case(case.number) == case


def test_ordinary_mail_is_set_aside_and_taken_back(store, further, at):
    letter = further()
    store.set_aside(letter.id, aside=True, why="An invoice.", actor="clerk", at=at)
    assert (store.letters_without_case(), store.letters_set_aside()) == ((), (letter,))
    store.set_aside(letter.id, aside=False, why="It asks for data too.", actor="clerk", at=at)
    assert (store.letters_without_case(), store.letters_set_aside()) == ((letter,), ())
    store.set_aside(letter.id, aside=True, why="It does not.", actor="officer", at=at)
    assert store.letters_set_aside() == (letter,)


def test_every_word_about_ordinary_mail_is_kept(store, engine, further, at):
    letter = further()
    for aside, why in ((True, "An invoice."), (False, "It asks for data too.")):
        store.set_aside(letter.id, aside=aside, why=why, actor="clerk", at=at)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT personal_why FROM set_aside ORDER BY id"))
        assert list(kept.scalars()) == ["An invoice.", "It asks for data too."]


def test_what_is_set_aside_or_filed_cannot_become_the_other(store, a_case, a_move, further, at):
    case, letter = a_case(), further()

    def set_aside(number, aside=True):
        store.set_aside(number, aside=aside, why="An invoice.", actor="clerk", at=at)

    with pytest.raises(Refused, match="not set aside"):
        set_aside(letter.id, aside=False)
    set_aside(letter.id)
    with pytest.raises(Refused, match="set aside already"):
        set_aside(letter.id)
    with pytest.raises(Refused, match="--back"):
        attached(store, a_move, case, letter)
    with pytest.raises(Refused, match="--back"):
        store.open_cases_from(letter.id, [ACCESS], actor="clerk", at=at)
    with pytest.raises(Refused, match="belongs to a case"):
        set_aside(case.letter.id)
    with pytest.raises(NotFound):
        set_aside(99)
    assert store.case(case.number) == case
    assert store.cases() == (case,)


def test_a_letter_opens_each_right_once(store, further, at):
    letter = further()
    store.open_cases_from(letter.id, [ACCESS], actor="clerk", at=at)
    with pytest.raises(Refused, match="DSR-2026-0001"):
        store.open_cases_from(letter.id, [ACCESS], actor="clerk", at=at)
    erasure = NewCase(Right.ERASURE, "erasure", "received")
    (second,) = store.open_cases_from(letter.id, [erasure], actor="clerk", at=at)
    assert (second.number, second.received) == ("DSR-2026-0002", letter.received)
    assert store.verify_chain() == ()


def test_a_letter_is_found_by_its_number(store, further):
    letter = further()
    assert store.letter(letter.id) == letter
    with pytest.raises(NotFound):
        store.letter(99)


def test_cases_of_a_person_are_found_by_any_of_her_keys(store, a_case, a_move):
    def linked(register, *keys):
        return store.apply(a_case(), a_move(subjects=(Subject(register, keys),)))

    one, two = linked("booking", "3", "31"), linked("booking", "31")
    linked("booking", "33"), linked("shop", "3"), a_case()
    assert store.cases_of_subject(Subject("booking", ("31",))) == (one, two)
    assert store.cases_of_subject(Subject("booking", ("3",))) == (one,)
    assert store.cases_of_subject(Subject("booking", ("1",))) == ()


def test_a_freeze_that_was_given_out_is_remembered(store, engine, at):
    store.record_freeze(("DSR-2026-0001", "DSR-2026-0003"), actor="desk", at=at)
    with engine.connect() as connection:
        (row,) = connection.execute(text("SELECT actor, at, cases FROM freeze_list"))
    assert tuple(row) == ("desk", at.isoformat(), '["DSR-2026-0001", "DSR-2026-0003"]')


def test_redactions_and_versions_are_read_back(store, a_case, a_move):
    letter = NewOutgoing("LT-ACCESS-FULL", "fi", "99" * 32, True, "w3", "r7", "2018-05-24")
    after = store.apply(a_case(), a_move(decisions=(WITHHELD,), outgoing=(letter,)))
    found = store.case(after.number)
    assert found == after
    assert found.decisions == (WITHHELD,)
    (sent,) = found.outgoing
    assert (sent.wording_version, sent.rules_version, sent.notice_version) == (
        "w3",
        "r7",
        "2018-05-24",
    )


def test_what_was_stored_before_stays_readable(store, engine, a_case, a_move):
    """Down to the first schema and up again: what the new columns held is gone, nothing else."""
    letter = NewOutgoing("LT-ACK", "fi", "99" * 32, False, "w3", "r7", "2018-05-24")
    after = store.apply(a_case(), a_move(decisions=(WITHHELD,), outgoing=(letter,)))
    downgrade(engine, "0001")
    upgrade(engine)
    bare = replace(
        after,
        decisions=(replace(WITHHELD, redactions=()),),
        outgoing=tuple(replace(one, rules_version="", notice_version="") for one in after.outgoing),
    )
    assert SqlCaseStore(engine).case(after.number) == bare
    assert store.verify_chain() == ()
