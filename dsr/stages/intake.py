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
    Case,
    Channel,
    IncomingLetter,
    LetterKind,
    NewLetter,
    Person,
    ReceivedBasis,
    Right,
    Role,
    User,
)
from dsr.cases.reading import Reading
from dsr.casework.further_letters import Filed, check_about, file_letter, filed_as_json
from dsr.casework.office import Office, require_role
from dsr.casework.rights_asked import cases_for, rights_read
from dsr.casework.seeking import Sought, seek
from dsr.errors import BadInput, NotFound, WrongUsage
from dsr.law.receipt import check_received


@dataclass(frozen=True)
class Duplicate:
    """Something the letter may belong to. kind: ``same_scan``, ``same_person``, ``names_case``."""

    kind: str
    letter: int | None
    case: str | None
    sentence: str


@dataclass(frozen=True)
class Received:
    """What came of an intake.

    without_workflow: rights asked for which the site has no table. filed: where a further letter
    about an open case was put; it opens no case then. sought: who it may be, in every register.
    """

    letter: IncomingLetter
    cases: tuple[Case, ...]
    reading: Reading | None
    sought: Sought
    duplicates: tuple[Duplicate, ...]
    without_workflow: tuple[Right, ...]
    filed: Filed | None = None


@dataclass(frozen=True)
class Wish:
    """What the clerk says beside what the letter says; None leaves it to the reading.

    received has no default: the day of arrival is never guessed silently. about: the numbers of
    open cases that the letter is about, and kind: as what (both or neither).
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
    about: tuple[str, ...] = ()
    kind: LetterKind | None = None


def receive_scans(office: Office, scans: Sequence[Path], wish: Wish, actor: User) -> Received:
    """Read a scanned letter (one or several files), keep its bytes, open its cases.

    Raises BadInput for an unreadable scan or a day of receipt in the future, NotPermitted.
    Nothing is stored then.
    """
    about = _about(office, wish, actor)
    if not scans:
        raise WrongUsage("No scan was given.", "Name one or more files of the same letter.")
    reading = office.reader.read(scans)
    digests = tuple(office.vault.put(path.read_bytes()) for path in scans)
    return _log(office, wish, about, reading, digests, actor)


def receive_note(office: Office, wish: Wish, actor: User) -> Received:
    """A request told by phone, at the counter or to a practitioner, or the controller's own.

    Raises BadInput when the note names no right, or neither a name nor a contact point.
    """
    about = _about(office, wish, actor)
    if not wish.rights and not wish.about:
        raise BadInput("The note names no right.", "Say what was asked, e.g. --right access.")
    if wish.requester == Person() and not wish.about:
        raise BadInput(
            "The note names nobody.", "Give a name or the contact point the request is about."
        )
    return _log(office, wish, about, None, (), actor)


def _about(office: Office, wish: Wish, actor: User) -> tuple[Case, ...]:
    """Everything that speaks against the wish is said before a byte is kept; the cases it names."""
    require_role(actor, Role.CLERK, Role.OFFICER)
    check_received(wish.received, office.clock.today())
    if bool(wish.about) != (wish.kind is not None):
        raise WrongUsage(
            "A further letter needs both its case and what it is.",
            "Say --about CASE --is copy, reminder or supplement.",
        )
    if wish.about and wish.rights:
        raise WrongUsage(
            "A letter about an open case opens no other.",
            "Log it with --about; then open what it also asks: dsr intake open LETTER --right R",
        )
    return check_about(office, wish.about, wish.kind, actor) if wish.kind else ()


def _log(
    office: Office,
    wish: Wish,
    about: tuple[Case, ...],
    reading: Reading | None,
    digests: tuple[str, ...],
    actor: User,
) -> Received:
    requester = _merged(wish.requester, reading)
    rights = wish.rights if wish.rights is not None else rights_read(reading)
    cases, missing = cases_for(
        office,
        () if about else rights,
        marketing=_is_marketing(wish, reading),
        reading=reading,
    )
    duplicates = _duplicates(office, requester, digests, wish.about)
    duplicates += _named_in_it(office, reading, wish.about)
    letter = _new_letter(office, wish, reading, digests, requester)
    logged, opened = office.store.receive(letter, cases, actor=actor.name, at=office.clock.now())
    filed = None
    if wish.kind and about:
        # A kill before this leaves the letter in the holding pen: dsr intake attach puts it there.
        filed = file_letter(office, logged.id, about, wish.kind, actor)
    found = Sought(()) if filed else seek(office, requester)
    return Received(logged, opened, reading, found, duplicates, missing, filed)


def _new_letter(
    office: Office,
    wish: Wish,
    reading: Reading | None,
    digests: tuple[str, ...],
    requester: Person,
) -> NewLetter:
    return NewLetter(
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


def _duplicates(
    office: Office, requester: Person, digests: Sequence[str], about: Sequence[str]
) -> tuple[Duplicate, ...]:
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
        if case.number not in about
    ]
    return tuple(found)


def _named_in_it(
    office: Office, reading: Reading | None, about: Sequence[str]
) -> tuple[Duplicate, ...]:
    """The case whose number stands in the letter, if there is one."""
    number = reading.case_number if reading else None
    if number is None or number in about:
        return ()
    try:
        case = office.store.case(number)
    except NotFound:
        return ()
    sentence = f"{number} stands in the letter: is it about that case (R14)?"
    return (Duplicate("names_case", case.letter.id, number, sentence),)


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
            for c in received.sought.candidates
        ],
        "silent": list(received.sought.silent),
        "filed": filed_as_json(received.filed) if received.filed else None,
        "duplicates": [vars(duplicate) for duplicate in received.duplicates],
        "without_workflow": [right.value for right in received.without_workflow],
    }
