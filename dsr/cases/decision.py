"""Decisions per data group: what happens to it, on which ground, on which facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Action(StrEnum):
    """What is done with one data group in one case."""

    GIVE = "give"  # Art. 15(3): in the copy
    WITHHOLD = "withhold"  # Art. 15(4), 12(4): limited or left out, needs a ground
    CORRECT = "correct"  # Art. 16, first sentence
    APPEND_STATEMENT = "append_statement"  # Art. 16, second sentence
    ERASE = "erase"  # Art. 17(1)
    ANONYMISE = "anonymise"  # Art. 17(1), recital 26
    KEEP = "keep"  # Art. 17(3): kept until a date, needs a ground
    RESTRICT = "restrict"  # Art. 18
    LIFT_RESTRICTION = "lift_restriction"  # Art. 18(3)
    STOP = "stop"  # Art. 21(1): processing for a purpose ends
    STOP_MARKETING = "stop_marketing"  # Art. 21(3)
    REFUSE = "refuse"  # Art. 12(4), needs a ground
    REFER = "refer"  # Art. 15(3): the same copy was given before and is pointed to
    CHARGE = "charge"  # Art. 12(5)(a), 15(3): a fee is asked for first, needs a ground
    NOTHING = "nothing"  # not concerned by this request


#: Actions that refuse or limit: each needs a ground with its facts (Art. 12(4)).
NEED_GROUND = frozenset({Action.WITHHOLD, Action.KEEP, Action.REFUSE, Action.APPEND_STATEMENT})


@dataclass(frozen=True)
class Redaction:
    """A passage left out of the copy (Art. 15(4)); where it stands, never what it says.

    row: primary key of the row, as in a finding. start, end: characters of the column's value as
    text, ``[start, end)``; end None means the whole value. digest: keyed hash of the value that was
    looked at, so that a value that changed since is looked at again.
    """

    table: str
    row: str
    column: str
    start: int = 0
    end: int | None = None
    digest: str = ""


@dataclass(frozen=True)
class GroupDecision:
    """One data group's decision.

    group: ``register.group`` as in the mapping, e.g. ``booking.notes``; ``*`` is the whole case.
    ground: code of the catalogue or None. facts: the ground's facts by name (JSON, dates ISO).
    why: one sentence for the officer. values: for CORRECT ``{"table.column": new value}``.
    rows: restrict the decision to these primary keys of the group (empty = all rows).
    until: last day the data are kept (KEEP). redactions: WITHHOLD of these passages alone; rows is
    then empty and everything else of the group is given.
    """

    group: str
    action: Action
    ground: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    why: str = ""
    until: date | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[str, ...] = ()
    proposed_by: str = "engine"
    redactions: tuple[Redaction, ...] = ()
