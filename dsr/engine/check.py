"""Proves of every table that no path through it breaks the law. Walks the whole graph (graph.py).

Each property has its own fault code, and a planted bad table in the tests that it rejects.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dsr.cases.case import Right
from dsr.engine.graph import (
    PROTECTING,
    Mark,
    Node,
    Walk,
    can_reach,
    edges_by_source,
    marks_after,
    walk,
)
from dsr.engine.guards import GUARDS
from dsr.engine.meaning import Effect, Meaning
from dsr.engine.table import Edge, Row, Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import Fault


@dataclass(frozen=True)
class Demand:
    """What a row with an effect has to be guarded by: one of the sets, whole."""

    code: str
    effect: Effect
    guards: tuple[frozenset[str], ...]
    sentence: str


def _demand(code: str, effect: Effect, sentence: str, *guards: str) -> Demand:
    sets = tuple(frozenset(cell.split(", ")) for cell in guards)
    return Demand(code, effect, sets, sentence)


DEMANDS = (
    _demand(
        "refusal_without_ground",
        Effect.REFUSES,
        "No refusal without a ground and its facts (Art. 12(4))",
        "ground_covers_all, grounds_are_lawful",
        "question_was_asked, identity_failure_is_reasoned",
    ),
    _demand(
        "decision_without_ground",
        Effect.DECIDES,
        "No decision before every data group is decided on lawful grounds",
        "every_group_is_decided, grounds_are_lawful",
    ),
    _demand(
        "one_person_decides",
        Effect.APPROVES,
        "Where the law or the site asks for it, another person approves (F.3)",
        "second_person_where_required",
    ),
    _demand(
        "unguarded_extension",
        Effect.EXTENDS,
        "An extension is proposed, reasoned, in time, the first, and approved (Art. 12(3), R10)",
        "extension_is_proposed, extension_is_reasoned, extension_is_in_time, "
        "extension_is_the_first, second_person_where_required",
    ),
    _demand(
        "unguarded_question",
        Effect.ASKS_IDENTITY,
        "Identity is asked only on a concrete doubt, with a choice, once (Art. 12(6))",
        "identity_is_still_open, doubt_is_concrete, methods_are_offered, asked_once_or_dpo_agreed",
    ),
    _demand(
        "unguarded_proof",
        Effect.PROVES_IDENTITY,
        "Identity is accepted only when it is shown, or nobody asked",
        "identity_is_proven",
        "controller_is_initiator",
    ),
    _demand(
        "incomplete_answer",
        Effect.ANSWERS,
        "No letter ends a round before it is complete",
        "answer_is_complete",
    ),
    _demand(
        "unannounced_lift",
        Effect.ORDERS_LIFT,
        "The person hears of it before a restriction ends (Art. 18(3))",
        "lift_was_announced_and_due",
    ),
)

#: The objection to direct marketing knows none of these (Art. 21(2)-(3)).
NEVER_FOR_MARKETING = frozenset(
    {
        Effect.ASKS_IDENTITY,
        Effect.PROVES_IDENTITY,
        Effect.FAILS_IDENTITY,
        Effect.EXTENDS,
        Effect.CHARGES,
        Effect.REFUSES,
    }
)
#: Only these may lead out of an end: a new round, an answer that came back, a posting.
LEAVES_AN_END = frozenset({Effect.OPENS_ROUND, Effect.RETURNS, Effect.POSTS})
#: While the register may be at work, a step that leads elsewhere has to know that it is not.
KNOWS_THE_REGISTER = frozenset({"register_is_untouched", "plan_has_changed"})
#: Restricted while it is assessed: GDPR Art. 18(1)(a) and (b).
RESTRICTED_FIRST = {
    Right.RECTIFICATION: frozenset({Effect.REFUSES}),
    Right.OBJECTION: frozenset({Effect.REFUSES, Effect.DECIDES}),
}


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
            *_guards(workflow, vocabulary),
            *_paths(workflow, graph, vocabulary),
            *_orders(workflow, vocabulary),
            *_marketing(workflow, vocabulary),
        )
    )


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """One fault for a code and place, with the first sentence: the one with the shortest path."""
    kept: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        kept.setdefault((fault.code, fault.place), fault)
    return tuple(kept.values())


def _fault(code: str, place: str, sentence: str) -> Fault:
    return Fault(f"check.{code}", place, sentence)


def _unknown_words(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    for row in workflow.rows:
        if row.step not in vocabulary:
            yield _fault("unknown_step", row.place, f"{row.step} is no step of the vocabulary.")
        for name in row.guards:
            if name not in GUARDS:
                yield _fault("unknown_guard", row.place, f"{name} is no registered guard.")


def _reachability(
    workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]
) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    reached = graph.states()
    for state in workflow.states:
        if state.name not in reached:
            sentence = f"No path leads to {state.name}; add one or delete the state."
            yield _fault("unreachable_state", place, sentence)
    back = can_reach(workflow, frozenset(workflow.ends))
    for state in workflow.states:
        if state.name in reached and state.name not in back:
            sentence = f"No end can be reached from {state.name}; a case would be stuck there."
            yield _fault("dead_end", place, sentence)


def _ends(workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    for node in graph.came:
        if node.state in workflow.ends and Mark.ANSWERED not in node.marks:
            sentence = f"{node.state} is reached without an answer letter: {graph.path(node)}."
            yield _fault("end_without_answer", place, sentence)
    for edge in workflow.edges():
        effects = vocabulary[edge.row.step].effects
        if edge.source in workflow.ends and not effects & LEAVES_AN_END:
            sentence = f"{edge.source} is an end; only a new round or a returned letter leads out."
            yield _fault("exit_from_end", edge.row.place, sentence)


def _guards(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    for row in workflow.rows:
        for demand in DEMANDS:
            if demand.effect not in vocabulary[row.step].effects:
                continue
            if not workflow.needs_identity and demand.effect in (Effect.DECIDES, Effect.APPROVES):
                continue  # stopping direct marketing is decided by the law itself
            if not any(one <= set(row.guards) for one in demand.guards):
                wanted = ", or ".join(", ".join(sorted(one)) for one in demand.guards)
                sentence = f"{demand.sentence}; the row needs the guards {wanted}."
                yield _fault(demand.code, row.place, sentence)


def _paths(workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """What no path may do, whatever came before."""
    edges = edges_by_source(workflow)
    for node in graph.came:
        for edge in edges.get(node.state, ()):
            for code, sentence in _wrongs(workflow, edge, node, vocabulary):
                words = f"{sentence}. The path is: {graph.path(node)}, {edge.row.step}."
                yield _fault(code, edge.row.place, words)


def _wrongs(
    workflow: Workflow, edge: Edge, node: Node, vocabulary: Mapping[str, Meaning]
) -> Iterator[tuple[str, str]]:
    effects = vocabulary[edge.row.step].effects
    before, after = node.marks, marks_after(edge, node.marks, vocabulary[edge.row.step])
    changes = Effect.CHANGES_REGISTER in effects
    lifts = Effect.LIFTS in effects
    if lifts and Mark.RESTRICTED not in before:
        yield "lift_of_nothing", "A restriction is ended that this case did not begin"
    if changes and not lifts and workflow.needs_identity and Mark.VERIFIED not in before:
        yield "unverified_change", "The register is changed before identity is shown"
    if changes and not effects & PROTECTING and Mark.APPROVED not in before:
        yield "unapproved_change", "The register is changed before anybody approved it"
    if Effect.ANSWERS in effects and not before & {Mark.APPROVED, Mark.WITHDRAWN}:
        yield "unapproved_answer", "An answer is released that nobody approved"
    if Mark.RESTRICTED not in after and _wants_restriction(workflow, edge.row, effects):
        yield "unrestricted_assessment", "It is decided before the data are restricted"


def _wants_restriction(workflow: Workflow, row: Row, effects: frozenset[Effect]) -> bool:
    """A decision on a contested matter. Granting all of it, or failing identity, is none."""
    if not workflow.needs_identity or Effect.FAILS_IDENTITY in effects:
        return False
    if workflow.right is Right.RECTIFICATION and Effect.DECIDES in effects:
        return "nothing_is_refused" not in row.guards
    return bool(effects & RESTRICTED_FIRST.get(workflow.right, frozenset()))


def _orders(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """From a state in which the register is at work, nobody may walk away unseen.

    The register commits on its own. If the case could move elsewhere meanwhile, data would be
    gone in a case that says they are not.
    """
    working = {
        edge.source
        for edge in workflow.edges()
        if Effect.CHANGES_REGISTER in vocabulary[edge.row.step].effects
    }
    for edge in workflow.edges():
        if edge.source not in working or edge.target == edge.source:
            continue
        changes = Effect.CHANGES_REGISTER in vocabulary[edge.row.step].effects
        if not changes and not KNOWS_THE_REGISTER.intersection(edge.row.guards):
            sentence = f"The register may be at work in {edge.source}; guard the step."
            yield _fault("overtaken_order", edge.row.place, sentence)


def _marketing(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    place = f"{workflow.name}.toml"
    if workflow.needs_identity:
        return
    if workflow.right is not Right.OBJECTION:
        yield _fault("identity_waived", place, "Only the objection to marketing needs no identity.")
        return
    if workflow.includes:
        yield _fault("marketing_shares", place, "This table takes no shared rows; write them here.")
    for row in workflow.rows:
        if vocabulary[row.step].effects & NEVER_FOR_MARKETING:
            sentence = f"{row.step} does not exist for direct marketing (Art. 21(2)-(3))."
            yield _fault("marketing_hindered", row.place, sentence)
