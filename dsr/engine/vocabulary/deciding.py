"""Steps that decide, refuse, approve and take back."""

from __future__ import annotations

from dsr.cases.decision import Action
from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import (
    APPROVAL,
    CHECKLIST,
    DECISION,
    LIGHTER,
    REASON,
    by_and_on,
    day,
    effects,
    text,
    wiped,
)

#: Access comes before erasure unless the person says otherwise (legal spec F.2).
_ERASE_FIRST = (
    Fact(
        "erase_before_access",
        Kind.YES,
        "The person wants the data erased before a copy was given.",
        required=False,
    ),
    text("erase_before_access_words", "That wish in the person's words.", required=False),
)

DECIDING: dict[str, Meaning] = {
    "set_decision": Meaning(
        "Decide a data group",
        "Says what happens to one data group, on which ground, with its facts.",
        facts=(
            text("group", "The data group; * is the whole case.", recorded=False),
            Fact(
                "action",
                Kind.CHOICE,
                "What happens to it.",
                choices=tuple(a.value for a in Action if a is not Action.CHARGE),
                recorded=False,
            ),
            text("why", "One sentence for colleagues.", recorded=False),
            text("ground", "Code of the ground.", required=False, recorded=False),
            day("until", "Last day the data are kept.", required=False, recorded=False),
            Fact("values", Kind.MAPPING, "Corrected values.", required=False, recorded=False),
            Fact("rows", Kind.TEXTS, "Only these rows.", required=False, recorded=False),
            Fact("redactions", Kind.TEXTS, "Only these passages.", required=False, recorded=False),
        ),
        open_facts=True,
    ),
    "decide": Meaning(
        "Put the decision up for approval",
        "Every data group is decided on lawful grounds.",
        effects(Effect.DECIDES),
        (LIGHTER, *_ERASE_FIRST),
        records=(*by_and_on("decided_by", "decided_on"), *wiped("refusal", *APPROVAL)),
    ),
    "refuse": Meaning(
        "Draft a refusal",
        "The request is refused as a whole; every group is covered by a ground.",
        effects(Effect.REFUSES),
        (LIGHTER,),
        records=(
            *by_and_on("drafted_by", "drafted_on"),
            Record("refusal", Source.FIXED, "ground"),
            *wiped(*APPROVAL),
        ),
    ),
    "send_back": Meaning(
        "Send back to be decided again",
        "The decision or draft needs another look.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped(*DECISION, *APPROVAL),
    ),
    "return_to_identity": Meaning(
        "Weigh identity again",
        "The draft that identity failed is dropped; the evidence is looked at again.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped(*DECISION, *APPROVAL),
    ),
    "approve": Meaning(
        "Approve the plan",
        "Approves exactly the plan that was shown; the program then carries it out.",
        effects(Effect.APPROVES),
        (text("plan", "The digest of the plan that was shown.", recorded=False), CHECKLIST),
        records=(
            *by_and_on("approved_by", "approved_on"),
            Record("approved_plan", Source.PLAN),
        ),
        earlier="decided",
    ),
    "approve_refusal": Meaning(
        "Approve the refusal",
        "Another person has checked the ground and its facts.",
        effects(Effect.APPROVES),
        (CHECKLIST,),
        records=by_and_on("approved_by", "approved_on"),
        earlier="drafted",
    ),
    "stop_marketing": Meaning(
        "Stop direct marketing",
        "Decided and ordered at once: no ground to refuse exists.",
        effects(Effect.DECIDES, Effect.APPROVES),
        (Fact("channels", Kind.TEXTS, "The channels, if not all.", required=False),),
        records=(
            *by_and_on("decided_by", "decided_on"),
            *by_and_on("approved_by", "approved_on"),
        ),
    ),
}
