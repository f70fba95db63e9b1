"""Objection to direct marketing (GDPR Art. 21(2)-(3)): it stops. There is nothing to decide.

No identity is asked, no fee, no extension, no refusal: the contact point itself is the subject.
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
    """The row of the evidence table: E0, always (legal spec D.3)."""
    return RequestKind.MARKETING_STOP


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Stop marketing in every channel, in every group that serves it."""
    return tuple(
        GroupDecision(finding.code, Action.STOP_MARKETING, why="Art. 21(3): no longer processed.")
        for finding in findings
        if finding.group.marketing
    )


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """Always LT-DM-STOP."""
    return "LT-DM-STOP"
