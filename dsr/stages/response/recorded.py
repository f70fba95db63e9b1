"""What a case has recorded, under the names that letters use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from dsr.cases.case import Case, Person, Right
from dsr.cases.decision import Action, GroupDecision
from dsr.casework.office import Office
from dsr.casework.status import day_of, entries, is_restricted
from dsr.law.ground_text import value_in_words
from dsr.stages.response.values import spell_date
from dsr.stages.response.wording import Wording

#: Recorded facts that a letter uses under the same name.
_SAME = (
    "doubt_reason",
    "methods",
    "asked_info",
    "received_info",
    "extension_reason",
    "withdrawn_on",
    "lift_reason",
    "representative_name",
    "missing_authority",
    "clarify_reason",
    "clarify_question",
    "large_quantity",
    "fee_reply_by",
    "paid_amount",
)
#: What was asked, newest first, where the round ends because nobody replied.
_ASKED_ON = (
    ("fee_noticed_on", "fee"),
    ("clarification_asked_on", ""),
    ("authority_asked_on", "authority"),
    ("identity_asked_on", ""),
)
#: Why data are restricted while a request is assessed, if the officer wrote nothing (Art. 18(1)).
_RESTRICTED_WHILE = {Right.RECTIFICATION: "a", Right.OBJECTION: "d"}


def recorded(office: Office, case: Case) -> dict[str, object]:
    """Recorded facts under the names the letters use; what was not recorded is left out."""
    facts = case.facts
    extra: dict[str, object] = {
        **{name: facts.get(name) for name in _SAME},
        "reply_by": facts.get("answer_by"),
        "asked_date": facts.get("identity_asked_on") or facts.get("authority_asked_on"),
        "lift_date": facts.get("lift_on"),
        "restriction_reason": facts.get("restrict_why"),
        "suppressed": _is_suppressed(office, case),
        "objection_in_register": bool(facts.get("rows_changed"))
        and any(d.action is Action.STOP_MARKETING for d in case.decisions),
        "restricted": is_restricted(case),
        "recipients_confirmed": _confirmed(case),
        "show_values": case.workflow == "rectification",
        **_closing(case),
        **_restriction(case),
        **_fee(case),
        **_repeated(case),
    }
    return {name: value for name, value in extra.items() if value is not None}


def _closing(case: Case) -> dict[str, object]:
    if case.facts.get("withdrawn_on"):
        return {"close_reason": "withdrawn"}
    if case.facts.get("refusal") != "no_reply":
        return {}
    asked = [(n, about) for n, about in _ASKED_ON if case.facts.get(n)]
    name, about = max(asked, key=lambda one: str(case.facts[one[0]]), default=("", ""))
    return {"close_reason": "no_reply", "close_about": about, "asked_date": case.facts.get(name)}


def _restriction(case: Case) -> dict[str, object]:
    decided = [d for d in case.decisions if d.action is Action.RESTRICT]
    ground = next((d.facts["restriction_ground"] for d in decided if d.facts), None)
    return {"restriction_ground": ground or _RESTRICTED_WHILE.get(case.right)}


def _fee(case: Case) -> dict[str, object]:
    """The fee in words, as its decision has it."""
    charged = next((d for d in case.decisions if d.action is Action.CHARGE), None)
    if charged is None:
        return {}
    facts = charged.facts
    return {
        "fee_amount": _money(facts.get("fee_amount"), case.language),
        "cost_calculation": facts.get("calculation"),
        "fee_reply_by": case.facts.get("fee_reply_by") or facts.get("reply_by"),
    }


def _money(amount: object, language: str) -> str | None:
    try:
        return None if amount is None else value_in_words(Decimal(str(amount)), language)
    except InvalidOperation:
        return str(amount)


def _repeated(case: Case) -> dict[str, object]:
    for decision in case.decisions:
        requests = decision.facts.get("earlier_requests")
        if isinstance(requests, list | tuple):
            return {"earlier_requests": [str(request) for request in requests]}
    return {}


def _is_suppressed(office: Office, case: Case) -> bool:
    points = (case.requester.email, case.requester.phone)
    return any(office.store.suppressed(office.hash_contact(p)) for p in points if p)


def told_to(case: Case) -> tuple[tuple[str, str], ...]:
    """``(recipient, outcome)`` of everybody who was told of what was done (Art. 19)."""
    told = entries(case, "recipients_told")
    return tuple((str(entry.get("recipient")), str(entry.get("outcome"))) for entry in told)


def _confirmed(case: Case) -> list[str] | None:
    """Recipients who said that they did the same with their own data."""
    names = [str(entry.get("recipient")) for entry in entries(case, "recipients_confirmed")]
    return list(dict.fromkeys(names)) or None


def executed_on(case: Case, kind: str, today: date) -> date:
    """The day of the act the letter tells of."""
    acts = ["carried_out_on", "approved_on", "withdrawn_on"]
    if kind == "LT-RESTRICT":
        acts.insert(0, "restricted_on")
    return next((day for name in acts if (day := day_of(case.facts, name))), today)


def restricted_for_now(case: Case) -> tuple[GroupDecision, ...]:
    """The groups marked while the request is assessed, as a letter tells of them (Art. 18)."""
    groups = case.facts.get("restricted_groups")
    codes = groups if isinstance(groups, Sequence) and not isinstance(groups, str) else ()
    return tuple(GroupDecision(str(code), Action.RESTRICT) for code in codes)


def lifted_soon(case: Case) -> tuple[GroupDecision, ...]:
    """The groups whose restriction ends, granted or set during an assessment (Art. 18(3))."""
    granted = tuple(d for d in case.decisions if d.action is Action.RESTRICT)
    return tuple(
        GroupDecision(d.group, Action.LIFT_RESTRICTION) for d in granted or restricted_for_now(case)
    )


def searched_with(person: Person, wording: Wording) -> list[str]:
    """What was searched with, in the letter's language."""
    return [wording.say(f"identifier.{name}") for name, value in vars(person).items() if value]


def in_words(identifiers: object, wording: Wording) -> list[str] | None:
    """Names of identifiers a ground was recorded with, in the letter's language; None for none."""
    if not isinstance(identifiers, list | tuple):
        return None
    keys = ((str(name), f"identifier.{name}") for name in identifiers)
    return [wording.say(key) if wording.has(key) else name for name, key in keys]


def own_cases(cases: Sequence[Case], case: Case, wording: Wording) -> list[str]:
    """Our own files are personal data too: every request of the person, one line each."""
    return [
        wording.say(
            "case_data.one_case",
            case=other.number,
            received=spell_date(other.letter.received, wording.language),
            pages=str(other.letter.pages),
            letters=str(len(other.outgoing)),
        )
        for other in cases
        if case.shares_person_with(other)
    ]


def known_to_grounds(office: Office, case: Case, said: Mapping[str, object]) -> dict[str, object]:
    """Facts that the program supplies to the reasons: no officer types them."""
    known: dict[str, object] = {
        "received_date": case.received,
        "case_retention": office.site.case_retention[case.language],
    }
    if until := said.get("fee_reply_by"):
        known["reply_by"] = until
    return known
