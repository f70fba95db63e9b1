"""Withdrawal of consent (GDPR Art. 7(3)): what rested on it stops. It cannot be refused.

The data are erased too (Art. 17(1)(b)) where identity is shown as erasing needs; else the use is
stopped now. What a law or a claim holds is kept, out of the use that is withdrawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import DataGroup, Finding
from dsr.law.evidence import RequestKind, Sensitivity, needed_level
from dsr.law.retention import MonthDay

#: Legal bases that are a consent.
ON_CONSENT = frozenset({"6(1)(a)", "9(2)(a)"})
GUARD = "CON-7-3"


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3); no harder than an objection."""
    return RequestKind.CONSENT_WITHDRAWAL


def rests_on_consent(group: DataGroup) -> bool:
    """Whether the group's basis, or one of its bases, is a consent."""
    return bool(ON_CONSENT & set(group.basis.split(", ")))


def concerned(case: Case, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Groups on consent in which something is held: those the request names, else all."""
    named = case.facts.get("concerns")
    concerns = frozenset(named) if isinstance(named, list | tuple) else frozenset()
    return tuple(
        finding
        for finding in findings
        if finding.rows
        and rests_on_consent(finding.group)
        and (not concerns or finding.code in concerns)
    )


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Per group on consent: stop, and erase where identity suffices; patient records stay."""
    return tuple(_group(case, finding) for finding in concerned(case, findings))


def erasing_level(findings: Sequence[Finding], groups: Sequence[str]) -> int | None:
    """The evidence level that erasing these groups needs; None when none of them is held."""
    sensitivities = [
        Sensitivity[finding.group.sensitivity]
        for finding in findings
        if finding.code in groups and finding.rows
    ]
    if not sensitivities:
        return None
    return int(needed_level(RequestKind.ERASURE, max(sensitivities)).level)


def _group(case: Case, finding: Finding) -> GroupDecision:
    group = finding.group
    facts: dict[str, object] = {
        "consent_id": finding.code,
        "withdrawn_at": case.received.isoformat(),
        "processing_stopped": True,
    }
    if group.marketing:
        why = "Consent to marketing is withdrawn: it stops in every channel (Art. 7(3), 21(3))."
        return GroupDecision(finding.code, Action.STOP_MARKETING, GUARD, facts, why)
    if group.retention == "patient_record":
        return _patient_record(case, finding)
    needed = erasing_level((finding,), (finding.code,)) or 0
    shown = case.facts.get("identity_proven")
    if isinstance(shown, int) and shown >= needed:
        why = f"It rests on consent (Art. {group.basis}) alone: erased (Art. 7(3), 17(1)(b))."
        return GroupDecision(finding.code, Action.ERASE, GUARD, facts, why)
    why = (
        f"It rests on consent (Art. {group.basis}): the use stops now (Art. 7(3)). Erasing it as "
        f"well needs E{needed} (D.3), which is not shown."
    )
    return GroupDecision(finding.code, Action.STOP, GUARD, facts, why)


def _patient_record(case: Case, finding: Finding) -> GroupDecision:
    facts = {
        "retention_rule": finding.group.retention_text[case.language],
        "is_health_care": True,
    }
    why = "A patient record stays though consent is withdrawn (Act 703/2023). Complete the facts."
    return GroupDecision(finding.code, Action.KEEP, "ERA-17-3-B-PAT", facts, why)


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """Always LT-CONSENT-WD: there is no other answer to a withdrawal."""
    return "LT-CONSENT-WD"
