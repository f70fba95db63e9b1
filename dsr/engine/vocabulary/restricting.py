"""Steps that restrict the data while a request is assessed (GDPR Art. 18)."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    day,
    effects,
    text,
    wiped,
)

RESTRICTING: dict[str, Meaning] = {
    "restrict": Meaning(
        "Restrict while it is assessed",
        "Orders the data to be marked as restricted until the request is decided.",
        effects(Effect.ORDERS_RESTRICTION),
        (text("restrict_why", "What is contested or objected to.", required=False),),
    ),
    "mark_restricted": Meaning(
        "The register marked the restriction",
        "The program restricted the data and saw it.",
        effects(Effect.RESTRICTS, Effect.CHANGES_REGISTER),
        records=(
            Record("restricted_on", Source.TODAY),
            *wiped("lifted_on", "lift_on", "lift_announced_on"),
        ),
    ),
    "tell_restriction": Meaning(
        "Tell the person of the restriction",
        "Says that the data are marked as restricted, and what that means; no answer yet.",
        letter="LT-RESTRICT",
        records=(Record("restriction_told_on", Source.TODAY),),
    ),
    "resume_assessing": Meaning(
        "Go on assessing",
        "The data are still restricted from before; the assessment goes on.",
    ),
    "announce_lift": Meaning(
        "Announce the end of the restriction",
        "Tells the person the day on which the restriction will end.",
        facts=(
            day("lift_on", "The day on which it ends."),
            text("lift_reason", "Why it ends, as the person reads it."),
        ),
        letter="LT-RESTRICT-LIFT",
        records=(Record("lift_announced_on", Source.TODAY),),
    ),
    "lift_restriction": Meaning(
        "End the restriction",
        "Orders the mark to be taken off; the person was told before.",
        effects(Effect.ORDERS_LIFT),
    ),
    "mark_lifted": Meaning(
        "The register took the mark off",
        "The program ended the restriction and saw it.",
        effects(Effect.LIFTS, Effect.CHANGES_REGISTER),
        records=(Record("lifted_on", Source.TODAY),),
    ),
}
