"""The freeze: what an open request for a copy asks for is not deleted before the copy is there.

Legal spec F.2: an access request stops the deletion of the data it asks for until the answer is
sent. Data that should have gone before do not become lawful by it, and are not hidden by deleting
them either: access is given first, then they go (Finnish supervisory authority, TSV/224/2023).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.cases.case import Case, Right, User
from dsr.cases.decision import Action, GroupDecision
from dsr.casework.office import Office
from dsr.casework.status import answer_of_round, came_back
from dsr.errors import Fault

#: Rights whose answer holds the data themselves.
COPIES = frozenset({Right.ACCESS, Right.PORTABILITY})
_DESTROYING = frozenset({Action.ERASE, Action.ANONYMISE})
MIN_WORDS = 10


@dataclass(frozen=True)
class Frozen:
    """A person whose data no job may delete. cases: the open requests, oldest first."""

    register: str
    keys: tuple[str, ...]
    cases: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class FreezeList:
    """Everybody who is frozen, and open requests whose person is not linked yet."""

    persons: tuple[Frozen, ...]
    unlinked: tuple[str, ...]


def still_to_come(office: Office, case: Case) -> str | None:
    """Why the answer of this case cannot be with the person yet; None when it is.

    It is there when it was posted, did not come back, and the days of the post have gone by.
    """
    if case.state == "withdrawn":
        return None
    answer = answer_of_round(case)
    if answer is None:
        return "It is not answered yet (Art. 15 and 16 come before Art. 17)."
    if answer.posted_on is None:
        return "Its answer is not posted yet."
    if came_back(case, answer):
        return "Its answer came back and was not provided; reach the person another way."
    there = _there(office, answer.posted_on)
    if office.clock.today() < there:
        posted = answer.posted_on.isoformat()
        return f"Its answer left on {posted}; carry this out from {there.isoformat()}."
    return None


def _there(office: Office, posted: date) -> date:
    return office.calendar.add_working_days(posted, office.site.rules.post_by_working_days)


def frozen(office: Office) -> FreezeList:
    """The list for the controller's own deletion jobs, by register and key."""
    open_ = [
        (case, why)
        for case in office.store.cases()
        if case.right in COPIES and (why := still_to_come(office, case))
    ]
    persons: dict[tuple[str, tuple[str, ...]], list[tuple[Case, str]]] = {}
    for case, why in open_:
        for subject in case.subjects:
            persons.setdefault((subject.register, subject.keys), []).append((case, why))
    return FreezeList(
        tuple(
            Frozen(register, keys, tuple(case.number for case, _ in found), found[0][1])
            for (register, keys), found in sorted(persons.items(), key=lambda item: item[0])
        ),
        tuple(case.number for case, _ in open_ if _unlinked(office, case)),
    )


def give_out(office: Office, actor: User) -> FreezeList:
    """The list as it goes to a deletion job; that it was given is kept, with the case numbers."""
    found = frozen(office)
    numbers = [number for person in found.persons for number in person.cases]
    office.store.record_freeze((*numbers, *found.unlinked), actor=actor.name, at=office.clock.now())
    return found


def hindrances(office: Office, case: Case) -> tuple[Fault, ...]:
    """What this case's order would destroy though it is still owed to the person.

    Requests for a copy of the same person, from whatever letter; of the same letter also what is to
    be corrected first. Empty when nothing is destroyed, or when the person wants it so.
    """
    if not any(_destroys(office, case, decision) for decision in case.decisions):
        return ()
    faults = []
    for other in _before(office, case):
        if other.right in COPIES and _wanted_first(case):
            continue
        if why := still_to_come(office, other):
            faults.append(Fault("execution.order", other.number, why))
    return tuple(faults)


def _destroys(office: Office, case: Case, decision: GroupDecision) -> bool:
    """Erasing does, and an upheld objection where the mapping deletes what may not be used.

    A consent taken back ends the use at once whatever else is asked (Art. 7(3)).
    """
    if decision.action is not Action.STOP or case.workflow == "consent_withdrawal":
        return decision.action in _DESTROYING
    return any(
        table.on_objection in ("delete", "clear")
        for register in office.registers.values()
        for table in register.map.tables
        if decision.group in {f"{register.map.name}.{code}" for code in table.groups}
    )


def _unlinked(office: Office, case: Case) -> bool:
    """Whether there is a register of which it is not said yet whether she is in it."""
    return bool(case.not_searched(office.registers))


def _before(office: Office, case: Case) -> Iterable[Case]:
    """Cases that come before this one, each once."""
    found: dict[str, Case] = {}
    for number in case.siblings:
        sibling = office.store.case(number)
        first = {*COPIES, Right.RECTIFICATION} if case.right is Right.ERASURE else COPIES
        if sibling.right in first:
            found[number] = sibling
    others: list[Case] = []
    for subject in case.subjects:
        others += office.store.cases_of_subject(subject)
    # Not linked yet, but seemingly the same person: it must not be too late when somebody looks.
    others += (one for one in office.store.open_cases_of(case.requester) if _unlinked(office, one))
    for other in others:
        if other.right in COPIES and other.number != case.number:
            found.setdefault(other.number, other)
    return found.values()


def _wanted_first(case: Case) -> bool:
    """Whether the person said that nothing is to be given before the erasure."""
    words = case.facts.get("erase_before_access_words")
    said = isinstance(words, str) and len(words.strip()) >= MIN_WORDS
    return case.facts.get("erase_before_access") is True and said
