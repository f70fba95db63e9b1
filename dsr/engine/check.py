"""Proves of every table that no path through it breaks the law. Walks the whole graph (graph.py).

Each property has its own fault code, and a planted bad table in the tests that it rejects. What is
held against rows, paths and single rights lies in proofs/.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dsr.engine.graph import Mark, Walk, can_reach, walk
from dsr.engine.guards import GUARDS
from dsr.engine.meaning import Effect, Meaning
from dsr.engine.proofs.demands import demand_faults
from dsr.engine.proofs.fault import broken
from dsr.engine.proofs.paths import order_faults, path_faults
from dsr.engine.proofs.registers import register_faults
from dsr.engine.proofs.rights import right_faults
from dsr.engine.table import Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault

#: Only these may lead out of an end: a new round, an answer that came back, a posting.
LEAVES_AN_END = frozenset({Effect.OPENS_ROUND, Effect.RETURNS, Effect.POSTS})
#: What may still arrive and is put to the case, which stays as it is.
FILED_AFTER_THE_END = frozenset({Effect.FILES_LETTER, Effect.HEARS_RECIPIENT, Effect.REPLAYS})


def check_tables(workflows: Mapping[str, Workflow]) -> tuple[Fault, ...]:
    """Every table, and that no guard or step is registered in vain."""
    faults = [fault for table in workflows.values() for fault in check(table, VOCABULARY)]
    guards = {name for table in workflows.values() for row in table.rows for name in row.guards}
    steps = {row.step for table in workflows.values() for row in table.rows}
    for name in sorted(set(GUARDS) - guards):
        faults.append(Fault("check.unused_guard", name, "No table uses this guard."))
    for name in sorted(set(VOCABULARY) - steps):
        faults.append(Fault("check.unused_step", name, "No table uses this step."))
    return tuple(faults)


def check(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> tuple[Fault, ...]:
    """Every property of one table; empty when all hold. Each fault names a row or a path."""
    unknown = tuple(_unknown_words(workflow, vocabulary))
    if unknown:
        return unknown  # what a step means is needed for everything that follows
    graph = walk(workflow, vocabulary)
    return _once(
        (
            *_reachability(workflow, graph, vocabulary),
            *_ends(workflow, graph, vocabulary),
            *demand_faults(workflow, vocabulary),
            *path_faults(workflow, graph, vocabulary),
            *order_faults(workflow, vocabulary),
            *register_faults(workflow, vocabulary),
            *right_faults(workflow, vocabulary),
        )
    )


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """One fault for a code and place, with the first sentence: the one with the shortest path."""
    kept: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.code, fault.place), fault)
    return tuple(kept.values())


def _unknown_words(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    for row in workflow.rows:
        if row.step not in vocabulary:
            yield broken("unknown_step", row.place, f"{row.step} is no step of the vocabulary.")
        for name in row.guards:
            if name not in GUARDS:
                yield broken("unknown_guard", row.place, f"{name} is no registered guard.")


def _reachability(
    workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]
) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    reached = graph.states()
    for state in workflow.states:
        if state.name not in reached:
            sentence = f"No path leads to {state.name}; add one or delete the state."
            yield broken("unreachable_state", place, sentence)
    back = can_reach(workflow, frozenset(workflow.ends))
    for state in workflow.states:
        if state.name in reached and state.name not in back:
            sentence = f"No end can be reached from {state.name}; a case would be stuck there."
            yield broken("dead_end", place, sentence)


def _ends(workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    for node in graph.came:
        if node.state in workflow.ends and Mark.ANSWERED not in node.marks:
            sentence = f"{node.state} is reached without an answer letter: {graph.path(node)}."
            yield broken("end_without_answer", place, sentence)
    for edge in workflow.edges():
        effects = vocabulary[edge.row.step].effects
        stays = edge.target == edge.source and bool(effects & FILED_AFTER_THE_END)
        if edge.source in workflow.ends and not effects & LEAVES_AN_END and not stays:
            sentence = f"{edge.source} is an end; only a new round or a returned letter leads out."
            yield broken("exit_from_end", edge.row.place, sentence)
