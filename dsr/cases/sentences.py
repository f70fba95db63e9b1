"""The one table from events to sentences: what the history says of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dsr.cases.case import Event

#: Event -> sentence. ``{group}`` and the like come from the event's details, never a value.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "received": "logged the request; its month runs from the day of arrival",
        "link_person": "said whose data it is",
        "acknowledge": "acknowledged receipt",
        "accept_identity": "accepted identity: {needed} was needed, {shown} was shown",
        "start_own_initiative": "began on the controller's own initiative",
        "ask_identity": "asked the person to confirm identity, on a concrete doubt",
        "identity_answered": "noted that the person answered the question",
        "identity_failed": "drafted the refusal because identity was not confirmed",
        "propose_extension": "proposed to extend the period",
        "extend": "extended the period and told the person why",
        "set_decision": "decided {group}: {action}",
        "decide": "put the decision up for approval",
        "refuse": "drafted a refusal",
        "send_back": "sent it back to be decided again",
        "return_to_identity": "took the matter of identity up again",
        "approve": "approved the plan as it was shown",
        "approve_refusal": "approved the refusal",
        "stop_marketing": "ordered direct marketing to stop",
        "restrict": "ordered the data to be restricted while they are assessed",
        "mark_restricted": "restricted the data in the register",
        "resume_assessing": "went on assessing, the data still restricted",
        "announce_lift": "told the person when the restriction will end",
        "lift_restriction": "ordered the restriction to end",
        "mark_lifted": "ended the restriction in the register",
        "carry_out": "carried the plan out and looked at the register again",
        "register_is_down": "found a register that did not answer; the case waits for it",
        "plan_is_void": "found the register changed since the approval; nothing was done",
        "recall": "recalled the order before the register began",
        "prove_again": "looked at the register again",
        "act_again": "took up what the second look had found",
        "tell_recipient": "recorded what a recipient was told",
        "undo": "brought back what had been erased; it is decided anew",
        "undo_answered": "brought back what had been erased, after the answer; decided anew",
        "replay": "did once more what was ordered, for a restored register had undone it",
        "release": "released the answer",
        "record_posting": "recorded that a letter was posted",
        "record_return": "recorded that a letter came back",
        "record_letter": "put a further letter to the case: a {letter_kind}",
        "close": "closed the case",
        "withdraw": "noted that the person withdrew the request",
        "continue_request": "went on with the request after all",
        "contest": "took up that the person contests the answer",
        "reopen": "reopened the case",
    }
)


def sentence_of(event: Event) -> str:
    """The event as the end of a sentence that begins with who did it."""
    template = SENTENCES.get(event.name, event.name.replace("_", " "))
    known = {name: str(value) for name, value in event.details.items() if isinstance(value, str)}
    try:
        return template.format_map(known)
    except KeyError:
        return template.partition(":")[0]
