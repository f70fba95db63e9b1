"""What a ground is: a code, the rule behind it, and the facts that have to be recorded for it.

A ground is one lawful reason to postpone, limit, refuse or charge for a request (GDPR Art.
12(3)-(6), 15(4), 17(3), 18(2), 20, 21 and the national derogations), or a notice or guard that
goes with an answer. The burden of proof is the controller's (Art. 12(2), 12(5), 21(1)), hence the
facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("POSTPONE", "REFUSE", "LIMIT", "CHARGE", "INFORM", "GUARD")
#: Kinds that put the data subject in a worse position than a plain yes.
NEGATIVE = frozenset({"POSTPONE", "REFUSE", "LIMIT", "CHARGE"})
#: Kinds that need reasons, complaint and remedy in the letter (Art. 12(4)).
REASONED = frozenset({"REFUSE", "LIMIT"})

RIGHTS = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "consent_withdrawal",
)
FACT_TYPES = ("text", "date", "money", "bool", "list", "choice")
FEE_ALTERNATIVES = ("none", "exceptional", "preferred", "itself")
STATUSES = ("verified", "partly verified", "from knowledge")

#: In a decision: the request as a whole instead of one data group.
WHOLE_REQUEST = "*"
#: Texts at least this long are explanations: stock phrases and thin words are rejected in them.
EXPLANATION = 15


@dataclass(frozen=True)
class YearsAfter:
    """A date the law computes: ``years`` after the date in ``fact``, or that year's 31 December.

    unless: the fact that, when given, says why the date may be another one.
    """

    fact: str
    years: int
    to_year_end: bool
    unless: str | None = None


@dataclass(frozen=True)
class Fact:
    """One fact of a ground.

    kind: text | date | money | bool | list | choice. least: letters of a text, items of a list.
    reason: it tells the data subject why. must: the only answer under which the ground exists.
    needed_if, needed_if_not: this fact is required when that yes/no fact is yes, or no.
    later_than: the other date. still_ahead: the date lies after the day of the decision. computed:
    the date the law gives. at_most: the latest date the law gives, unless the fact ``unless`` says
    what made the time longer.
    """

    name: str
    kind: str
    label: str
    required: bool = True
    reason: bool = False
    least: int = 1
    choices: tuple[str, ...] = ()
    must: bool | None = None
    needed_if: str | None = None
    needed_if_not: str | None = None
    later_than: str | None = None
    still_ahead: bool = False
    computed: YearsAfter | None = None
    at_most: YearsAfter | None = None

    @property
    def explains(self) -> bool:
        """Whether the text has to carry substance and not a stock phrase."""
        return self.reason or (self.kind == "text" and self.least >= EXPLANATION)

    def as_json(self) -> dict[str, object]:
        """``{"name", "type", "required", "label", "reason", "choices"}``."""
        return {
            "name": self.name,
            "type": self.kind,
            "required": self.required,
            "label": self.label,
            "reason": self.reason,
            "choices": list(self.choices),
        }


@dataclass(frozen=True)
class Ground:
    """One ground of the catalogue; the fields are explained at the head of letters/grounds.toml.

    ``supplied`` are the facts that the program fills in for every letter, ``never_values`` the
    stock phrases that are never a reason; both are the same for the whole catalogue.
    """

    code: str
    kinds: tuple[str, ...]
    rights: tuple[str, ...]
    law: tuple[str, ...]
    title: str
    evidence: str
    fee_alternative: str
    dpv: tuple[str, ...]
    dpv_note: str
    enabled_by_default: bool
    second_person: bool
    per_group: bool
    never_alone: bool
    excludes: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...]
    same_for_everyone: bool
    after_execution: bool
    review_note: str
    status: str
    facts: Mapping[str, Fact]
    supplied: Mapping[str, Fact] = field(default_factory=dict)
    never_values: tuple[str, ...] = ()

    @property
    def negative(self) -> bool:
        """Whether any of its kinds is less than a plain yes."""
        return not NEGATIVE.isdisjoint(self.kinds)

    @property
    def is_guard(self) -> bool:
        """Whether it marks a right that cannot be refused, charged for or postponed."""
        return "GUARD" in self.kinds

    def is_enabled(self, activated: frozenset[str] = frozenset()) -> bool:
        """Usable at this controller: by default, or because the officer activated the code."""
        return self.enabled_by_default or self.code in activated

    def needs_second_person(self, sensitivity: str) -> bool:
        """Two-person approval: also every limitation that concerns the most sensitive data (S3)."""
        return self.second_person or ("LIMIT" in self.kinds and sensitivity == "S3")

    def fact(self, name: str) -> Fact | None:
        """The fact of that name, recorded or supplied by the program."""
        return self.facts.get(name) or self.supplied.get(name)


@dataclass(frozen=True)
class Wording:
    """What the data subject reads: a heading, a text with ``{facts}``, and words for the choices.

    ``[sentences in square brackets]`` are left out when one of their facts is missing.
    ``choices``: fact name -> choice -> words.
    """

    title: str
    text: str
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
