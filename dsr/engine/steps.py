"""What may happen now: every step of the table, who may take it, what it needs, why it may not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dsr.cases.case import Role
from dsr.engine.fire import role_faults
from dsr.engine.guards import GUARDS, Guard
from dsr.engine.meaning import Fact
from dsr.engine.situation import Situation
from dsr.engine.table import Row, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault


@dataclass(frozen=True)
class StepView:
    """One step as seen from a situation.

    from_here: the table has it from this state. may: nothing speaks against it but facts still to
    be given. why_not: everything that does, as sentences. needs: the facts it takes. demands: what
    will be asked of those facts. leads_to: None when it cannot be taken from here.
    """

    step: str
    label: str
    sentence: str
    from_here: bool
    may: bool
    why_not: tuple[str, ...]
    needs: tuple[Fact, ...]
    demands: tuple[str, ...]
    who: tuple[Role, ...]
    leads_to: str | None
    basis: str
    letter: str | None


def possible_steps(workflow: Workflow, situation: Situation) -> list[StepView]:
    """Every step of the table, those from this state first, in the order of the table."""
    state = situation.case.state
    here = [(step, row) for step in workflow.steps if (row := workflow.row_for(step, state))]
    names = {step for step, _ in here}
    there = [step for step in workflow.steps if step not in names]
    return [_from_here(row, situation) for _, row in here] + [
        _from_elsewhere(workflow, step, state) for step in there
    ]


def _from_here(row: Row, situation: Situation) -> StepView:
    meaning = VOCABULARY[row.step]
    faults = [*role_faults(row, situation), *_standing_faults(row, situation)]
    return StepView(
        step=row.step,
        label=meaning.label,
        sentence=meaning.sentence,
        from_here=True,
        may=not faults,
        why_not=tuple(fault.sentence for fault in faults),
        needs=meaning.facts,
        demands=tuple(GUARDS[name].demands for name in row.guards),
        who=row.who,
        leads_to=row.leads_to(situation.case.state),
        basis=row.basis,
        letter=meaning.letter,
    )


def _standing_faults(row: Row, situation: Situation) -> list[Fault]:
    """What stands against the row already; guards on facts not given yet stay silent."""
    situation = replace(situation, step=row.step)
    known = situation.supplied.keys()
    return [
        fault
        for guard in map(GUARDS.__getitem__, row.guards)
        if not (judged := _taken(row, guard)) or any(name in known for name in judged)
        for fault in guard.faults(situation)
    ]


def _taken(row: Row, guard: Guard) -> tuple[str, ...]:
    """The facts a guard judges, as far as this step takes them (an earlier one may have)."""
    meaning = VOCABULARY[row.step]
    return tuple(name for name in guard.reads if meaning.fact(name))


def _from_elsewhere(workflow: Workflow, step: str, state: str) -> StepView:
    meaning = VOCABULARY[step]
    rows = [row for row in workflow.rows if row.step == step]
    sources = ", ".join(workflow.sources_of(step))
    return StepView(
        step=step,
        label=meaning.label,
        sentence=meaning.sentence,
        from_here=False,
        may=False,
        why_not=(f"It is taken from {sources}, not from {state}.",),
        needs=meaning.facts,
        demands=(),
        who=tuple(dict.fromkeys(role for row in rows for role in row.who)),
        leads_to=None,
        basis=rows[0].basis,
        letter=meaning.letter,
    )
