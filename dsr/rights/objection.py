"""Objection (GDPR Art. 21(1)): processing on legitimate interests stops unless we show more.

The burden is on the controller, so the engine proposes to stop everything that rests on
Art. 6(1)(e) or (f). While it is assessed the processing is restricted (Art. 18(1)(b)).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay

#: Legal bases against which Art. 21(1) gives a right to object.
OBJECTIONABLE = frozenset({"6(1)(e)", "6(1)(f)"})


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3)."""
    return RequestKind.OBJECTION


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Stop what rests on legitimate interests; other groups are not concerned."""
    return tuple(
        GroupDecision(
            finding.code,
            Action.STOP_MARKETING if finding.group.marketing else Action.STOP,
            why=_why(finding),
        )
        for finding in findings
        if finding.rows and (finding.group.basis in OBJECTIONABLE or finding.group.marketing)
    )


def _why(finding: Finding) -> str:
    if finding.group.marketing:
        return "It serves direct marketing, which stops without any weighing (Art. 21(2)-(3))."
    return (
        f"It rests on Art. {finding.group.basis}; it stops unless we show compelling grounds that "
        "override the person's (Art. 21(1))."
    )


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-OBJ-REFUSED as soon as something goes on, else LT-OBJ-UPHELD."""
    refused = any(d.action is Action.REFUSE for d in decisions)
    return "LT-OBJ-REFUSED" if refused else "LT-OBJ-UPHELD"
