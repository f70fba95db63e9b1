"""What the stages need from the world, as Protocols. Adapters fulfil them; tests may too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from dsr.cases.case import (
    Case,
    Event,
    IncomingLetter,
    Move,
    NewCase,
    NewLetter,
    Person,
    Subject,
    User,
)
from dsr.cases.ledger import Erased, Held, Marks, Replay
from dsr.cases.letter import LetterContent
from dsr.cases.reading import Reading
from dsr.cases.register import (
    Candidate,
    Finding,
    Order,
    Plan,
    PlannedRow,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import Fault


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The instant, aware, in the controller's zone."""

    def today(self) -> date:
        """The day in the controller's zone (or the simulated day of a demo site)."""


class Ledger(Protocol):
    """What is remembered of erasures, and what can still be brought back: keyed hashes only."""

    def suppressions(self) -> Mapping[str, str]:
        """Every keyed hash on the suppression list -> the case it came from."""

    def remember(self, action_id: str, register: str, marks: Marks) -> None:
        """Keep by what a person is known again, before her data go. Idempotent."""

    def erasures(self) -> tuple[Erased, ...]:
        """Everything erased and not brought back, oldest first."""

    def begin_replay(self, replay: Replay, *, at: datetime) -> None:
        """Write down that an erasure is begun again. Idempotent."""

    def replays(self) -> tuple[Replay, ...]:
        """Every erasure begun again, done or not, by its id."""

    def hold(self, held: Held) -> None:
        """List a blob before it is written, so that none is forgotten. Idempotent."""

    def held(self) -> tuple[Held, ...]:
        """Every blob that is not shredded yet, the earliest end first."""

    def let_go(self, action_id: str, register: str, *, on: date) -> None:
        """Say that a blob and its key are destroyed. Idempotent."""

    def claim(self, number: str) -> AbstractContextManager[bool]:
        """Whether the case is ours until the end of the block; nobody's once we are dead."""


class CaseStore(Ledger, Protocol):
    """Cases, their facts and their events. Every method is one transaction."""

    def receive(
        self, letter: NewLetter, cases: Sequence[NewCase], *, actor: str, at: datetime
    ) -> tuple[IncomingLetter, tuple[Case, ...]]:
        """Log a letter and open its cases; numbers are allocated in the same transaction."""

    def open_cases_from(
        self, letter_id: int, cases: Sequence[NewCase], *, actor: str, at: datetime
    ) -> tuple[Case, ...]:
        """Open cases from a letter logged before. Raises NotFound, Refused for the same again."""

    def letter(self, letter_id: int) -> IncomingLetter:
        """A letter as it came in. Raises NotFound."""

    def letter_as_read(self, letter_id: int) -> tuple[Person, Mapping[str, object] | None]:
        """Who wrote a letter and what the scan reader made of it. Raises NotFound."""

    def set_aside(self, letter_id: int, *, aside: bool, why: str, actor: str, at: datetime) -> None:
        """Say that a letter is ordinary mail, or not after all. Raises NotFound, Refused."""

    def letters_set_aside(self) -> tuple[IncomingLetter, ...]:
        """Ordinary mail: no request, and kept out of the holding pen."""

    def case(self, number: str) -> Case:
        """The case as it stands. Raises NotFound."""

    def cases(self, *, states: Sequence[str] | None = None) -> tuple[Case, ...]:
        """All cases, oldest receipt first, or those in these states."""

    def letters_without_case(self) -> tuple[IncomingLetter, ...]:
        """The holding pen: letters whose meaning is not yet decided; their clock runs."""

    def letters_with_scan(self, digest: str) -> tuple[int, ...]:
        """Ids of letters that were logged with exactly these bytes."""

    def open_cases_of(self, requester: Person) -> tuple[Case, ...]:
        """Open cases of someone with the same name and postcode or e-mail (possible duplicates)."""

    def cases_of_subject(self, subject: Subject) -> tuple[Case, ...]:
        """All cases about this person of a register, in any state, oldest receipt first."""

    def record_freeze(self, cases: Sequence[str], *, actor: str, at: datetime) -> None:
        """Remember that a deletion job was told to spare the persons of these cases."""

    def apply(self, case: Case, move: Move) -> Case:
        """Store a fired step and its event together. Raises ChangedMeanwhile on a newer version."""

    def history(self, number: str) -> tuple[Event, ...]:
        """The events of a case in order."""

    def verify_chain(self) -> tuple[Fault, ...]:
        """Every break of the event chains, empty when whole."""

    def user(self, name: str) -> User:
        """Raises NotFound."""

    def add_user(self, user: User) -> None:
        """Raises Refused when the name is taken."""

    def users(self) -> tuple[User, ...]:
        """All users by name."""

    def suppress(self, hashes: Sequence[str], *, on: date, source: str) -> None:
        """Remember keyed hashes of contact points that get no marketing again. Idempotent."""

    def suppressed(self, digest: str) -> bool:
        """Whether a keyed hash is on the suppression list."""


