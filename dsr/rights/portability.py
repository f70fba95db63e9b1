"""Portability (GDPR Art. 20): what she provided, on consent or contract, as JSON and CSV.

The conditions stand in the mapping: the basis of each group, and whether the person or the
controller provided it. What falls outside can still be had under the right of access.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import DataGroup, Finding
from dsr.law.evidence import RequestKind
from dsr.law.retention import MonthDay

#: Legal bases on which data can be taken along (Art. 20(1)(a)).
PORTABLE = frozenset({"6(1)(a)", "6(1)(b)", "9(2)(a)"})

#: What the officer finds filled in as the reason, in the language of the letter.
_OTHER_BASIS: Mapping[str, str] = {
    "fi": "Tietojen käsittely ei perustu suostumukseesi eikä sopimukseen kanssasi",
    "sv": "Behandlingen grundar sig varken på ditt samtycke eller på ett avtal med dig",
    "en": "The processing rests neither on your consent nor on a contract with you",
}
_MADE_HERE: Mapping[str, str] = {
    "fi": "Olemme itse laatineet tai päätelleet nämä tiedot palvelun aikana",
    "sv": "Vi har själva upprättat eller härlett dessa uppgifter i samband med tjänsten",
    "en": "We wrote or derived these data ourselves while providing the service",
}


def request_kind(case: Case) -> RequestKind:
    """The row of the evidence table (legal spec D.3)."""
    return RequestKind.PORTABILITY


def propose(
    case: Case, findings: Sequence[Finding], *, today: date, year_end: MonthDay
) -> tuple[GroupDecision, ...]:
    """Give what Art. 20(1) covers; leave the rest out, each with the condition it misses."""
    return tuple(_group(finding, case.language) for finding in findings if finding.rows)


def is_portable(group: DataGroup) -> bool:
    """Whether the group rests on consent or contract; a mapped register is automated."""
    return bool(PORTABLE & set(group.basis.split(", ")))


def _group(finding: Finding, language: str) -> GroupDecision:
    group = finding.group
    if not is_portable(group):
        facts: dict[str, object] = {
            "data_desc": group.label[language],
            "reason": _OTHER_BASIS[language],
            "legal_basis": group.basis_text[language],
            "automated": True,
        }
        why = f"It rests on Art. {group.basis}, not on consent or a contract (Art. 20(1)(a))."
        return GroupDecision(finding.code, Action.WITHHOLD, "POR-20-1", facts, why)
    if not group.provided:
        facts = {"data_desc": group.label[language], "how_made": _MADE_HERE[language]}
        why = "The mapping says that the controller made these data (Art. 20(1): “provided”)."
        return GroupDecision(finding.code, Action.WITHHOLD, "POR-20-1-INFERRED", facts, why)
    why = (
        f"{len(finding.rows)} rows, provided by the person on Art. {group.basis}: given in a "
        "machine-readable form (Art. 20(1)). Look for data of other people (Art. 20(4))."
    )
    return GroupDecision(finding.code, Action.GIVE, why=why)


def answer_type(decisions: Sequence[GroupDecision]) -> str:
    """LT-PORT as soon as something is given, else LT-REFUSED."""
    given = any(d.action is Action.GIVE or d.redactions for d in decisions)
    return "LT-PORT" if given else "LT-REFUSED"
