"""Who is back in a register after a restore or an import: one look at everybody, streamed.

What is kept in memory grows with the ledger and with who is back, never with the register.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dsr.cases.case import Person
from dsr.cases.ledger import Erased
from dsr.casework.ledger import contact_marks, key_hash, marks_of
from dsr.casework.office import Office


@dataclass
class Back:
    """What one look found in one register. Keys and contact points never leave the memory.

    same: action id -> keys under which the same person stands again. other: the same keys, but
    somebody else by name and contact points, or the shell that an erasure leaves. elsewhere: key ->
    the case of somebody erased who had the same contact point. points: suppressed contact point ->
    its hash and the keys it stands under.
    """

    looked_at: int = 0
    same: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    other: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: dict[str, str] = field(default_factory=dict)
    points: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


def who_is_back(
    office: Office,
    register: str,
    people: Iterable[tuple[str, Person]],
    entries: Sequence[Erased],
    suppressed: Mapping[str, str],
) -> Back:
    """Hold everybody against the ledger and the suppression list."""
    found = Back()
    by_key: dict[str, list[Erased]] = defaultdict(list)
    for entry in (one for one in entries if one.register == register):
        for hashed in entry.keys:
            by_key[hashed].append(entry)
    by_mark = {
        mark: entry.case for entry in entries for kept in entry.marks.values() for mark in kept
    }
    for key, person in people:
        found.looked_at += bool(key)
        _suppressed_points(office, found, key, person, suppressed)
        if not key:
            continue
        hashed = key_hash(office, register, key) if by_key else ""
        mine = by_key.get(hashed, ())
        for entry in mine:
            same = marks_of(office, person) & entry.marks.get(hashed, frozenset())
            (found.same if same else found.other)[entry.action_id].append(key)
        if not mine and by_mark:
            case = next((by_mark[m] for m in contact_marks(office, person) if m in by_mark), None)
            if case is not None:
                found.elsewhere[key] = case
    return found


def _suppressed_points(
    office: Office, found: Back, key: str, person: Person, suppressed: Mapping[str, str]
) -> None:
    for point in (person.email, person.phone) if suppressed else ():
        hashed = office.hash_contact(point) if point else ""
        if point and hashed in suppressed:
            _, keys = found.points.setdefault(point, (hashed, []))
            if key:
                keys.append(key)
