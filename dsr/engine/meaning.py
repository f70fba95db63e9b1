"""The words in which the meaning of a step is said: effects, facts, what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a step does, for the proofs over the tables (check.py)."""

    LINKS_PERSON = "links_person"  # says whose data it is; an earlier proof no longer counts
    PROVES_IDENTITY = "proves_identity"
    ASKS_IDENTITY = "asks_identity"
    FAILS_IDENTITY = "fails_identity"
    EXTENDS = "extends"
    ASKS_AUTHORITY = "asks_authority"
    ASKS_CLARIFICATION = "asks_clarification"
    ASKS_SITUATION = "asks_situation"
    GETS_REPLY = "gets_reply"  # an answer came, or nobody waits for one any more
    NAMES_REPRESENTATIVE = "names_representative"
    DRAFTS_FEE = "drafts_fee"
    CHARGES = "charges"
    SETTLES_FEE = "settles_fee"  # paid or waived: the fee stands in the way no more
    GIVES_UP = "gives_up"  # drafts the letter that closes because no reply came
    DECIDES = "decides"
    REFUSES = "refuses"
    APPROVES = "approves"
    TAKES_BACK = "takes_back"  # an approval that was given no longer counts
    ORDERS_RESTRICTION = "orders_restriction"
    RESTRICTS = "restricts"
    ORDERS_LIFT = "orders_lift"
    LIFTS = "lifts"
    CHANGES_REGISTER = "changes_register"
    TELLS_RECIPIENT = "tells_recipient"
    ANSWERS = "answers"
    WITHDRAWS = "withdraws"
    OPENS_ROUND = "opens_round"
    POSTS = "posts"
    RETURNS = "returns"
    ASKS_REGISTER = "asks_register"  # a person who is a register
    REMINDS_REGISTER = "reminds_register"
    HEARS_REGISTER = "hears_register"
    SETTLES_EXCEPTION = "settles_exception"
    HEARS_RECIPIENT = "hears_recipient"
    REPLAYS = "replays"  # an earlier erasure is done once more; no round is touched
    FILES_LETTER = "files_letter"  # a further letter is put to the case; nothing begins anew
    CLOSES = "closes"


class Kind(StrEnum):
    """The kinds of facts, as their parsed Python values."""

    TEXT = "text"  # str that is not blank
    TEXTS = "texts"  # tuple or list of str
    DAY = "day"  # date
    WHOLE = "whole"  # int
    YES = "yes"  # bool
    CHOICE = "choice"  # str, one of the choices
    MAPPING = "mapping"  # str -> JSON value


@dataclass(frozen=True)
class Fact:
    """A fact that a step needs or takes. recorded: kept among the case's facts by its name."""

    name: str
    kind: Kind
    sentence: str
    required: bool = True
    choices: tuple[str, ...] = ()
    recorded: bool = True


class Source(StrEnum):
    """Where a recorded value comes from."""

    ACTOR = "actor"
    TODAY = "today"
    PLAN = "plan"  # the digest of the plan as it is now
    FIXED = "fixed"  # the value in the record itself, None to wipe it
    ONE_MORE = "one_more"
    OPENS_PAUSE = "opens_pause"
    CLOSES_PAUSE = "closes_pause"
    VOIDS_PAUSE = "voids_pause"  # no answer came: the open pause counts no day
    STANDS = "stands"  # what is given now under this name, else what was recorded before
    APPENDS = "appends"  # one entry more: the facts named by the record, and the day


@dataclass(frozen=True)
class Record:
    """What a step writes among the case's facts besides the facts it was given.

    value: for FIXED. parts: for APPENDS the supplied facts of an entry, for CLOSES_PAUSE the one
    fact that holds the day, for OPENS_PAUSE the reason and the reason for a delay, and what else
    is to be kept of this question. restricting: written only where a decision restricts data that
    are not restricted yet.
    """

    name: str
    source: Source
    value: str | None = None
    parts: tuple[str, ...] = ()
    restricting: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a step means, whatever table it stands in.

    label, sentence: in the officer's words. letter: the type of the letter it sends, where that is
    always the same. open_facts: it takes further facts than those named (those of a ground).
    earlier: the recorded fact that names who acted before, for the second person.
    """

    label: str
    sentence: str
    effects: frozenset[Effect] = frozenset()
    facts: tuple[Fact, ...] = ()
    letter: str | None = None
    records: tuple[Record, ...] = ()
    open_facts: bool = False
    earlier: str | None = None

    def fact(self, name: str) -> Fact | None:
        """The fact of this name, or None."""
        return next((fact for fact in self.facts if fact.name == name), None)
