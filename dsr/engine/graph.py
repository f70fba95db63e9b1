"""Walks the whole state graph of a table, with what has happened on the way. No sampling.

A node is a state together with the marks of the path to it: identity was shown, a plan was
approved, an answer went out. There are few marks, so every combination that can occur is visited.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dsr.engine.meaning import Effect, Meaning
from dsr.engine.table import Edge, Workflow


class Mark(StrEnum):
    """What a path has behind it and still counts."""

    VERIFIED = "verified"
    APPROVED = "approved"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    CLARIFYING = "clarifying"  # the person was asked what is meant and nobody went on yet
    FEE_OPEN = "fee_open"  # a fee was proposed and is neither paid nor waived


#: Guards that show identity, or that nobody has to show any.
VERIFYING = frozenset({"identity_is_proven", "identity_is_settled", "controller_is_initiator"})
RESTRICTION_GUARD = "restriction_is_in_force"

#: Changes of the register that need no approval: marks that guard the person.
PROTECTING = frozenset({Effect.RESTRICTS, Effect.LIFTS})

_GAINS: Mapping[Effect, frozenset[Mark]] = {
    Effect.APPROVES: frozenset({Mark.APPROVED}),
    Effect.RESTRICTS: frozenset({Mark.RESTRICTED}),
    Effect.WITHDRAWS: frozenset({Mark.WITHDRAWN}),
    Effect.ANSWERS: frozenset({Mark.ANSWERED}),
    Effect.ASKS_CLARIFICATION: frozenset({Mark.CLARIFYING}),
    Effect.DRAFTS_FEE: frozenset({Mark.FEE_OPEN}),
}
_LOSES: Mapping[Effect, frozenset[Mark]] = {
    Effect.LINKS_PERSON: frozenset({Mark.VERIFIED, Mark.APPROVED}),
    Effect.DECIDES: frozenset({Mark.APPROVED}),
    Effect.REFUSES: frozenset({Mark.APPROVED}),
    Effect.TAKES_BACK: frozenset({Mark.APPROVED, Mark.WITHDRAWN, Mark.FEE_OPEN, Mark.CLARIFYING}),
    Effect.WITHDRAWS: frozenset({Mark.FEE_OPEN, Mark.CLARIFYING}),
    Effect.GETS_REPLY: frozenset({Mark.CLARIFYING}),
    Effect.SETTLES_FEE: frozenset({Mark.FEE_OPEN}),
    Effect.LIFTS: frozenset({Mark.RESTRICTED}),
    Effect.OPENS_ROUND: frozenset(Mark),
}


@dataclass(frozen=True)
class Node:
    """A state and what the path to it has behind it."""

    state: str
    marks: frozenset[Mark]


@dataclass(frozen=True)
class Walk:
    """The whole graph. came: node -> the edge and node before it, by a shortest path."""

    came: Mapping[Node, tuple[Node, Edge] | None]

    def path(self, node: Node) -> str:
        """The steps of a shortest path to a node, for a message."""
        steps: list[str] = []
        before = self.came[node]
        while before is not None:
            steps.append(before[1].row.step)
            before = self.came[before[0]]
        return ", ".join(reversed(steps)) or "the start"

    def states(self) -> frozenset[str]:
        """Every state reached."""
        return frozenset(node.state for node in self.came)


def marks_after(edge: Edge, marks: frozenset[Mark], meaning: Meaning | None) -> frozenset[Mark]:
    """The marks after an edge: first what it undoes, then what it and its guards establish."""
    effects = meaning.effects if meaning else frozenset()
    for effect in effects:
        marks -= _LOSES.get(effect, frozenset())
    for effect in effects:
        marks |= _GAINS.get(effect, frozenset())
    if Effect.CHANGES_REGISTER in effects and not effects & PROTECTING:
        marks |= {Mark.APPROVED}  # if nobody approved, that is told of this step and not again
    if VERIFYING.intersection(edge.row.guards):
        marks |= {Mark.VERIFIED}
    if RESTRICTION_GUARD in edge.row.guards:
        marks |= {Mark.RESTRICTED}
    return marks


def walk(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Walk:
    """Visit every state with every set of marks that a path from the start can have."""
    first = Node(workflow.start, frozenset())
    came: dict[Node, tuple[Node, Edge] | None] = {first: None}
    edges = edges_by_source(workflow)
    waiting = deque([first])
    while waiting:
        node = waiting.popleft()
        for edge in edges.get(node.state, ()):
            marks = marks_after(edge, node.marks, vocabulary.get(edge.row.step))
            following = Node(edge.target, marks)
            if following not in came:
                came[following] = (node, edge)
                waiting.append(following)
    return Walk(came)


def edges_by_source(workflow: Workflow) -> Mapping[str, tuple[Edge, ...]]:
    """The edges that leave each state."""
    leaving: dict[str, list[Edge]] = {}
    for edge in workflow.edges():
        leaving.setdefault(edge.source, []).append(edge)
    return {state: tuple(edges) for state, edges in leaving.items()}


def every_row(workflow: Workflow) -> Iterator[Edge]:
    """Every row from every one of its states, so that a test can fire each of them."""
    yield from workflow.edges()


def can_reach(workflow: Workflow, targets: frozenset[str]) -> frozenset[str]:
    """The states from which one of the targets can be reached."""
    reached = set(targets)
    grown = True
    while grown:
        before = len(reached)
        reached |= {edge.source for edge in workflow.edges() if edge.target in reached}
        grown = len(reached) > before
    return frozenset(reached)
