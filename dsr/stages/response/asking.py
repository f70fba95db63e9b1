"""Questions and delays: the doubt, the ways to confirm identity, the clock (L05, L09, L10)."""

from __future__ import annotations

from dsr.cases.letter import BulletList, Element
from dsr.errors import BadInput, Fault
from dsr.law import proving
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.questions import unanswered
from dsr.stages.response.values import one_line_address

#: Ways to confirm identity -> whether an identity document is involved (EDPB 01/2022, 72-79).
#: Each has its sentence in the wording, ``method.<code>``.
_COPY, _AT_THE_POST = proving.Method.MASKED_ID_COPY.value, proving.Method.POST_AGAINST_ID.value
METHODS = {method.value: facts.needs_document for method, facts in proving.METHODS.items()}


def doubt(draft: Draft) -> tuple[Element, ...]:
    """The concrete reason for doubting who sent the request (L05, Art. 12(6))."""
    text = draft.say("doubt.reason", reason=draft.facts.word("doubt_reason"))
    return (draft.element("L05", text, draft.say("doubt.why"), heading="why_we_ask"),)


def ways(draft: Draft) -> tuple[Element, ...]:
    """At least two ways to confirm identity, and what may be blacked out (L10)."""
    codes = draft.facts.words("methods")
    _check_known(codes)
    c = draft.facts.site.controller
    place = one_line_address(c.street, c.postcode, c.city)
    items = BulletList(tuple(draft.say(f"method.{code}", place=place) for code in codes))
    after = [draft.say(f"identity.{key}") for key in _of_documents(codes)]
    after.append(draft.say("identity.only_for_this"))
    return (
        draft.element("L10", draft.say("identity.choose"), items, *after, heading="how_confirm"),
    )


def _of_documents(codes: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of identity documents: a copy may be covered but for three things; whoever
    shows the document has to leave the picture bare; no other copy is wanted."""
    copied = _COPY in codes
    shown = any(METHODS[code] for code in codes if code not in (_COPY, _AT_THE_POST))
    said = {"masking": copied, "shown": shown, "no_document": not copied}
    return tuple(key for key, holds in said.items() if holds)


def clock_effect(draft: Draft) -> tuple[Element, ...]:
    """What the question does to the period; both dates are always named (CLOCK)."""
    facts = draft.facts
    reply_by, if_replied = facts.day("reply_by"), facts.day("due_if_replied")
    blocks = [draft.say("clock.strict", strict_due=draft.day(facts.strict_due))]
    if not _pauses(facts):
        blocks[0] = draft.say("clock.not_paused", strict_due=draft.day(facts.strict_due))
    elif facts.due is None or facts.due == facts.strict_due:
        blocks.append(draft.say("clock.open"))
    else:
        blocks.append(draft.say("clock.paused", due=draft.day(facts.due)))
    if reply_by and if_replied and _pauses(facts):
        days = {"reply_by": draft.day(reply_by), "due": draft.day(if_replied)}
        blocks.append(draft.say("clock.if_replied", **days))
    elif reply_by:
        blocks.append(draft.say("clock.reply_by", reply_by=draft.day(reply_by)))
    return (draft.element("CLOCK", *blocks, unanswered(draft), heading="clock"),)


def _pauses(facts: LetterFacts) -> bool:
    """Whether waiting may move the last day; a question about the extent rarely does (R8)."""
    return facts.type != "LT-CLARIFY" or facts.extra.get("pauses") is True


def was_asked(draft: Draft) -> tuple[Element, ...]:
    """What was asked for, when, and what came (L10 of the letter on failed identification)."""
    facts = draft.facts
    return (
        draft.element(
            "L10",
            draft.say(
                "asked.when",
                asked_date=draft.day(facts.day("asked_date")),
                asked_info=facts.word("asked_info"),
                received_info=facts.word("received_info"),
            ),
            draft.say("asked.later"),
            heading="what_we_asked",
        ),
    )


def extension(draft: Draft) -> tuple[Element, ...]:
    """The new last day beside the day of receipt (L09, Art. 12(3))."""
    facts = draft.facts
    text = draft.say(
        "extension.dates",
        received=draft.day(facts.received),
        new_due_date=draft.day(facts.day("new_due_date")),
    )
    return (draft.element("L09", text, draft.say("extension.sooner"), heading="new_date"),)


def extension_reason(draft: Draft) -> tuple[Element, ...]:
    """Why more time is needed (L05)."""
    reason = draft.facts.word("extension_reason")
    said, rule = draft.say("extension.reason", reason=reason), draft.say("extension.rule")
    return (draft.element("L05", said, rule, heading="why_longer"),)


def _check_known(codes: tuple[str, ...]) -> None:
    unknown = sorted(set(codes) - set(METHODS))
    if unknown:
        raise BadInput(
            "The letter names ways to confirm identity that are not known.",
            f"Known are: {', '.join(METHODS)}.",
            faults=[Fault("letter.method", code, "This way is not known.") for code in unknown],
        )
