"""Who it may be, in every register, and what ties the records found to one another.

A hint never links anybody: the officer says of each register whose records are the requester's, or
that none is (legal spec D.2). A register that does not answer is named, never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from dsr.cases.case import Person
from dsr.cases.register import Candidate
from dsr.casework.office import Office
from dsr.errors import NotFound, OutsideFailed

#: How many of the likeliest in each register are held against one another.
_COMPARED = 5
#: Digits of a number that tell it apart, however its beginning is written.
_DIGITS = 7
_SENTENCES = {
    "twice": "This seems to be one person who is twice in the register: link both keys.",
    "same_person": "These seem to be the same person in two registers: link her in both.",
    "household": "Two people of one address: link only whose data are asked for.",
}


@dataclass(frozen=True)
class Link:
    """What ties two records. kind: ``twice``, ``same_person`` or ``household``.

    records: two of ``(register, key)``. by: what they share (name, address, email, phone).
    """

    kind: str
    records: tuple[tuple[str, str], tuple[str, str]]
    by: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What it means for the officer."""
        return _SENTENCES[self.kind]


@dataclass(frozen=True)
class Sought:
    """What a search in all registers gave. silent: registers that did not answer."""

    candidates: tuple[Candidate, ...]
    silent: tuple[str, ...] = ()

    def likeliest(self, of_each: int) -> Iterator[Candidate]:
        """The best of each register, best register first."""
        left: dict[str, int] = {}
        for candidate in self.candidates:
            left[candidate.register] = left.get(candidate.register, of_each) - 1
            if left[candidate.register] >= 0:
                yield candidate


def seek(office: Office, requester: Person) -> Sought:
    """Who it may be in every register, best first; never a silent pick."""
    found: list[Candidate] = []
    silent: list[str] = []
    for name, register in office.registers.items():
        try:
            found += register.find(requester)
        except OutsideFailed:
            silent.append(name)
    ordered = sorted(found, key=lambda c: (-c.score, c.register, c.key))
    return Sought(tuple(ordered), tuple(silent))


def links(office: Office, sought: Sought) -> tuple[Link, ...]:
    """What ties the likeliest records to one another, within a register and across."""
    known = [
        (candidate.register, candidate.key, person)
        for candidate in sought.likeliest(_COMPARED)
        if (person := _on_file(office, candidate)) is not None
    ]
    found = []
    for (register, key, person), (other_register, other_key, other) in combinations(known, 2):
        shared = _shared(person, other)
        kind = _kind(shared, within=register == other_register)
        if kind is not None:
            found.append(Link(kind, ((register, key), (other_register, other_key)), shared))
    return tuple(found)


def _on_file(office: Office, candidate: Candidate) -> Person | None:
    try:
        return office.registers[candidate.register].person(candidate.key)
    except (NotFound, OutsideFailed):
        return None


def _kind(shared: Sequence[str], *, within: bool) -> str | None:
    if "name" in shared and len(shared) > 1:
        return "twice" if within else "same_person"
    # A household across two registers is found where both of its people are in one of them.
    return "household" if within and "address" in shared else None


def _shared(one: Person, other: Person) -> tuple[str, ...]:
    pairs: dict[str, tuple[str, str]] = {
        "name": (_words([one.name]), _words([other.name])),
        "address": (_address(one), _address(other)),
        "email": (_words([one.email]), _words([other.email])),
        "phone": (_number(one.phone), _number(other.phone)),
    }
    return tuple(name for name, (mine, theirs) in pairs.items() if mine and mine == theirs)


def _words(parts: Iterable[str | None]) -> str:
    return " ".join(" ".join(part or "" for part in parts).casefold().split())


def _address(person: Person) -> str:
    return _words([person.street, person.postcode]) if person.street and person.postcode else ""


def _number(phone: str | None) -> str:
    digits = re.sub(r"\D", "", phone or "")
    return digits[-_DIGITS:] if len(digits) >= _DIGITS else ""
