"""Steps up to proven identity, and the extension of the period."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    ANSWER_BY,
    ANSWERED_ON,
    CHECKLIST,
    DELAY,
    DPO_AGREED,
    by_and_on,
    effects,
    text,
)

STARTING: dict[str, Meaning] = {
    "link_person": Meaning(
        "Link the person",
        "Says which records of a register are the requester's, or that none was found: of each.",
        effects(Effect.LINKS_PERSON),
        (
            text("register", "The register; none means all.", required=False, recorded=False),
            Fact("keys", Kind.TEXTS, "The person's keys there.", required=False, recorded=False),
            Fact("nothing_found", Kind.YES, "The search found nobody.", required=False),
            Fact(
                "deceased",
                Kind.YES,
                "The data asked for are of somebody who died; the requester's own are looked for.",
                required=False,
            ),
        ),
        records=by_and_on("linked_by", "linked_on"),
    ),
    "acknowledge": Meaning(
        "Acknowledge receipt",
        "Sends the acknowledgement: good practice, no clock depends on it.",
        letter="LT-ACK",
        records=(Record("acknowledged_on", Source.TODAY),),
    ),
    "accept_identity": Meaning(
        "Accept identity",
        "Identity is shown at the level that this request and these data need.",
        effects(Effect.PROVES_IDENTITY),
        (text("identity_note", "By what identity was shown; never a number.", required=False),),
        records=by_and_on("identity_accepted_by", "identity_accepted_on"),
    ),
    "start_own_initiative": Meaning(
        "Start on our own initiative",
        "Nobody asked: the controller itself noticed data to put right.",
        effects(Effect.PROVES_IDENTITY),
        (text("noticed_how", "How the data were noticed."),),
    ),
    "ask_identity": Meaning(
        "Ask about identity",
        "Sends the question with a concrete doubt and at least two ways to answer.",
        effects(Effect.ASKS_IDENTITY),
        (
            text("doubt_reason", "What in this very request raises the doubt."),
            Fact("methods", Kind.TEXTS, "The ways offered, at least one without an ID document."),
            text(
                "evidence_contradicted",
                "What contradicts evidence that would suffice by itself; from then on only a way "
                "to confirm counts.",
                required=False,
                recorded=False,
            ),
            ANSWER_BY,
            DPO_AGREED,
            DELAY,
        ),
        "LT-NEED-ID",
        (
            Record("identity_asked_on", Source.TODAY),
            Record("identity_questions", Source.ONE_MORE),
            Record("evidence_contradicted", Source.STANDS),
            Record("pauses", Source.OPENS_PAUSE, parts=("doubt_reason", "delay_reason")),
        ),
    ),
    "identity_answered": Meaning(
        "Answer to the question came",
        "The person answered the question about identity; the evidence is weighed next.",
        effects(Effect.GETS_REPLY),
        (ANSWERED_ON,),
        records=(Record("pauses", Source.CLOSES_PAUSE, parts=("answered_on",)),),
    ),
    "identity_failed": Meaning(
        "Identity could not be confirmed",
        "Drafts the refusal for want of proof; later proof opens the case again.",
        effects(Effect.REFUSES, Effect.FAILS_IDENTITY),
        (
            text("asked_info", "What was asked for."),
            text("received_info", "What came, or what is still missing."),
            text("insufficient_reason", "Why the doubt remains."),
            Fact("no_lighter_way", Kind.YES, "Every less intrusive way was tried or offered."),
        ),
        records=(
            *by_and_on("drafted_by", "drafted_on"),
            Record("refusal", Source.FIXED, "identity"),
            Record("pauses", Source.VOIDS_PAUSE),
        ),
    ),
    "propose_extension": Meaning(
        "Propose an extension",
        "Proposes one or two months more, with the reason the person will read.",
        facts=(
            Fact("extension_months", Kind.WHOLE, "One or two further months."),
            Fact(
                "extension_kind",
                Kind.CHOICE,
                "Is it the complexity, or the number of this person's requests?",
                choices=("complexity", "number"),
            ),
            text("extension_reason", "What makes this request complex, or which are pending."),
            Fact("legal_consulted", Kind.YES, "The DPO or legal counsel was consulted."),
        ),
        records=by_and_on("proposed_by", "proposed_on"),
    ),
    "extend": Meaning(
        "Extend the period",
        "Sends the notice of extension with its reason and the new date.",
        effects(Effect.EXTENDS),
        (CHECKLIST,),
        "LT-EXTEND",
        by_and_on("extended_by", "extended_on"),
        earlier="proposed",
    ),
}
