"""Whether the decisions of a case rest on lawful grounds, and who has to approve them."""

from __future__ import annotations

from collections.abc import Collection

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, GroupDecision
from dsr.cases.register import Finding
from dsr.casework.answers import IDENTITY_FAILED
from dsr.casework.office import Office
from dsr.errors import Fault

WHOLE_CASE = "*"


def ground_faults(
    office: Office, case: Case, groups: Collection[str], *, refused_as_a_whole: bool = False
) -> tuple[Fault, ...]:
    """Missing or thin facts of every ground, and every combination the catalogue forbids.

    groups: the data groups the request concerns, ``register.group``.
    """
    faults: list[Fault] = []
    today = office.clock.today()
    for decision in case.decisions:
        if decision.ground:
            found = office.catalogue.fact_faults(decision.ground, decision.facts, on=today)
            faults.extend(Fault(f.code, f"{decision.group}: {f.place}", f.sentence) for f in found)
    faults += office.catalogue.combination_faults(
        case.right.value,
        [(d.group, d.ground) for d in case.decisions if d.ground],
        groups,
        marketing=case.workflow == "marketing_objection",
        activated=office.site.rules.activated_grounds,
        granted=_granted(case),
        refused_as_a_whole=refused_as_a_whole,
    )
    return tuple(faults)


def _granted(case: Case) -> tuple[str, ...]:
    """Groups that get what was asked throughout, with no row held back on a ground."""
    limited = {d.group for d in case.decisions if d.action in NEED_GROUND}
    return tuple(
        d.group
        for d in case.decisions
        if d.group not in limited and d.group != WHOLE_CASE and not d.ground
    )


def second_person_required(office: Office, case: Case, findings: Collection[Finding]) -> bool:
    """Whether a ground of the decisions may only stand with another person's approval (F.3)."""
    if case.facts.get("refusal") == "identity":
        return office.catalogue.get(IDENTITY_FAILED).second_person
    sensitivity = {finding.code: finding.group.sensitivity for finding in findings}
    return any(
        office.catalogue.get(d.ground).needs_second_person(sensitivity.get(d.group, "S1"))
        for d in case.decisions
        if d.ground
    )


def identity_failed_decision(facts: dict[str, object]) -> GroupDecision:
    """The whole request refused because identity was not confirmed (rule R17)."""
    from dsr.cases.decision import Action

    return GroupDecision(WHOLE_CASE, Action.REFUSE, IDENTITY_FAILED, facts)
