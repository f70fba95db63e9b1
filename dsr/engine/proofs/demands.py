"""What a row has to be guarded by, because of what its step does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsr.engine.meaning import Effect, Meaning
from dsr.engine.proofs.fault import broken
from dsr.engine.table import Workflow
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
        "answer_was_awaited, no_reply_may_close, asked_info_is_said",
    ),
    _demand(
        "decision_without_ground",
        Effect.DECIDES,
        "No decision before every data group is decided on lawful grounds",
        "every_group_is_decided, grounds_are_lawful",
    ),
    _demand(
        "decided_without_registers",
        Effect.DECIDES,
        "No decision before every person who is a register has answered (Art. 15(1), 17(1))",
        "registers_have_answered",
    ),
    _demand(
        "unguarded_inquiry",
        Effect.ASKS_REGISTER,
        "A register that is a person is asked once, at its time, and in time for the answer",
        "register_is_a_person, no_inquiry_is_open, inquiry_fits_the_state, inquiry_is_due_in_time",
    ),
    _demand(
        "unguarded_register_answer",
        Effect.HEARS_REGISTER,
        "An answer follows its question, an exception says why, what was found is returned",
        "inquiry_is_open, answer_follows_the_inquiry, exception_is_reasoned, files_fit_the_answer",
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
        "identity_is_still_open, doubt_is_concrete, contradiction_is_concrete, "
        "methods_are_offered, asked_once_or_dpo_agreed",
    ),
    _demand(
        "unguarded_authority_question",
        Effect.ASKS_AUTHORITY,
        "Authority is asked for only where it is open, concretely, and once (Art. 12(6))",
        "representative_is_named, authority_is_open, missing_authority_is_concrete, "
        "asked_once_or_dpo_agreed",
    ),
    _demand(
        "unguarded_clarification",
        Effect.ASKS_CLARIFICATION,
        "What is meant is asked concretely and once (recital 63)",
        "clarification_is_concrete, asked_once_or_dpo_agreed",
    ),
    _demand(
        "unguarded_situation_question",
        Effect.ASKS_SITUATION,
        "The particular situation is asked for concretely and once (Art. 21(1))",
        "situation_is_asked_once, situation_question_is_concrete",
    ),
    _demand(
        "charged_alone",
        Effect.CHARGES,
        "A fee has a ground, an amount and a calculation, and another person announces it "
        "(Art. 12(5), 15(3))",
        "fee_is_reasoned, fee_reply_leaves_time, grounds_are_lawful, another_person_acts",
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


def demand_faults(workflow: Workflow, vocabulary: Mapping[str, Meaning]) -> Iterator[Fault]:
    """Every row whose effect wants guards that it lacks."""
    for row in workflow.rows:
        for demand in DEMANDS:
            if demand.effect not in vocabulary[row.step].effects:
                continue
            if not workflow.needs_identity and demand.effect in (Effect.DECIDES, Effect.APPROVES):
                continue  # stopping direct marketing is decided by the law itself
            if not any(one <= set(row.guards) for one in demand.guards):
                wanted = ", or ".join(", ".join(sorted(one)) for one in demand.guards)
                sentence = f"{demand.sentence}; the row needs the guards {wanted}."
                yield broken(demand.code, row.place, sentence)
