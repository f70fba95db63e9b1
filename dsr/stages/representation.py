"""Representation: who asks for whom, on what authority, and what a child says (legal spec C.1, D).

Nobody is turned away because somebody else writes; but until the authority is accepted, nothing is
told, not even whether the person is a customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dsr.cases.case import Case, Person, User
from dsr.casework.answers import rules_of
from dsr.casework.identity_evidence import IDENTITY_FACTS, weigh
from dsr.casework.office import Office
from dsr.casework.refusing import take_unless
from dsr.casework.representative import ADDRESS_FACTS, capacity_of, custody_is_over
from dsr.casework.step import Also, take
from dsr.errors import Fault
from dsr.law.authority import PROOFS, Authority, Proof, authority_faults
from dsr.law.identity_code import find_identity_codes
from dsr.law.minor import Maturity, guardian_is_void

Supplied = Mapping[str, object]

#: Wiped when another representative comes: what was accepted was accepted of somebody else.
_OF_THE_LAST_ONE = ("both_custodians", "one_custodian_because", "covers_answer")
#: States in which identity has been weighed already and the data have not been touched.
_WEIGHED = frozenset(
    {
        *("in_decision", "clarification_asked", "fee_drafted", "fee_asked"),
        *("assessing", "situation_asked", "decided", "refusal_drafted", "refusal_approved"),
    }
)
#: The same of requests that only give data out: no register is ever changed by them.
_WEIGHED_TO_GIVE = _WEIGHED | {"approved", "carried_out"}


def name_representative(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Say who asks for the data subject. A later representative replaces the earlier one.

    supplied: ``represented_name`` where the letter was logged under the writer's name; name and
    contacts of the letter are then the representative's. Raises Refused with every fault.
    """
    represented = _text(supplied, "represented_name")
    facts: dict[str, object] = dict.fromkeys((*_OF_THE_LAST_ONE, *IDENTITY_FACTS))
    requester = None
    if represented:
        requester = Person(name=represented)
        supplied = {**_writers_address(case.requester), **supplied}
    also = Also(facts=facts, requester=requester)
    faults = _naming_faults(case, _text(supplied, "representative_name"), represented)
    return take_unless(office, case, "name_representative", actor, supplied, faults, also)


def _writers_address(writer: Person) -> dict[str, object]:
    values = (writer.street, writer.postcode, writer.city, writer.email)
    return {name: value for name, value in zip(ADDRESS_FACTS, values, strict=True) if value}


def _naming_faults(case: Case, writer: str, represented: str) -> list[Fault]:
    faults = []
    subject = represented or case.requester.name or ""
    if not subject:
        sentence = "It is not said for whom this is asked; give represented_name."
        faults.append(_fault("nobody", "represented_name", sentence))
    elif _same(writer, subject):
        sentence = (
            "The representative and the person represented are the same. If the letter was logged "
            "under the writer's name, give represented_name; else nobody is represented."
        )
        faults.append(_fault("same_person", "representative_name", sentence))
    if represented and case.subject is not None and not _same(represented, case.requester.name):
        sentence = (
            "The person linked was found by another name. Log the letter anew under the name of "
            "the person represented."
        )
        faults.append(_fault("linked_before", "represented_name", sentence))
    if case.facts.get("deceased") is True:
        sentence = (
            "Nobody represents somebody who has died: the relative asks alone, for own data, and "
            "the rest is refused on SCOPE-DECEASED."
        )
        faults.append(_fault("deceased", "capacity", sentence))
    if case.initiator == "controller":
        sentence = "Nobody asked: the controller acts on its own initiative."
        faults.append(_fault("own_initiative", "representative_name", sentence))
    return faults


def accept_authority(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Accept that the representative may act for the person in this very matter.

    Raises Refused with every fault: a proof that does not show the capacity, a parent without
    custody who demands more than information, one of two custodians who has a child's data erased.
    """
    faults: list[Fault] = []
    capacity, proof = capacity_of(case), supplied.get("authority_proof")
    if capacity is not None and proof in set(Proof):
        authority = Authority(
            capacity,
            Proof(str(proof)),
            both_custodians=supplied.get("both_custodians") is True,
            one_because=_text(supplied, "one_custodian_because"),
            covers_answer=supplied.get("covers_answer") is True,
        )
        # That the proof shows another capacity is the guard's to say.
        if proof in PROOFS[capacity]:
            faults += authority_faults(authority, rules_of(case).request_kind(case))
    if custody_is_over(case, office.clock.today()):
        faults.append(guardian_is_void())
    faults += _codes_in(supplied, "authority_note", "one_custodian_because")
    return take_unless(office, case, "accept_authority", actor, supplied, faults)


def hear_minor(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Note what a child says, and who judged how mature the child is in this matter.

    Raises Refused with every fault of the hearing; no age is a limit but that of majority. Where
    identity was accepted before the age was known, the level that a child's data need rises.
    """
    born, maturity = supplied.get("minor_born"), supplied.get("maturity")
    also = Also()
    if type(born) is date and maturity in set(Maturity):
        known = {"minor_born": born.isoformat(), "maturity": str(maturity)}
        also = Also(facts=_needed_now(office, case, known))
    faults = _codes_in(supplied, "minor_view", "not_heard_because", "maturity_assessed_by")
    return take_unless(office, case, "hear_minor", actor, supplied, faults, also)


def mark_non_disclosure(office: Office, case: Case, actor: User, supplied: Supplied) -> Case:
    """Mark the person's address as secret (turvakielto, spärrmarkering).

    Where identity was accepted on less than such data need, the level needed rises with it: the
    person is then linked and weighed anew before anything is decided or data leave the house.
    """
    facts = _needed_now(office, case, {"non_disclosure": True})
    return take(office, case, "mark_non_disclosure", actor, supplied, Also(facts=facts))


def _needed_now(office: Office, case: Case, known: Supplied) -> dict[str, object]:
    """The level needed once this is known too, where identity was accepted before."""
    gives = case.workflow in ("access", "portability")
    if case.state not in (_WEIGHED_TO_GIVE if gives else _WEIGHED) or not case.subjects:
        return {}
    concerns = case.facts.get("concerns")
    evidence = weigh(
        office,
        replace(case, facts={**case.facts, **known}),
        answer_to=_text(case.facts, "answer_to") or None,
        concerns=tuple(map(str, concerns)) if isinstance(concerns, list | tuple) else (),
    )
    return {"identity_needed": int(evidence.needed.level)}


def _codes_in(supplied: Supplied, *names: str) -> list[Fault]:
    """A personal identity code has no place in a note (Act 1050/2018 s. 29)."""
    sentence = "It holds a personal identity code; take the code out."
    return [
        _fault("identity_code", name, sentence)
        for name in names
        if find_identity_codes(_text(supplied, name))
    ]


def _same(one: str | None, other: str | None) -> bool:
    return " ".join((one or "").casefold().split()) == " ".join((other or "").casefold().split())


def _text(supplied: Supplied, name: str) -> str:
    value = supplied.get(name)
    return value.strip() if isinstance(value, str) else ""


def _fault(code: str, place: str, sentence: str) -> Fault:
    return Fault(f"representation.{code}", place, sentence)
