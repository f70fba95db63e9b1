"""What no path through a table may do, whatever came before; proven by walking the graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dsr.cases.case import Right
from dsr.engine.graph import PROTECTING, Mark, Node, Walk, edges_by_source, marks_after
from dsr.engine.meaning import Effect, Meaning
from dsr.engine.proofs.fault import broken
from dsr.engine.table import Edge, Row, Workflow
from dsr.errors import Fault

#: While the register may be at work, a step that leads elsewhere has to know that it is not.
KNOWS_THE_REGISTER = frozenset({"register_is_untouched", "plan_has_changed"})
#: Restricted while it is assessed: GDPR Art. 18(1)(a) and (b).
RESTRICTED_FIRST = {
    Right.RECTIFICATION: frozenset({Effect.REFUSES}),
    Right.OBJECTION: frozenset({Effect.REFUSES, Effect.DECIDES}),
}
#: Whoever does not say what is meant gets everything: a question never ends in a refusal.
GIVES_ALL = frozenset({Right.ACCESS, Right.PORTABILITY})
#: A fee that was asked for is settled before any of these.
DECIDED_WITHOUT_FEE = frozenset({Effect.DECIDES, Effect.CHANGES_REGISTER})
LIFTED_GUARD = "restriction_is_lifted"


def path_faults(
    workflow: Workflow, graph: Walk, vocabulary: Mapping[str, Meaning]
) -> Iterator[Fault]:
    """What no path may do, whatever came before."""
    edges = edges_by_source(workflow)
    for node in graph.came:
        for edge in edges.get(node.state, ()):
            for code, sentence in _wrongs(workflow, edge, node, vocabulary):
                words = f"{sentence}. The path is: {graph.path(node)}, {edge.row.step}."
                yield broken(code, edge.row.place, words)


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
    yield from _wrongs_of_waiting(workflow, edge.row, effects, before)


def _wrongs_of_waiting(
    workflow: Workflow, row: Row, effects: frozenset[Effect], before: frozenset[Mark]
) -> Iterator[tuple[str, str]]:
    """What may not happen while a question, a fee or a restriction is open."""
    if Effect.CHARGES in effects and workflow.needs_identity and Mark.VERIFIED not in before:
        yield "unverified_charge", "A fee is asked for before it is known who asks"
    acts = effects & DECIDED_WITHOUT_FEE and not effects & PROTECTING
    if Mark.FEE_OPEN in before and acts:
        yield "decided_under_fee", "It is decided while a fee is neither paid nor waived"
    if Mark.CLARIFYING in before and Effect.REFUSES in effects and workflow.right in GIVES_ALL:
        yield "clarification_refuses", "A question what is meant ends in a refusal (Art. 15(1))"
    closes = Effect.CLOSES in effects and LIFTED_GUARD not in row.guards
    if Mark.RESTRICTED in before and closes:
        yield "closed_while_restricted", "The case is closed and the data stay restricted"


def _wants_restriction(workflow: Workflow, row: Row, effects: frozenset[Effect]) -> bool:
    """A decision on a contested matter. Granting all of it, failing identity or giving up for want
    of a reply is none."""
    if not workflow.needs_identity or effects & {Effect.FAILS_IDENTITY, Effect.GIVES_UP}:
        return False
    if workflow.right is Right.RECTIFICATION and Effect.DECIDES in effects:
        return "nothing_is_refused" not in row.guards
    return bool(effects & RESTRICTED_FIRST.get(workflow.right, frozenset()))


def order_faults(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
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
            yield broken("overtaken_order", edge.row.place, sentence)
