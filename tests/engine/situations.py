"""Situations built for the tests: one that fits a row, and one that breaks a single guard of it.

Everybody here is made up. Today is Thursday 12 March 2026; the request came on Monday 2 March.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from dsr.cases.case import (
    Case,
    Channel,
    IncomingLetter,
    OutgoingLetter,
    Person,
    ReceivedBasis,
    Right,
    Role,
    Subject,
    User,
)
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.site import Authority, Controller, Rules, Site
from dsr.engine.meaning import Fact, Kind
from dsr.engine.situation import Situation
from dsr.engine.table import Workflow

RECEIVED = date(2026, 3, 2)  # Monday
TODAY = date(2026, 3, 12)  # Thursday
STRICT_DUE = date(2026, 4, 2)  # Thursday
PLAN = "3fa9c2d17b5e40aa"
GROUP = "booking.notes"

SITE = Site(
    controller=Controller(
        "Testilä Oy",
        "0000000-0",
        "Testikatu 1",
        "00100",
        "Helsinki",
        "info@testila.example",
        None,
        {},
    ),
    register_name={},
    country="FI",
    timezone="Europe/Helsinki",
    languages=("fi", "sv", "en"),
    authority=Authority({}, {}, date(2026, 1, 1)),
    rules=Rules(),
    notice_version="1",
    processors=(),
    case_retention={},
    automated_decisions={},
    transfers={},
)

KEEP = GroupDecision(GROUP, Action.KEEP, ground="ERA-17-3-E", why="A claim is pending.")
CHARGE = GroupDecision(
    "*",
    Action.CHARGE,
    ground="FEE-12-5",
    facts={"fee_amount": "12.50", "calculation": "Copying and postage of forty pages."},
)
RESTRICT = GroupDecision(GROUP, Action.RESTRICT, facts={"restriction_ground": "a"})
ERASE = GroupDecision(GROUP, Action.ERASE, why="No longer needed.")
LETTER = OutgoingLetter(
    id=1,
    type="LT-ERASE-PART",
    language="fi",
    digest="00",
    released_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
    released_by="Olli",
    answers=True,
    round=1,
    wording_version="1",
    posted_on=date(2026, 3, 6),
    posting_proof="counter receipt",
)

QUESTIONS = ("LT-NEED-AUTH", "LT-CLARIFY", "LT-FEE")
UNPOSTED = replace(LETTER, answers=False, posted_on=None)

BY_KIND: Mapping[Kind, object] = {
    Kind.TEXT: "a made-up text that is long enough",
    Kind.TEXTS: ("one", "two"),
    Kind.DAY: date(2026, 3, 10),
    Kind.WHOLE: 1,
    Kind.YES: True,
    Kind.MAPPING: {},
}
BY_NAME: Mapping[str, object] = {
    "doubt_reason": "The letter gives an address in a town the customer has never lived in.",
    "methods": ("code_letter", "in_person"),
    "extension_reason": "Three paper archives and two practitioners have to be searched.",
    "group": GROUP,
    "plan": PLAN[:8],
    "recipient": "Ajas Oy",
    "residuals": 0,
    "lift_on": date(2026, 3, 25),
    "returned_on": date(2026, 3, 11),
    "missing_authority": "The mandate names neither this matter nor the day it was given.",
    "clarify_reason": "Eleven years of bookings and two thousand messages are held.",
    "clarify_question": "Which years or which kinds of data is the request about?",
    "register": "coach",
    "confirmed_on": date(2026, 3, 11),
    "minor_born": date(2011, 5, 4),  # Wednesday
    "fee_reply_by": date(2026, 3, 26),  # Thursday
    "letter": 1,
}
#: Facts of a ground, or facts left out, that a step needs although its meaning does not name them.
BESIDE: Mapping[str, Mapping[str, object]] = {
    "register_answered": {"answered_on": TODAY, "files": ("0" * 64,)},
    "propose_fee": {"fee_amount": "12.50", "calculation": "Copying and postage of forty pages."},
    "hear_minor": {"minor_heard_on": date(2026, 3, 9), "minor_view": "Wants it too."},
    "record_letter": {"letter": 7},
}


def user(*roles: Role, name: str = "Riitta") -> User:
    """A user with these roles."""
    return User(name, frozenset(roles))


def sample(fact: Fact) -> object:
    """A value that fits a fact."""
    if fact.name in BY_NAME:
        return BY_NAME[fact.name]
    return fact.choices[0] if fact.choices else BY_KIND[fact.kind]


@dataclass
class Draft:
    """A situation in the making."""

    state: str
    actor: User
    supplied: dict[str, object] = field(default_factory=dict)
    facts: dict[str, object] = field(default_factory=dict)
    decisions: tuple[GroupDecision, ...] = (KEEP,)
    outgoing: tuple[OutgoingLetter, ...] = (LETTER,)
    requester: Person = field(default_factory=lambda: Person(email="matti@example.org"))
    subject: Subject | None = field(default_factory=lambda: Subject("booking", ("17",)))
    initiator: str = "data_subject"
    rules: Rules = field(default_factory=Rules)
    known: dict[str, object] = field(default_factory=dict)

    def situation(self, workflow: Workflow | None = None) -> Situation:
        """The situation as it now stands."""
        scan = IncomingLetter(
            1,
            RECEIVED,
            ReceivedBasis.STAMP,
            Channel.POST,
            datetime(2026, 3, 2, 9, tzinfo=UTC),
            "Olli",
            "fi",
            None,
            None,
            1,
            (),
        )
        case = Case(
            number="DSR-2026-0001",
            right=workflow.right if workflow else Right.ERASURE,
            workflow=workflow.name if workflow else "erasure",
            state=self.state,
            version=1,
            letter=scan,
            language="fi",
            requester=self.requester,
            subjects=(self.subject,) if self.subject else (),
            initiator=self.initiator,
            opened_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
            facts=self.facts,
            decisions=self.decisions,
            outgoing=self.outgoing,
        )
        situation = Situation(
            case=case,
            actor=self.actor,
            today=TODAY,
            site=replace(SITE, rules=self.rules),
            strict_due=STRICT_DUE,
            due=STRICT_DUE,
            supplied=self.supplied,
            needed_level=2,
            proven_level=2,
            findings_codes=(GROUP,),
            plan_digest=PLAN,
            letter_faults=(),
        )
        return replace(situation, **self.known)  # type: ignore[arg-type]
