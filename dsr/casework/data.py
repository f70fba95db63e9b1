"""What the registers hold of a case's person, and what they are told to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.case import Case, Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, Order, Plan
from dsr.casework.office import Office
from dsr.errors import NotFound
from dsr.ports import Register
from dsr.rights.objection import OBJECTIONABLE

#: Actions that a register carries out; everything else leaves it as it is.
REGISTER_ACTIONS = frozenset(
    {
        Action.CORRECT,
        Action.APPEND_STATEMENT,
        Action.ERASE,
        Action.ANONYMISE,
        Action.RESTRICT,
        Action.LIFT_RESTRICTION,
        Action.STOP,
        Action.STOP_MARKETING,
    }
)

CARRY_OUT, MARK_RESTRICTED, MARK_LIFTED = "carry_out", "mark_restricted", "mark_lifted"
#: What kind of order stands in each state in which one does.
KIND_OF_ORDER = {
    "approved": CARRY_OUT,
    "carried_out": CARRY_OUT,
    "to_restrict": MARK_RESTRICTED,
    "to_lift": MARK_LIFTED,
}
#: The fact that holds the day of each kind of order; the day is written into the register's rows.
ORDERED_ON = {
    CARRY_OUT: "decided_on",
    MARK_RESTRICTED: "restrict_ordered_on",
    MARK_LIFTED: "lift_ordered_on",
}


@dataclass(frozen=True)
class Place:
    """A register in which the person was found, and the keys there."""

    register: Register
    keys: tuple[str, ...]


def places_of(office: Office, case: Case) -> tuple[Place, ...]:
    """Every register in which the person was found. Raises NotFound for one the site has lost."""
    return tuple(Place(register_named(office, s.register), s.keys) for s in case.subjects)


def register_named(office: Office, name: str) -> Register:
    """A register of the site. Raises NotFound."""
    register = office.registers.get(name)
    if register is None:
        raise NotFound(
            f"The site has no register {name} any more.",
            "Name it in dsr.toml again, or link the person anew.",
        )
    return register


def findings_of(office: Office, case: Case) -> tuple[Finding, ...]:
    """Every data group of every register in which she was found, as it is now.

    Where a register has erased its part while another one is waited for, nothing is left to read.
    """
    found: list[Finding] = []
    for place in places_of(office, case):
        try:
            found += place.register.read(place.keys)
        except NotFound:
            if place.register.map.name not in registers_done(case):
                raise
    return tuple(found)


def persons_on_file(office: Office, case: Case) -> tuple[Person, ...]:
    """What each register holds to reach the person, in the order of the site's settings."""
    places = places_of(office, case)
    return tuple(place.register.person(place.keys[0]) for place in places)


