"""Refusals that a stage finds beside the engine's: told together, so that nobody asks twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dsr.cases.case import Case, User
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, check, take
from dsr.errors import Fault, Refused


def take_unless(
    office: Office,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object],
    faults: Sequence[Fault],
    also: Also | None = None,
    found: Found | None = None,
) -> Case:
    """Take the step, unless the stage found something wrong. Raises Refused with every fault."""
    refuse_if(office, case, step, actor, supplied, faults, found)
    return take(office, case, step, actor, supplied, also, found)


def refuse_if(
    office: Office,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object],
    faults: Sequence[Fault],
    found: Found | None = None,
) -> None:
    """Raise Refused with these faults and all that the engine has against the step; or nothing."""
    if not faults:
        return
    try:
        check(office, case, step, actor, supplied, found)
    except Refused as refused:
        every = (*refused.faults, *faults)
        raise type(refused)(refused.cause, refused.way_out, faults=every) from None
    raise Refused(
        f"{case.number}: {step} is refused.",
        "Remove every cause named and try again.",
        faults=faults,
    )
