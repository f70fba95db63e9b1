"""Guards on the withdrawal of consent: the stop cannot be refused (GDPR Art. 7(3), 17(1)(b))."""

from __future__ import annotations

from dsr.cases.decision import Action, GroupDecision
from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation

#: What ends the processing that rested on the consent.
ENDS_IT = frozenset({Action.STOP, Action.ERASE, Action.ANONYMISE, Action.STOP_MARKETING})
ERASES = frozenset({Action.ERASE, Action.ANONYMISE})
#: Grounds on which data may stay, although the consent is gone (Art. 17(3)(b) and (e)).
HELD_BY_LAW = ("ERA-17-3-B-", "ERA-17-3-E")
#: What erasing needs at least where nobody said more: ordinary customer data (legal spec D.3).
ERASING_LEVEL = 2


def _is_held_by_law(decision: GroupDecision) -> bool:
    ground = decision.ground or ""
    return decision.action is Action.KEEP and ground.startswith(HELD_BY_LAW)


@guard("What rested on the consent stops; only what a law holds is kept.")
def withdrawal_is_honoured(situation: Situation) -> str | None:
    decisions = situation.case.decisions
    wrong = sorted(
        {
            f"{d.group} ({d.action.value})"
            for d in decisions
            if d.action not in ENDS_IT and d.action is not Action.NOTHING and not _is_held_by_law(d)
        }
    )
    if wrong:
        return (
            f"A withdrawal of consent cannot be refused or limited (Art. 7(3)): {', '.join(wrong)}."
            " Stop or erase; keep only on ERA-17-3-B-* or ERA-17-3-E."
        )
    if situation.findings_codes and all(d.action is Action.NOTHING for d in decisions):
        return "Nothing is stopped (Art. 7(3)); decide which processing on this consent ends."
    return None


@guard("Where data are erased, identity is shown at the level that erasing needs.")
def erasing_is_shown(situation: Situation) -> str | None:
    if not any(decision.action in ERASES for decision in situation.case.decisions):
        return None
    needed = ERASING_LEVEL if situation.erasing_level is None else situation.erasing_level
    proven = situation.proven_level or 0
    represented = situation.recorded_text("representative_name")
    unshown = represented and not situation.recorded_text("authority_accepted_on")
    if proven >= needed and not unshown:
        return None
    why = "the representative's authority is not shown" if unshown else f"E{proven} is shown"
    return (
        f"Erasing cannot be undone and needs E{needed}; {why} (Art. 12(6)). Decide to stop the "
        "processing now, and treat the erasure as a request of its own."
    )


@guard(
    "The question waits for no amount of data: a stop is never put off.",
    reads=("large_quantity",),
)
def question_puts_nothing_off(situation: Situation) -> str | None:
    if situation.given("large_quantity") is False:
        return None
    return (
        "How much is held is no reason to wait with a stop (Art. 7(3)); give large_quantity=no. "
        "The question only asks which consent is meant and under which name or number it was given."
    )
