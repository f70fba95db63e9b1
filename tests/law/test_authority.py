"""Who may ask for another person, and on what paper."""

from __future__ import annotations

import pytest

from dsr.law.authority import PROOFS, Authority, Capacity, Proof, authority_faults
from dsr.law.evidence import Level, RequestKind
from dsr.law.passive import Situation, what_counts_of_representative

TABLE = """
mandatary            power_of_attorney
lawyer               power_of_attorney professional_duty
guardian             custody_extract court_decision
trustee              dvv_certificate court_decision
continuing_attorney  dvv_certificate court_decision
other                power_of_attorney dvv_certificate court_decision
"""
ALLOWED = {
    (Capacity(capacity), Proof(proof))
    for capacity, *proofs in (line.split() for line in TABLE.strip().split("\n"))
    for proof in proofs
}
TO_FILE = Situation(register_match=True, answer_to_file_only=True, nothing_but_an_answer=True)


def codes(authority: Authority, request: RequestKind) -> set[str]:
    return {fault.code for fault in authority_faults(authority, request)}


@pytest.mark.parametrize("capacity", list(Capacity))
@pytest.mark.parametrize("proof", list(Proof))
def test_every_capacity_has_its_own_proofs(capacity: Capacity, proof: Proof) -> None:
    found = codes(Authority(capacity, proof), RequestKind.ACCESS)
    assert found == (set() if (capacity, proof) in ALLOWED else {"authority.wrong_proof"})
    assert (proof in PROOFS[capacity]) == ((capacity, proof) in ALLOWED)


@pytest.mark.shows("ID-CHILD")
@pytest.mark.parametrize("request_kind", [k for k in RequestKind if k is not RequestKind.ACCESS])
def test_a_parent_without_custody_only_gets_information(request_kind: RequestKind) -> None:
    told = Authority(Capacity.GUARDIAN, Proof.COURT_DECISION, both_custodians=True)
    assert codes(told, request_kind) == {"authority.no_custody"}
    assert codes(told, RequestKind.ACCESS) == set()
    (fault,) = authority_faults(told, request_kind)
    assert "custody_extract" in fault.sentence
    assert "ID-CHILD" in fault.sentence


def test_one_of_two_custodians_suffices_but_to_erase() -> None:
    one = Authority(Capacity.GUARDIAN, Proof.CUSTODY_EXTRACT)
    for kind in RequestKind:
        wanted = {"authority.one_custodian"} if kind is RequestKind.ERASURE else set()
        assert codes(one, kind) == wanted
    both = Authority(Capacity.GUARDIAN, Proof.CUSTODY_EXTRACT, both_custodians=True)
    alone = Authority(Capacity.GUARDIAN, Proof.CUSTODY_EXTRACT, one_because="Sole custody.")
    assert codes(both, RequestKind.ERASURE) == codes(alone, RequestKind.ERASURE) == set()


@pytest.mark.parametrize(
    ("capacity", "proof", "level"),
    [
        (Capacity.LAWYER, Proof.POWER_OF_ATTORNEY, Level.E2),
        (Capacity.LAWYER, Proof.PROFESSIONAL_DUTY, Level.E2),
        (Capacity.TRUSTEE, Proof.DVV_CERTIFICATE, Level.E2),
        (Capacity.TRUSTEE, Proof.COURT_DECISION, Level.E2),
        (Capacity.CONTINUING_ATTORNEY, Proof.DVV_CERTIFICATE, Level.E2),
        (Capacity.MANDATARY, Proof.POWER_OF_ATTORNEY, Level.E0),
        (Capacity.GUARDIAN, Proof.CUSTODY_EXTRACT, Level.E0),
        (Capacity.GUARDIAN, Proof.COURT_DECISION, Level.E0),
        (Capacity.OTHER, Proof.DVV_CERTIFICATE, Level.E0),
    ],
)
def test_what_a_proof_shows_of_the_writer(capacity: Capacity, proof: Proof, level: Level) -> None:
    authority = Authority(capacity, proof)
    assert authority.own_level is level
    assert what_counts_of_representative(authority, Situation()).level is level
    # To the represented person's own address, and nothing but an answer: it reaches nobody else.
    assert what_counts_of_representative(authority, TO_FILE).level is Level.E2


@pytest.mark.shows("ID-REP")
def test_without_authority_nothing_counts() -> None:
    assert what_counts_of_representative(None, TO_FILE).level is Level.E0


@pytest.mark.parametrize(
    "situation",
    [
        Situation(register_match=True, answer_to_file_only=True),
        Situation(register_match=True, nothing_but_an_answer=True),
        Situation(answer_to_file_only=True, nothing_but_an_answer=True),
    ],
)
def test_a_mandate_alone_does_not_show_who_writes(situation: Situation) -> None:
    mandate = Authority(Capacity.MANDATARY, Proof.POWER_OF_ATTORNEY)
    assert what_counts_of_representative(mandate, situation).level is Level.E0


def test_who_may_receive_the_answer() -> None:
    receives = {
        capacity
        for capacity in Capacity
        if Authority(capacity, PROOFS[capacity][0]).receives_answers
    }
    assert receives == set(Capacity) - {Capacity.MANDATARY, Capacity.OTHER}
    said = Authority(Capacity.MANDATARY, Proof.POWER_OF_ATTORNEY, covers_answer=True)
    assert said.receives_answers
