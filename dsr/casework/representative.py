"""The representative of a case, as its facts tell: who, in which capacity, on what authority.

The data subject stays the case's requester, so that the search, the deadline and the decisions are
about the right person.
"""

from __future__ import annotations

from datetime import date

from dsr.cases.case import Case
from dsr.law.authority import Authority, Capacity, Proof
from dsr.law.minor import hearing_of, is_of_age

#: The address of a representative, as facts of the case.
ADDRESS_FACTS = (
    "representative_street",
    "representative_postcode",
    "representative_city",
    "representative_email",
)


def is_represented(case: Case) -> bool:
    """Whether somebody asks for the data subject."""
    return bool(case.facts.get("representative_name"))


def capacity_of(case: Case) -> Capacity | None:
    """As what the representative acts; None when nobody does."""
    capacity = case.facts.get("capacity")
    return Capacity(str(capacity)) if capacity in set(Capacity) else None


def accepted_authority(case: Case, today: date) -> Authority | None:
    """The authority an officer accepted, if it still holds; that of a custodian ends with age."""
    capacity, proof = capacity_of(case), case.facts.get("authority_proof")
    if not is_represented(case) or capacity is None or proof not in set(Proof):
        return None
    if not case.facts.get("authority_accepted_on") or custody_is_over(case, today):
        return None
    facts = case.facts
    return Authority(
        capacity,
        Proof(str(proof)),
        both_custodians=facts.get("both_custodians") is True,
        one_because=str(facts.get("one_custodian_because") or ""),
        covers_answer=facts.get("covers_answer") is True,
    )


def custody_is_over(case: Case, today: date) -> bool:
    """Whether a custodian asks for somebody known to be of age."""
    hearing = hearing_of(case.facts)
    guardian = capacity_of(case) is Capacity.GUARDIAN
    return guardian and hearing is not None and is_of_age(hearing.born, today)


def concerns_minor(case: Case, today: date) -> bool:
    """Whether the data are a child's, as far as the case knows."""
    hearing = hearing_of(case.facts)
    if hearing is not None:
        return not is_of_age(hearing.born, today)
    return capacity_of(case) is Capacity.GUARDIAN


def address_of_representative(case: Case) -> dict[str, str] | None:
    """Name, street, postcode, city and e-mail; None when no way to reach the person was given."""
    street, postcode, city, email = (str(case.facts.get(n) or "") for n in ADDRESS_FACTS)
    if not street and not email:
        return None
    name = str(case.facts.get("representative_name") or "")
    return {"name": name, "street": street, "postcode": postcode, "city": city, "email": email}
