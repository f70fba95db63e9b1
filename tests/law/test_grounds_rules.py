"""Which grounds may stand together: every rule passes once and fails once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dsr.law.grounds import load
from dsr.shipped import shipped

CATALOGUE = load(shipped("letters"))
GROUPS = ("booking.notes", "booking.invoices", "mailing.marketing")


def codes(
    right: str,
    decisions: Sequence[tuple[str, str]],
    *,
    groups: Sequence[str] = GROUPS,
    marketing: bool = False,
    activated: frozenset[str] = frozenset(),
    granted: Sequence[str] = (),
    refused_as_a_whole: bool = False,
) -> list[str]:
    faults = CATALOGUE.combination_faults(
        right,
        decisions,
        groups,
        marketing=marketing,
        activated=activated,
        granted=granted,
        refused_as_a_whole=refused_as_a_whole,
    )
    return sorted({fault.code for fault in faults})


@pytest.mark.shows("C1")
def test_several_grounds_each_for_its_group_may_stand() -> None:
    decisions = [
        ("booking.invoices", "ERA-17-3-B-KPL6"),
        ("booking.notes", "ERA-17-3-E"),
        ("mailing.marketing", "OBJ-DM"),
        ("*", "ERA-BACKUP"),
        ("*", "ERA-SUPPRESS"),
    ]
    assert codes("erasure", decisions) == []


def test_no_ground_at_all_is_a_plain_yes() -> None:
    assert codes("access", [], granted=GROUPS) == []


def test_an_unknown_code_is_named() -> None:
    assert codes("erasure", [("booking.notes", "ERA-17-3-Z")]) == ["grounds.unknown_code"]


def test_a_ground_belongs_to_its_right() -> None:
    assert codes("erasure", [("booking.notes", "ERA-17-3-E")]) == []
    assert codes("access", [("booking.notes", "ERA-17-3-E")]) == ["grounds.wrong_right"]


@pytest.mark.shows("C2")
@pytest.mark.parametrize("code", ["ERA-17-3-E", "ERA-17-3-B-KPL6", "ERA-17-3-B-PAT"])
def test_exceptions_from_erasure_hold_only_for_a_data_group(code: str) -> None:
    assert codes("erasure", [("booking.notes", code)]) == []
    assert codes("erasure", [("*", code)]) == ["grounds.needs_group"]


def test_a_group_has_to_be_of_this_request() -> None:
    assert codes("erasure", [("payroll.salary", "ERA-17-3-E")]) == ["grounds.unknown_group"]


@pytest.mark.shows("C2")
def test_refused_as_a_whole_needs_a_ground_for_every_group() -> None:
    two = [("booking.notes", "ERA-17-3-E"), ("booking.invoices", "ERA-17-3-B-KPL6")]
    groups = ("booking.notes", "booking.invoices")
    assert codes("erasure", two, groups=groups, refused_as_a_whole=True) == []
    assert codes("erasure", two, refused_as_a_whole=True) == ["grounds.not_covered"]
    fault = CATALOGUE.combination_faults("erasure", two, GROUPS, refused_as_a_whole=True)[0]
    assert "mailing.marketing" in fault.sentence


def test_a_ground_for_the_whole_request_covers_every_group() -> None:
    whole = [("*", "ID-12-2-FAIL")]
    assert codes("access", whole, refused_as_a_whole=True) == []
    assert codes("access", [("*", "ID-12-6-ASK")], refused_as_a_whole=True) == [
        "grounds.not_covered"
    ]
    assert codes("access", [], groups=(), refused_as_a_whole=True) == ["grounds.not_covered"]


@pytest.mark.shows("C3")
@pytest.mark.parametrize("code", ["EXC-12-5-UNF", "EXC-12-5-EXC", "EXC-12-5-ABUSE"])
def test_an_excessive_request_has_no_substantive_ground_beside(code: str) -> None:
    assert codes("access", [("*", code)]) == []
    assert codes("access", [("*", code), ("*", "ID-12-6-ASK")]) == []
    assert codes("access", [("*", code), ("booking.notes", "ACC-15-4")]) == ["grounds.excluded"]


def test_whoever_is_not_identified_learns_nothing_of_the_data() -> None:
    assert codes("access", [("*", "ID-12-2-FAIL"), ("*", "SCOPE-NODATA")]) == ["grounds.excluded"]
    mixed = [("booking.notes", "ID-12-2-FAIL"), ("mailing.marketing", "OBJ-DM")]
    assert codes("objection", mixed) == []


@pytest.mark.shows("C4", "SCOPE-SELF")
def test_self_service_never_stands_alone() -> None:
    assert codes("access", [("*", "SCOPE-SELF")]) == ["grounds.alone"]
    assert codes("access", [("*", "SCOPE-SELF")], granted=GROUPS) == []
    assert codes("access", [("*", "SCOPE-SELF"), ("booking.notes", "ACC-15-4")]) == []


@pytest.mark.shows("C5")
def test_disabled_codes_need_activation() -> None:
    decision = [("booking.notes", "ERA-17-3-D")]
    assert codes("erasure", decision) == ["grounds.not_activated"]
    assert codes("erasure", decision, activated=frozenset({"ERA-17-3-D"})) == []


@pytest.mark.shows("OBJ-DM")
@pytest.mark.parametrize(
    "code", ["ID-12-6-ASK", "ID-12-2-FAIL", "EXT-12-3", "EXC-12-5-EXC", "FEE-12-5", "ID-REP"]
)
def test_a_marketing_objection_knows_nothing_but_yes(code: str) -> None:
    assert codes("objection", [("*", code)], marketing=True) == ["grounds.unrefusable"]
    assert codes("objection", [("*", code)]) == []


def test_a_marketing_objection_is_carried_out_with_its_notes() -> None:
    decisions = [("*", "OBJ-DM"), ("*", "ERA-SUPPRESS")]
    assert codes("objection", decisions, marketing=True) == []
    assert codes("objection", decisions, marketing=True, refused_as_a_whole=True) == [
        "grounds.not_covered",
        "grounds.unrefusable",
    ]


@pytest.mark.parametrize("code", [ground.code for ground in CATALOGUE if ground.negative])
def test_no_negative_code_of_the_catalogue_touches_marketing(code: str) -> None:
    ground = CATALOGUE.get(code)
    faults = codes(
        "objection",
        [("mailing.marketing", code)],
        marketing=True,
        activated=frozenset(CATALOGUE.grounds),
    )
    assert ("grounds.unrefusable" in faults) is not ground.after_execution


@pytest.mark.shows("CON-7-3")
def test_withdrawal_of_consent_is_never_refused() -> None:
    assert codes("consent_withdrawal", [("*", "CON-7-3")]) == []
    assert "grounds.unrefusable" in codes("consent_withdrawal", [("*", "EXC-12-5-UNF")])
    assert "grounds.unrefusable" in codes("consent_withdrawal", [], refused_as_a_whole=True)


@pytest.mark.parametrize("code", ["ERA-17-3-B-PAT", "ERA-17-3-B-KPL6", "ERA-17-3-E"])
def test_what_a_law_holds_stays_though_consent_is_withdrawn(code: str) -> None:
    held = [("booking.notes", "CON-7-3"), ("booking.notes", code)]
    assert codes("consent_withdrawal", held) == []
    # A plain reason of the controller's own keeps nothing.
    assert "grounds.unrefusable" in codes("consent_withdrawal", [("booking.notes", "ERA-CONTRACT")])
    assert "grounds.unrefusable" in codes("consent_withdrawal", held, refused_as_a_whole=True)


def test_nothing_is_kept_of_what_a_guard_covers() -> None:
    apart = [("mailing.marketing", "OBJ-DM"), ("booking.notes", "ERA-NOGROUND")]
    assert codes("erasure", apart) == []
    same = [("mailing.marketing", "OBJ-DM"), ("mailing.marketing", "ERA-NOGROUND")]
    assert codes("erasure", same) == ["grounds.guard"]
    everywhere = [("*", "OBJ-DM"), ("booking.notes", "ERA-NOGROUND")]
    assert codes("erasure", everywhere) == ["grounds.guard"]


def test_a_group_is_not_granted_and_refused_at_once() -> None:
    decision = [("booking.notes", "ERA-CONTRACT")]
    assert codes("erasure", decision, granted=["booking.invoices"]) == []
    assert codes("erasure", decision, granted=["booking.notes"]) == ["grounds.granted_and_refused"]
    limited = [("booking.notes", "ACC-15-4")]
    assert codes("access", limited, granted=["booking.notes"]) == []


def test_one_ground_stands_once_for_a_group() -> None:
    once = [("booking.notes", "ERA-17-3-E"), ("booking.invoices", "ERA-17-3-E")]
    assert codes("erasure", once) == []
    assert codes("erasure", [*once, once[0]]) == ["grounds.repeated"]


def test_all_faults_come_at_once() -> None:
    decisions = [("*", "ERA-17-3-D"), ("*", "EXC-12-5-UNF"), ("x", "SCOPE-SELF"), ("*", "NO-SUCH")]
    assert codes("access", decisions) == [
        "grounds.excluded",
        "grounds.needs_group",
        "grounds.not_activated",
        "grounds.unknown_code",
        "grounds.unknown_group",
        "grounds.wrong_right",
    ]
