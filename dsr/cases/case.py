"""What a case is: one right, asked by one person, received on one day.

Everything here is a frozen snapshot. State, outcome, clock and posting are four things: only the
state is stored; outcome, clock and lateness are computed from the facts whenever asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dsr.cases.decision import GroupDecision
from dsr.cases.ledger import LedgerMove


class Right(StrEnum):
    """The rights of GDPR chapter III that a case can carry."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    CONSENT_WITHDRAWAL = "consent_withdrawal"


#: One letter, several rights: the lawful order unless the person says otherwise (legal spec F.2).
LAWFUL_ORDER = (
    Right.ACCESS,
    Right.PORTABILITY,
    Right.RECTIFICATION,
    Right.RESTRICTION,
    Right.OBJECTION,
    Right.CONSENT_WITHDRAWAL,
    Right.ERASURE,
)


class Channel(StrEnum):
    """How a request reached the controller; every channel is valid (GDPR Art. 12(2))."""

    POST = "post"
    REGISTERED_POST = "registered_post"
    COUNTER = "counter"
    EMAIL = "email"
    WEB_FORM = "web_form"
    PHONE = "phone"
    PRACTITIONER = "practitioner"
    PROCESSOR = "processor"
    OWN_INITIATIVE = "own_initiative"


class ReceivedBasis(StrEnum):
    """How the day of receipt is known (rule R13)."""

    STAMP = "stamp"
    DELIVERY_RECORD = "delivery_record"
    EMAIL_HEADER = "email_header"
    CALL_NOTE = "call_note"
    ESTIMATE = "estimate"


class Role(StrEnum):
    """What a user of the site may be."""

    CLERK = "clerk"
    OFFICER = "officer"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True)
class User:
    """A person who works with cases (or the program itself, role ``system``)."""

    name: str
    roles: frozenset[Role]
    active: bool = True


SYSTEM_USER = User("system", frozenset({Role.SYSTEM}))


@dataclass(frozen=True)
class Person:
    """What a data subject gave of herself. Every part may be missing. ``phone`` is E.164."""

    name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Subject:
    """Where the data subject was found: a register and her keys there (one person, many keys)."""

    register: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class IncomingLetter:
    """A letter as it came in. ``scans`` are SHA-256 digests of the original bytes in the vault."""

    id: int
    received: date
    received_basis: ReceivedBasis
    channel: Channel
    logged_at: datetime
    logged_by: str
    language: str
    letter_date: date | None
    postmark: date | None
    pages: int
    scans: tuple[str, ...]


@dataclass(frozen=True)
class OutgoingLetter:
    """A letter released by the gate: ``digest`` is the SHA-256 of its PDF in the vault.

    ``attachments`` are the digests of data enclosed; ``answers`` tells the answer of a round from
    questions and notices. wording_version, rules_version, notice_version: of the sentences, of the
    grounds and tables, and of the controller's notice it was written under. Posting is a fact of
    its own: ``posted_on`` and ``posting_proof``.
    """

    id: int
    type: str
    language: str
    digest: str
    released_at: datetime
    released_by: str
    answers: bool
    round: int
    wording_version: str
    rules_version: str = ""
    notice_version: str = ""
    posted_on: date | None = None
    posting_proof: str | None = None


class LetterKind(StrEnum):
    """What a further letter about an open case is (legal spec R14). None restarts the clock."""

    COPY = "copy"  # the same letter once more
    REMINDER = "reminder"  # asks where the answer is
    SUPPLEMENT = "supplement"  # adds to the request


@dataclass(frozen=True)
class Attached:
    """A further letter that came about a case."""

    letter: IncomingLetter
    kind: LetterKind


@dataclass(frozen=True)
class Event:
    """Something that happened. ``details`` hold field names, counts and keyed hashes, never values.

    ``digest`` = SHA-256 over the previous event's digest and this event's canonical JSON.
    """

    case: str
    seq: int
    at: datetime
    actor: str
    name: str
    state_before: str
    state_after: str
    details: Mapping[str, object]
    previous: str
    digest: str


