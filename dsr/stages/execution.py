"""Execution: the approved plan is carried out once, proven by looking again, and recorded.

It may be killed at any point and called again. The register's receipt stands in the register's own
transaction, so an order that was done is replayed, not repeated; our case moves on after the proof.
Of several registers each has its own part of the order: all are held against the approval before
the first is touched, and one that does not answer is waited for, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dsr.cases.case import SYSTEM_USER, Case, User
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, Receipt
from dsr.casework.carrying import Part, before_any_is_touched, carry_out_each
from dsr.casework.data import (
    CARRY_OUT,
    MARK_LIFTED,
    MARK_RESTRICTED,
    NOTHING_TO_CHANGE,
    ORDERED_ON,
    Task,
    approved,
    attempt_of,
    concerned,
    findings_of,
    tasks_of,
)
from dsr.casework.freeze import hindrances
from dsr.casework.office import Office
from dsr.casework.status import is_restricted
from dsr.casework.step import Also, Found, check, take
from dsr.casework.undoing import when_it_is_gone
from dsr.errors import NotFound, Refused

CONSENT = "consent_withdrawal"

#: What the program does from each state in which it is told to act.
_WORK = {"approved": CARRY_OUT, "to_restrict": MARK_RESTRICTED, "to_lift": MARK_LIFTED}
_ENDS_USE = frozenset({Action.STOP, Action.STOP_MARKETING, Action.ERASE, Action.ANONYMISE})
_WAY_OUT = (
    "Answer that first and carry this out when the answer is there, also where the data should "
    "have gone before (TSV/224/2023). If the person wants it erased first, recall this and decide "
    "again with erase_before_access=yes and erase_before_access_words=…"
)
_WAY_OUT_CONSENT = (
    "The use stops at once all the same: recall this, decide stop for these groups and carry that "
    "out now; erase when the answer to the other request is there."
)


@dataclass(frozen=True)
class Done:
    """What was carried out, register by register; empty where none had to change."""

    case: Case
    parts: tuple[Part, ...]

    @property
    def receipt(self) -> Receipt | None:
        """Of the first register."""
        return self.parts[0].receipt if self.parts else None

    @property
    def residuals(self) -> tuple[str, ...]:
        """What any register still holds that should have gone."""
        return tuple(left for part in self.parts for left in part.proof.residuals)


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
    tasks = tasks_of(office, case, kind)
    if kind == CARRY_OUT and case.workflow != "marketing_objection":
        # Art. 21(3) leaves nothing to approve
        tasks = tuple(replace(task, order=approved(case, task)) for task in tasks)
    before_any_is_touched(office, case, tasks)
    parts = carry_out_each(office, case, kind, tasks)
    for task in tasks:
        _suppress(office, case, task.order)
    return Done(_recorded(office, case, kind, parts, tasks), parts)


def _after_what_comes_first(office: Office, case: Case) -> None:
    """What would destroy an answer that is still owed waits for it (legal spec F.2)."""
    faults = hindrances(office, case)
    if faults:
        raise Refused(
            f"{case.number}: what is asked for in another request would be destroyed.",
            _WAY_OUT_CONSENT if case.workflow == "consent_withdrawal" else _WAY_OUT,
            faults=faults,
        )


def _recorded(
    office: Office, case: Case, kind: str, parts: tuple[Part, ...], tasks: tuple[Task, ...]
) -> Case:
    undoing, ledger = when_it_is_gone(office, case, tasks)
    facts: dict[str, object] = {}
    if kind == CARRY_OUT:
        counts = [counts for part in parts for counts in part.receipt.counts.values()]
        facts = {"rows_changed": sum(sum(c.values()) for c in counts), **_restricting(case)}
    known = ("registers_done", "registers_waiting")
    facts |= {name: None for name in known if case.facts.get(name) is not None}
    supplied: dict[str, object] = {}
    if kind == CARRY_OUT:
        supplied["residuals"] = sum(len(part.proof.residuals) for part in parts)
    also = Also(facts=facts | undoing, details=_details(office, case, parts), ledger=ledger)
    digest = case.facts.get("approved_plan") or NOTHING_TO_CHANGE
    found = Found(plan_digest=str(digest))
    return take(office, case, kind, SYSTEM_USER, supplied, also, found)


def _details(office: Office, case: Case, parts: tuple[Part, ...]) -> dict[str, object]:
    """What the event says: counts, never a value."""
    if not parts:
        findings = findings_of(office, case)
        return {"rows": {finding.code: len(finding.rows) for finding in findings}}
    told = [_receipt_view(part.receipt) for part in parts]
    return told[0] if len(told) == 1 else {"registers": told}


def _receipt_view(receipt: Receipt) -> dict[str, object]:
    return {
        "receipt": receipt.action_id,
        "register": receipt.register,
        "counts": {table: dict(counts) for table, counts in receipt.counts.items()},
        "replayed": receipt.replayed,
    }


def _restricting(case: Case) -> dict[str, object]:
    """Which groups are restricted once decisions did so, so that the same are released later."""
    decided = [d.group for d in case.decisions if d.action is Action.RESTRICT]
    if not decided:
        return {}
    before = case.facts.get("restricted_groups") if is_restricted(case) else ()
    groups = [str(g) for g in before] if isinstance(before, list | tuple) else []
    return {"restricted_groups": list(dict.fromkeys((*groups, *decided)))}


def _suppress(office: Office, case: Case, order: Order) -> None:
    """Keyed hashes of the contact points, so that no later import brings marketing back."""
    if not any(_ends_marketing(office, case, decision) for decision in order.decisions):
        return
    points = {case.requester.email, case.requester.phone}
    if case.workflow == CONSENT:
        points |= _points_on_file(office, case)
    hashes = [office.hash_contact(point) for point in sorted(p for p in points if p)]
    if hashes:
        office.store.suppress(hashes, on=order.on, source=case.number)


def _ends_marketing(office: Office, case: Case, decision: GroupDecision) -> bool:
    """Consent to something else than marketing taken back puts nobody on the list."""
    if decision.action is Action.STOP_MARKETING:
        return True
    if case.workflow != CONSENT:
        return decision.action is Action.ERASE
    return decision.action in _ENDS_USE and any(
        group.marketing and decision.group == f"{register.map.name}.{group.code}"
        for register in office.registers.values()
        for group in register.map.groups
    )


def _points_on_file(office: Office, case: Case) -> set[str | None]:
    """Whoever takes a consent back by letter names no address; the register knows it."""
    found: set[str | None] = set()
    linked = [(office.registers.get(one.register), one.keys) for one in case.subjects]
    for register, key in ((register, key) for register, keys in linked for key in keys):
        if register is None:
            continue
        try:
            person = register.person(key)
        except NotFound:  # erased by this very order
            continue
        found |= {person.email, person.phone}
    return found


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
    left = 0
    for task in tasks_of(office, case) if case.state == "carried_out" else ():
        left += len(task.register.prove(task.order, case.requester).residuals)
    return take(office, case, "prove_again", actor, {"residuals": left})


def recall(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Take an approved order back before any register begins. Raises Refused once one has."""
    check(office, case, "recall", actor, supplied, Found(register_untouched=True))
    tasks = tasks_of(office, case)
    begun = [task.register.map.name for task in tasks if len(tasks) > 1 and _has_begun(task)]
    if begun:
        raise Refused(
            f"{case.number}: {', '.join(begun)} has done its part; the order can't be taken back.",
            "Run the case again until every register has done its part.",
        )
    for task in tasks:
        task.register.recall(task.order)
    facts: dict[str, object] = {"attempt": attempt_of(case) + 1}
    if case.facts.get("registers_waiting") is not None:
        facts |= {"registers_waiting": None, "registers_done": None}
    also = Also(facts=facts)
    return take(office, case, "recall", actor, supplied, also, Found(register_untouched=True))


def _has_begun(task: Task) -> bool:
    try:
        return task.register.begun(task.order)
    except Refused:  # recalled before, when another register did not answer
        return False
