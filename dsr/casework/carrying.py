"""An order given to one register after the other: held against its approval first, then done once.

One that does not answer keeps none of the others from doing its part, and is never left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dsr.cases.case import SYSTEM_USER, Case
from dsr.cases.register import Proof, Receipt
from dsr.casework.data import CARRY_OUT, Task, plan_digest
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, take
from dsr.casework.undoing import before_it_goes
from dsr.errors import BadConfiguration, DsrError, Fault, NotFound, OutsideFailed, PlanVoid

#: In place of the plan's digest, where a plan cannot be made any more.
_CHANGED = "changed-since-approval"


@dataclass(frozen=True)
class Part:
    """What one register did of an order, and what the second look at it showed."""

    receipt: Receipt
    proof: Proof


def before_any_is_touched(office: Office, case: Case, tasks: tuple[Task, ...]) -> None:
    """Every plan against its approval; a single register does so itself, in its transaction.

    One that does not answer is held against it when it does. Raises PlanVoid: nothing was done.
    """
    if len(tasks) < 2:
        return
    begun: list[str] = []
    faults: list[Fault] = []
    for task in tasks:
        if task.order.approved_digest is None:
            continue
        try:
            if task.register.begun(task.order):
                begun.append(task.register.map.name)
            else:
                faults += _changed_since(task)
        except OutsideFailed:
            continue
    if faults:
        _void(office, case, begun)
        names = dict.fromkeys(fault.place.partition(".")[0] for fault in faults)
        raise PlanVoid(
            f"{', '.join(names)} changed since the plan was approved; no register was touched now.",
            "Plan and approve again.",
            faults=faults,
        )


def _changed_since(task: Task) -> list[Fault]:
    """The tables whose rows are others than those approved."""
    order, plan = task.order, task.register.plan(task.order)
    if plan.digest == order.approved_digest:
        return []
    tables = {*order.approved_tables, *plan.table_digests}
    return [
        Fault("plan.void", f"{plan.register}.{name}", "rows of this table have changed")
        for name in sorted(tables)
        if order.approved_tables.get(name) != plan.table_digests.get(name)
    ] or [Fault("plan.void", plan.register, "this part of the order was not approved")]


def carry_out_each(
    office: Office, case: Case, kind: str, tasks: tuple[Task, ...]
) -> tuple[Part, ...]:
    """Each register in turn. One that fails keeps none of the others from doing its part."""
    parts: list[Part] = []
    failed: dict[str, DsrError] = {}
    for task in tasks:
        name = task.register.map.name
        try:
            parts.append(_part(office, case, kind, task))
        except OutsideFailed as error:
            failed[name] = error
        except BadConfiguration as error:
            if len(tasks) == 1:
                raise
            failed[name] = error
        except PlanVoid:
            _void(office, case, done=[part.receipt.register for part in parts])
            raise
    if failed:
        raise _waiting(office, case, [part.receipt.register for part in parts], failed)
    return tuple(parts)


def _part(office: Office, case: Case, kind: str, task: Task) -> Part:
    before_it_goes(office, case, task)
    receipt = task.register.run(task.order)
    proof = task.register.prove(task.order, case.requester)
    if kind != CARRY_OUT and not proof.proven:
        raise OutsideFailed(
            f"{case.number}: the mark of restriction is not seen in the register.",
            "Look at the register and run the case again.",
        )
    return Part(receipt, proof)


def _waiting(
    office: Office, case: Case, done: list[str], failed: Mapping[str, DsrError]
) -> DsrError:
    """Record who waits, and make the error that says so; the case stays where it is."""
    waiting = {"registers_waiting": list(failed), "registers_done": done}
    if any(case.facts.get(name) != value for name, value in waiting.items()):
        supplied = {name: tuple(value) for name, value in waiting.items()}
        take(office, case, "register_is_down", SYSTEM_USER, supplied, Also(details=dict(waiting)))
    causes = [error.cause for error in failed.values()]
    if not done and len(failed) == 1:
        return next(iter(failed.values()))
    return OutsideFailed(
        f"{case.number}: done in {', '.join(done) or 'no register'}; "
        f"waiting for {', '.join(failed)}. {' '.join(causes)}",
        "Run the case again when it answers; what is done is not done twice.",
        faults=[Fault("register.waits", name, str(error)) for name, error in failed.items()],
    )


def _void(office: Office, case: Case, done: Sequence[str] = ()) -> None:
    """Back to be decided and approved again; a register that did its part keeps to it."""
    begun = sorted({*done, *_text_list(case.facts.get("registers_done"))})
    known = {"registers_done": begun or None, "registers_waiting": None}
    facts = {name: value for name, value in known.items() if value or case.facts.get(name)}
    found = Found(plan_digest=_digest_now(office, replace(case, facts={**case.facts, **facts})))
    take(office, case, "plan_is_void", SYSTEM_USER, also=Also(facts=facts), found=found)


def _digest_now(office: Office, case: Case) -> str:
    try:
        return plan_digest(office, case)
    except (NotFound, OutsideFailed):  # a register said that its part changed; that is enough
        return _CHANGED


def _text_list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else []
