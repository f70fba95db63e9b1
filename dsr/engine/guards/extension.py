"""Guards on the extension of the period (GDPR Art. 12(3); rules R6 and R10)."""

from __future__ import annotations

from dsr.engine.guards.guard import guard
from dsr.engine.guards.questions import letters_of
from dsr.engine.situation import Situation

#: The letter's reason has at least so many letters (as the grounds catalogue demands).
REASON_LETTERS = 25
MONTHS = (1, 2)


def _value(situation: Situation, name: str) -> object:
    """As given with the proposal, or as the proposal recorded it."""
    given = situation.given(name)
    return situation.recorded(name) if given is None else given


@guard(
    "One or two months, for complexity or number, with a reason; legal counsel was heard.",
    reads=("extension_months", "extension_kind", "extension_reason", "legal_consulted"),
)
def extension_is_reasoned(situation: Situation) -> str | None:
    faults = []
    if _value(situation, "extension_months") not in MONTHS:
        faults.append("A period is extended by one or by two months, counted from receipt (R6).")
    if _value(situation, "extension_kind") not in ("complexity", "number"):
        faults.append("Only the complexity or the number of this person's requests is a reason.")
    reason = _value(situation, "extension_reason")
    if not isinstance(reason, str) or letters_of(reason) < REASON_LETTERS:
        faults.append(f"The reason has fewer than {REASON_LETTERS} letters; say what is complex.")
    if _value(situation, "legal_consulted") is not True:
        faults.append("The data protection officer or legal counsel was not heard; ask them first.")
    return " ".join((*faults, "See Art. 12(3).")) if faults else None


@guard("The strict date has not passed.")
def extension_is_in_time(situation: Situation) -> str | None:
    if situation.today <= situation.strict_due:
        return None
    return (
        f"An extension had to be announced by {situation.strict_due.isoformat()}, within one month "
        "of receipt (Art. 12(3), R10); answer "
        "without delay and explain the lateness in the letter."
    )


@guard("The period was not extended before in this round.")
def extension_is_the_first(situation: Situation) -> str | None:
    if situation.recorded("extended_on") is None:
        return None
    return "The period was extended already; there is one extension only. Answer in time."


@guard("Somebody proposed the extension.")
def extension_is_proposed(situation: Situation) -> str | None:
    if situation.recorded_text("proposed_by"):
        return None
    return "No extension is proposed; propose it with its reason first."
