"""Firing a step: everything that speaks against it at once, or what it does to the case.

Nothing is stored here. The caller stores the state, the facts and the event in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from dsr.engine.facts import fact_faults
from dsr.engine.guards import GUARDS
from dsr.engine.machine import send
from dsr.engine.meaning import Meaning
from dsr.engine.proofs.rights import barred
from dsr.engine.records import recorded_facts
from dsr.engine.situation import Situation
from dsr.engine.table import Row, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault, NotPermitted, Refused


@dataclass(frozen=True)
class Fired:
    """A step that passed.

    facts: to be merged into the case's facts (JSON values; None wipes). guards: the names of the
    conditions that held and basis: the row's legal basis; both are free of personal data.
    """

    step: str
    state_before: str
    state_after: str
    meaning: Meaning
    facts: Mapping[str, object]
    guards: tuple[str, ...]
    basis: str


def fire(workflow: Workflow, situation: Situation, step: str) -> Fired:
    """Take a step. Raises Refused, or NotPermitted, with every fault; else says what it does."""
    situation = replace(situation, step=step)
    row = _row(workflow, situation, step)
    meaning = VOCABULARY[step]
    forbidden = role_faults(row, situation)
    faults = [*forbidden, *fact_faults(meaning, situation.supplied)]
    passing = send(workflow, situation, step)
    faults += _not_said_twice(passing.faults, faults)
    if faults:
        kind = NotPermitted if forbidden else Refused
        raise kind(
            f"{situation.case.number}: {step} is refused ({row.basis}).",
            "Remove every cause named and try again.",
            faults=faults,
        )
    return Fired(
        step=step,
        state_before=situation.case.state,
        state_after=passing.state,
        meaning=meaning,
        facts=recorded_facts(meaning, situation),
        guards=row.guards,
        basis=row.basis,
    )


def _row(workflow: Workflow, situation: Situation, step: str) -> Row:
    """The row of this step from this state. Raises Refused where there is none."""
    state = situation.case.state
    row = workflow.row_for(step, state)
    if row is not None:
        return row
    possible = ", ".join(s for s in workflow.steps if workflow.row_for(s, state)) or "none"
    raise Refused(
        f"{situation.case.number}: {step} cannot be taken from {state}.",
        f"Possible from here: {possible}.",
        faults=_no_row_faults(workflow, situation, step),
    )


def _no_row_faults(workflow: Workflow, situation: Situation, step: str) -> tuple[Fault, ...]:
    """Why there is no such row: barred by law for this right, unknown, or taken from elsewhere."""
    if step in workflow.steps:
        states = ", ".join(workflow.sources_of(step))
        sentence = f"It is taken from {states}, not from {situation.case.state}."
        return (Fault("step.wrong_state", step, sentence),)
    meaning = VOCABULARY.get(step)
    reason = barred(workflow, meaning) if meaning else None
    if meaning is None or reason is None:
        near = get_close_matches(step, workflow.steps, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        return (Fault("step.unknown", step, f"{workflow.name} has no such step.{meant}"),)
    given = fact_faults(meaning, situation.supplied)
    # What is missing is not told: nothing that could be given would open the step.
    wrong = (fault for fault in given if fault.code != "fact.missing")
    return (Fault("step.barred", step, reason), *wrong)


def role_faults(row: Row, situation: Situation) -> tuple[Fault, ...]:
    """What speaks against this user taking this row."""
    actor = situation.actor
    if not actor.active:
        sentence = "This user is no longer active; somebody else has to do it."
        return (Fault("permission.inactive", row.step, sentence),)
    if actor.roles.isdisjoint(row.who):
        who = " or ".join(role.value for role in row.who)
        sentence = f"Only {who} may do this; ask one of them."
        return (Fault("permission.role", row.step, sentence),)
    return ()


def _not_said_twice(found: tuple[Fault, ...], already: list[Fault]) -> tuple[Fault, ...]:
    """Guards that only judge a missing fact need not repeat that it is missing."""
    missing = {fault.place for fault in already if fault.code == "fact.missing"}
    return tuple(fault for fault in found if not missing.intersection(_reads(fault)))


def _reads(fault: Fault) -> tuple[str, ...]:
    guard = GUARDS.get(fault.code.removeprefix("guard."))
    return guard.reads if guard else ()
