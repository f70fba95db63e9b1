"""What the ledger keeps of an erasure, and how somebody who is back is known by it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from dsr.cases.case import Case, Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.ledger import Erased
from dsr.cases.register import Finding, Order
from dsr.casework.data import Task
from dsr.casework.office import Office
from dsr.errors import NotFound

GOING = frozenset({Action.ERASE, Action.ANONYMISE})
#: What is decided once more; corrections and statements hold values, which no ledger keeps.
AGAIN = GOING | {Action.KEEP, Action.STOP_MARKETING}


def erases(order: Order) -> bool:
    """Whether the order takes data away for good."""
    return any(decision.action in GOING for decision in order.decisions)


def key_hash(office: Office, register: str, key: str) -> str:
    """The keyed hash of an identity key."""
    return _hash(office, "key", register, key)


def marks_of(office: Office, person: Person) -> frozenset[str]:
    """By what a person is known again: name, e-mail address, phone number, as keyed hashes."""
    return contact_marks(office, person) | (
        {_hash(office, "name", " ".join(person.name.casefold().split()))} if person.name else set()
    )


def contact_marks(office: Office, person: Person) -> frozenset[str]:
    """The same of her contact points alone, as the suppression list has them."""
    return frozenset(office.hash_contact(p) for p in (person.email, person.phone) if p)


def _hash(office: Office, what: str, *parts: str) -> str:
    text = "\x1f".join(parts)
    plain = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    # With the sign of an address, so that its normal form keeps every letter.
    return office.hash_contact(f"{what}@{plain}")


def remember(office: Office, case: Case, task: Task) -> None:
    """Before data go: by what the person would be known again. May be called again.

    What has begun was remembered before it began; what the register says of the person by now is
    what an erasure puts in place of a name, and everybody erased would be known again by that.
    """
    if not erases(task.order) or task.register.begun(task.order):
        return
    name = task.register.map.name
    marks = {}
    for key in task.order.keys:
        found = marks_of(office, case.requester) if len(task.order.keys) == 1 else frozenset()
        with suppress(NotFound):  # nothing is under the key: the run itself refuses that
            found |= marks_of(office, task.register.person(key))
        marks[key_hash(office, name, key)] = found
    office.store.remember(task.order.action_id, name, marks)


def entry(office: Office, case: Case, task: Task, on: date) -> Erased | None:
    """What the ledger keeps of an order that was carried out; None when it took nothing away."""
    order, name = task.order, task.register.map.name
    if not erases(order) or not order.keys:
        return None
    return Erased(
        action_id=order.action_id,
        case=case.number,
        register=name,
        keys=tuple(key_hash(office, name, key) for key in order.keys),
        decisions=tuple(_without_values(office, name, d) for d in order.decisions if _again(d)),
        on=on,
    )


def _again(decision: GroupDecision) -> bool:
    return decision.action in AGAIN


def _without_values(office: Office, register: str, decision: GroupDecision) -> GroupDecision:
    return GroupDecision(
        group=decision.group,
        action=decision.action,
        ground=decision.ground,
        until=decision.until,
        rows=tuple(_hash(office, "row", register, row) for row in decision.rows),
    )


def decisions_on(
    office: Office, entry: Erased, findings: Sequence[Finding]
) -> tuple[GroupDecision, ...]:
    """The entry's decisions on what is held now; a decision on rows that are gone is left out."""
    texts = {
        _hash(office, "row", entry.register, text): text
        for finding in findings
        for row in finding.rows
        for text in (row.key, f"{row.table}/{row.key}")
    }
    found = []
    for decision in entry.decisions:
        rows = tuple(texts[row] for row in decision.rows if row in texts)
        if rows or not decision.rows:
            found.append(replace(decision, rows=rows))
    return tuple(found)
