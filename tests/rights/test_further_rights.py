"""Restriction, portability, withdrawal of consent: what is proposed per group, and the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision, Redaction
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.grounds import load
from dsr.rights import consent_withdrawal, portability, restriction
from dsr.shipped import shipped
from tests.rights.test_proposals import CASE, TODAY, YEAR_END, decided, group, row

CATALOGUE = load(shipped("letters"))


def finding(code: str, **of_group: object) -> Finding:
    """A group that holds one row."""
    retention = str(of_group.pop("retention", "while_customer"))
    return Finding("booking", group(code, retention, **of_group), (row("1"),))


def proposals(right: object, *findings: Finding, case: Case = CASE) -> tuple[GroupDecision, ...]:
    """What a right proposes."""
    return right.propose(case, findings, today=TODAY, year_end=YEAR_END)  # type: ignore[attr-defined,no-any-return]


def test_each_has_its_row_of_the_evidence_table() -> None:
    assert restriction.request_kind(CASE) is RequestKind.RESTRICTION
    assert portability.request_kind(CASE) is RequestKind.PORTABILITY
    assert consent_withdrawal.request_kind(CASE) is RequestKind.CONSENT_WITHDRAWAL


def test_everything_found_is_restricted_or_what_the_letter_names() -> None:
    both = (finding("a"), finding("b"), Finding("booking", group("empty"), ()))
    found = proposals(restriction, *both)
    assert [(d.group, d.action) for d in found] == [
        ("booking.a", Action.RESTRICT),
        ("booking.b", Action.RESTRICT),
    ]
    assert all("restriction_ground" in d.why for d in found)
    named = replace(CASE, facts={"concerns": ["booking.b"]})
    assert [d.group for d in proposals(restriction, *both, case=named)] == ["booking.b"]


@pytest.mark.shows("POR-20-1", "POR-20-1-INFERRED")
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_portable_goes_by_basis_and_by_who_provided_it(language: str) -> None:
    found = proposals(
        portability,
        finding("contract"),
        finding("consent", basis="6(1)(a)"),
        finding("health", basis="6(1)(a), 9(2)(a)"),
        finding("interest", basis="6(1)(f)"),
        finding("statute", basis="6(1)(c)", provided=False),
        finding("ours", basis="6(1)(b)", provided=False),
        Finding("booking", group("empty"), ()),
        case=replace(CASE, language=language),
    )
    assert [(d.group.partition(".")[2], d.action, d.ground) for d in found] == [
        ("contract", Action.GIVE, None),
        ("consent", Action.GIVE, None),
        ("health", Action.GIVE, None),
        ("interest", Action.WITHHOLD, "POR-20-1"),
        ("statute", Action.WITHHOLD, "POR-20-1"),
        ("ours", Action.WITHHOLD, "POR-20-1-INFERRED"),
    ]
    for decision in found:
        assert "Art. 20" in decision.why or "Art. 6" in decision.why
        if decision.ground:
            assert CATALOGUE.fact_faults(decision.ground, decision.facts, on=TODAY) == ()


def consent(**of_group: object) -> Finding:
    """A group that rests on explicit consent."""
    return finding("allergies", basis="6(1)(a), 9(2)(a)", sensitivity="S3", **of_group)


@pytest.mark.parametrize(
    ("shown", "action"), [(None, Action.STOP), (2, Action.STOP), (3, Action.ERASE)]
)
def test_consent_stops_now_and_is_erased_where_identity_is_shown_for_it(
    shown: int | None, action: Action
) -> None:
    case = replace(CASE, facts={"identity_proven": shown})
    (decision,) = proposals(consent_withdrawal, consent(), finding("contract"), case=case)
    assert (decision.action, decision.ground) == (action, "CON-7-3")
    assert CATALOGUE.fact_faults("CON-7-3", decision.facts, on=TODAY) == ()
    assert decision.facts["withdrawn_at"] == "2026-03-02"  # Monday: from the day of receipt


@pytest.mark.shows("ERA-17-3-B-PAT", "CON-7-3")
def test_a_patient_record_stays_and_marketing_stops() -> None:
    record, letters = proposals(
        consent_withdrawal,
        consent(retention="patient_record"),
        finding("letters", basis="6(1)(a)", marketing=True, sensitivity="S0"),
    )
    assert (record.action, record.ground) == (Action.KEEP, "ERA-17-3-B-PAT")
    assert letters.action is Action.STOP_MARKETING


def test_only_the_consent_that_is_meant_is_withdrawn() -> None:
    case = replace(CASE, facts={"concerns": ["booking.allergies"]})
    letters = finding("letters", basis="6(1)(a)", marketing=True)
    found = proposals(consent_withdrawal, consent(), letters, case=case)
    assert [d.group for d in found] == ["booking.allergies"]


def test_erasing_needs_what_the_most_sensitive_group_needs() -> None:
    held = (consent(), finding("contract"))
    assert consent_withdrawal.erasing_level(held, ["booking.contract"]) == 2
    assert consent_withdrawal.erasing_level(held, ["booking.contract", "booking.allergies"]) == 3
    assert consent_withdrawal.erasing_level(held, []) is None


def test_the_letter_follows_from_what_was_decided() -> None:
    assert restriction.answer_type(decided(Action.RESTRICT, Action.REFUSE)) == "LT-RESTRICT"
    assert restriction.answer_type(decided(Action.REFUSE)) == "LT-REFUSED"
    assert portability.answer_type(decided(Action.GIVE, Action.WITHHOLD)) == "LT-PORT"
    assert portability.answer_type(decided(Action.WITHHOLD)) == "LT-REFUSED"
    covered = GroupDecision("g", Action.WITHHOLD, redactions=(Redaction("t", "1", "c"),))
    assert portability.answer_type((covered,)) == "LT-PORT"
    assert consent_withdrawal.answer_type(decided(Action.STOP, Action.KEEP)) == "LT-CONSENT-WD"
