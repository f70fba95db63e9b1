"""Whether an order may run: approved, and the register still as it was when it was approved."""

from __future__ import annotations

from dsr.cases.decision import Action
from dsr.cases.register import Order, Plan
from dsr.errors import Fault, PlanVoid, Refused

#: What may be carried out without an approved plan: it takes nothing away that can't be given back.
_REVERSIBLE = frozenset({Action.STOP_MARKETING, Action.RESTRICT, Action.LIFT_RESTRICTION})
_QUIET = frozenset({Action.GIVE, Action.WITHHOLD, Action.NOTHING, Action.KEEP, Action.REFUSE})


def may_run(register: str, order: Order, *, read_only: bool) -> None:
    """Raises Refused for a register that is only read, and for an order nobody approved."""
    if read_only:
        raise Refused(f"The register {register} is open for reading only.")
    actions = {decision.action for decision in order.decisions} - _QUIET
    if order.approved_digest is None and not actions <= _REVERSIBLE:
        raise Refused(
            "The order carries no approved plan.",
            "Plan it and have the plan approved.",
            faults=[Fault("register.not_approved", register, "this order was not approved")],
        )


def hold_against(register: str, order: Order, plan: Plan) -> None:
    """Raises PlanVoid when the plan made now is not the one approved, naming what changed."""
    if order.approved_digest in (None, plan.digest):
        return
    tables = {*order.approved_tables, *plan.table_digests}
    changed = sorted(
        name for name in tables if order.approved_tables.get(name) != plan.table_digests.get(name)
    )
    raise PlanVoid(
        f"The register {register} changed since the plan was approved.",
        "Plan and approve again.",
        faults=[
            Fault("plan.void", f"{register}.{name}", "rows of this table have changed")
            for name in changed
        ],
    )
