"""What the registers hold of a case's person, and what they are told to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dsr.cases.case import Case
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
#: The fact that holds the day of each kind of order; the day is written into the register's rows.
ORDERED_ON = {
    CARRY_OUT: "decided_on",
    MARK_RESTRICTED: "restrict_ordered_on",
    MARK_LIFTED: "lift_ordered_on",
}


def register_of(office: Office, case: Case) -> Register | None:
    """The register in which the person was found; None when nobody was found."""
    if case.subject is None:
        return None
    register = office.registers.get(case.subject.register)
    if register is None:
        raise NotFound(
            f"The site has no register {case.subject.register} any more.",
            "Name it in dsr.toml again, or link the person anew.",
        )
    return register


def findings_of(office: Office, case: Case) -> tuple[Finding, ...]:
    """Every data group with what it holds of the person, as it is now."""
    register = register_of(office, case)
    if register is None or case.subject is None:
        return ()
    return register.read(case.subject.keys)


def held(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The codes of the groups in which something is held."""
    return tuple(finding.code for finding in findings if finding.rows)


@dataclass(frozen=True)
class Task:
    """One register and what it is to do."""

    register: Register
    order: Order


def task_of(office: Office, case: Case, kind: str = CARRY_OUT) -> Task | None:
    """What a register has to do for this case; None when no register is concerned.

    kind: CARRY_OUT (the decisions), MARK_RESTRICTED or MARK_LIFTED (Art. 18). The action id makes
    it happen once in a round, whatever happens to us in between.
    """
    register = register_of(office, case)
    if register is None:
        register = _by_contact_point(office, case)
    if register is None:
        return None
    decisions = _decisions(office, case, kind)
    if not any(d.action in REGISTER_ACTIONS for d in decisions):
        return None
    order = Order(
        action_id=f"{case.number}:{case.round}:{kind}{_attempt(case, kind)}",
        keys=case.subject.keys if case.subject else (),
        decisions=decisions,
        on=_day_of_order(office, case, kind),
        contact_points=_contact_points(case) if case.workflow == "marketing_objection" else (),
    )
    return Task(register, order)


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


def _by_contact_point(office: Office, case: Case) -> Register | None:
    """A marketing objection needs no person: the address is looked for in the first register."""
    if case.workflow != "marketing_objection":
        return None
    return next(iter(office.registers.values()), None)


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


def plan_of(office: Office, case: Case) -> Plan | None:
    """The exact rows before and after, from the register as it is now; None when none changes."""
    task = task_of(office, case)
    return task.register.plan(task.order) if task else None


#: The digest of a plan that changes no register, so that it can be approved all the same.
NOTHING_TO_CHANGE = "no-register-changes"


def plan_digest(office: Office, case: Case) -> str:
    """The digest an approver approves."""
    plan = plan_of(office, case)
    return plan.digest if plan else NOTHING_TO_CHANGE