class Quarantine(Protocol):
    """Blobs that can be brought back for a while, each under a key of its own."""

    def put(self, name: str, content: bytes) -> None:
        """Store durably, in place of an earlier one. Raises OutsideFailed."""

    def get(self, name: str) -> bytes:
        """Raises NotFound when it is shredded; raises Defect when it was changed."""

    def shred(self, name: str) -> None:
        """Destroy the key, then the blob. Idempotent."""


class Vault(Protocol):
    """Write-once files named by the SHA-256 of their content."""

    def put(self, content: bytes) -> str:
        """Store durably (fsync), return the digest. Raises OutsideFailed when the disk is full."""

    def get(self, digest: str) -> bytes:
        """Raises NotFound; raises Defect when the content no longer has its digest."""

    def has(self, digest: str) -> bool:
        """Whether it is there."""


class Register(Protocol):
    """A place where personal data live."""

    @property
    def map(self) -> RegisterMap:
        """Its mapping."""

    def check(self) -> tuple[Fault, ...]:
        """The mapping held against the live schema; empty when every column is decided."""

    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Who it may be, best first. Never a silent pick."""

    def person(self, key: str) -> Person:
        """The contact points on file. Raises NotFound."""

    def read(self, keys: Sequence[str]) -> tuple[Finding, ...]:
        """Everything held about the person, every group of the mapping, in one snapshot."""

    def plan(self, order: Order) -> Plan:
        """The exact rows before and after, from the register as it is now."""

    def run(self, order: Order) -> Receipt:
        """Carry an approved order out, once, in one transaction. Raises PlanVoid, OutsideFailed."""

    def begun(self, order: Order) -> bool:
        """Whether the order has begun here or is done: it can only be finished, not approved anew.

        Raises Refused when another order, or none, stands under its id.
        """

    def recall(self, order: Order) -> None:
        """See to it that the order can never run. Raises Refused when it has been carried out."""

    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again: by key, by every identifier, over every mapped column."""


@runtime_checkable
class Listing(Protocol):
    """A register that can tell everybody who is in it."""

    def people(self) -> Iterator[tuple[str, Person]]:
        """Every identity key with the name and contact points on file, streamed.

        An empty key: a contact point that stands in a permission of its own. Raises OutsideFailed.
        """


@runtime_checkable
class Restoring(Protocol):
    """A register that takes rows back which an order changed or deleted."""

    def restore(self, rows: Sequence[PlannedRow]) -> Mapping[str, int]:
        """Put the rows back as they were before, all or none; how many by table. Idempotent.

        Raises PlanVoid, with the tables, when a row is neither as it was nor as the order left it.
        """

    def is_restored(self, rows: Sequence[PlannedRow]) -> Mapping[str, int]:
        """Look again with a new connection: rows that are not as they were before, by table."""


class ScanReader(Protocol):
    """Reads scanned letters. Proposes, never decides."""

    def read(self, paths: Sequence[Path]) -> Reading:
        """Several files, one letter. Raises BadInput."""

    def close(self) -> None:
        """Let its child process go; it starts anew when needed."""


class LetterPrinter(Protocol):
    """Makes a PDF of a letter's content."""

    def print(self, content: LetterContent) -> bytes:
        """PDF/A-3a and PDF/UA-1 in one file; the same content gives the same bytes."""

    def text(self, pdf: bytes) -> tuple[str, ...]:
        """The text of each page as a reader's program extracts it."""
