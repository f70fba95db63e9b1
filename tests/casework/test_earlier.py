"""Repeated requests: a list, never an automatic refusal; the same copy may be pointed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Case, Person, Right
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.register import Finding
from dsr.casework.earlier import (
    as_fact,
    earlier_requests,
    given_before,
    given_digests,
    refer_unchanged,
    repetition_faults,
)
from dsr.casework.grounds import ground_faults
from dsr.rights import access
from tests.casework.offices import CATALOGUE, TODAY, case, finding, office

NOTE = {"written_on": date(2026, 2, 25), "kind": "info", "body": "Iho herkkä talvella."}
BOOKING = {"starts_at": date(2026, 2, 25), "manner": "phone", "status": "done", "wish": None}
HELD = (finding("notes", NOTE), finding("bookings", BOOKING))
GIVE = tuple(GroupDecision(f.code, Action.GIVE) for f in HELD)
NOW = case(9, TODAY)


def copy_of(findings: tuple[Finding, ...] = HELD, *, number: int = 1, on: date) -> Case:
    """An earlier access request that was answered with a copy of these findings."""
    given = given_digests(office(), NOW, findings, GIVE)
    return case(number, on, answered=on.replace(day=on.day + 5), given_digests=given)


def test_the_list_names_interval_answer_and_change_newest_first() -> None:
    older = case(1, date(2025, 1, 13), answered=date(2025, 2, 3))  # Mondays
    newer = copy_of(number=2, on=date(2026, 1, 12))  # Monday
    waiting = case(3, date(2026, 2, 2))  # Monday
    found = earlier_requests(office(older, newer, waiting, NOW), NOW, HELD)
    assert [(e.case[-4:], e.months, e.unanswered, e.data_changed) for e in found] == [
        ("0003", 1, True, None),
        ("0002", 2, False, False),
        ("0001", 13, False, None),
    ]
    assert [e.letter for e in found] == [None, "LT-ACCESS-FULL", "LT-ACCESS-FULL"]
    assert as_fact(found, "en") == [
        "request DSR-2026-0002 was received on 12 January 2026, "
        "and we answered it on 17 January 2026",
        "request DSR-2025-0001 was received on 13 January 2025, "
        "and we answered it on 3 February 2025",
    ]
    changed = (HELD[0], finding("bookings", BOOKING, BOOKING))
    assert earlier_requests(office(newer, NOW), NOW, changed)[0].data_changed is True


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (case(1, date(2026, 1, 12)), True),
        (case(1, date(2026, 1, 12), key="2"), False),  # a namesake is linked to other rows
        (case(1, date(2026, 1, 12), right=Right.ERASURE), False),
        (case(1, date(2026, 3, 13)), False),  # Friday: later than this one
        (case(1, date(2026, 1, 12), key=None), True),  # by the same particulars
        (case(1, date(2026, 1, 12), key=None, person=Person(name="Aino Esimerkki")), False),
        (
            case(1, date(2026, 1, 12), key=None, person=Person(email="AINO@esimerkki.example")),
            True,
        ),
    ],
)
def test_whose_requests_count(other: Case, same: bool) -> None:
    assert bool(earlier_requests(office(other, NOW), NOW)) is same


def repeated(*earlier: Case, ground: str = "EXC-12-5-EXC") -> list[str]:
    """Codes of what keeps a ground from resting on the earlier requests."""
    asked = replace(NOW, decisions=(GroupDecision("*", Action.REFUSE, ground),))
    faults = list(repetition_faults(office(*earlier, asked), asked, HELD))
    assert all("EDPB" in f.sentence and f.place == ground for f in faults)
    return [fault.code for fault in faults]


@pytest.mark.shows("EXC-12-5-EXC")
@pytest.mark.parametrize("ground", ["EXC-12-5-EXC", "FEE-12-5", "FEE-15-3"])
def test_a_year_apart_is_never_too_often(ground: str) -> None:
    a_year = case(1, date(2025, 3, 12), answered=date(2025, 4, 3))  # Wednesday, Thursday
    less = case(1, date(2025, 3, 13), answered=date(2025, 4, 3))  # Thursdays
    assert repeated(a_year, ground=ground) == ["grounds.too_long_ago"]
    assert repeated(less, ground=ground) == []
    # The last one counts: a year since the first and a month since the second is no year.
    second = case(2, date(2026, 2, 2), answered=date(2026, 2, 9))  # Mondays
    assert repeated(a_year, second, ground=ground) == []


@pytest.mark.shows("R14", "EXC-12-5-EXC")
def test_asking_again_what_was_never_answered_is_a_reminder() -> None:
    waiting = case(1, date(2026, 1, 12))
    answered = case(2, date(2026, 2, 2), answered=date(2026, 2, 9))
    assert repeated(waiting) == ["grounds.reminder"]
    assert repeated(waiting, answered) == ["grounds.reminder"]
    taken_back = case(1, date(2026, 1, 12), state="withdrawn")
    assert repeated(taken_back) == []
    no_identity = case(3, date(2025, 1, 13), answered=date(2025, 2, 3), letter="LT-ID-FAIL")
    assert repeated(no_identity) == []  # it says nothing about how often she asked


@pytest.mark.shows("FEE-15-3")
def test_a_copy_of_new_data_is_a_first_copy() -> None:
    given = copy_of((finding("notes", {**NOTE, "body": "Something else."}),), on=date(2026, 1, 12))
    assert repeated(given, ground="FEE-15-3") == ["grounds.new_data"]
    assert repeated(copy_of(on=date(2026, 1, 12)), ground="FEE-15-3") == []


def proposed(*earlier: Case, findings: tuple[Finding, ...] = HELD) -> tuple[GroupDecision, ...]:
    """The proposals of an access request after these."""
    proposals = access.propose(NOW, findings, today=TODAY, year_end=(12, 31))
    return refer_unchanged(office(*earlier, NOW), NOW, findings, proposals)


def test_within_a_year_what_is_the_same_is_pointed_to_and_what_is_new_is_given() -> None:
    given = copy_of(on=date(2026, 1, 12))
    findings = (HELD[0], finding("bookings", BOOKING, {**BOOKING, "wish": "Musiikkia"}))
    same, new = proposed(given, findings=findings)
    assert (same.group, same.action) == ("booking.notes", Action.REFER)
    assert same.facts == {"earlier_case": given.number, "given_on": "2026-01-17"}  # Saturday
    assert given.number in same.why
    assert (new.group, new.action, new.facts) == ("booking.bookings", Action.GIVE, {})


def test_after_a_year_everything_is_given_again() -> None:
    assert {d.action for d in proposed(copy_of(on=date(2025, 3, 12)))} == {Action.GIVE}
    assert {d.action for d in proposed(copy_of(on=date(2025, 3, 13)))} == {Action.REFER}


@pytest.mark.shows("L20")
def test_a_third_request_points_to_the_copy_that_was_given() -> None:
    first = copy_of(number=1, on=date(2026, 1, 12))
    pointed = tuple(replace(d, action=Action.REFER) for d in GIVE)
    second = replace(copy_of(number=2, on=date(2026, 2, 2)), decisions=pointed)
    assert {d.facts["earlier_case"] for d in proposed(first, second)} == {first.number}


def test_what_was_limited_then_is_not_the_same_now() -> None:
    covered = GroupDecision(
        "booking.notes",
        Action.WITHHOLD,
        "ACC-15-4",
        redactions=(Redaction("notes", "1", "body", 0, 4),),
    )
    row = GroupDecision("booking.bookings", Action.WITHHOLD, "ACC-15-4", rows=("1",))
    digests = given_digests(office(), NOW, HELD, (*GIVE, covered, row))
    assert set(digests) == {"booking.notes", "booking.bookings"}
    earlier = case(1, date(2026, 1, 12), answered=date(2026, 1, 19), given_digests=digests)
    assert given_before(office(earlier, NOW), NOW, HELD) == {}
    assert given_digests(office(), NOW, HELD, (row,)) == {}  # nothing given, nothing to point to


def test_the_digest_is_keyed_and_holds_no_value() -> None:
    digests = given_digests(office(), NOW, HELD, GIVE)
    assert all(len(d) == 64 and "Iho" not in d for d in digests.values())
    other = replace(office(), hash_contact=lambda text: f"other {text}")
    assert given_digests(other, NOW, HELD, GIVE) != digests
    # A technical column is nothing the copy gives.
    moved = (finding("notes", {**NOTE, "id": 77}), HELD[1])
    assert given_digests(office(), NOW, moved, GIVE) == digests


def test_pointing_to_a_copy_holds_only_while_the_data_are_the_same() -> None:
    given = copy_of(on=date(2026, 1, 12))
    facts = {"earlier_case": given.number, "given_on": "2026-01-17"}
    refer = GroupDecision("booking.notes", Action.REFER, facts=facts)
    asked = replace(NOW, decisions=(refer, GIVE[1]))
    groups = tuple(f.code for f in HELD)
    at = office(given, asked)
    assert ground_faults(at, asked, groups, findings=HELD) == ()
    changed = (finding("notes", {**NOTE, "body": "Corrected."}), HELD[1])
    (fault,) = ground_faults(at, asked, groups, findings=changed)
    assert (fault.code, fault.place) == ("decision.refer_changed", "booking.notes")
    elsewhere = replace(asked, right=Right.PORTABILITY, workflow="portability")
    codes = {f.code for f in ground_faults(at, elsewhere, groups, findings=HELD)}
    assert codes == {"decision.refer_changed"}


def test_the_list_carries_the_ground_of_repetition() -> None:
    found = earlier_requests(office(copy_of(on=date(2026, 1, 12)), NOW), NOW)
    ground = CATALOGUE.get("EXC-12-5-EXC")
    assert ground.facts["earlier_requests"].kind == "list"
    faults = CATALOGUE.fact_faults(ground.code, {"earlier_requests": as_fact(found, "fi")})
    assert "EXC-12-5-EXC.earlier_requests" not in {fault.place for fault in faults}
