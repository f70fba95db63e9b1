"""The one place where `transitions` runs: a shared flat machine for each table.

Its traps are closed here. No ``to_<state>`` shortcuts (auto_transitions off). No queue, which
calls a blocked step a success. No model is ever added: the machine would keep each for ever, so a
throw-away object is passed instead. No callback is a string: the library imports and calls what it
cannot find. No callback at all has a side effect: an error after the change would leave the new
state standing. And only the flat machine, because the hierarchical one breaks under threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from transitions import Machine

from dsr.engine.guards import GUARDS
from dsr.engine.situation import Situation
from dsr.engine.table import Row, Workflow
from dsr.errors import Defect, Fault


@dataclass(slots=True)
class Passing:
    """What goes through the machine once: the state, the situation, the faults found."""

    state: str
    situation: Situation
    faults: tuple[Fault, ...] = ()


class _Event(Protocol):
    """The part of the library's EventData that a gate uses."""

    model: Passing


@dataclass(frozen=True)
class Gate:
    """The condition of one row: every guard is asked, every refusal is kept."""

    row: Row

    def __call__(self, event: _Event) -> bool:
        """Whether all guards hold. The library gets no guard's name, only this callable."""
        passing = event.model
        passing.faults = row_faults(self.row, passing.situation)
        return not passing.faults


def row_faults(row: Row, situation: Situation) -> tuple[Fault, ...]:
    """What every guard of a row has against it."""
    return tuple(
        Fault(fault.code, fault.place or row.step, fault.sentence)
        for name in row.guards
        for fault in GUARDS[name].faults(situation)
    )


@lru_cache(maxsize=64)
def machine_of(workflow: Workflow) -> Machine:
    """The machine of a table, built once. Raises Defect for a guard that is not registered."""
    unknown = sorted({name for row in workflow.rows for name in row.guards} - set(GUARDS))
    if unknown:
        raise Defect(f"The table {workflow.name} uses unknown guards: {', '.join(unknown)}.")
    machine = Machine(
        model=None,
        states=[state.name for state in workflow.states],
        initial=workflow.start,
        auto_transitions=False,
        send_event=True,
        queued=False,
    )
    for edge in workflow.edges():
        machine.add_transition(edge.row.step, edge.source, edge.target, conditions=[Gate(edge.row)])
    return machine


def send(workflow: Workflow, situation: Situation, step: str) -> Passing:
    """Let a situation try a step that its state has. The state changed only without faults.

    Raises Defect where the machine and the table disagree.
    """
    passing = Passing(situation.case.state, situation)
    moved = machine_of(workflow).events[step].trigger(passing)
    if moved == bool(passing.faults):
        raise Defect(f"The machine of {workflow.name} passed {step} against its guards.")
    return passing
