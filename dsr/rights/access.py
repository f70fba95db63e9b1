"""Access (GDPR Art. 15): everything is given unless a ground limits the copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay

#: Another controller holds a part: the letter names who, so that the copy is not taken for whole.
OTHER_CONTROLLER = "SCOPE-OTHER-CTRL"


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3)."""
    return RequestKind.ACCESS


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Give every group that holds something (Art. 15(3)); free text is looked through first."""
    return tuple(
        GroupDecision(finding.code, Action.GIVE, why=_why(finding))
        for finding in findings
        if finding.rows
    )


def _why(finding: Finding) -> str:
    text = f"{len(finding.rows)} rows are held; the copy must be complete (Art. 15(3))."
    if finding.group.sensitivity in ("S2", "S3"):
        text += " Free text: check it for data of other people before releasing (Art. 15(4))."
    return text


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-ACCESS-PART as soon as one group is limited or is another controller's to give, else
    LT-ACCESS-FULL."""
    limited = any(d.action in NEED_GROUND or d.ground == OTHER_CONTROLLER for d in decisions)
    return "LT-ACCESS-PART" if limited else "LT-ACCESS-FULL"
