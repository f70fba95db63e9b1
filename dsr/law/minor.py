"""Whose say it is when somebody asks for a child: custody, age, hearing and maturity.

The right is the child's own. A custodian (Act 361/1983 s. 4) represents until the child comes of
age; a child mature enough acts alone and may forbid (403/45/2001; Act 785/1992 s. 9). The GDPR sets
no age: 13 years (Act 1050/2018 s. 5) is the age of consent to online services and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.errors import Fault

OF_AGE = 18
#: A reason of fewer letters says nothing about this child.
REASON_LETTERS = 15


class Maturity(StrEnum):
    """What came of hearing a child. DECIDES_ALONE: mature enough for this matter. OPPOSES, AGREES:
    the view of a child who does not decide alone. TOO_YOUNG: no view can be formed yet."""

    DECIDES_ALONE = "decides_alone"
    OPPOSES = "opposes"
    AGREES = "agrees"
    TOO_YOUNG = "too_young"
    NOT_HEARD = "not_heard"


#: Outcomes that end the custodian's say in whole or in part.
BARRING = frozenset({Maturity.DECIDES_ALONE, Maturity.OPPOSES})
_WITH_A_VIEW = frozenset({Maturity.DECIDES_ALONE, Maturity.OPPOSES, Maturity.AGREES})


def age_on(born: date, day: date) -> int:
    """Whole years; born on 29 February, one is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_of_age(born: date, day: date) -> bool:
    """Whether no custodian speaks for this person any more."""
    return age_on(born, day) >= OF_AGE


@dataclass(frozen=True)
class Hearing:
    """How a child was heard. assessed_by: who judged the maturity."""

    born: date
    maturity: Maturity
    heard_on: date | None = None
    view: str = ""
    assessed_by: str = ""
    not_heard_because: str = ""


def hearing_faults(hearing: Hearing, *, today: date, by_guardian: bool) -> tuple[Fault, ...]:
    """Everything that does not fit together; empty when the hearing can stand."""
    faults = [*_born_faults(hearing.born, today, by_guardian)]
    heard = hearing.heard_on
    if heard is not None and not hearing.born < heard <= today:
        faults.append(
            _fault(
                "impossible_day", "minor_heard_on", "Nobody can have been heard then; correct it."
            )
        )
    if hearing.maturity in _WITH_A_VIEW and heard is None:
        sentence = "A child who has a view was heard: give the day in minor_heard_on."
        faults.append(_fault("not_dated", "minor_heard_on", sentence))
    if hearing.maturity in _WITH_A_VIEW and not hearing.view:
        sentence = "What the child thinks is missing: give it in minor_view."
        faults.append(_fault("no_view", "minor_view", sentence))
    if hearing.maturity is Maturity.NOT_HEARD:
        faults += _not_heard(hearing)
    return tuple(faults)


def _born_faults(born: date, today: date, by_guardian: bool) -> list[Fault]:
    if born > today:
        return [_fault("unborn", "minor_born", "The day of birth is still ahead; correct it.")]
    if not is_of_age(born, today):
        return []
    if by_guardian:
        return [guardian_is_void()]
    sentence = "Nobody is heard as a minor who is of age; this step does not belong here."
    return [_fault("of_age", "minor_born", sentence)]


def guardian_is_void() -> Fault:
    """The custodian's say ended when the child came of age."""
    return _fault(
        "guardian_void",
        "minor_born",
        "The person is of age and has no custodian any more: the person asks alone, or gives a "
        "mandate; name the representative anew in another capacity.",
    )


def _not_heard(hearing: Hearing) -> list[Fault]:
    faults = []
    if hearing.heard_on is not None or hearing.view:
        sentence = "The child is said not to be heard, yet a day or a view is given; give one."
        faults.append(_fault("contradiction", "maturity", sentence))
    if sum(character.isalpha() for character in hearing.not_heard_because) < REASON_LETTERS:
        sentence = "Say in not_heard_because why this child could not be heard."
        faults.append(_fault("no_reason", "not_heard_because", sentence))
    return faults


def hearing_of(facts: Mapping[str, object]) -> Hearing | None:
    """The hearing a case recorded; None when nobody was heard or excused."""
    born, maturity = facts.get("minor_born"), facts.get("maturity")
    if not isinstance(born, str) or maturity not in set(Maturity):
        return None
    heard = facts.get("minor_heard_on")
    return Hearing(
        born=date.fromisoformat(born),
        maturity=Maturity(str(maturity)),
        heard_on=date.fromisoformat(heard) if isinstance(heard, str) and heard else None,
        view=str(facts.get("minor_view") or ""),
        assessed_by=str(facts.get("maturity_assessed_by") or ""),
        not_heard_because=str(facts.get("not_heard_because") or ""),
    )


def _fault(code: str, place: str, sentence: str) -> Fault:
    return Fault(f"minor.{code}", place, sentence)
