"""Execution: the approved plan is carried out once, proven by looking again, and recorded.

It may be killed at any point and called again. The register's receipt stands in the register's own
transaction, so an order that was done is replayed, not repeated; our case moves on after the proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dsr.cases.case import SYSTEM_USER, Case, Right, User
from dsr.cases.decision import Action
from dsr.cases.register import Order, Proof, Receipt
from dsr.casework.data import (
    CARRY_OUT,
    MARK_LIFTED,
    MARK_RESTRICTED,
    NOTHING_TO_CHANGE,
    ORDERED_ON,
    Task,
    attempt_of,
    concerned,
    findings_of,
    plan_digest,
    task_of,
)
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, check, take
from dsr.errors import Fault, OutsideFailed, PlanVoid, Refused

#: What the program does from each state in which it is told to act.
_WORK = {"approved": CARRY_OUT, "to_restrict": MARK_RESTRICTED, "to_lift": MARK_LIFTED}
_BEFORE_ERASURE = frozenset({Right.ACCESS, Right.PORTABILITY, Right.RECTIFICATION})
_SUPPRESSING = frozenset({Action.STOP_MARKETING, Action.ERASE})


@dataclass(frozen=True)
class Done:
    """What was carried out. receipts and proofs are empty where no register had to change."""

    case: Case
    receipt: Receipt | None
    proof: Proof | None


def run(office: Office, case: Case) -> Done:
    """Carry out what was ordered. Raises Refused when nothing is, PlanVoid, OutsideFailed."""
    kind = _WORK.get(case.state)
    if kind is None:
        raise Refused(
            f"{case.number}: nothing is ordered in the state {case.state}.",
            "Approve the plan first, or see: dsr case steps CASE",
        )
    if kind == CARRY_OUT:
        _after_what_comes_first(office, case)
    task = task_of(office, case, kind)
    if task is None:
        return Done(_recorded(office, case, kind, None, None), None, None)
    order = _approved(case, task.order) if kind == CARRY_OUT else task.order
    receipt = _do(office, case, task, order)
    proof = task.register.prove(order, case.requester)
    if kind != CARRY_OUT and not proof.proven:
        raise OutsideFailed(
            f"{case.number}: the mark of restriction is not seen in the register.",
            "Look at the register and run the case again.",
        )
    _suppress(office, case, order)
    return Done(_recorded(office, case, kind, receipt, proof), receipt, proof)


def _after_what_comes_first(office: Office, case: Case) -> None:
    """One letter, several rights: what would destroy an answer waits for it (legal spec F.2).

    The answer has to be with the person: posted, and the days of the post gone by.
    """
    if case.right is not Right.ERASURE:
        return
    siblings = [office.store.case(number) for number in case.siblings]
    faults = [
        Fault("execution.order", sibling.number, sentence)
        for sibling in siblings
        if sibling.right in _BEFORE_ERASURE and (sentence := _still_to_come(office, sibling))
    ]
    if faults:
        raise Refused(
            f"{case.number}: the same letter asked for something that erasing would destroy.",
            "Answer that first; carry this out when the answer is there.",
            faults=faults,
        )


def _still_to_come(office: Office, sibling: Case) -> str | None:
    """Why the answer of this case cannot be with the person yet; None when it is."""
    if sibling.state == "withdrawn":
        return None
    answers = [o for o in sibling.outgoing if o.answers and o.round == sibling.round]
    if not answers:
        return "It is not answered yet (Art. 15 and 16 come before Art. 17)."
    posted = answers[-1].posted_on
    if posted is None:
        return "Its answer is not posted yet."
    there = office.calendar.add_working_days(posted, office.site.rules.post_by_working_days)
    if office.clock.today() < there:
        return f"Its answer left on {posted.isoformat()}; carry this out from {there.isoformat()}."
    return None


def _approved(case: Case, order: Order) -> Order:
    """The order with what the approver approved, so that the register can refuse anything else."""
    if case.workflow == "marketing_objection":
        return order  # Art. 21(3) leaves nothing to approve
    tables = case.facts.get("approved_tables")
    return replace(
        order,
        approved_digest=str(case.facts.get("approved_plan") or ""),
        approved_tables={str(k): str(v) for k, v in tables.items()}
        if isinstance(tables, Mapping)
        else {},
    )


def _do(office: Office, case: Case, task: Task, order: Order) -> Receipt:
    try:
        return task.register.run(order)
    except PlanVoid:
        current = Found(plan_digest=plan_digest(office, case))
        take(office, case, "plan_is_void", SYSTEM_USER, found=current)
        raise


def _recorded(
    office: Office, case: Case, kind: str, receipt: Receipt | None, proof: Proof | None
) -> Case:
    details: dict[str, object] = {}
    if receipt is not None:
        details = {
            "receipt": receipt.action_id,
            "register": receipt.register,
            "counts": {table: dict(counts) for table, counts in receipt.counts.items()},
            "replayed": receipt.replayed,
        }
    else:
        findings = findings_of(office, case)
        details = {"rows": {finding.code: len(finding.rows) for finding in findings}}
    supplied: dict[str, object] = {}
    if kind == CARRY_OUT:
        supplied["residuals"] = len(proof.residuals) if proof else 0
    changed = sum(sum(counts.values()) for counts in receipt.counts.values()) if receipt else 0
    facts = {"rows_changed": changed} if kind == CARRY_OUT else {}
    digest = case.facts.get("approved_plan") or NOTHING_TO_CHANGE
    found = Found(plan_digest=str(digest))
    return take(
        office, case, kind, SYSTEM_USER, supplied, Also(facts=facts, details=details), found
    )


def _suppress(office: Office, case: Case, order: Order) -> None:
    """Keyed hashes of the contact points, so that no later import brings marketing back."""
    if not any(decision.action in _SUPPRESSING for decision in order.decisions):
        return
    points = [case.requester.email, case.requester.phone]
    hashes = [office.hash_contact(point) for point in points if point]
    if hashes:
        office.store.suppress(hashes, on=order.on, source=case.number)


def order_restriction(
    office: Office, case: Case, actor: User, supplied: Mapping[str, object]
) -> Case:
    """Order the data in dispute to be marked (Art. 18(1)); which, and since when, is fixed now."""
    facts = {
        "restricted_groups": list(concerned(office, case)),
        ORDERED_ON[MARK_RESTRICTED]: office.clock.today().isoformat(),
    }
    return take(office, case, "restrict", actor, supplied, Also(facts=facts))


def order_lift(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Order the mark to be taken off again, after the notice (Art. 18(3))."""
    facts = {ORDERED_ON[MARK_LIFTED]: office.clock.today().isoformat()}
    return take(office, case, "lift_restriction", actor, supplied, Also(facts=facts))


def prove_again(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Look at the register once more. What was found comes from the register, never typed."""
    proof = None
    if case.state == "carried_out":
        task = task_of(office, case)
        proof = task.register.prove(task.order, case.requester) if task else None
    seen = {"residuals": len(proof.residuals) if proof else 0}
    return take(office, case, "prove_again", actor, seen)


def recall(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Take an approved order back before the register begins. Raises Refused once it has."""
    check(office, case, "recall", actor, supplied, Found(register_untouched=True))
    task = task_of(office, case)
    if task is not None:
        task.register.recall(task.order)
    also = Also(facts={"attempt": attempt_of(case) + 1})
    return take(office, case, "recall", actor, supplied, also, Found(register_untouched=True))
