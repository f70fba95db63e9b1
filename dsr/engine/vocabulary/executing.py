"""Steps by which an approved plan is carried out and proven, and recipients are told."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    APPROVAL,
    REASON,
    RESIDUALS,
    day,
    effects,
    text,
    wiped,
)

EXECUTING: dict[str, Meaning] = {
    "carry_out": Meaning(
        "Carried out",
        "The approved plan was carried out; the register was looked at again.",
        effects(Effect.CHANGES_REGISTER),
        (RESIDUALS,),
        records=(
            Record("carried_out_on", Source.TODAY),
            Record("restricted_on", Source.TODAY, restricting=True),
            *(
                Record(name, Source.FIXED, restricting=True)
                for name in ("lifted_on", "lift_on", "lift_announced_on")
            ),
        ),
    ),
    "register_is_down": Meaning(
        "A register did not answer",
        "A register did not answer; what the others did stands, and this one is tried again.",
        facts=(
            Fact("registers_waiting", Kind.TEXTS, "Registers that still have to do their part."),
            Fact("registers_done", Kind.TEXTS, "Those that have done it.", required=False),
        ),
    ),
    "plan_is_void": Meaning(
        "The plan is void",
        "The register changed after the approval: nothing was done, it is decided again.",
        effects(Effect.TAKES_BACK),
        records=wiped(*APPROVAL),
    ),
    "recall": Meaning(
        "Recall the order",
        "Takes an approved plan back that the register has not begun.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped(*APPROVAL),
    ),
    "prove_again": Meaning(
        "Look again",
        "The register was looked at once more for what should have gone or stayed.",
        facts=(RESIDUALS,),
    ),
    "act_again": Meaning(
        "Deal with what is left",
        "The second look found something left: it is decided, planned and approved anew.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped(*APPROVAL),
    ),
    "tell_recipient": Meaning(
        "Tell a recipient",
        "Records that a recipient was told, or why that is impossible or disproportionate.",
        effects(Effect.TELLS_RECIPIENT),
        (
            text("recipient", "Who was told.", recorded=False),
            Fact(
                "outcome",
                Kind.CHOICE,
                "Told, or why not.",
                choices=("told", "impossible", "disproportionate"),
                recorded=False,
            ),
            text("why", "If not told: the facts.", required=False, recorded=False),
            day("confirm_by", "By when to confirm.", required=False, recorded=False),
        ),
        records=(
            Record(
                "recipients_told",
                Source.APPENDS,
                parts=("recipient", "outcome", "why", "confirm_by"),
            ),
        ),
    ),
}
