"""What holds where a register is a person: an order reaches it, and its answer is waited for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dsr.engine.meaning import Effect, Meaning
from dsr.engine.proofs.fault import broken
from dsr.engine.table import Workflow
from dsr.errors import Fault

#: What has to be possible while an order stands, or a person could never be told of it, never
#: answer, and the case would wait for ever.
NEEDED = (Effect.ASKS_REGISTER, Effect.REMINDS_REGISTER, Effect.HEARS_REGISTER)
ANSWERED_GUARD = "register_changes_are_answered"


def register_faults(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """From every state with an order a person can be asked; no answer leaves before theirs."""
    changing = [
        edge
        for edge in workflow.edges()
        if Effect.CHANGES_REGISTER in vocabulary[edge.row.step].effects
    ]
    for edge in changing:
        for effect in NEEDED:
            if not _possible(workflow, vocabulary, edge.source, effect):
                sentence = (
                    f"A register may be a person, who is told of the order and answers; from "
                    f"{edge.source} no step {effect.value}."
                )
                yield broken("register_not_asked", edge.row.place, sentence)
    after = {edge.target for edge in changing}
    for row in workflow.rows:
        answers = Effect.ANSWERS in vocabulary[row.step].effects
        if answers and after.intersection(row.sources) and ANSWERED_GUARD not in row.guards:
            sentence = f"A register may not have answered yet; guard it: {ANSWERED_GUARD}."
            yield broken("register_unanswered", row.place, sentence)


def _possible(
    workflow: Workflow, vocabulary: Mapping[str, Meaning], state: str, effect: Effect
) -> bool:
    return any(
        state in row.sources and effect in vocabulary[row.step].effects for row in workflow.rows
    )
