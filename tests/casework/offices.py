"""A small office for the rules of casework: the real catalogue and mapping, cases in a list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, cast

from dsr.adapters.clock import SimulatedClock
from dsr.adapters.register import load_map
from dsr.adapters.register.demo import MAPPING
from dsr.cases.case import Case, IncomingLetter, OutgoingLetter, Person, Right, Role, Subject
from dsr.cases.decision import GroupDecision
from dsr.cases.register import Finding, FoundRow, RegisterMap
from dsr.cases.site import Site
from dsr.casework.office import Office
from dsr.law.calendar import finland
from dsr.law.grounds import load
from dsr.shipped import shipped
from tests.engine.situations import SITE, Draft, user

CATALOGUE = load(shipped("letters"))
MAP = load_map(MAPPING)
TODAY = date(2026, 3, 12)  # Thursday
WRITER = Person(name="Aino Esimerkki", postcode="00510", email="aino@esimerkki.example")
OFFICER = user(Role.OFFICER)


@dataclass
class Listed:
    """The cases a store would hold."""

    held: list[Case] = field(default_factory=list)

    def cases(self, *, states: Sequence[str] | None = None) -> tuple[Case, ...]:
        """All of them."""
        return tuple(c for c in self.held if states is None or c.state in states)


@dataclass(frozen=True)
class Mapped:
    """A register of which only the mapping is looked at."""

    map: RegisterMap


def office(*cases: Case, today: date = TODAY, site: Site = SITE) -> Office:
    """An office with these cases, on this day."""
    nothing = cast(Any, None)
    return Office(
        site=site,
        clock=SimulatedClock(today, UTC),
        calendar=finland(),
        store=cast(Any, Listed(list(cases))),
        vault=nothing,
        registers=cast(Any, {"booking": Mapped(MAP)}),
        reader=nothing,
        printer=nothing,
        workflows={},
        catalogue=CATALOGUE,
        hash_contact=lambda text: hashlib.sha256(b"key" + text.encode()).hexdigest(),
    )


def case(
    number: int,
    received: date,
    *,
    right: Right = Right.ACCESS,
    workflow: str | None = None,
    key: str | None = "1",
    person: Person = WRITER,
    answered: date | None = None,
    letter: str = "LT-ACCESS-FULL",
    decisions: tuple[GroupDecision, ...] = (),
    state: str = "in_decision",
    **facts: object,
) -> Case:
    """A case received on a day, answered on another or not yet."""
    made = Draft(state, OFFICER, facts=dict(facts), decisions=decisions).situation().case
    sent = (_answer(letter, answered),) if answered else ()
    if answered:
        state, facts = "closed", {**facts, "answered_on": answered.isoformat()}
    return replace(
        made,
        number=f"DSR-{received.year}-{number:04d}",
        right=right,
        workflow=workflow or right.value,
        state=state,
        letter=_letter(made.letter, number, received),
        requester=person,
        subjects=(Subject("booking", (key,)),) if key else (),
        language="en",
        outgoing=sent,
        facts=facts,
        round_received=None,
        round=1,
    )


def _letter(like: IncomingLetter, number: int, received: date) -> IncomingLetter:
    return replace(like, id=number, received=received)


def _answer(kind: str, on: date) -> OutgoingLetter:
    return OutgoingLetter(
        id=1,
        type=kind,
        language="en",
        digest="00",
        released_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
        released_by="Olli",
        answers=True,
        round=1,
        wording_version="1",
    )


def finding(group: str, *values: dict[str, object], table: str | None = None) -> Finding:
    """What the demo's register would hold in a group; rows are numbered from 1."""
    name = table or next(t.name for t in MAP.tables if group in t.groups)
    rows = tuple(FoundRow(name, str(n), v) for n, v in enumerate(values, start=1))
    return Finding("booking", MAP.group(group), rows)
