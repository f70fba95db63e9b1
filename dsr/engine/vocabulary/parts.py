"""The parts of which meanings are put together, and the lists of what a round records."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Record, Source


def text(name: str, sentence: str, *, required: bool = True, recorded: bool = True) -> Fact:
    """A fact that is a text."""
    return Fact(name, Kind.TEXT, sentence, required=required, recorded=recorded)


def day(name: str, sentence: str, *, required: bool = True, recorded: bool = True) -> Fact:
    """A fact that is a day."""
    return Fact(name, Kind.DAY, sentence, required=required, recorded=recorded)


def by_and_on(by: str, on: str) -> tuple[Record, ...]:
    """Records who took the step and when."""
    return (Record(by, Source.ACTOR), Record(on, Source.TODAY))


def wiped(*names: str) -> tuple[Record, ...]:
    """Records that these no longer hold."""
    return tuple(Record(name, Source.FIXED) for name in names)


def effects(*effects: Effect) -> frozenset[Effect]:
    """A set of effects."""
    return frozenset(effects)


ANSWER_BY = day("answer_by", "By when an answer is asked for.", required=False)
ANSWERED_ON = day("answered_on", "The day the answer arrived.")
DELAY = text("delay_reason", "Why it was not asked at once (R8).", required=False)
DPO_AGREED = Fact("dpo_agreed", Kind.YES, "The DPO agreed to a second question.", required=False)
REASON = text("reason", "Why; one sentence that a colleague understands in a year.")
CHECKLIST = Fact(
    "checklist",
    Kind.YES,
    "One-person office: the decision was looked at again on another day by the checklist.",
    required=False,
)
LIGHTER = text(
    "lighter_outcome",
    "Which less intrusive outcome was considered, and why it does not do.",
    required=False,
)
RESIDUALS = Fact("residuals", Kind.WHOLE, "How many findings the second look at the register had.")
DECISION = ("decided_by", "decided_on", "drafted_by", "drafted_on", "refusal")
APPROVAL = ("approved_by", "approved_on", "approved_plan")
ROUND = (
    *DECISION,
    *APPROVAL,
    *("identity_questions", "identity_asked_on", "pauses", "lighter_outcome", "checklist"),
    *("authority_questions", "authority_asked_on", "missing_authority", "answer_by"),
    *("clarification_questions", "clarification_asked_on", "clarify_reason", "clarify_question"),
    *("clarified", "large_quantity", "situation_asked_on", "situation", "asked_info"),
    *("fee_ground", "fee_amount", "cost_calculation", "fee_noticed_on", "fee_reply_by"),
    *("paid_on", "payment_note", "fee_paid", "paid_amount"),
    *("extension_months", "extension_kind", "extension_reason", "legal_consulted"),
    *("proposed_by", "proposed_on", "extended_by", "extended_on"),
    *("carried_out_on", "residuals", "recipients_told", "answered_on", "returned"),
    *("recipients_reminded", "recipients_confirmed"),
    *("withdrawn_on", "withdrawn_how", "closed_on", "acknowledged_on"),
)