@dataclass(frozen=True)
class Case:
    """One right of one request.

    number: ``DSR-2026-0001``. workflow: the name of its table, e.g. ``marketing_objection``.
    round: 1, and one more for every contest or reopening; ``round_received`` is the day the clock
    of this round began. facts: what steps recorded (JSON values; dates as ISO strings).
    decisions: of this round. version: for optimistic locking. subjects: where the person was found,
    at most one entry a register, in the order of the site's settings; empty when nowhere (yet).
    """

    number: str
    right: Right
    workflow: str
    state: str
    version: int
    letter: IncomingLetter
    language: str
    requester: Person
    subjects: tuple[Subject, ...]
    initiator: str  # "data_subject" | "controller"
    opened_at: datetime
    round: int = 1
    round_received: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    decisions: tuple[GroupDecision, ...] = ()
    outgoing: tuple[OutgoingLetter, ...] = ()
    siblings: tuple[str, ...] = ()
    attached: tuple[Attached, ...] = ()

    @property
    def received(self) -> date:
        """The day from which this round's period runs."""
        return self.round_received or self.letter.received

    @property
    def subject(self) -> Subject | None:
        """The first register in which the person was found; None when in none."""
        return self.subjects[0] if self.subjects else None

    def keys_in(self, register: str) -> tuple[str, ...]:
        """The person's keys in this register; none when she was not found there."""
        return next((one.keys for one in self.subjects if one.register == register), ())

    def not_searched(self, registers: Iterable[str]) -> tuple[str, ...]:
        """Those of the registers of which nobody said yet whether they hold anything of her."""
        searched = self.facts.get("searched")
        said = set(searched) if isinstance(searched, Mapping) else set()
        said |= {subject.register for subject in self.subjects}
        if not said and self.facts.get("nothing_found") is True:
            return ()  # said of all at once
        return tuple(name for name in registers if name not in said)

    def shares_person_with(self, other: Case) -> bool:
        """Whether both are linked to the same record of some register."""
        return any(set(one.keys) & set(other.keys_in(one.register)) for one in self.subjects)


@dataclass(frozen=True)
class Move:
    """What one fired step does to a case; stored with its event in one transaction.

    details go into the event and must be free of personal data. facts are merged into the case's.
    attached: further letters about the case, by their ids.
    subjects: None leaves them as they were; an empty one says that nobody is linked any more.
    ledger: what the erasure ledger remembers with it.
    """

    step: str
    actor: str
    at: datetime
    state: str
    facts: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    decisions: tuple[GroupDecision, ...] | None = None
    subjects: tuple[Subject, ...] | None = None
    requester: Person | None = None
    new_round: date | None = None
    outgoing: tuple[NewOutgoing, ...] = ()
    posted: Mapping[int, tuple[date, str]] = field(default_factory=dict)
    attached: Mapping[int, LetterKind] = field(default_factory=dict)
    ledger: LedgerMove = field(default_factory=LedgerMove)


@dataclass(frozen=True)
class NewOutgoing:
    """A letter about to be stored with the step that releases it."""

    type: str
    language: str
    digest: str
    answers: bool
    wording_version: str
    rules_version: str = ""
    notice_version: str = ""


@dataclass(frozen=True)
class NewLetter:
    """A letter about to be logged; ``scans`` already lie in the vault."""

    received: date
    received_basis: ReceivedBasis
    channel: Channel
    language: str
    letter_date: date | None
    postmark: date | None
    pages: int
    scans: tuple[str, ...]
    requester: Person
    initiator: str = "data_subject"
    reading: Mapping[str, object] | None = None


@dataclass(frozen=True)
class NewCase:
    """A case about to be opened from a letter."""

    right: Right
    workflow: str
    state: str
    facts: Mapping[str, object] = field(default_factory=dict)
