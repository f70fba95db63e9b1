"""Questions about authority, extent and situation, and the notice of a fee (L05, L08, L10)."""

from __future__ import annotations

from dataclasses import replace

from dsr.cases.case import Right
from dsr.cases.letter import BulletList, Element, FactList
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import NOT_HERS_TO_ASK

#: What follows when the extent asked about stays open; of other rights, a decision as it stands.
_UNANSWERED = {Right.ACCESS: "no_extent", Right.RECTIFICATION: "no_detail"}
#: Letters to whoever wrote for another, before anything is answered.
_TO_THE_WRITER = frozenset({"LT-ACK", "LT-NEED-ID", "LT-NEED-AUTH", "LT-ID-FAIL"})
#: What may show that somebody acts for another: wording ``authority.<code>``, at least two.
PROOFS = ("power_of_attorney", "official", "custody", "profession")


def asks_writer(facts: LetterFacts) -> bool:
    """Whether "you" is the representative: what the writer is asked or told of the asking, while
    in an answer "you" is the person, whoever opens the letter."""
    if facts.extra.get("addressee_acts") is not True:
        return False
    closed = facts.type == "LT-CLOSE" and facts.word("close_about") == "authority"
    return closed or facts.type in _TO_THE_WRITER or no_right_of_writer(facts)


def no_right_of_writer(facts: LetterFacts) -> bool:
    """Whether all is refused for a reason that lies in who asks, not in the data: she is not told
    either whether there are any."""
    whole = facts.type == "LT-REFUSED"
    return whole and any(facts.with_ground(ground) for ground in NOT_HERS_TO_ASK)


def request_for_another(draft: Draft) -> tuple[Element, ...]:
    """Which request came, on whose behalf: the reader is the representative (L02)."""
    facts, letter = draft.facts, draft.facts.case.letter
    sentences = [
        draft.say(
            "authority.received",
            received=draft.day(facts.received),
            channel=draft.say(f"channel.{letter.channel}"),
            case=facts.case.number,
        )
    ]
    if name := facts.case.requester.name:
        sentences.append(draft.say("authority.represented", name=name))
    right = draft.say(f"right_named.{facts.case.right}")
    sentences.append(draft.say("authority.understood", right=right))
    return (draft.element("L02", " ".join(sentences)),)


def authority_missing(draft: Draft) -> tuple[Element, ...]:
    """What is missing of the authority, and why it is asked for (L05, Art. 12(6), 32)."""
    missing = draft.facts.word("missing_authority")
    first = draft.say("authority.missing", missing=missing)
    return (draft.element("L05", first, draft.say("authority.why"), heading="why_we_ask"),)


def authority_ways(draft: Draft) -> tuple[Element, ...]:
    """By what authority can be shown, and what may be covered (L10, EDPB 01/2022, 80-82)."""
    items = BulletList(tuple(draft.say(f"authority.{proof}") for proof in PROOFS))
    after = draft.say("authority.masking"), draft.say("authority.only_for_this")
    choose = draft.say("authority.choose")
    return (draft.element("L10", choose, items, *after, heading="how_authority"),)


def clarify(draft: Draft) -> tuple[Element, ...]:
    """What is asked and why: the extent, what is wrong, or the particular situation (L05)."""
    facts = draft.facts
    asked = facts.word("clarify_question")
    asked += "" if asked.endswith(("?", "!")) else "."
    question = draft.say("clarify.question", question=asked)
    if facts.extra.get("situation") is True:
        why = draft.say("clarify.situation")
    else:
        large = facts.extra.get("large_quantity") is True
        why = draft.say("clarify.large") if large else ""
        if reason := facts.word("clarify_reason"):
            why = " ".join(part for part in (why, draft.say("clarify.why", reason=reason)) if part)
    return (draft.element("L05", why, question, heading="why_we_ask"),)


def everything_will_do(draft: Draft) -> tuple[Element, ...]:
    """That "everything" is a valid answer (EVERYTHING, rec. 63); of a correction, that a few own
    words are enough (DETAIL); of an objection, that too, and that marketing ends without reasons
    (MARKETING, Art. 21(1), 21(3))."""
    if draft.facts.extra.get("situation") is True:
        low = draft.say("clarify.few_words")
        return (draft.element("MARKETING", low, draft.say("clarify.marketing")),)
    if draft.facts.case.right is Right.RECTIFICATION:
        return (draft.element("DETAIL", draft.say("clarify.detail")),)
    everything = draft.say("clarify.everything")
    if draft.facts.case.right is Right.CONSENT_WITHDRAWAL:
        # As easy as giving it was (Art. 7(3)): nobody proves anything.
        return (draft.element("EVERYTHING", draft.say("clarify.few_words"), everything),)
    return (draft.element("EVERYTHING", everything),)


def unanswered(draft: Draft) -> str:
    """What follows if the question stays unanswered: an access request is answered all the same."""
    facts = draft.facts
    strict = draft.day(facts.strict_due)
    if facts.type == "LT-NEED-AUTH":
        return draft.say("clock.no_authority", strict_due=strict)
    if facts.type != "LT-CLARIFY":
        return draft.say("clock.no_answer", strict_due=strict)
    if facts.extra.get("situation") is True:
        return draft.say("clock.no_situation", strict_due=strict)
    # Silence widens nothing but a copy: what cannot be undone is decided as it was asked for.
    which = _UNANSWERED.get(facts.case.right, "no_situation")
    return draft.say(f"clock.{which}", strict_due=strict)


def fee(draft: Draft) -> tuple[Element, ...]:
    """What is asked for, how it was worked out, by when to reply (L08, Art. 12(5)(a), 15(3))."""
    facts = draft.facts
    pairs = FactList(
        (
            (draft.say("label.fee"), facts.word("fee_amount")),
            (draft.say("label.calculation"), facts.word("cost_calculation")),
            (draft.say("label.reply_by"), draft.day(facts.day("fee_reply_by"))),
        )
    )
    element = draft.element("L08", draft.say("fee.only_costs"), pairs, heading="fee")
    return (replace(element, boxed=True),)


def fee_choices(draft: Draft) -> tuple[Element, ...]:
    """Go on, limit or withdraw free of charge (WITHDRAW); by when; the period runs on (REPLY)."""
    facts = draft.facts
    choices = BulletList(tuple(draft.say(f"fee.{c}") for c in ("go_on", "limit", "withdraw")))
    until = draft.say("clock.reply_by", reply_by=draft.day(facts.day("fee_reply_by")))
    runs_on = draft.say("fee.clock", due=draft.day(facts.last_day))
    silent = draft.say("fee.no_answer")
    return (
        draft.element("WITHDRAW", draft.say("fee.choose"), choices, heading="your_choice"),
        draft.element("REPLY", until, runs_on, silent),
    )
