"""Guards on what recipients answer to the notice of a change (GDPR Art. 19)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation


def _told(situation: Situation) -> Mapping[str, object] | None:
    """The notice to the recipient named, if one went out."""
    return _entry(situation, "recipients_told", outcome="told")


def _entry(situation: Situation, name: str, **wanted: str) -> Mapping[str, object] | None:
    recorded = situation.recorded(name)
    entries = recorded if isinstance(recorded, list | tuple) else ()
    who = {"recipient": situation.given_text("recipient"), **wanted}
    found = [e for e in entries if isinstance(e, Mapping) and who.items() <= e.items()]
    return found[-1] if found else None


@guard("The recipient was told.", reads=("recipient",))
def recipient_was_told(situation: Situation) -> str | None:
    if _told(situation) is not None:
        return None
    return "That recipient was not told in this case; take tell_recipient first."


@guard("The recipient has not confirmed yet.", reads=("recipient",))
def recipient_has_not_confirmed(situation: Situation) -> str | None:
    if _entry(situation, "recipients_confirmed") is None:
        return None
    return "That recipient has confirmed already; nothing is left to record."


@guard("The confirmation came between the notice and today.", reads=("recipient", "confirmed_on"))
def confirmation_is_dated(situation: Situation) -> str | None:
    day, told = situation.given_day("confirmed_on"), _told(situation)
    if day is None or day > situation.today:
        return "The day is missing or still ahead; give confirmed_on as the day it arrived."
    if told is not None and day < date.fromisoformat(str(told["on"])):
        return f"The recipient was told on {told['on']}; the confirmation cannot be older."
    return None


@guard("The day to confirm is still ahead.", reads=("confirm_by",))
def confirmation_leaves_time(situation: Situation) -> str | None:
    day = situation.given_day("confirm_by")
    if day is None or day > situation.today:
        return None
    return "A recipient needs time to confirm; give a later day."
