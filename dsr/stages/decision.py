"""Decision: what happens to each data group, on which ground, on which facts (GDPR Art. 12(4)).

The engine proposes from the mapping, the retention rules and the findings; the officer confirms or
changes. Nothing is decided by silence: every group in which something is held is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dsr.cases.case import Case, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, Plan
from dsr.casework.answers import rules_of
from dsr.casework.contradictions import set_faults
from dsr.casework.data import (
    approval_of,
    attempt_of,
    concerned,
    digest_of,
    findings_of,
    held,
    plans_of,
)
from dsr.casework.given import day_of, mapping_of, text_of, texts_of
from dsr.casework.grounds import identity_failed_decision
from dsr.casework.office import Office
from dsr.casework.proposing import differs, known_facts, own_breach, proposals_of, with_until
from dsr.casework.redacting import added_up, check_passages, placed
from dsr.casework.refusing import refuse_if
from dsr.casework.replacing import what_is_left
from dsr.casework.step import Also, Found, take
from dsr.engine.facts import as_json
from dsr.errors import Fault, Refused

WHOLE_CASE = "*"
#: Requests about a part of the data: what nobody disputed is not concerned.
_PARTIAL = frozenset({"rectification", "objection", "consent_withdrawal"})
_OWN_FACTS = frozenset(
    {"group", "action", "why", "ground", "until", "values", "rows", "redactions"}
)


@dataclass(frozen=True)
class Prepared:
    """What was found and what the engine proposes for it."""

    findings: tuple[Finding, ...]
    proposals: tuple[GroupDecision, ...]


def prepare(office: Office, case: Case) -> Prepared:
    """Proposals per data group; where nobody was found, that nothing is held (EDPB 01/2022 179)."""
    findings = findings_of(office, case)
    return Prepared(findings, proposals_of(office, case, findings))


def confirm_proposals(office: Office, case: Case, actor: User) -> Case:
    """Take over every proposal as the officer's own decision, one event a group."""
    prepared = prepare(office, case)
    if not prepared.proposals:
        raise Refused(
            f"{case.number}: the engine has nothing to propose.",
            "Decide the groups one by one: dsr case do CASE set_decision --fact group=…",
        )
    proposed = {proposal.group for proposal in prepared.proposals}
    case = replace(case, decisions=tuple(d for d in case.decisions if d.group not in proposed))
    for proposal in prepared.proposals:
        confirmed = replace(proposal, proposed_by="engine")
        case = _store(office, case, actor, confirmed, Found(findings=prepared.findings))
    return case


