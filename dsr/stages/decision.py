"""Decision: what happens to each data group, on which ground, on which facts (GDPR Art. 12(4)).

The engine proposes from the mapping, the retention rules and the findings; the officer confirms or
changes. Nothing is decided by silence: every group in which something is held is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.case import Case, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, Plan
from dsr.casework.answers import rules_of
from dsr.casework.data import attempt_of, concerned, findings_of, held, plan_of
from dsr.casework.grounds import identity_failed_decision
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, take
from dsr.errors import Fault, Refused

WHOLE_CASE = "*"
#: Requests about a part of the data: what nobody disputed is not concerned.
_PARTIAL = frozenset({"rectification", "objection"})
#: Actions that may meet on one row: an entry is refused and yet gets the person's statement.
_TOGETHER = frozenset({Action.CORRECT, Action.APPEND_STATEMENT, Action.REFUSE, Action.RESTRICT})
_OWN_FACTS = frozenset({"group", "action", "why", "ground", "until", "values", "rows"})


@dataclass(frozen=True)
class Prepared:
    """What was found and what the engine proposes for it."""

    findings: tuple[Finding, ...]
    proposals: tuple[GroupDecision, ...]


def prepare(office: Office, case: Case) -> Prepared:
    """Proposals per data group; where nobody was found, that nothing is held (EDPB 01/2022 179)."""
    findings = findings_of(office, case)
    if not held(findings):
        return Prepared(findings, (_no_data(office, case),))
    proposals = rules_of(case).propose(
        case, findings, today=office.clock.today(), year_end=office.site.accounting_year_end
    )
    return Prepared(findings, proposals)


def _no_data(office: Office, case: Case) -> GroupDecision:
    language = case.language
    systems = [register.map.label[language] for register in office.registers.values()]
    paper = office.site.paper_searched
    used = [name for name, value in vars(case.requester).items() if value]
    searched = paper is not None and case.facts.get("paper_searched") is True
    facts: dict[str, object] = {
        "systems_searched": [*systems, *([paper[language]] if paper and searched else [])],
        "identifiers_used": used,
        "search_date": office.clock.today().isoformat(),
        "paper_searched": searched,
    }
    why = "Nothing is held under what was given; that is an answer, not a refusal."
    return GroupDecision(WHOLE_CASE, Action.NOTHING, "SCOPE-NODATA", facts, why)


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
        case = _store(office, case, actor, confirmed, prepared.findings)
    return case


def set_decision(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Decide one data group. Facts beside group, action, why, ground, until, values and rows are
    the facts of the ground."""
    if supplied.get("action") not in {action.value for action in Action}:
        return take(office, case, "set_decision", actor, supplied)  # refused, with every reason
    if ground := _text(supplied, "ground"):
        office.catalogue.get(ground)  # NotFound here, not when the case is next looked at
    findings = findings_of(office, case)
    decision = GroupDecision(
        group=str(supplied.get("group") or ""),
        action=Action(str(supplied.get("action") or "")),
        ground=ground,
        facts={k: _json(v) for k, v in supplied.items() if k not in _OWN_FACTS},
        why=_text(supplied, "why") or "",
        until=_day(supplied.get("until")),
        values=_mapping(supplied.get("values")),
        rows=_texts(supplied.get("rows")),
        proposed_by=actor.name,
    )
    _inside_what_was_proven(case, decision)
    return _store(office, case, actor, decision, findings)


def _inside_what_was_proven(case: Case, decision: GroupDecision) -> None:
    """Identity was weighed for the groups named then; others need another weighing."""
    concerns = _texts(case.facts.get("concerns"))
    quiet = decision.action in (Action.NOTHING, Action.REFUSE)
    if concerns and decision.group not in concerns and not quiet:
        place = decision.group
        raise Refused(
            f"{case.number}: identity was weighed for {', '.join(concerns)} only.",
            "Link the person again and weigh identity for this group too.",
            faults=[Fault("decision.not_weighed", place, "This group was not named then.")],
        )


def _store(
    office: Office,
    case: Case,
    actor: User,
    decision: GroupDecision,
    findings: tuple[Finding, ...],
) -> Case:
    others = [left for d in case.decisions if (left := _what_is_left(d, decision)) is not None]
    supplied: dict[str, object] = {
        "group": decision.group,
        "action": decision.action.value,
        "why": decision.why or "As proposed.",
    }
    details = {"group": decision.group, "action": decision.action.value, "ground": decision.ground}
    also = Also(decisions=(*others, decision), details=details)
    return take(office, case, "set_decision", actor, supplied, also, Found(findings=findings))


def _what_is_left(earlier: GroupDecision, new: GroupDecision) -> GroupDecision | None:
    """An earlier decision beside a new one: the latest word on a row counts.

    A decision on a whole group replaces everything decided in it; one on some rows takes those
    rows out of an earlier one, unless both can be carried out on the same row.
    """
    if earlier.group != new.group:
        return earlier
    if not new.rows:
        return None
    if not earlier.rows or (
        earlier.action != new.action and {earlier.action, new.action} <= _TOGETHER
    ):
        return earlier
    rows = tuple(row for row in earlier.rows if row not in new.rows)
    return replace(earlier, rows=rows) if rows else None


def decide(
    office: Office, case: Case, actor: User, step: str, supplied: Mapping[str, object]
) -> Case:
    """``decide`` or ``refuse``: every group is decided on lawful grounds, or it is refused here."""
    findings = findings_of(office, case)
    decisions = case.decisions
    if step == "decide" and case.workflow in _PARTIAL:
        decisions = (*decisions, *_not_concerned(decisions, findings))
    if step == "refuse" and case.workflow in _PARTIAL:
        asked = concerned(office, case)
        findings = tuple(finding for finding in findings if finding.code in asked)
    full = replace(case, decisions=decisions)
    if step == "decide" and case.workflow == "access":
        _paper_was_searched(office, case)
    if step == "decide":
        plan_of(office, full)  # what no register can carry out is said now, not at the approval
    return take(
        office, full, step, actor, supplied, Also(decisions=decisions), Found(findings=findings)
    )


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
    plan = plan_of(office, case)
    facts = {"approved_tables": dict(plan.table_digests) if plan else {}}
    return take(office, case, "approve", actor, supplied, Also(facts=facts))


def identity_failed(
    office: Office, case: Case, actor: User, supplied: Mapping[str, object]
) -> Case:
    """Draft the refusal for want of proof of identity (Art. 12(2), 12(6); rule R17)."""
    asked = case.facts.get("identity_asked_on")
    facts = {"asked_date": asked, **{k: _json(v) for k, v in supplied.items()}}
    decision = identity_failed_decision(facts)
    faults = office.catalogue.fact_faults(str(decision.ground), facts, on=office.clock.today())
    if faults and asked:
        raise Refused(f"{case.number}: the refusal lacks facts.", faults=faults)
    also = Also(decisions=(decision,), details={"ground": decision.ground})
    return take(office, case, "identity_failed", actor, supplied, also)


def show_plan(office: Office, case: Case) -> Plan | None:
    """The dry run: exact rows and columns, before and after, made from the register now."""
    return plan_of(office, case)


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _text(supplied: Mapping[str, object], name: str) -> str | None:
    value = supplied.get(name)
    return value if isinstance(value, str) and value else None


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _mapping(value: object) -> Mapping[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(part) for part in value) if isinstance(value, list | tuple) else ()


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


def act_again(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Take up what the second look found: the next order is another one, with its own receipt."""
    also = Also(facts={"attempt": attempt_of(case) + 1})
    return take(office, case, "act_again", actor, supplied, also)
