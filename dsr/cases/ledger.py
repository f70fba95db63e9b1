"""What is remembered of an erasure: keyed hashes, so that who is back can be known again.

Nothing here says who was erased. A register's identity key, the key of a row and a contact point
are kept as keyed hashes; without the site's key nobody can match them (GDPR Art. 5(1)(c), (f)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.decision import GroupDecision

#: Keyed hash of an identity key -> keyed hashes of the name and the contact points she had.
Marks = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Erased:
    """One erasure in one register, as the ledger keeps it.

    action_id: of the order that was carried out. keys: keyed hashes of the identity keys.
    decisions: what was decided; rows by keyed hashes, no facts, sentences or values. marks: by
    which a person under the same key is known to be the same.
    """

    action_id: str
    case: str
    register: str
    keys: tuple[str, ...]
    decisions: tuple[GroupDecision, ...]
    on: date
    marks: Marks = field(default_factory=dict)


@dataclass(frozen=True)
class Replay:
    """An erasure that was begun again. counts: rows to change by table, when it was planned."""

    replay_id: str
    action_id: str
    register: str
    counts: Mapping[str, int]
    done: bool = False


@dataclass(frozen=True)
class Held:
    """What can still be brought back: a blob in quarantine. until: the last day on which it can."""

    action_id: str
    case: str
    register: str
    until: date


@dataclass(frozen=True)
class LedgerMove:
    """What a step does to the ledger, in the step's own transaction.

    erased: carried out by it. undone: action ids brought back by it, which no replay erases again.
    replayed: ids of replays that it proves done.
    """

    erased: tuple[Erased, ...] = ()
    undone: tuple[str, ...] = ()
    replayed: tuple[str, ...] = ()
