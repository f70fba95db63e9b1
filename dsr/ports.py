"""What the stages need from the world, as Protocols. Adapters fulfil them; tests may too."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from dsr.cases.case import (
    Case,
    Event,
    IncomingLetter,
    Move,
    NewCase,
    NewLetter,
    Person,
    User,
)
from dsr.cases.letter import LetterContent
from dsr.cases.reading import Reading
from dsr.cases.register import (
    Candidate,
    Finding,
    Order,
    Plan,
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


class CaseStore(Protocol):
    """Cases, their facts and their events. Every method is one transaction."""

    def receive(
        self, letter: NewLetter, cases: Sequence[NewCase], *, actor: str, at: datetime
    ) -> tuple[IncomingLetter, tuple[Case, ...]]:
        """Log a letter and open its cases; numbers are allocated in the same transaction."""

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

    def recall(self, order: Order) -> None:
        """See to it that the order can never run. Raises Refused when it has been carried out."""

    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again: by key, by every identifier, over every mapped column."""


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
