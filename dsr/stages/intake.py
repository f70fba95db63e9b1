"""Intake: a letter or a note becomes cases, one per right, with the day of receipt beyond doubt.

The original bytes lie in the vault before anything is stored, so that no case can point to a
letter that is lost. Duplicates are shown, never rejected; what is not a request is kept in the
holding pen, where its clock runs (legal spec R12-R14).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dsr.cases.case import (
    LAWFUL_ORDER,
    Case,
    Channel,
    IncomingLetter,
    NewCase,
    NewLetter,
    Person,
    ReceivedBasis,
    Right,
    Role,
    User,
)
from dsr.cases.reading import Reading
from dsr.cases.register import Candidate
from dsr.casework.office import Office, require_role
from dsr.errors import BadInput, WrongUsage
from dsr.law.receipt import check_received

MARKETING = "marketing_objection"

#: Rights that have a workflow table; the others wait in the holding pen for the officer.
WORKFLOW_OF = {
    Right.ACCESS: "access",
    Right.RECTIFICATION: "rectification",
    Right.ERASURE: "erasure",
    Right.OBJECTION: "objection",
}


@dataclass(frozen=True)
class Duplicate:
    """Something that looks like the same request. kind: ``same_scan`` or ``same_person``."""

    kind: str
    letter: int | None
    case: str | None
    sentence: str


@dataclass(frozen=True)
class Received:
    """What came of an intake. without_workflow: rights asked that no table carries yet."""

    letter: IncomingLetter
    cases: tuple[Case, ...]
    reading: Reading | None
    candidates: tuple[Candidate, ...]
    duplicates: tuple[Duplicate, ...]
    without_workflow: tuple[Right, ...]


@dataclass(frozen=True)
class Wish:
    """What the clerk says beside what the letter says; None leaves it to the reading.

    received has no default: the day of arrival is never guessed silently.
    """

    received: date
    basis: ReceivedBasis = ReceivedBasis.STAMP
    channel: Channel = Channel.POST
    rights: tuple[Right, ...] | None = None
    marketing: bool | None = None
    language: str | None = None
    postmark: date | None = None
    requester: Person = field(default_factory=Person)
    initiator: str = "data_subject"


def receive_scans(office: Office, scans: Sequence[Path], wish: Wish, actor: User) -> Received:
    """Read a scanned letter (one or several files), keep its bytes, open its cases.

    Raises BadInput for an unreadable scan or a day of receipt in the future, NotPermitted.
    Nothing is stored then.
    """
    require_role(actor, Role.CLERK, Role.OFFICER)
    check_received(wish.received, office.clock.today())
    if not scans:
        raise WrongUsage("No scan was given.", "Name one or more files of the same letter.")
    reading = office.reader.read(scans)
    digests = tuple(office.vault.put(path.read_bytes()) for path in scans)
    return _log(office, wish, reading, digests, actor)


def receive_note(office: Office, wish: Wish, actor: User) -> Received:
    """A request told by phone, at the counter or to a practitioner, or the controller's own.

    Raises BadInput when the note names no right, or neither a name nor a contact point.
    """
    require_role(actor, Role.CLERK, Role.OFFICER)
    check_received(wish.received, office.clock.today())
    if not wish.rights:
        raise BadInput("The note names no right.", "Say what was asked, e.g. --right access.")
    if wish.requester == Person():
        raise BadInput(
            "The note names nobody.", "Give a name or the contact point the request is about."
        )
    return _log(office, wish, None, (), actor)


def _log(
    office: Office, wish: Wish, reading: Reading | None, digests: tuple[str, ...], actor: User
) -> Received:
    requester = _merged(wish.requester, reading)
    rights = wish.rights if wish.rights is not None else _rights(reading)
    marketing = _is_marketing(wish, reading)
    carried = [r for r in LAWFUL_ORDER if r in rights and r in WORKFLOW_OF]
    missing = tuple(r for r in LAWFUL_ORDER if r in rights and r not in WORKFLOW_OF)
    duplicates = _duplicates(office, requester, digests)
    letter = NewLetter(
        received=wish.received,
        received_basis=wish.basis,
        channel=wish.channel,
        language=_language(office, wish, reading),
        letter_date=reading.letter_date if reading else None,
        postmark=wish.postmark,
        pages=reading.pages if reading else 0,
        scans=digests,
        requester=requester,
        initiator=wish.initiator,
        reading=reading.as_json() if reading else None,
    )
    cases = [_new_case(office, right, marketing, reading, missing) for right in carried]
    logged, opened = office.store.receive(letter, cases, actor=actor.name, at=office.clock.now())
    return Received(logged, opened, reading, candidates(office, requester), duplicates, missing)


def _new_case(
    office: Office,
    right: Right,
    marketing: bool,
    reading: Reading | None,
    missing: tuple[Right, ...],
) -> NewCase:
    workflow = MARKETING if right is Right.OBJECTION and marketing else WORKFLOW_OF[right]
    facts: dict[str, object] = {}
    if reading is not None and reading.evidence.get(right.value):
        facts["asked_in_words"] = reading.evidence[right.value]
    if missing:
        facts["also_asked"] = [r.value for r in missing]
    return NewCase(right, workflow, office.workflows[workflow].start, facts)


def _rights(reading: Reading | None) -> tuple[Right, ...]:
    """The rights read. Consent to marketing taken back is the same wish as an objection to it."""
    if reading is None:
        return ()
    rights = [Right(r) for r in reading.rights]
    if reading.marketing:
        rights = [Right.OBJECTION if r is Right.CONSENT_WITHDRAWAL else r for r in rights]
    return tuple(dict.fromkeys(rights))


def _is_marketing(wish: Wish, reading: Reading | None) -> bool:
    if wish.marketing is not None:
        return wish.marketing
    return bool(reading and reading.marketing)


def _language(office: Office, wish: Wish, reading: Reading | None) -> str:
    language = wish.language or (reading.language if reading else None)
    if language in office.site.languages:
        return str(language)
    return office.site.languages[0]


def _merged(given: Person, reading: Reading | None) -> Person:
    """What the clerk typed counts before what was read."""
    if reading is None:
        return given
    read = Person(**{name: getattr(reading.sender, name) for name in Person.__dataclass_fields__})
    typed = {name: value for name, value in vars(given).items() if value}
    return replace(read, **typed)


def candidates(office: Office, requester: Person) -> tuple[Candidate, ...]:
    """Who it may be in every register, best first; never a silent pick."""
    found = [c for register in office.registers.values() for c in register.find(requester)]
    return tuple(sorted(found, key=lambda c: (-c.score, c.register, c.key)))


def _duplicates(office: Office, requester: Person, digests: Sequence[str]) -> tuple[Duplicate, ...]:
    found = [
        Duplicate(
            "same_scan",
            letter,
            None,
            f"Letter {letter} was logged from exactly these bytes: a copy of it?",
        )
        for letter in dict.fromkeys(n for d in digests for n in office.store.letters_with_scan(d))
    ]
    found += [
        Duplicate(
            "same_person",
            case.letter.id,
            case.number,
            f"{case.number} ({case.right.value}) of the same person is open since "
            f"{case.received.isoformat()}: a reminder restarts no clock (R14).",
        )
        for case in office.store.open_cases_of(requester)
    ]
    return tuple(found)


def as_json(received: Received, dues: Mapping[str, date]) -> dict[str, object]:
    """The JSON of ``dsr intake``; ``dues`` gives each case's strict date."""
    return {
        "letter": received.letter.id,
        "cases": [
            {
                "case": case.number,
                "right": case.right.value,
                "workflow": case.workflow,
                "state": case.state,
                "strict_due": dues[case.number].isoformat(),
            }
            for case in received.cases
        ],
        "reading": received.reading.as_json() if received.reading else None,
        "candidates": [
            {
                "register": c.register,
                "key": c.key,
                "score": round(c.score, 3),
                "why": list(c.why),
                "warnings": list(c.warnings),
            }
            for c in received.candidates
        ],
        "duplicates": [vars(duplicate) for duplicate in received.duplicates],
        "without_workflow": [right.value for right in received.without_workflow],
    }
