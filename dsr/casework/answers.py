"""Which right's rules a case follows, and which letter answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.register import Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay
from dsr.rights import (
    access,
    consent_withdrawal,
    erasure,
    marketing_objection,
    objection,
    portability,
    rectification,
    restriction,
)


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
    "restriction": restriction,
    "portability": portability,
    "consent_withdrawal": consent_withdrawal,
}

IDENTITY_FAILED = "ID-12-2-FAIL"
NO_DATA = "SCOPE-NODATA"
OTHER_CONTROLLER = "SCOPE-OTHER-CTRL"
#: Grounds that say nothing about the data but that this person's right does not reach them.
_OUT_OF_REACH = frozenset({"ID-11-2", "ID-CHILD", "SCOPE-DECEASED", "ALL-FI27"})
#: Rights whose own letter of refusal says more than the plain one.
_OWN_REFUSAL = frozenset({"rectification", "erasure", "objection"})


def rules_of(case: Case) -> RightRules:
    """The rules of the case's right."""
    return RIGHTS[case.workflow]


def answer_type(case: Case) -> str:
    """The letter that ends this round (legal spec B.3)."""
    if case.state == "withdrawal_noted" or case.facts.get("refusal") == "no_reply":
        return "LT-CLOSE"
    if case.facts.get("refusal") == "identity":
        return "LT-ID-FAIL"
    decisions = tuple(d for d in case.decisions if d.action is not Action.CHARGE)
    if any(decision.ground == NO_DATA for decision in decisions):
        return "LT-NODATA"
    if any((d.ground or "").startswith("EXC-12-5-") for d in decisions):
        return "LT-REFUSE-12-5"
    return _refused_throughout(case, decisions) or rules_of(case).answer_type(decisions)


def _refused_throughout(case: Case, decisions: Sequence[GroupDecision]) -> str | None:
    """The letter where nothing at all is done, and the right has no letter of its own for it."""
    if case.workflow in ("marketing_objection", "consent_withdrawal"):
        return None  # there is nothing that could be refused
    said = [d for d in decisions if d.action is not Action.NOTHING or d.ground == OTHER_CONTROLLER]
    if said and all(d.ground == OTHER_CONTROLLER for d in said):
        return "LT-OTHER-CTRL"
    if not said or not all(_refuses(d) for d in said):
        return None
    grounds = {d.ground for d in said}
    if case.workflow in _OWN_REFUSAL and not grounds <= _OUT_OF_REACH | {OTHER_CONTROLLER}:
        return None
    return "LT-REFUSED"


def _refuses(decision: GroupDecision) -> bool:
    """Whether the whole group, or the whole request, goes without what was asked."""
    if decision.ground == OTHER_CONTROLLER:
        return True
    part = decision.rows or decision.redactions
    return decision.action in NEED_GROUND and not part and decision.action is not Action.KEEP
