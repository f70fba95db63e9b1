"""A fee that is proposed or announced, and what is left when the case turns back (Art. 12(5)).

It is a decision of its own on the whole request (``charge``). Paid or waived, the decision is gone;
so it is once the request is taken up anew, for nobody is held to a fee of an earlier draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dsr.cases.case import Case
from dsr.cases.decision import Action, GroupDecision

#: Facts of a fee recorded with the case, for its letters.
FEE_FACTS = ("fee_ground", "fee_amount", "cost_calculation", "fee_noticed_on", "fee_reply_by")
#: Steps after which the request is looked at anew: a fee still open then falls with the draft.
TURNING_BACK = frozenset(
    {"send_back", "return_to_identity", "continue_request", "contest", "reopen"}
)

_NOTHING: Mapping[str, object] = MappingProxyType({})


def fee_of(case: Case) -> GroupDecision | None:
    """The fee that is proposed or announced and neither paid nor waived; None without one."""
    return next((d for d in case.decisions if d.action is Action.CHARGE), None)


def without_fee(case: Case) -> tuple[GroupDecision, ...]:
    """Every other decision of the case."""
    return tuple(d for d in case.decisions if d.action is not Action.CHARGE)


def dropped_by(
    case: Case, step: str
) -> tuple[Mapping[str, object], tuple[GroupDecision, ...] | None]:
    """What this step takes away of an open fee: the facts to wipe, and the decisions left.

    Nothing, and None for decisions that stay as they are, where no fee is open.
    """
    if step not in TURNING_BACK or fee_of(case) is None:
        return _NOTHING, None
    return dict.fromkeys(FEE_FACTS), without_fee(case)
