"""Letters and cases: logged, numbered, found again, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from dsr.adapters.storage import SqlCaseStore
from dsr.cases.case import (
    NewCase,
    Person,
    Right,
)
from dsr.errors import Defect, NotFound
from dsr.ports import CaseStore


def test_it_is_a_case_store(store: SqlCaseStore):
    as_port: CaseStore = store
    assert as_port.cases() == ()


def test_a_letter_opens_linked_cases_with_consecutive_numbers(store, a_letter, at):
    letter, (access, erasure) = store.receive(
        a_letter(),
        [
            NewCase(Right.ACCESS, "access", "received", {"asked": ["copy"], "level": None}),
            NewCase(Right.ERASURE, "erasure", "waiting"),
        ],
        actor="clerk",
        at=at,
    )
    assert (access.number, erasure.number) == ("DSR-2026-0001", "DSR-2026-0002")
    assert (access.siblings, erasure.siblings) == ((erasure.number,), (access.number,))
    assert access.letter == erasure.letter == letter
    assert (letter.scans, letter.logged_by, letter.logged_at) == (
        ("ab" * 32, "cd" * 32),
        "clerk",
        at,
    )
    assert (letter.received, letter.postmark) == (date(2026, 3, 10), None)
    assert access.requester.email == "aino@example.fi"
    assert access.facts == {"asked": ["copy"], "level": None}
    assert (erasure.state, erasure.version, erasure.round, erasure.language) == (
        "waiting",
        1,
        1,
        "fi",
    )
    assert store.case(access.number) == access
    assert store.case(erasure.number) == erasure


def test_the_number_has_the_year_of_logging_and_starts_anew_each_year(store, a_letter, at):
    def number(received: date, logged: datetime) -> str:
        new = [NewCase(Right.ACCESS, "access", "received")]
        _, (case,) = store.receive(a_letter(received=received), new, actor="clerk", at=logged)
        return case.number

    helsinki = timezone(timedelta(hours=2))
    assert number(date(2026, 3, 10), at) == "DSR-2026-0001"
    # Still 2026 in UTC, but a new year where the controller is.
    assert (
        number(date(2026, 12, 31), datetime(2027, 1, 1, 0, 30, tzinfo=helsinki)) == "DSR-2027-0001"
    )
    assert number(date(2026, 3, 11), at) == "DSR-2026-0002"


def test_the_site_chooses_the_prefix(engine, a_letter, at):
    store = SqlCaseStore(engine, number_prefix="TSP-HKI")
    new = [NewCase(Right.ACCESS, "access", "received")]
    _, (case,) = store.receive(a_letter(), new, actor="clerk", at=at)
    assert case.number == "TSP-HKI-2026-0001"
    assert store.case(case.number) == case
    assert store.verify_chain() == ()


def test_a_failed_receipt_leaves_no_gap(store, a_letter, a_case, at):
    good, bad = (
        NewCase(Right.ACCESS, "access", "received"),
        NewCase(Right.ACCESS, "access", "received", {"day": date(2026, 3, 10)}),
    )
    with pytest.raises(Defect, match="not JSON"):
        store.receive(a_letter(), [good, bad], actor="clerk", at=at)
    assert store.letters_without_case() == ()
    assert a_case().number == "DSR-2026-0001"


def test_a_naive_instant_is_refused(store, a_letter):
    with pytest.raises(Defect, match="time zone"):
        store.receive(a_letter(), [], actor="clerk", at=datetime(2026, 3, 12))  # noqa: DTZ001
    assert store.letters_without_case() == ()


def test_instants_keep_the_offset_of_the_wall_clock(store, a_letter):
    late = datetime(2026, 3, 31, 23, 59, 59, 123456, tzinfo=timezone(timedelta(hours=3)))
    letter, _ = store.receive(a_letter(), [], actor="clerk", at=late)
    (stored,) = store.letters_without_case()
    assert stored == letter
    assert stored.logged_at.date() == date(2026, 3, 31)
    assert stored.logged_at.isoformat() == late.isoformat()


def test_the_holding_pen_holds_letters_until_their_cases_are_opened(store, a_letter, a_case, at):
    a_case()
    reading = {"language": "fi", "fields": {"name": {"value": "Aino Ääkkönen", "confidence": 0.9}}}
    unclear, none = store.receive(a_letter(reading=reading), [], actor="clerk", at=at)
    older, _ = store.receive(a_letter(received=date(2026, 3, 2)), [], actor="clerk", at=at)
    assert none == ()
    assert store.letters_without_case() == (older, unclear)
    requester, read = store.letter_as_read(unclear.id)
    assert (requester.name, read) == ("Aino Ääkkönen", reading)
    (case,) = store.open_cases_from(
        unclear.id, [NewCase(Right.OBJECTION, "objection", "received")], actor="officer", at=at
    )
    assert (case.number, case.letter) == ("DSR-2026-0002", unclear)
    assert store.letters_without_case() == (older,)


def test_an_unknown_letter_is_not_found(store, at):
    with pytest.raises(NotFound):
        store.letter_as_read(99)
    with pytest.raises(NotFound):
        store.open_cases_from(99, [], actor="clerk", at=at)


def test_the_same_bytes_are_recognised(store, a_letter, at):
    first, _ = store.receive(a_letter(scans=("11" * 32,)), [], actor="clerk", at=at)
    again, _ = store.receive(a_letter(scans=("22" * 32, "11" * 32)), [], actor="clerk", at=at)
    assert store.letters_with_scan("11" * 32) == (first.id, again.id)
    assert store.letters_with_scan("33" * 32) == ()


def test_an_unknown_case_is_not_found(store, a_case, a_move):
    for look in (store.case, store.history):
        with pytest.raises(NotFound, match="DSR-2026-0404"):
            look("DSR-2026-0404")
    with pytest.raises(NotFound, match="DSR-2026-0404"):
        store.apply(replace(a_case(), number="DSR-2026-0404"), a_move())


def test_cases_come_oldest_receipt_first_or_by_state(store, a_case, a_move):
    young = a_case(received=date(2026, 3, 11))
    old = a_case(received=date(2026, 3, 2))
    middle = store.apply(a_case(received=date(2026, 3, 9)), a_move())
    assert store.cases() == (old, middle, young)
    assert store.cases(states=["in_decision"]) == (middle,)
    assert store.cases(states=["received", "in_decision"]) == (old, middle, young)
    assert store.cases(states=[]) == ()


@pytest.mark.parametrize(
    ("requester", "found"),
    [
        (Person(name="aino  ÄÄKKÖNEN", postcode="00 100"), True),
        (Person(name="Someone Else", email="AINO@Example.FI"), True),
        (Person(name="Aino Ääkkönen", postcode="00200"), False),
        (Person(name="Aino Ääkkönen"), False),
        (Person(name="Väinö Ääkkönen", postcode="00100"), False),
        (Person(), False),
    ],
)
def test_possible_duplicates_are_open_cases_of_the_same_person(
    store, a_case, a_move, requester, found
):
    case = a_case()
    store.apply(a_case(), a_move("close", "closed"))
    a_case(requester=Person())
    assert store.open_cases_of(requester) == ((case,) if found else ())
