"""Steps that ask what the person means, and go on with the answer or without one (recital 63)."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    ANSWER_BY,
    ANSWERED_ON,
    DELAY,
    DPO_AGREED,
    by_and_on,
    effects,
    text,
)

_QUESTION = text("clarify_question", "The question, as the person reads it.")

CLARIFYING: dict[str, Meaning] = {
    "ask_clarification": Meaning(
        "Ask what is meant",
        "Asks which data or processing the request is about; everything is a valid answer.",
        effects(Effect.ASKS_CLARIFICATION),
        (
            text("clarify_reason", "Why the request cannot be answered as it is."),
            _QUESTION,
            Fact("large_quantity", Kind.YES, "A large quantity of data is held (recital 63)."),
            ANSWER_BY,
            DPO_AGREED,
            DELAY,
        ),
        "LT-CLARIFY",
        (
            Record("clarification_asked_on", Source.TODAY),
            Record("clarification_questions", Source.ONE_MORE),
            Record(
                "pauses",
                Source.OPENS_PAUSE,
                parts=("clarify_reason", "delay_reason", "large_quantity"),
            ),
        ),
    ),
    "clarification_answered": Meaning(
        "Answer about what is meant came",
        "The person said what is meant; the request is decided by it.",
        effects(Effect.GETS_REPLY),
        (ANSWERED_ON, text("clarified", "What the person means.")),
        records=(Record("pauses", Source.CLOSES_PAUSE, parts=("answered_on",)),),
    ),
    "ask_situation": Meaning(
        "Ask for the particular situation",
        "Asks once on which grounds of the person's situation the objection rests.",
        effects(Effect.ASKS_SITUATION),
        (_QUESTION, ANSWER_BY),
        "LT-CLARIFY",
        (Record("situation_asked_on", Source.TODAY),),
    ),
    "situation_answered": Meaning(
        "Answer about the situation came",
        "The person said what is particular; it is weighed against the controller's grounds.",
        effects(Effect.GETS_REPLY),
        (ANSWERED_ON, text("situation", "The person's particular situation.")),
    ),
    "go_on_unanswered": Meaning(
        "Go on without an answer",
        "No answer came: the request is decided as it stands, and the wait counts no day.",
        effects(Effect.GETS_REPLY),
        records=(Record("pauses", Source.VOIDS_PAUSE),),
    ),
    "close_without_reply": Meaning(
        "Draft the closing for want of a reply",
        "Nobody answered what had to be known: drafts the letter that closes the round.",
        effects(Effect.REFUSES, Effect.GIVES_UP, Effect.GETS_REPLY),
        (text("asked_info", "What was asked for."),),
        records=(
            *by_and_on("drafted_by", "drafted_on"),
            Record("refusal", Source.FIXED, "no_reply"),
            Record("pauses", Source.VOIDS_PAUSE),
        ),
    ),
}
