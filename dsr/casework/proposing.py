"""What the engine proposes for a case, and whether an officer decided otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding
from dsr.casework.answers import NO_DATA, rules_of
from dsr.casework.contradictions import LAST_DAYS
from dsr.casework.data import held
from dsr.casework.earlier import ON_REPETITION, as_fact, earlier_requests, given_before
from dsr.casework.earlier import refer_unchanged as _refer_unchanged
from dsr.casework.office import Office
from dsr.law.ground_facts import is_given
from dsr.law.minor import Hearing, Maturity, hearing_of
from dsr.rights import erasure

WHOLE_CASE = "*"


def proposals_of(
    office: Office, case: Case, findings: tuple[Finding, ...]
) -> tuple[GroupDecision, ...]:
    """Proposals per data group; where nobody was found, that nothing is held (EDPB 01/2022 179)."""
    if not held(findings):
        return (_no_data(office, case),)
    proposals = rules_of(case).propose(
        case, findings, today=office.clock.today(), year_end=office.site.accounting_year_end
    )
    if case.workflow == "access":
        proposals = _refer_unchanged(office, case, findings, proposals)
    return proposals


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
    return GroupDecision(WHOLE_CASE, Action.NOTHING, NO_DATA, facts, why)


def differs(decision: GroupDecision, proposals: Sequence[GroupDecision]) -> bool:
    """Whether it is another outcome than the engine proposes for this group (Art. 5(2), 24).

    Where nothing is proposed, nothing is changed. Facts that were completed are no difference.
    """
    mine = [p for p in proposals if p.group == decision.group]
    if decision.group == WHOLE_CASE and not mine:
        mine = [p for p in proposals if p.action is not decision.action]
    return bool(mine) and _outcome(decision) not in [_outcome(p) for p in mine]


def _outcome(decision: GroupDecision) -> tuple[object, ...]:
    return (
        decision.group,
        decision.action,
        decision.ground,
        decision.until,
        frozenset(decision.rows),
        bool(decision.redactions),
    )


def own_breach(office: Office, case: Case, findings: Sequence[Finding]) -> dict[str, int]:
    """Rows per group that the controller kept longer than the law allows (legal spec K04, K05)."""
    if case.workflow != "erasure":
        return {}
    return erasure.overdue(
        findings, today=office.clock.today(), year_end=office.site.accounting_year_end
    )


def known_facts(
    office: Office,
    case: Case,
    decision: GroupDecision,
    findings: Sequence[Finding],
    proposals: Sequence[GroupDecision] = (),
) -> GroupDecision:
    """The decision with the facts that the case already knows; what was given goes before."""
    known = _as_proposed(decision, proposals)
    if decision.ground in ON_REPETITION:
        known = _of_repetition(office, case, findings, str(decision.ground))
    elif decision.ground == "ID-CHILD" and (hearing := hearing_of(case.facts)) is not None:
        known = _of_child(case, hearing)
    elif decision.ground is None and decision.action is Action.REFER:
        given = given_before(office, case, findings).get(decision.group)
        known = {"earlier_case": given.case, "given_on": given.on.isoformat()} if given else {}
    missing = {k: v for k, v in known.items() if not is_given(decision.facts.get(k))}
    return replace(decision, facts={**decision.facts, **missing})


def _as_proposed(decision: GroupDecision, proposals: Sequence[GroupDecision]) -> dict[str, object]:
    """The facts of the one proposal that this decision completes: same group, same ground."""
    alike = [
        p
        for p in proposals
        if (p.group, p.ground, p.action) == (decision.group, decision.ground, decision.action)
        and (not decision.rows or set(p.rows) == set(decision.rows))
    ]
    return dict(alike[0].facts) if len(alike) == 1 else {}


def with_until(decision: GroupDecision) -> GroupDecision:
    """A kept group's last day is that of its ground, where no other was given."""
    if decision.action is not Action.KEEP or decision.until is not None:
        return decision
    for name in LAST_DAYS:
        value = decision.facts.get(name)
        try:
            return replace(decision, until=date.fromisoformat(str(value)))
        except ValueError:
            continue
    return decision


def _of_repetition(
    office: Office, case: Case, findings: Sequence[Finding], ground: str
) -> dict[str, object]:
    earlier = [one for one in earlier_requests(office, case, findings) if one.answered]
    if not earlier:
        return {}
    if ground == "FEE-15-3":
        first = earlier[-1].answered_on
        return {"first_copy_date": first.isoformat()} if isinstance(first, date) else {}
    return {"earlier_requests": as_fact(earlier, case.language)}


def _of_child(case: Case, hearing: Hearing) -> dict[str, object]:
    known: dict[str, object] = {
        "child_birth_date": hearing.born.isoformat(),
        "requester_has_custody": case.facts.get("authority_proof") == "custody_extract",
        "child_heard": hearing.maturity is not Maturity.NOT_HEARD,
    }
    if hearing.view:
        known["child_view"] = hearing.view
    if hearing.not_heard_because:
        known["not_heard_reason"] = hearing.not_heard_because
    if hearing.assessed_by:
        known["maturity_assessment"] = (
            f"{hearing.maturity.value}, assessed by {hearing.assessed_by}"
        )
    return known
