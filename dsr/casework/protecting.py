"""Decisions that would hand a child's or a hidden person's data to the wrong one (C.1, D.3).

What is known of the person may change after identity was accepted: the child was heard, the address
turned out to be secret. What is decided then has to fit what is known now.
"""

from __future__ import annotations

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision
from dsr.casework.representative import capacity_of
from dsr.errors import Fault
from dsr.law.authority import Capacity
from dsr.law.minor import Maturity, hearing_of

#: The custodian may not exercise the child's right in this matter.
CHILD = "ID-CHILD"
#: Nothing leaves the house and nothing changes by these.
_HOLDS_BACK = frozenset({Action.REFUSE, Action.WITHHOLD, Action.KEEP, Action.NOTHING})


def protection_faults(case: Case) -> tuple[Fault, ...]:
    """Everything in the decisions that does not fit who asks, as it is known now."""
    return (*_child_faults(case), *_level_faults(case))


def _acts(decision: GroupDecision) -> bool:
    return decision.action not in _HOLDS_BACK


def _child_faults(case: Case) -> tuple[Fault, ...]:
    """A child mature enough decides alone (G04); that an opposing child limits is the guard's."""
    hearing = hearing_of(case.facts)
    if hearing is None or hearing.maturity is not Maturity.DECIDES_ALONE:
        return ()
    if capacity_of(case) is not Capacity.GUARDIAN:
        return ()
    sentence = (
        "The child decides alone in this matter: refuse or withhold this from the guardian on "
        f"{CHILD}; the child may ask personally."
    )
    given = [decision for decision in case.decisions if _acts(decision)]
    return tuple(Fault("child.decides_alone", d.group, sentence) for d in given)


def _level_faults(case: Case) -> tuple[Fault, ...]:
    """The level needed rose after identity was accepted."""
    needed, proven = case.facts.get("identity_needed"), case.facts.get("identity_proven")
    if not isinstance(needed, int) or not isinstance(proven, int) or proven >= needed:
        return ()
    sentence = (
        f"As the person is known now, E{needed} is needed and E{proven} was shown; link the person "
        "again and accept identity at that level, or ask."
    )
    return tuple(
        Fault("identity.no_longer_enough", d.group, sentence) for d in case.decisions if _acts(d)
    )
