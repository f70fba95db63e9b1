"""The guard that wants another person where the law, a ground or the site asks for one (F.3)."""

from __future__ import annotations

from dsr.engine.guards.decision import KIND_OF_ACTION
from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation
from dsr.engine.vocabulary import VOCABULARY

#: Grounds that only another person may approve: EXC-12-5-* and the fees.
ONLY_ANOTHER_PERSON = ("EXC-12-5-", "FEE-")
_NOBODY = "It is not recorded who acted first; go back one step and take it anew."


def kinds_of(situation: Situation) -> frozenset[str]:
    """What this step does, in the words of ``rules.second_person``."""
    if situation.step == "extend":
        return frozenset({"extend"})
    if situation.step == "approve_refusal":
        failed = situation.recorded("refusal") == "identity"
        return frozenset({"identity_failed" if failed else "refuse"})
    actions = {decision.action for decision in situation.case.decisions}
    return frozenset(KIND_OF_ACTION[action] for action in actions & set(KIND_OF_ACTION))


def _only_another(situation: Situation) -> bool:
    """Whether looking again on another day does not do: Art. 12(5) turns a person away."""
    return any(
        (decision.ground or "").startswith(ONLY_ANOTHER_PERSON)
        for decision in situation.case.decisions
    )


@guard("Another person than the proposer acts, where the law, a ground or the site asks for it.")
def second_person_where_required(situation: Situation) -> str | None:
    asked_for = sorted(kinds_of(situation) & situation.site.rules.second_person)
    always = _only_another(situation)
    if not situation.second_person_required and not asked_for and not always:
        return None
    return another_person_acts(situation) if always else _another_or_later(situation)


@guard("Another person than the proposer acts, whatever the site chose; no second look does.")
def another_person_acts(situation: Situation) -> str | None:
    first = _first(situation)
    if first is None:
        return _NOBODY
    if first.casefold() != situation.actor.name.casefold():
        return None
    return (
        "The same person proposed this; a fee and a refusal under Art. 12(5) always take another "
        "person, also in an office of one. Ask somebody else, or drop it."
    )


def _first(situation: Situation) -> str | None:
    """Who acted before, as the step before recorded it."""
    earlier = VOCABULARY[situation.step].earlier if situation.step in VOCABULARY else None
    return situation.recorded_text(f"{earlier}_by")


def _another_or_later(situation: Situation) -> str | None:
    first = _first(situation)
    if first is None:
        return _NOBODY
    if first.casefold() != situation.actor.name.casefold():
        return None
    return _second_look(situation, f"{VOCABULARY[situation.step].earlier}_on")


def _second_look(situation: Situation, on: str) -> str | None:
    """The one-person office: the same person on another day, by the checklist."""
    if not situation.site.rules.second_look:
        return "The same person decided this; another person has to approve it."
    first_day = situation.recorded_day(on)
    if first_day is None or situation.today <= first_day:
        return "The second look has to be on another day than the decision; look again tomorrow."
    if situation.given("checklist") is not True:
        return "The second look needs the checklist; go through it and give checklist=yes."
    return None
