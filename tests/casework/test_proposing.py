"""What differs from a proposal, and which facts a case knows by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.casework.earlier import given_digests
from dsr.casework.proposing import differs, known_facts, own_breach, with_until
from tests.casework.offices import CATALOGUE, TODAY, case, finding, office

KEPT = GroupDecision(
    "booking.vouchers",
    Action.KEEP,
    "ERA-17-3-B-KPL6",
    {"retention_end": "2030-12-31"},
    until=date(2030, 12, 31),  # Tuesday
    rows=("2",),
)
GOING = GroupDecision("booking.vouchers", Action.ERASE, rows=("1",))
CONTACT = GroupDecision("booking.contact", Action.ERASE)
PROPOSED = (KEPT, GOING, CONTACT)


@pytest.mark.parametrize(
    ("decision", "other"),
    [
        (CONTACT, False),
        (replace(CONTACT, why="Fine.", proposed_by="officer"), False),
        (replace(CONTACT, action=Action.ANONYMISE), True),
        (replace(KEPT, facts={**KEPT.facts, "only_voucher_data": True}), False),
        (replace(KEPT, until=date(2029, 12, 31)), True),  # Monday
        (replace(KEPT, rows=()), True),
        (replace(KEPT, ground="ERA-17-3-E"), True),
        (replace(GOING, redactions=(Redaction("t", "1", "c"),)), True),
        (GroupDecision("booking.unheard_of", Action.GIVE), False),
        (GroupDecision("*", Action.REFUSE, "EXC-12-5-EXC"), True),
        (GroupDecision("*", Action.ERASE), True),
    ],
)
def test_another_outcome_differs_and_a_completed_one_does_not(
    decision: GroupDecision, other: bool
) -> None:
    assert differs(decision, PROPOSED) is other
    assert differs(decision, ()) is False  # where nothing is proposed, nothing is changed


def test_a_decision_keeps_what_the_proposal_knew() -> None:
    asked = case(1, TODAY, right=Right.ERASURE)
    bare = replace(KEPT, facts={"only_voucher_data": True}, until=None)
    full = with_until(known_facts(office(), asked, bare, (), PROPOSED))
    assert full.facts == {"only_voucher_data": True, "retention_end": "2030-12-31"}
    assert full.until == date(2030, 12, 31)  # Tuesday
    mine = replace(bare, facts={"retention_end": "2029-12-31"})
    assert known_facts(office(), asked, mine, (), PROPOSED).facts == mine.facts
    assert with_until(CONTACT) == CONTACT


def test_repetition_is_told_from_the_cases_kept_here() -> None:
    held = (finding("notes", {"body": "x"}),)
    now = case(9, TODAY)
    given = given_digests(office(), now, held, (GroupDecision(held[0].code, Action.GIVE),))
    earlier = case(1, date(2026, 1, 12), answered=date(2026, 1, 19), given_digests=given)
    at = office(earlier, now)
    refusal = known_facts(at, now, GroupDecision("*", Action.REFUSE, "EXC-12-5-EXC"), held)
    (told,) = refusal.facts["earlier_requests"]  # type: ignore[misc]
    assert earlier.number in told
    copy = known_facts(at, now, GroupDecision("*", Action.CHARGE, "FEE-15-3"), held)
    assert copy.facts == {"first_copy_date": "2026-01-19"}  # Monday
    refer = known_facts(at, now, GroupDecision(held[0].code, Action.REFER), held)
    assert refer.facts == {"earlier_case": earlier.number, "given_on": "2026-01-19"}
    assert known_facts(office(now), now, GroupDecision("*", Action.REFUSE, "EXC-12-5-EXC"), held)


def test_a_child_that_was_heard_need_not_be_told_of_twice() -> None:
    heard = {
        "minor_born": "2011-05-04",  # Wednesday
        "maturity": "opposes",
        "minor_heard_on": "2026-03-10",  # Tuesday
        "minor_view": "The child does not want the notes to be read by anybody else",
        "maturity_assessed_by": "the officer, in a talk of half an hour",
        "authority_proof": "custody_extract",
    }
    asked = replace(case(1, TODAY), facts=heard)
    facts = known_facts(office(), asked, GroupDecision("*", Action.REFUSE, "ID-CHILD"), ()).facts
    left = {f.place for f in CATALOGUE.fact_faults("ID-CHILD", facts, on=TODAY)}
    assert left == {
        f"ID-CHILD.{name}"
        for name in (
            *("data_desc", "child_reason", "custody_source"),
            *("health_or_social_data", "prohibition_recorded"),
        )
    }


def test_own_breach_is_looked_for_where_something_is_erased() -> None:
    held = (finding("vouchers", {"number": "1"}),)
    late = replace(held[0].rows[0], traits={"voucher_date": date(2019, 12, 31)})  # Tuesday
    held = (replace(held[0], rows=(late,)),)
    assert own_breach(office(), case(1, TODAY, right=Right.ERASURE), held) == {
        "booking.vouchers": 1
    }
    assert own_breach(office(), case(1, TODAY), held) == {}