def held(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The codes of the groups in which something is held."""
    return tuple(finding.code for finding in findings if finding.rows)


@dataclass(frozen=True)
class Task:
    """One register and what it is to do."""

    register: Register
    order: Order


def tasks_of(office: Office, case: Case, kind: str = CARRY_OUT) -> tuple[Task, ...]:
    """What each register has to do for this case; empty when none is concerned.

    kind: CARRY_OUT (the decisions), MARK_RESTRICTED or MARK_LIFTED (Art. 18). The action id makes
    it happen once in a round, whatever happens to us in between.
    """
    decisions = _decisions(office, case, kind)
    tasks = []
    for place in _concerned_places(office, case):
        own = _of_register(decisions, place.register.map.name)
        if any(d.action in REGISTER_ACTIONS for d in own):
            tasks.append(Task(place.register, _order(office, case, kind, place, own)))
    return tuple(tasks)


def _concerned_places(office: Office, case: Case) -> tuple[Place, ...]:
    """A marketing objection needs no person: the contact point is looked for in every register."""
    if case.workflow != "marketing_objection":
        return places_of(office, case)
    return tuple(Place(one, case.keys_in(name)) for name, one in office.registers.items())


def _of_register(decisions: Sequence[GroupDecision], name: str) -> tuple[GroupDecision, ...]:
    """Those on its own groups, and those on the whole request."""
    return tuple(d for d in decisions if d.group == "*" or d.group.startswith(f"{name}."))


def _order(
    office: Office, case: Case, kind: str, place: Place, decisions: tuple[GroupDecision, ...]
) -> Order:
    return Order(
        action_id=_action_id(office, case, kind, place.register.map.name),
        keys=place.keys,
        decisions=decisions,
        on=_day_of_order(office, case, kind),
        contact_points=_contact_points(case) if case.workflow == "marketing_objection" else (),
    )


def _action_id(office: Office, case: Case, kind: str, name: str) -> str:
    """Its own for each register: two of them may keep their receipts in the same database."""
    first = case.subject.register if case.subject else next(iter(office.registers), name)
    beside = "" if name == first else f"@{name}"
    return f"{case.number}:{case.round}:{kind}{_attempt(case, kind)}{beside}"


def _day_of_order(office: Office, case: Case, kind: str) -> date:
    """The day of the decision, so that a plan shown on Monday is the plan run on Tuesday."""
    ordered = case.facts.get(ORDERED_ON[kind])
    if isinstance(ordered, str):
        return date.fromisoformat(ordered)
    return office.clock.today()


def attempt_of(case: Case) -> int:
    """Which attempt this is: a plan approved anew after a recall or residuals is another order."""
    attempt = case.facts.get("attempt")
    return attempt if isinstance(attempt, int) else 1


def _attempt(case: Case, kind: str) -> str:
    again = attempt_of(case)
    return f":{again}" if kind == CARRY_OUT and again > 1 else ""


def _contact_points(case: Case) -> tuple[str, ...]:
    asked = case.requester
    return tuple(point for point in (asked.email, asked.phone) if point)


def _decisions(office: Office, case: Case, kind: str) -> tuple[GroupDecision, ...]:
    if kind == CARRY_OUT:
        # Facts of a ground are for the letter: the register gets only what it has to do.
        return tuple(replace(decision, facts={}) for decision in case.decisions)
    action = Action.RESTRICT if kind == MARK_RESTRICTED else Action.LIFT_RESTRICTION
    # As ordered, not as held now: a run that was killed and is called again is the same order.
    groups = case.facts.get("restricted_groups")
    named = groups if isinstance(groups, list | tuple) else concerned(office, case)
    return tuple(GroupDecision(str(group), action) for group in named)


def concerned(office: Office, case: Case) -> tuple[str, ...]:
    """The data groups whose processing is in dispute (Art. 18(1)(a)-(b))."""
    named = case.facts.get("concerns")
    if isinstance(named, list | tuple) and named:
        return tuple(str(code) for code in named)
    findings = findings_of(office, case)
    if case.workflow == "objection":
        return tuple(f.code for f in findings if f.rows and f.group.basis in OBJECTIONABLE) or held(
            findings
        )
    return held(findings)


def plans_of(office: Office, case: Case) -> tuple[Plan, ...]:
    """The exact rows before and after, register by register, as they are now.

    A register that has done its part already (its fact is ``registers_done``) has no plan any more.
    """
    done = registers_done(case)
    return tuple(
        task.register.plan(task.order)
        for task in tasks_of(office, case)
        if not (task.register.map.name in done and task.register.begun(task.order))
    )


def registers_done(case: Case) -> tuple[str, ...]:
    """Registers that carried their part of the order out while another one waits."""
    named = case.facts.get("registers_done")
    return tuple(str(name) for name in named) if isinstance(named, list | tuple) else ()


#: The digest of a plan that changes no register, so that it can be approved all the same.
NOTHING_TO_CHANGE = "no-register-changes"


def plan_digest(office: Office, case: Case) -> str:
    """The digest an approver approves."""
    return digest_of(plans_of(office, case))


def digest_of(plans: Sequence[Plan]) -> str:
    """The one plan's own digest; of several registers, SHA-256 over each name and digest."""
    if len(plans) == 1:
        return plans[0].digest
    named = sorted(f"{plan.register}:{plan.digest}" for plan in plans)
    return hashlib.sha256("\n".join(named).encode()).hexdigest() if named else NOTHING_TO_CHANGE


def approval_of(plans: Sequence[Plan]) -> dict[str, object]:
    """What the approval keeps, so that each register can be held against its own part."""
    return {
        "approved_plans": {plan.register: plan.digest for plan in plans},
        "approved_tables": {plan.register: dict(plan.table_digests) for plan in plans},
    }


def approved(case: Case, task: Task) -> Order:
    """The order with what was approved for its register, which then refuses anything else."""
    name = task.register.map.name
    plans, tables = case.facts.get("approved_plans"), case.facts.get("approved_tables")
    if isinstance(plans, Mapping):
        digest = str(plans.get(name) or "")
        tables = tables.get(name) if isinstance(tables, Mapping) else None
    else:  # approved before a case could span several registers
        digest = str(case.facts.get("approved_plan") or "")
    kept = {str(k): str(v) for k, v in tables.items()} if isinstance(tables, Mapping) else {}
    return replace(task.order, approved_digest=digest, approved_tables=kept)
