"""Closing and coming back: posting, a contested refusal, an answer to what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsr.cases.case import Case, User
from dsr.casework.office import Office
from dsr.casework.step import Also, take


def record_posting(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """When and how a letter left, with its proof (R16). The number is that of the case's letter."""
    letter, day = supplied.get("letter"), supplied.get("posted_on")
    posted: dict[int, tuple[date, str]] = {}
    if isinstance(letter, int) and isinstance(day, date):
        posted[letter] = (day, str(supplied.get("proof") or ""))
    return take(office, case, "record_posting", actor, supplied, Also(posted=posted))


def contest(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """The person disagrees with a refusal: decided anew, from the day the letter arrived."""
    return _new_round(office, case, "contest", "contested_on", actor, supplied)


def reopen(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """New facts or new proof came: the same case goes on, its clock from their arrival."""
    return _new_round(office, case, "reopen", "reopened_on", actor, supplied)


def _new_round(
    office: Office,
    case: Case,
    step: str,
    day_fact: str,
    actor: User,
    supplied: Mapping[str, object],
) -> Case:
    day = supplied.get(day_fact)
    new_round = day if isinstance(day, date) else None
    return take(office, case, step, actor, supplied, Also(new_round=new_round))
