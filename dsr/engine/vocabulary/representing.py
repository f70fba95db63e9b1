"""Steps about who asks for whom: a representative, a minor, a person whose address is secret."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    ANSWER_BY,
    ANSWERED_ON,
    DELAY,
    DPO_AGREED,
    by_and_on,
    day,
    effects,
    text,
    wiped,
)
from dsr.law.authority import Capacity, Proof
from dsr.law.minor import Maturity

_AUTHORITY = ("authority_proof", "authority_note", "authority_accepted_by", "authority_accepted_on")

REPRESENTING: dict[str, Meaning] = {
    "name_representative": Meaning(
        "Name the representative",
        "Somebody asks for the person whose data these are; that person stays the requester.",
        effects(Effect.NAMES_REPRESENTATIVE),
        (
            text("representative_name", "Who asks for the person."),
            Fact(
                "capacity",
                Kind.CHOICE,
                "As what: guardian is a minor's, trustee the one a court or authority appointed.",
                choices=tuple(capacity.value for capacity in Capacity),
            ),
            text("representative_street", "The representative's street.", required=False),
            text("representative_postcode", "The postcode.", required=False),
            text("representative_city", "The town.", required=False),
            text("representative_email", "The e-mail.", required=False),
            text(
                "represented_name",
                "Whose data these are, where the letter was logged under the writer's name.",
                required=False,
                recorded=False,
            ),
        ),
        records=wiped(*_AUTHORITY),
    ),
    "ask_authority": Meaning(
        "Ask for the representative's authority",
        "Sends the question what is missing: the mandate, its scope, or who the writer is.",
        effects(Effect.ASKS_AUTHORITY),
        (
            text("missing_authority", "What exactly is missing, as the representative reads it."),
            ANSWER_BY,
            DPO_AGREED,
            DELAY,
        ),
        "LT-NEED-AUTH",
        (
            Record("authority_asked_on", Source.TODAY),
            Record("authority_questions", Source.ONE_MORE),
            Record("pauses", Source.OPENS_PAUSE, parts=("missing_authority", "delay_reason")),
        ),
    ),
    "authority_answered": Meaning(
        "Answer about the authority came",
        "The representative answered; the authority is looked at next.",
        effects(Effect.GETS_REPLY),
        (ANSWERED_ON,),
        records=(Record("pauses", Source.CLOSES_PAUSE, parts=("answered_on",)),),
    ),
    "accept_authority": Meaning(
        "Accept the authority",
        "It is shown that the representative may act for the person in this matter.",
        facts=(
            Fact(
                "authority_proof",
                Kind.CHOICE,
                "By what it is shown.",
                choices=tuple(proof.value for proof in Proof),
            ),
            text("authority_note", "What the document says; never a number.", required=False),
            Fact(
                "covers_answer",
                Kind.YES,
                "The mandate says that the representative receives the answer.",
                required=False,
            ),
            Fact("both_custodians", Kind.YES, "Both custodians ask, or agree.", required=False),
            text(
                "one_custodian_because",
                "Why one custodian suffices to erase a child's data.",
                required=False,
            ),
        ),
        records=by_and_on("authority_accepted_by", "authority_accepted_on"),
    ),
    "hear_minor": Meaning(
        "Note the hearing of the minor",
        "Says how mature the minor is in this matter and what the minor thinks, or why not heard.",
        facts=(
            day("minor_born", "The minor's day of birth."),
            Fact(
                "maturity",
                Kind.CHOICE,
                "What came of it.",
                choices=tuple(maturity.value for maturity in Maturity),
            ),
            day("minor_heard_on", "The day on which the minor was heard.", required=False),
            text("minor_view", "What the minor said.", required=False),
            text("maturity_assessed_by", "Who judged the maturity.", required=False),
            text("not_heard_because", "Why the minor was not heard.", required=False),
        ),
    ),
    "mark_non_disclosure": Meaning(
        "Mark the address as secret",
        "The person's address is under a non-disclosure order: it is printed nowhere.",
        facts=(
            Fact("non_disclosure", Kind.YES, "The address may not be disclosed (turvakielto)."),
        ),
    ),
}
