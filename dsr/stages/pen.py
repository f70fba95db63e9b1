"""The holding pen: letters whose meaning is open. Their clock runs from their arrival (R12).

A letter leaves it by opening cases, by being put to the case it is about, or by being set aside as
ordinary mail; each may be done days after it came, and none changes the day of receipt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dsr.cases.case import Case, IncomingLetter, LetterKind, Person, Right, Role, User
from dsr.cases.reading import Reading
from dsr.casework.further_letters import Filed, check_about, file_letter
from dsr.casework.office import Office, require_role
from dsr.casework.rights_asked import cases_for, rights_read
from dsr.errors import BadInput, WrongUsage
from dsr.law.deadline import compute

MIN_WHY = 10


@dataclass(frozen=True)
class Waiting:
    """A letter of the pen. strict_due: should it be a request, the day by which it is answered.

    rights: what the reading saw in it. may_be_about: open cases of the same person, and the case
    whose number stands in the letter.
    """

    letter: IncomingLetter
    strict_due: date
    rights: tuple[Right, ...]
    may_be_about: tuple[str, ...]


def waiting(office: Office, *, aside: bool = False) -> tuple[Waiting, ...]:
    """The letters of the pen, oldest receipt first; with ``aside`` those set aside instead."""
    store = office.store
    letters = store.letters_set_aside() if aside else store.letters_without_case()
    return tuple(_waiting(office, letter) for letter in letters)


def _waiting(office: Office, letter: IncomingLetter) -> Waiting:
    requester, reading = _as_read(office, letter.id)
    cases = office.store.open_cases_of(requester)
    named = [reading.case_number] if reading and reading.case_number else []
    return Waiting(
        letter,
        compute(letter.received, (), 0, office.calendar).strict_due,
        rights_read(reading),
        tuple(dict.fromkeys((*named, *(case.number for case in cases)))),
    )


def _as_read(office: Office, letter_id: int) -> tuple[Person, Reading | None]:
    requester, read = office.store.letter_as_read(letter_id)
    return requester, None if read is None else Reading.from_json(read)


def attach(
    office: Office, letter_id: int, about: Sequence[str], kind: LetterKind, actor: User
) -> Filed:
    """Put a logged letter to the cases it is about (R14); may be called again after a kill.

    Raises WrongUsage without a case, NotFound, NotPermitted, Refused.
    """
    require_role(actor, Role.CLERK, Role.OFFICER)
    if not about:
        raise WrongUsage("No case was named.", "Say --about CASE.")
    cases = check_about(office, about, kind, actor)
    return file_letter(office, letter_id, cases, kind, actor)


def record_letter(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """The same as a step of one case; supplied: ``letter`` and ``letter_kind``."""
    letter, kind = supplied.get("letter"), supplied.get("letter_kind")
    if not isinstance(letter, int) or kind not in tuple(LetterKind):
        raise BadInput(
            "The step needs the letter's number and what it is.",
            "Give letter=NUMBER and letter_kind=copy, reminder or supplement.",
        )
    (filed,) = attach(office, letter, (case.number,), LetterKind(str(kind)), actor).cases
    return filed


@dataclass(frozen=True)
class Opened:
    """Cases opened from a letter that was there before. without_workflow: as in an intake."""

    letter: IncomingLetter
    cases: tuple[Case, ...]
    without_workflow: tuple[Right, ...]


def open_from(
    office: Office, letter_id: int, rights: Sequence[Right], marketing: bool | None, actor: User
) -> Opened:
    """Open cases from a logged letter; they were received when the letter arrived (R12).

    Also for a right that was overlooked, and for what a supplement asks beyond its case. Raises
    BadInput without a right, NotFound, NotPermitted, Refused for what is open already.
    """
    require_role(actor, Role.CLERK, Role.OFFICER)
    if not rights:
        raise BadInput("No right was named.", "Say what is asked, e.g. --right access.")
    letter = office.store.letter(letter_id)
    _, reading = _as_read(office, letter_id)
    about_marketing = bool(reading and reading.marketing) if marketing is None else marketing
    cases, missing = cases_for(office, rights, marketing=about_marketing, reading=reading)
    opened = office.store.open_cases_from(letter_id, cases, actor=actor.name, at=office.clock.now())
    return Opened(letter, opened, missing)


def set_aside(office: Office, letter_id: int, why: str, actor: User) -> IncomingLetter:
    """Say that a letter is ordinary mail. Raises BadInput without a reason, Refused, NotFound."""
    return _set(office, letter_id, why, actor, aside=True)


def take_back(office: Office, letter_id: int, why: str, actor: User) -> IncomingLetter:
    """Say that it is no ordinary mail after all; its clock has run all the time."""
    return _set(office, letter_id, why, actor, aside=False)


def _set(office: Office, letter_id: int, why: str, actor: User, *, aside: bool) -> IncomingLetter:
    require_role(actor, Role.CLERK, Role.OFFICER)
    if len(why.strip()) < MIN_WHY:
        raise BadInput(
            "The reason is too short for a letter that nobody will look at again."
            if aside
            else "The reason for taking it back is too short.",
            "Say in one sentence why: --why …",
        )
    office.store.set_aside(
        letter_id, aside=aside, why=why.strip(), actor=actor.name, at=office.clock.now()
    )
    return office.store.letter(letter_id)
