"""Steps that answer, post, close and open a new round."""

from __future__ import annotations

from dsr.cases.case import Channel, LetterKind
from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    APPROVAL,
    DECISION,
    REASON,
    ROUND,
    day,
    effects,
    text,
    wiped,
)

ENDING: dict[str, Meaning] = {
    "release": Meaning(
        "Release the letter",
        "The letter that ends the round passes the gate and is stored; it is posted next.",
        effects(Effect.ANSWERS),
        records=(Record("answered_on", Source.TODAY),),
    ),
    "record_posting": Meaning(
        "Record the posting",
        "Says when and how a letter left, with its proof.",
        effects(Effect.POSTS),
        (
            Fact("letter", Kind.WHOLE, "The number of the letter.", recorded=False),
            day("posted_on", "The day it left.", recorded=False),
            text("proof", "Proof of posting or delivery.", recorded=False),
        ),
    ),
    "record_return": Meaning(
        "A letter came back",
        "An answer that came back was not provided: find another way and post it again.",
        effects(Effect.RETURNS),
        (
            Fact("letter", Kind.WHOLE, "The number of the letter.", recorded=False),
            day("returned_on", "The day it came back.", recorded=False),
        ),
        records=(Record("returned", Source.APPENDS, parts=("letter", "returned_on")),),
    ),
    "record_letter": Meaning(
        "A further letter came",
        "Puts a further letter to the case: a copy, a reminder or a supplement; no new clock.",
        effects(Effect.FILES_LETTER),
        (
            Fact("letter", Kind.WHOLE, "The number of the incoming letter.", recorded=False),
            Fact(
                "letter_kind",
                Kind.CHOICE,
                "What it is.",
                choices=tuple(kind.value for kind in LetterKind),
                recorded=False,
            ),
        ),
        records=(Record("further_letters", Source.APPENDS, parts=("letter", "letter_kind")),),
    ),
    "close": Meaning(
        "Close the case",
        "The answer is on its way, nothing is restricted without reason.",
        effects(Effect.CLOSES),
        records=(Record("closed_on", Source.TODAY),),
    ),
    "withdraw": Meaning(
        "Note a withdrawal",
        "The person withdrew the request; a letter confirms it.",
        effects(Effect.WITHDRAWS),
        (
            day("withdrawn_on", "The day the withdrawal arrived."),
            Fact(
                "withdrawn_how",
                Kind.CHOICE,
                "How the person said so.",
                choices=tuple(c.value for c in Channel if c is not Channel.OWN_INITIATIVE),
            ),
        ),
        records=(Record("pauses", Source.VOIDS_PAUSE),),
    ),
    "continue_request": Meaning(
        "Go on after all",
        "The withdrawal was a mistake or was taken back before it was confirmed.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped("withdrawn_on", "withdrawn_how", *DECISION, *APPROVAL),
    ),
    "contest": Meaning(
        "The answer is contested",
        "The person disagrees with a refusal: it is decided anew, in a new round.",
        effects(Effect.OPENS_ROUND),
        (day("contested_on", "The day the objection to the answer arrived."),),
        records=wiped(*ROUND),
    ),
    "reopen": Meaning(
        "Reopen",
        "New facts, new proof or an answer that never arrived: a new round begins.",
        effects(Effect.OPENS_ROUND),
        (day("reopened_on", "The day on which the new facts arrived."), REASON),
        records=wiped(*ROUND),
    ),
}
