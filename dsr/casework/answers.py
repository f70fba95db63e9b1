"""Which right's rules a case follows, and which letter answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from dsr.cases.case import Case
from dsr.cases.decision import GroupDecision
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay
from dsr.rights import access, erasure, marketing_objection, objection, rectification


class RightRules(Protocol):
    """What every module of rights/ offers."""

    def request_kind(self, case: Case) -> RequestKind:
        """The row of the evidence table."""

    def propose(
        self, case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
    ) -> tuple[GroupDecision, ...]:
        """What the engine proposes per data group."""

    def answer_type(self, decisions: Sequence[GroupDecision]) -> str:
        """The type of the letter that answers."""


RIGHTS: Mapping[str, RightRules] = {
    "access": access,
    "rectification": rectification,
    "erasure": erasure,
    "objection": objection,
    "marketing_objection": marketing_objection,
}

IDENTITY_FAILED = "ID-12-2-FAIL"
NO_DATA = "SCOPE-NODATA"


def rules_of(case: Case) -> RightRules:
    """The rules of the case's right."""
    return RIGHTS[case.workflow]


def answer_type(case: Case) -> str:
    """The letter that ends this round (legal spec B.3)."""
    if case.state == "withdrawal_noted":
        return "LT-CLOSE"
    if case.facts.get("refusal") == "identity":
        return "LT-ID-FAIL"
    if any(decision.ground == NO_DATA for decision in case.decisions):
        return "LT-NODATA"
    return rules_of(case).answer_type(case.decisions)
