"""A further letter about a case: a copy, a reminder or a supplement (legal spec R14).

It has its own number, day of receipt and scans, but opens no case and restarts no clock. What a
supplement asks beyond the case is told, so that a right is never lost in another one's file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dsr.cases.case import Case, IncomingLetter, LetterKind, Right, User
from dsr.cases.reading import Reading
from dsr.casework.office import Office
from dsr.casework.rights_asked import rights_read
from dsr.casework.step import Also, check, take
from dsr.errors import Fault, Refused

STEP = "record_letter"
#: Stands for a letter that gets its number when it is stored; no letter has this one.
_NOT_STORED_YET = 2**31 - 1
#: The fact that remembers what supplements ask beyond their case: ``[{"letter", "rights"}]``.
SUPPLEMENTS = "supplement_asks"


@dataclass(frozen=True)
class Filed:
    """What came of it. cases: as they are now. asks_also: rights that no case of the person's
    letter carries. notes: sentences without names."""

    letter: IncomingLetter
    kind: LetterKind
    cases: tuple[Case, ...]
    asks_also: tuple[Right, ...]
    notes: tuple[str, ...]


def check_about(
    office: Office, numbers: Sequence[str], kind: LetterKind, actor: User
) -> tuple[Case, ...]:
    """The cases a letter is about, before anything is stored.

    Raises NotFound, or Refused when the step is not open to this user or from this state.
    """
    cases = tuple(office.store.case(number) for number in dict.fromkeys(numbers))
    for case in cases:
        check(office, case, STEP, actor, {"letter": _NOT_STORED_YET, "letter_kind": kind.value})
    return cases


def file_letter(
    office: Office, letter_id: int, cases: Sequence[Case], kind: LetterKind, actor: User
) -> Filed:
    """Put a logged letter to these cases, each with an event.

    May be called again after a kill: a case that has the letter already is left as it is. Raises
    NotFound, Refused for ordinary mail and for a letter that is there as something else.
    """
    letter = office.store.letter(letter_id)
    requester, read = office.store.letter_as_read(letter_id)
    reading = None if read is None else Reading.from_json(read)
    asks = _beyond(office, cases, reading)
    _refuse_what_is_there(letter_id, cases, kind)
    notes = [
        f"The letter names somebody else than {case.number} does: is it about that case?"
        for case in cases
        if requester.name and case.requester.name and not _same(requester.name, case.requester.name)
    ]
    if kind is not LetterKind.SUPPLEMENT and asks:
        named = ", ".join(right.value for right in asks)
        notes.append(f"It seems to ask for {named} too: is it only a {kind.value}?")
    filed = tuple(_file(office, case, letter, kind, asks, actor) for case in cases)
    return Filed(letter, kind, filed, asks, tuple(notes))


def _file(
    office: Office,
    case: Case,
    letter: IncomingLetter,
    kind: LetterKind,
    asks: tuple[Right, ...],
    actor: User,
) -> Case:
    if any(one.letter.id == letter.id for one in case.attached):
        return case
    facts: dict[str, object] = {}
    if asks and kind is LetterKind.SUPPLEMENT:
        entry = {"letter": letter.id, "rights": [right.value for right in asks]}
        facts[SUPPLEMENTS] = [*_entries(case), entry]
    details = {
        "letter": letter.id,
        "letter_kind": kind.value,
        "received": letter.received.isoformat(),
        "scans": list(letter.scans),
    }
    supplied = {"letter": letter.id, "letter_kind": kind.value}
    also = Also(facts=facts, details=details, attached={letter.id: kind})
    return take(office, case, STEP, actor, supplied, also)


def _entries(case: Case) -> list[Mapping[str, object]]:
    recorded = case.facts.get(SUPPLEMENTS)
    entries = recorded if isinstance(recorded, list | tuple) else ()
    return [entry for entry in entries if isinstance(entry, Mapping)]


def unopened_supplements(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The cases with a supplement that asks for a right for which no case was opened from it."""
    cases = tuple(cases)
    opened = {(case.letter.id, case.right.value) for case in cases}
    return tuple(case for case in cases if any(_open_rights(e, opened) for e in _entries(case)))


def _open_rights(entry: Mapping[str, object], opened: set[tuple[int, str]]) -> bool:
    rights, letter = entry.get("rights"), entry.get("letter")
    if not isinstance(rights, list | tuple) or not isinstance(letter, int):
        return False
    return any((letter, str(right)) not in opened for right in rights)


def _beyond(office: Office, cases: Sequence[Case], reading: Reading | None) -> tuple[Right, ...]:
    """Rights the letter asks for that the cases and their siblings do not carry."""
    siblings = (office.store.case(number) for case in cases for number in case.siblings)
    carried = {case.right for case in (*cases, *siblings)}
    return tuple(right for right in rights_read(reading) if right not in carried)


def _refuse_what_is_there(letter_id: int, cases: Sequence[Case], kind: LetterKind) -> None:
    faults = [
        Fault("attaching.own", case.number, f"Letter {letter_id} is the one that opened this case.")
        for case in cases
        if case.letter.id == letter_id
    ]
    faults += [
        Fault(
            "attaching.kind",
            case.number,
            f"Letter {letter_id} is there as a {one.kind.value} already; what was recorded stays.",
        )
        for case in cases
        for one in case.attached
        if one.letter.id == letter_id and one.kind is not kind
    ]
    if faults:
        raise Refused(
            f"Letter {letter_id} cannot be put there as a {kind.value}.",
            "Leave that case out, or open a case of its own: dsr intake open LETTER --right RIGHT",
            faults=faults,
        )


def _same(one: str, other: str) -> bool:
    """Whether two names may be the same person's: one part in common, in any letter case."""
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def filed_as_json(filed: Filed) -> dict[str, object]:
    """The JSON of a letter put to its cases."""
    return {
        "letter": filed.letter.id,
        "kind": filed.kind.value,
        "cases": [case.number for case in filed.cases],
        "asks_also": [right.value for right in filed.asks_also],
        "notes": list(filed.notes),
    }
