"""Who may ask for another person, and what shows it (EDPB Guidelines 01/2022 paras 80-82).

National law says what proves an authority; the controller must be able to show that it looked. A
flat refusal to deal with representatives breaks Art. 12(2) (TSV/91/2020); a request through a third
party with a letter of attorney is valid (TSV 9707/152/19). A mandate needs no form and no notary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dsr.errors import Fault
from dsr.law.evidence import Level, RequestKind


class Capacity(StrEnum):
    """As what somebody asks for another person. GUARDIAN: huoltaja, vårdnadshavare, of a minor;
    TRUSTEE: edunvalvoja, intressebevakare; CONTINUING_ATTORNEY: edunvalvontavaltuutettu."""

    MANDATARY = "mandatary"
    LAWYER = "lawyer"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    CONTINUING_ATTORNEY = "continuing_attorney"
    OTHER = "other"


class Proof(StrEnum):
    """What shows the authority. DVV_CERTIFICATE: of the register of guardianship affairs."""

    POWER_OF_ATTORNEY = "power_of_attorney"
    DVV_CERTIFICATE = "dvv_certificate"
    COURT_DECISION = "court_decision"
    CUSTODY_EXTRACT = "custody_extract"
    PROFESSIONAL_DUTY = "professional_duty"


PROOFS: Mapping[Capacity, tuple[Proof, ...]] = MappingProxyType(
    {
        Capacity.MANDATARY: (Proof.POWER_OF_ATTORNEY,),
        Capacity.LAWYER: (Proof.POWER_OF_ATTORNEY, Proof.PROFESSIONAL_DUTY),
        Capacity.GUARDIAN: (Proof.CUSTODY_EXTRACT, Proof.COURT_DECISION),
        Capacity.TRUSTEE: (Proof.DVV_CERTIFICATE, Proof.COURT_DECISION),
        Capacity.CONTINUING_ATTORNEY: (Proof.DVV_CERTIFICATE, Proof.COURT_DECISION),
        Capacity.OTHER: (Proof.POWER_OF_ATTORNEY, Proof.DVV_CERTIFICATE, Proof.COURT_DECISION),
    }
)
"""What may show each capacity; nothing else does."""

#: Those whose authority, by its nature, takes in receiving the answer for the person.
_RECEIVES = frozenset(
    {Capacity.LAWYER, Capacity.GUARDIAN, Capacity.TRUSTEE, Capacity.CONTINUING_ATTORNEY}
)
#: What a parent without custody may ask for under a right to information (9492/153/22).
_OF_INFORMATION = frozenset({RequestKind.ACCESS})


@dataclass(frozen=True)
class Authority:
    """An authority as an officer looked at it.

    both_custodians: both custodians ask, or agree. one_because: why one of them does.
    covers_answer: the mandate says that the representative receives the answer.
    """

    capacity: Capacity
    proof: Proof
    both_custodians: bool = False
    one_because: str = ""
    covers_answer: bool = False

    @property
    def receives_answers(self) -> bool:
        """Whether the answer may go to the representative instead of the person."""
        return self.covers_answer or self.capacity in _RECEIVES

    @property
    def own_level(self) -> Level:
        """What the proof shows of the representative's own identity, before anything is asked.

        A valid mandate of a lawyer suffices (TSV/91/2020), and whoever a court or the authority
        appointed was identified there. A private mandate or an extract on custody names somebody,
        but does not show that it is this writer.
        """
        official = self.proof in (Proof.DVV_CERTIFICATE, Proof.COURT_DECISION)
        appointed = self.capacity in (Capacity.TRUSTEE, Capacity.CONTINUING_ATTORNEY)
        if self.capacity is Capacity.LAWYER or (appointed and official):
            return Level.E2
        return Level.E0


def authority_faults(authority: Authority, request: RequestKind) -> tuple[Fault, ...]:
    """Everything that keeps an authority from carrying this request; empty when it carries it."""
    allowed = PROOFS[authority.capacity]
    if authority.proof not in allowed:
        names = " or ".join(allowed)
        sentence = (
            f"A {authority.proof} does not show the authority of a {authority.capacity}; look at "
            f"{names}, or name the representative in the capacity the document shows."
        )
        return (Fault("authority.wrong_proof", "authority_proof", sentence),)
    if authority.capacity is not Capacity.GUARDIAN:
        return ()
    if authority.proof is Proof.COURT_DECISION:
        return _information_only(request)
    return _one_of_two(authority, request)


def _information_only(request: RequestKind) -> tuple[Fault, ...]:
    """A decision on a right to information makes nobody a custodian."""
    if request in _OF_INFORMATION:
        return ()
    sentence = (
        "A parent without custody may be told of the child's data, but can demand nothing else "
        "(9492/153/22). Whoever has custody shows it by custody_extract; else refuse: ID-CHILD."
    )
    return (Fault("authority.no_custody", "authority_proof", sentence),)


def _one_of_two(authority: Authority, request: RequestKind) -> tuple[Fault, ...]:
    """Erasing a child's data cannot be undone: both custodians, or why one suffices (policy)."""
    if request is not RequestKind.ERASURE or authority.both_custodians or authority.one_because:
        return ()
    sentence = (
        "Erasing a child's data wants both custodians: give both_custodians=yes, or say in "
        "one_custodian_because why one suffices (sole custody, for instance)."
    )
    return (Fault("authority.one_custodian", "both_custodians", sentence),)
