"""Whether the decisions of a case rest on lawful grounds, and who has to approve them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.register import Finding
from dsr.casework.answers import IDENTITY_FAILED
from dsr.casework.contradictions import kind_faults
from dsr.casework.earlier import given_before, repetition_faults
from dsr.casework.office import Office
from dsr.casework.protecting import protection_faults
from dsr.errors import Fault
from dsr.rights import consent_withdrawal

WHOLE_CASE = "*"


def ground_faults(
    office: Office,
    case: Case,
    groups: Collection[str],
    *,
    refused_as_a_whole: bool = False,
    findings: tuple[Finding, ...] = (),
) -> tuple[Fault, ...]:
    """Missing or thin facts of every ground, and every combination the catalogue forbids.

    groups: the data groups the request concerns, ``register.group``. findings: what they hold now.
    """
    faults: list[Fault] = [*protection_faults(case)]
    today = office.clock.today()
    for decision in case.decisions:
        if decision.ground:
            found = office.catalogue.fact_faults(decision.ground, decision.facts, on=today)
            faults.extend(Fault(f.code, f"{decision.group}: {f.place}", f.sentence) for f in found)
        faults += kind_faults(office, decision)
    faults += office.catalogue.combination_faults(
        case.right.value,
        _grounds_used(case.decisions),
        groups,
        marketing=case.workflow == "marketing_objection",
        activated=office.site.rules.activated_grounds,
        granted=_granted(case),
        refused_as_a_whole=refused_as_a_whole,
    )
    faults += repetition_faults(office, case, findings)
    faults += _refer_faults(office, case, findings)
    faults += _consent_faults(case, findings)
    return tuple(dict.fromkeys(faults))


def _grounds_used(decisions: Collection[GroupDecision]) -> list[tuple[str, str]]:
    """Group and ground of each decision. The same ground for other rows or passages of a group is
    another use of it: vouchers of two years end on two days."""
    used: dict[tuple[object, ...], tuple[str, str]] = {}
    several: list[tuple[str, str]] = []
    for decision in decisions:
        if decision.ground is None:
            continue
        part = (decision.group, decision.ground)
        if not decision.rows and not decision.redactions:
            several.append(part)
        else:
            used[part] = part
    return [*several, *(part for part in used.values() if part not in several)]


def _granted(case: Case) -> tuple[str, ...]:
    """Groups that get what was asked throughout, with no row held back on a ground."""
    limited = {d.group for d in case.decisions if d.action in NEED_GROUND}
    return tuple(
        d.group
        for d in case.decisions
        if d.group not in limited and d.group != WHOLE_CASE and not d.ground
    )


def _refer_faults(office: Office, case: Case, findings: tuple[Finding, ...]) -> Iterator[Fault]:
    """Pointing to an earlier copy is right only while the data are the same as in it."""
    referring = [d for d in case.decisions if d.action is Action.REFER]
    if not referring:
        return
    before = given_before(office, case, findings) if case.workflow == "access" else {}
    for decision in referring:
        given = before.get(decision.group)
        if given is None or decision.facts.get("earlier_case") != given.case:
            sentence = (
                "These data are not the same as in a copy given within the last twelve months, so "
                "nothing can be pointed to (Art. 15(3); EDPB 01/2022, 28). Decide to give them."
            )
            yield Fault("decision.refer_changed", decision.group, sentence)


def _consent_faults(case: Case, findings: tuple[Finding, ...]) -> Iterator[Fault]:
    """A consent that is withdrawn carries nothing on (Art. 7(3))."""
    if case.workflow != "consent_withdrawal":
        return
    quiet = {d.group for d in case.decisions if d.action is Action.NOTHING}
    for finding in consent_withdrawal.concerned(case, findings):
        if finding.code in quiet:
            sentence = (
                "It rests on the consent that is withdrawn, so it cannot simply go on (Art. 7(3)). "
                "Stop or erase it; or weigh identity anew for the groups the person means."
            )
            yield Fault("decision.consent_goes_on", finding.code, sentence)


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
    return GroupDecision(WHOLE_CASE, Action.REFUSE, IDENTITY_FAILED, facts)
