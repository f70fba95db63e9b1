"""A ground does what its kind says and nothing else; every contradiction is told at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dsr.cases.case import Right
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.casework.contradictions import GRANTING, STEP_OF, kind_faults, set_faults
from dsr.casework.grounds import ground_faults, second_person_required
from dsr.engine.vocabulary import VOCABULARY
from tests.casework.offices import CATALOGUE, TODAY, case, finding, office

GROUP = "booking.notes"
NEGATIVE = sorted(NEED_GROUND, key=str)
DECIDING = [(g.code, right) for g in CATALOGUE for right in g.rights if g.code not in STEP_OF]


def codes(decision: GroupDecision) -> list[str]:
    """What its kind forbids."""
    return [fault.code for fault in kind_faults(office(), decision)]


@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_only_a_ground_that_refuses_or_limits_can_refuse_or_limit(code: str) -> None:
    kinds = set(CATALOGUE.get(code).kinds)
    for action in NEGATIVE:
        faults = list(kind_faults(office(), GroupDecision(GROUP, action, code)))
        assert bool(faults) is kinds.isdisjoint({"REFUSE", "LIMIT"}), (code, action)
        for fault in faults:
            assert fault.place.startswith(GROUP)
            assert len(fault.sentence) > 40


@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_what_only_refuses_carries_nothing_out(code: str) -> None:
    kinds = set(CATALOGUE.get(code).kinds)
    for action in GRANTING:
        found = codes(GroupDecision(GROUP, action, code))
        only_refuses = kinds <= {"REFUSE", "CHARGE"} and kinds != {"CHARGE"}
        assert ("decision.granted_and_refused" in found) is only_refuses, (code, action)


@pytest.mark.parametrize("code", [c for c in CATALOGUE.grounds if c.startswith("ERA-17-3-")])
def test_what_keeps_data_takes_none_away(code: str) -> None:
    for action in (Action.ERASE, Action.ANONYMISE):
        found = codes(GroupDecision(GROUP, action, code))
        assert {"decision.erased_and_kept", "decision.granted_and_refused"} & set(found), action


@pytest.mark.shows("C2")
def test_a_limit_never_refuses_the_whole_request() -> None:
    assert codes(GroupDecision("*", Action.REFUSE, "POR-20-2")) == ["decision.limit_refuses_all"]
    assert codes(GroupDecision("*", Action.REFUSE, "ERA-17-3-E")) == ["decision.limit_refuses_all"]
    assert codes(GroupDecision("*", Action.REFUSE, "SCOPE-DECEASED")) == []
    assert codes(GroupDecision(GROUP, Action.REFUSE, "ERA-17-3-E")) == []


@pytest.mark.shows(
    "ID-12-6-ASK",
    "ID-REP",
    "SCOPE-CLARIFY",
    "EXT-12-3",
    "OBJ-21-1-SITUATION",
    "FEE-12-5",
    "FEE-15-3",
)
@pytest.mark.parametrize("code", sorted(STEP_OF))
def test_questions_extensions_and_fees_have_their_own_steps(code: str) -> None:
    (fault,) = kind_faults(office(), GroupDecision("*", Action.NOTHING, code))
    assert STEP_OF[code] in VOCABULARY
    assert STEP_OF[code] in fault.sentence


def test_what_is_told_after_the_execution_stands_beside_the_decision() -> None:
    assert codes(GroupDecision("*", Action.NOTHING, "ERA-BACKUP")) == []
    assert codes(GroupDecision(GROUP, Action.ERASE, "ERA-BACKUP")) == ["decision.postpones"]


def test_a_fee_is_never_set_as_a_decision() -> None:
    asked = case(1, TODAY)
    for ground in (None, "FEE-12-5", "EXC-12-5-EXC"):
        found = set_faults(office(), asked, GroupDecision("*", Action.CHARGE, ground), (GROUP,))
        assert "decision.fee_has_its_step" in {fault.code for fault in found}, ground


@pytest.mark.parametrize(
    ("until", "action", "facts", "expected"),
    [
        (date(2026, 3, 11), Action.KEEP, {}, ["decision.until_passed"]),  # Wednesday
        (date(2026, 3, 12), Action.KEEP, {}, []),  # Thursday, today
        (date(2030, 1, 1), Action.ERASE, {}, ["decision.until_without_keep"]),  # Tuesday
        (
            date(2026, 3, 11),
            Action.REFUSE,
            {"erase_date": "2026-06-30"},  # Tuesday
            [
                "decision.until_without_keep",
                "decision.until_passed",
                "decision.until_differs",
            ],
        ),
        (date(2030, 1, 1), Action.KEEP, {"retention_end": "2030-01-01"}, []),
    ],
)
def test_the_last_day_is_one_and_still_ahead(
    until: date, action: Action, facts: dict[str, object], expected: list[str]
) -> None:
    decision = GroupDecision(GROUP, action, None, facts, until=until)
    assert codes(decision) == expected


def test_contradictions_of_one_decision_come_all_at_once() -> None:
    erasing = case(1, TODAY, right=Right.ERASURE)
    decision = GroupDecision(
        "*",
        Action.REFUSE,
        "ERA-17-3-D",  # switched off, and only for a named group
        {"retention_end": "2027-01-04"},  # Monday
        until=date(2026, 3, 11),  # Wednesday
    )
    found = set_faults(office(), erasing, decision, (GROUP,))
    assert {fault.code for fault in found} == {
        "grounds.not_activated",
        "grounds.needs_group",
        "decision.until_without_keep",
        "decision.until_passed",
        "decision.until_differs",
    }
    assert all(fault.place and fault.sentence.endswith(".") for fault in found)
    switched_on = replace(office().site.rules, activated_grounds=frozenset({"ERA-17-3-D"}))
    site = replace(office().site, rules=switched_on)
    again = set_faults(office(site=site), erasing, decision, (GROUP,))
    assert "grounds.not_activated" not in {fault.code for fault in again}


def test_facts_without_a_ground_are_a_slip() -> None:
    asked = case(1, TODAY)
    given = GroupDecision(GROUP, Action.GIVE, facts={"effect": "It would harm somebody."})
    (fault,) = set_faults(office(), asked, given, (GROUP,))
    assert (fault.code, fault.place) == ("decision.fact_without_ground", f"{GROUP}: effect")
    own = GroupDecision(GROUP, Action.ERASE, facts={"overdue_rows": 2})
    assert set_faults(office(), asked, own, (GROUP,)) == ()


@pytest.mark.parametrize(("said", "fault"), [("a", False), ("d", False), ("e", True), ("", True)])
def test_a_restriction_names_one_of_the_four_cases(said: str, fault: bool) -> None:
    asked = case(1, TODAY, right=Right.RESTRICTION)
    decision = GroupDecision(GROUP, Action.RESTRICT, facts={"restriction_ground": said})
    found = {f.code for f in set_faults(office(), asked, decision, (GROUP,))}
    assert found == ({"decision.restriction_ground"} if fault else set())


@pytest.mark.shows("every ground")
@pytest.mark.parametrize(("code", "right"), DECIDING)
def test_every_ground_can_be_set_in_some_lawful_way(code: str, right: str) -> None:
    """No ground is dead: some action, on a group or on the request, carries it."""
    rules = replace(office().site.rules, activated_grounds=frozenset({code}))
    at = office(site=replace(office().site, rules=rules))
    asked = case(1, TODAY, right=Right(right))
    ways = [
        (group, action)
        for group in (GROUP, "*")
        for action in Action
        if not set_faults(at, asked, GroupDecision(group, action, code), (GROUP,))
    ]
    assert ways


# ---------------------------------------------------------------- decisions together


def test_one_ground_may_hold_different_rows_until_different_days() -> None:
    """Vouchers of two years: two decisions, one ground."""
    erasing = case(1, TODAY, right=Right.ERASURE)
    until = {"1": 2029, "2": 2030}
    kept = tuple(
        GroupDecision(
            "booking.vouchers",
            Action.KEEP,
            "ERA-17-3-B-KPL6",
            {
                "voucher_list": f"voucher number {key} of that year",
                "accounting_period_end": f"{year - 6}-12-31",
                "retention_end": f"{year}-12-31",
                "only_voucher_data": True,
                "moved_out_of_register": True,
            },
            until=date(year, 12, 31),
            rows=(key,),
        )
        for key, year in until.items()
    )
    asked = replace(erasing, decisions=kept)
    assert ground_faults(office(), asked, ("booking.vouchers",)) == ()
    whole = replace(asked, decisions=tuple(replace(d, rows=()) for d in kept))
    codes = {f.code for f in ground_faults(office(), whole, ("booking.vouchers",))}
    assert codes == {"grounds.repeated"}


@pytest.mark.shows("CON-7-3")
def test_a_withdrawn_consent_carries_nothing_on() -> None:
    held = (finding("allergies", {"body": "x"}), finding("notes", {"body": "y"}))
    groups = tuple(f.code for f in held)
    asked = case(1, TODAY, right=Right.CONSENT_WITHDRAWAL)
    quiet = tuple(GroupDecision(code, Action.NOTHING) for code in groups)
    going_on = replace(asked, decisions=quiet)
    (fault,) = ground_faults(office(), going_on, groups, findings=held)
    assert (fault.code, fault.place) == ("decision.consent_goes_on", "booking.allergies")
    stopped = (GroupDecision("booking.allergies", Action.STOP), quiet[1])
    assert ground_faults(office(), replace(asked, decisions=stopped), groups, findings=held) == ()
    meant = replace(going_on, facts={"concerns": ["booking.notes"]})
    assert ground_faults(office(), meant, groups, findings=held) == ()


@pytest.mark.shows("C2")
def test_a_refusal_of_everything_covers_everything() -> None:
    held = (finding("notes", {"body": "y"}), finding("bookings", {"wish": "z"}))
    groups = tuple(f.code for f in held)
    one = GroupDecision("booking.notes", Action.REFUSE, "ERA-CONTRACT")
    asked = replace(case(1, TODAY, right=Right.ERASURE), decisions=(one,))
    found = ground_faults(office(), asked, groups, refused_as_a_whole=True, findings=held)
    told = {f.code: f.sentence for f in found}
    assert "booking.bookings" in told["grounds.not_covered"]
    assert "ground.fact_missing" in told  # and the facts it lacks, at once


def test_who_has_to_look_again() -> None:
    held = (finding("allergies", {"body": "x"}), finding("bookings", {"wish": "y"}))
    asked = case(1, TODAY)
    for group, ground, wanted in (
        ("booking.allergies", "ACC-15-4", True),  # a limit on S3
        ("booking.bookings", "ACC-15-4", False),
        ("booking.bookings", "EXC-12-5-EXC", True),
        ("booking.bookings", None, False),
    ):
        decided = replace(asked, decisions=(GroupDecision(group, Action.WITHHOLD, ground),))
        assert second_person_required(office(), decided, held) is wanted
