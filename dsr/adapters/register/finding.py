"""Who it may be: candidates with a score, reasons and warnings, never a silent pick.

A wrong match gives one person's data to another (GDPR Art. 4(12)), so whatever might be a
namesake, a household or a person entered twice is said aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dsr.adapters.register.narrowing import Known, Roles
from dsr.adapters.register.normal import (
    compared_phone,
    email_form,
    name_similarity,
    street_form,
    street_similarity,
    town_form,
)
from dsr.cases.case import Person
from dsr.cases.register import Candidate

_SAME_NAME = 0.97
_LIKE_NAME = 0.85
_OTHER_NAME = 0.6
_LIKE_STREET = 0.9
_LEAST_SCORE = 0.35
_MOST_CANDIDATES = 20
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True)
class Look:
    """One known person beside the clues: evidence as ``(weight, sentence)``.

    whole: the name on file; street: its form. Everybody is held against everybody else by them.
    """

    known: Known
    whole: str
    street: str
    name: float
    evidence: tuple[tuple[float, str], ...]
    address: bool
    email: bool
    phone: bool
    moved: bool

    @property
    def score(self) -> float:
        """Independent pieces of evidence together; another name takes most of it away."""
        doubt = 1.0
        for weight, _ in self.evidence:
            doubt *= 1 - weight
        return (1 - doubt) * (0.6 if 0 <= self.name < _OTHER_NAME else 1.0)


def candidates(
    register: str, clues: Person, known: Sequence[Known], region: str
) -> tuple[Candidate, ...]:
    """The people the clues may mean, best first, with warnings."""
    looks = [_look(clues, person, region) for person in known]
    likely = [look for look in looks if look.score >= _LEAST_SCORE]
    likely.sort(key=lambda look: (-look.score, len(look.known.key), look.known.key))
    found = []
    for look in likely[:_MOST_CANDIDATES]:
        candidate = Candidate(
            register=register,
            key=look.known.key,
            score=round(look.score, 3),
            why=tuple(sentence for _, sentence in look.evidence),
            name_matches=look.name >= _SAME_NAME,
            address_on_file=look.address,
            email_on_file=look.email,
            phone_on_file=look.phone,
        )
        found.append(replace(candidate, warnings=_warnings(look, looks, region)))
    return tuple(found)


def full_name(roles: Roles) -> str:
    """The name as one text."""
    return (
        roles.get("name") or f"{roles.get('first_name', '')} {roles.get('last_name', '')}".strip()
    )


def same_address(one: Roles, other: Roles) -> bool:
    """Street with number and flat, and the postcode, are the same in either language."""
    if not one.get("street") or not other.get("street"):
        return False
    same_street = street_form(one["street"]) == street_form(other["street"])
    if one.get("postcode") and other.get("postcode"):
        return same_street and one["postcode"].strip() == other["postcode"].strip()
    towns = town_form(one.get("city", "")), town_form(other.get("city", ""))
    return same_street and towns[0] == towns[1] != ""


def _same_email(one: Roles, other: Roles) -> bool:
    if not one.get("email") or not other.get("email"):
        return False
    return email_form(one["email"]) == email_form(other["email"])


def _same_phone(one: Roles, other: Roles, region: str) -> bool:
    if not one.get("phone") or not other.get("phone"):
        return False
    left, right = compared_phone(one["phone"], region), compared_phone(other["phone"], region)
    return left is not None and left == right


def clue_roles(clues: Person) -> dict[str, str]:
    """The clues as roles, so that they compare like a row."""
    parts = {
        "name": clues.name,
        "street": clues.street,
        "postcode": clues.postcode,
        "city": clues.city,
        "email": clues.email,
        "phone": clues.phone,
    }
    return {role: value for role, value in parts.items() if value}


def _look(clues: Person, known: Known, region: str) -> Look:
    asked, current = clue_roles(clues), known.current
    whole, street = full_name(current), street_form(current.get("street", ""))
    name = name_similarity(clues.name, whole) if clues.name else -1.0
    address = same_address(asked, current)
    email = _same_email(asked, current)
    phone = _same_phone(asked, current, region)
    evidence = []
    if name >= _SAME_NAME:
        evidence.append((0.6, "The name is the name on file."))
    elif name >= _LIKE_NAME:
        evidence.append((0.4 * name, "The name is nearly the name on file."))
    if email:
        evidence.append((0.75, "The e-mail address is the one on file."))
    if phone:
        evidence.append((0.7, "The phone number is the one on file."))
    if address:
        evidence.append((0.6, "The postal address is the one on file."))
    elif _nearly_same_address(asked, current):
        evidence.append((0.45, "The postal address is nearly the one on file."))
    elif asked.get("postcode") and asked["postcode"] == current.get("postcode"):
        evidence.append((0.2, "The postcode is the one on file."))
    older = _elsewhere(asked, known, region, address=address, email=email, phone=phone)
    evidence += older
    moved = any("old" in sentence for _, sentence in older) and not address
    return Look(known, whole, street, name, tuple(evidence), address, email, phone, moved)


def _nearly_same_address(one: Roles, other: Roles) -> bool:
    if not one.get("street") or not other.get("street"):
        return False
    if one.get("postcode", "") != other.get("postcode", ""):
        return False
    return street_similarity(one["street"], other["street"]) >= _LIKE_STREET


def _elsewhere(
    asked: Roles, known: Known, region: str, *, address: bool, email: bool, phone: bool
) -> list[tuple[float, str]]:
    """Matches in other tables: old addresses, the login of an account, a permission."""
    found: dict[str, float] = {}
    for table, roles in known.elsewhere:
        if not address and same_address(asked, roles):
            found["The postal address is an old one of this person."] = 0.5
        if not email and _same_email(asked, roles):
            found[f"The e-mail address stands in {table} of this person."] = 0.6
        if not phone and _same_phone(asked, roles, region):
            found[f"The phone number stands in {table} of this person."] = 0.55
    return [(weight, sentence) for sentence, weight in found.items()]


def _warnings(look: Look, looks: Sequence[Look], region: str) -> tuple[str, ...]:
    others = [other for other in looks if other is not look]
    mine = look.known.current
    same_name = [
        other
        for other in others
        if other.whole == look.whole or name_similarity(look.whole, other.whole) >= _SAME_NAME
    ]
    twice = [o for o in same_name if _is_twin(mine, o.known.current, region)]
    namesakes = len(same_name) - len(twice)
    warnings = []
    if twice:
        warnings.append("This person seems to be in the register more than once.")
    if namesakes:
        people = "other customer has" if namesakes == 1 else "other customers have"
        count = _NUMBERS[namesakes] if namesakes < len(_NUMBERS) else str(namesakes)
        warnings.append(f"{count} {people} this name.")
    near = (o for o in others if o.street == look.street and same_address(mine, o.known.current))
    if any(o not in twice for o in near):
        warnings.append("Another customer lives at this address.")
    if look.moved:
        warnings.append("The address given is an old one: the customer has moved.")
    if 0 <= look.name < _OTHER_NAME:
        warnings.append("The name given is not the name on file.")
    return tuple(warnings)


def _is_twin(one: Roles, other: Roles, region: str) -> bool:
    return same_address(one, other) or _same_email(one, other) or _same_phone(one, other, region)
