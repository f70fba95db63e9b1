"""Rectification (GDPR Art. 16): correct, complete by a statement, or refuse with reasons.

What is disputed stands in the letter, in words: the officer names the column and the new value or
the ground. While accuracy is assessed, the processing is restricted (Art. 18(1)(a)).
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
    return RequestKind.RECTIFICATION


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Nothing is proposed: which statement is wrong only the letter says."""
    return ()


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-RECT-DONE, LT-RECT-PART or LT-RECT-REFUSED, by what was corrected and refused."""
    corrected = any(d.action in (Action.CORRECT, Action.ERASE) for d in decisions)
    refused = any(d.action in (Action.REFUSE, Action.APPEND_STATEMENT) for d in decisions)
    if corrected and refused:
        return "LT-RECT-PART"
    return "LT-RECT-REFUSED" if refused else "LT-RECT-DONE"
