"""Restriction (GDPR Art. 18): the data stay where they are, marked, and are only stored.

Which of the four cases of Art. 18(1) it is, only the letter says: the officer names it for every
group as ``restriction_ground``, or refuses with each case tested.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3)."""
    return RequestKind.RESTRICTION


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Restrict every group found, or those the request names: it is reversible and harmless."""
    named = case.facts.get("concerns")
    concerns = frozenset(named) if isinstance(named, list | tuple) else frozenset()
    return tuple(
        GroupDecision(finding.code, Action.RESTRICT, why=_why(finding))
        for finding in findings
        if finding.rows and (not concerns or finding.code in concerns)
    )


def _why(finding: Finding) -> str:
    return (
        f"{len(finding.rows)} rows are held. Say which case of Art. 18(1) it is: "
        "restriction_ground=a accuracy contested, b unlawful but to be kept, c needed for the "
        "person's claims, d objection being weighed."
    )


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-RESTRICT as soon as something is restricted, else LT-REFUSED."""
    restricted = any(d.action is Action.RESTRICT for d in decisions)
    return "LT-RESTRICT" if restricted else "LT-REFUSED"