def set_decision(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Decide one data group: as proposed, or otherwise with a reason.

    Facts beside group, action, why, ground, until, values, rows and redactions are the facts of the
    ground. Raises Refused with every contradiction, each naming the rule and the way out.
    """
    if supplied.get("action") not in {action.value for action in Action}:
        return take(office, case, "set_decision", actor, supplied)  # refused, with every reason
    if ground := text_of(supplied, "ground"):
        office.catalogue.get(ground)  # NotFound here, not when the case is next looked at
    findings = findings_of(office, case)
    maps = [register.map for register in office.registers.values()]
    passages = texts_of(supplied.get("redactions"))
    group = str(supplied.get("group") or "")
    decision = GroupDecision(
        group=group,
        action=Action(str(supplied.get("action") or "")),
        ground=ground,
        facts={k: as_json(v) for k, v in supplied.items() if k not in _OWN_FACTS},
        why=text_of(supplied, "why") or "",
        until=day_of(supplied.get("until")),
        values=mapping_of(supplied.get("values")),
        rows=texts_of(supplied.get("rows")),
        proposed_by=actor.name,
        redactions=placed(passages, group, findings, maps, office.hash_contact),
    )
    check_passages(decision)
    proposals = proposals_of(office, case, findings)
    decision = with_until(known_facts(office, case, decision, findings, proposals))
    found = Found(findings=findings, differs_from_proposal=differs(decision, proposals))
    _without_contradiction(office, case, actor, supplied, decision, found)
    return _store(office, case, actor, decision, found)


def _without_contradiction(
    office: Office,
    case: Case,
    actor: User,
    supplied: Mapping[str, object],
    decision: GroupDecision,
    found: Found,
) -> None:
    """Raises Refused with what contradicts itself, and with what the step itself refuses."""
    groups = held(found.findings or ())
    faults = [
        *_inside_what_was_proven(case, decision),
        *set_faults(office, case, decision, groups),
    ]
    refuse_if(office, case, "set_decision", actor, supplied, faults, found)


def _inside_what_was_proven(case: Case, decision: GroupDecision) -> list[Fault]:
    """Identity was weighed for the groups named then; others need another weighing."""
    concerns = texts_of(case.facts.get("concerns"))
    quiet = decision.action in (Action.NOTHING, Action.REFUSE)
    if not concerns or decision.group in concerns or quiet:
        return []
    sentence = (
        f"This group was not named then: identity was weighed for {', '.join(concerns)} only (Art. "
        "12(6)). Link the person again and weigh identity for this group too."
    )
    return [Fault("decision.not_weighed", decision.group, sentence)]


def _store(
    office: Office,
    case: Case,
    actor: User,
    decision: GroupDecision,
    found: Found,
) -> Case:
    if case.workflow == "restriction" and decision.group == WHOLE_CASE:
        return _store_everywhere(office, case, actor, decision, found)
    others = [left for d in case.decisions if (left := what_is_left(d, decision)) is not None]
    supplied: dict[str, object] = {
        "group": decision.group,
        "action": decision.action.value,
        "why": decision.why or "As proposed.",
    }
    details = {"group": decision.group, "action": decision.action.value, "ground": decision.ground}
    also = Also(decisions=added_up(others, decision), details=details)
    return take(office, case, "set_decision", actor, supplied, also, found)


def _store_everywhere(
    office: Office, case: Case, actor: User, decision: GroupDecision, found: Found
) -> Case:
    """Art. 18: one word on the whole request is the same decision on every group it concerns."""
    concerns = texts_of(case.facts.get("concerns"))
    groups = [code for code in held(found.findings or ()) if not concerns or code in concerns]
    if decision.action is not Action.RESTRICT or not groups:
        groups = [WHOLE_CASE]
    each = tuple(replace(decision, group=group) for group in groups)
    supplied: dict[str, object] = {
        "group": WHOLE_CASE,
        "action": decision.action.value,
        "why": decision.why,
    }
    details = {"group": WHOLE_CASE, "action": decision.action.value, "ground": decision.ground}
    also = Also(decisions=each, details=details)
    return take(office, case, "set_decision", actor, supplied, also, found)


def decide(
    office: Office, case: Case, actor: User, step: str, supplied: Mapping[str, object]
) -> Case:
    """``decide`` or ``refuse``: every group is decided on lawful grounds, or it is refused here."""
    findings = findings_of(office, case)
    decisions = case.decisions
    if step == "decide" and _is_partial(case):
        decisions = (*decisions, *_not_concerned(decisions, findings))
    if step == "refuse" and case.workflow in _PARTIAL:
        asked = concerned(office, case)
        findings = tuple(finding for finding in findings if finding.code in asked)
    full = replace(case, decisions=decisions)
    if step == "decide" and case.workflow == "access":
        _paper_was_searched(office, case)
    if step == "decide":
        plans_of(office, full)  # what no register can carry out is said now, not at the approval
    breach = own_breach(office, full, findings) if step == "decide" else {}
    also = Also(
        facts={"own_breach": breach or None},
        details={"own_breach": breach} if breach else {},
        decisions=decisions,
    )
    return take(office, full, step, actor, supplied, also, Found(findings=findings))


def _is_partial(case: Case) -> bool:
    """Whether silence on a group means that the request does not concern it."""
    named = case.workflow == "restriction" and bool(texts_of(case.facts.get("concerns")))
    return named or case.workflow in _PARTIAL


def _paper_was_searched(office: Office, case: Case) -> None:
    """The copy must be complete (Art. 15(3)); only a person can look through paper."""
    if office.site.paper_searched is None or case.facts.get("paper_searched") is True:
        return
    raise Refused(
        f"{case.number}: nobody recorded that the paper files were searched.",
        "Search them, then link the person again with paper_searched=yes.",
        faults=[Fault("decision.paper", case.number, "The site keeps paper files (dsr.toml).")],
    )


def _not_concerned(
    decisions: tuple[GroupDecision, ...], findings: tuple[Finding, ...]
) -> tuple[GroupDecision, ...]:
    decided = {decision.group for decision in decisions}
    if not decided or WHOLE_CASE in decided:
        return ()
    return tuple(
        GroupDecision(code, Action.NOTHING, why="Not concerned by this request.")
        for code in held(findings)
        if code not in decided
    )


def approve(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Approve exactly the plan shown; its digest per table is kept to say later what changed."""
    plans = plans_of(office, case)
    also, found = Also(facts=approval_of(plans)), Found(plan_digest=digest_of(plans))
    return take(office, case, "approve", actor, supplied, also, found)


def identity_failed(
    office: Office, case: Case, actor: User, supplied: Mapping[str, object]
) -> Case:
    """Draft the refusal for want of proof of identity (Art. 12(2), 12(6); rule R17)."""
    # Of a representative the authority is asked for, and that may be the only question there was.
    asked = case.facts.get("identity_asked_on") or case.facts.get("authority_asked_on")
    facts = {"asked_date": asked, **{k: as_json(v) for k, v in supplied.items()}}
    decision = identity_failed_decision(facts)
    faults = office.catalogue.fact_faults(str(decision.ground), facts, on=office.clock.today())
    if faults and asked:
        raise Refused(f"{case.number}: the refusal lacks facts.", faults=faults)
    also = Also(decisions=(decision,), details={"ground": decision.ground})
    return take(office, case, "identity_failed", actor, supplied, also)


def show_plan(office: Office, case: Case) -> tuple[Plan, ...]:
    """The dry run: exact rows and columns, before and after, made from each register now."""
    return plans_of(office, case)


def stop_marketing(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Order the stop in every channel (Art. 21(3)): nothing is weighed, nobody approves.

    The groups come from the mappings, not from what is held of a person: the contact point itself
    is the subject, known or not.
    """
    every = tuple(
        Finding(register.map.name, group, ())
        for register in office.registers.values()
        for group in register.map.groups
    )
    decisions = rules_of(case).propose(
        case, every, today=office.clock.today(), year_end=office.site.accounting_year_end
    )
    ordered = replace(case, decisions=decisions)
    return take(office, ordered, "stop_marketing", actor, supplied, Also(decisions=decisions))


def send_back(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Decide again. Where data were only got ready, getting them ready anew is another order."""
    facts = {"attempt": attempt_of(case) + 1} if case.state == "carried_out" else {}
    return take(office, case, "send_back", actor, supplied, Also(facts=facts))


def act_again(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Take up what the second look found: the next order is another one, with its own receipt."""
    also = Also(facts={"attempt": attempt_of(case) + 1})
    return take(office, case, "act_again", actor, supplied, also)
