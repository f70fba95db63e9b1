"""Guards on carrying out, proving, restricting and telling recipients (GDPR Art. 17-19)."""

from __future__ import annotations

from datetime import timedelta

from dsr.cases.case import Right
from dsr.cases.decision import Action
from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation

MIN_WHY = 10
#: Art. 18(1): accuracy contested, unlawful, needed for claims, objection being weighed.
RESTRICTION_GROUNDS = ("a", "b", "c", "d")

#: Actions that give, hold back or point to data and touch no row.
_LEAVE_AS_IT_IS = frozenset(
    a.value
    for a in (
        *(Action.GIVE, Action.WITHHOLD, Action.REFER),
        *(Action.NOTHING, Action.REFUSE, Action.KEEP),
    )
)

#: The letter that announces the end of a restriction.
LIFT_NOTICE = "LT-RESTRICT-LIFT"


@guard("The plan that was run is the plan that was approved.")
def plan_is_approved(situation: Situation) -> str | None:
    approved = situation.recorded_text("approved_plan")
    if approved is None:
        return "No plan is approved; show the plan and have it approved."
    if approved != situation.plan_digest:
        return "The plan is another one than was approved; declare it void and approve anew."
    return None


@guard("The register changed since the approval.")
def plan_has_changed(situation: Situation) -> str | None:
    approved = situation.recorded_text("approved_plan")
    if situation.plan_digest is not None and approved != situation.plan_digest:
        return None
    return "The plan is still the one that was approved; carry it out."


@guard("The register has not begun to carry the order out.")
def register_is_untouched(situation: Situation) -> str | None:
    if situation.register_untouched:
        return None
    return "The register has carried the order out, or cannot be asked; go on from there."


@guard("What was decided changes nothing in a register.")
def nothing_was_changed(situation: Situation) -> str | None:
    changing = sorted({d.action.value for d in situation.case.decisions} - _LEAVE_AS_IT_IS)
    if not changing:
        return None
    return f"The register was changed ({', '.join(changing)}); release the answer, then reopen."


@guard("What was erased can still be brought back.")
def undo_window_is_open(situation: Situation) -> str | None:
    until = situation.recorded_day("undo_until")
    if until is None:
        return "Nothing was kept to bring back; what was erased is gone."
    if situation.today > until:
        return f"It could be brought back until {until.isoformat()}; it is gone now."
    return None


@guard("The second look at the register found nothing amiss.")
def execution_is_proven(situation: Situation) -> str | None:
    residuals = situation.recorded_number("residuals")
    if residuals == 0:
        return None
    if residuals is None:
        return "Nobody looked again whether it was done; look at the register again."
    return f"The second look had {residuals} finding(s); look again or deal with what is left."


@guard("The second look found something left.")
def residuals_are_left(situation: Situation) -> str | None:
    if (situation.recorded_number("residuals") or 0) > 0:
        return None
    return "Nothing is left in the register; release the answer."


@guard("The recipient is one who has to be told.", reads=("recipient",))
def recipient_is_due(situation: Situation) -> str | None:
    if situation.given_text("recipient") in situation.recipients_due:
        return None
    due = ", ".join(situation.recipients_due) or "nobody"
    return f"That recipient does not have to be told. Still to be told: {due}."


@guard("Told, or the facts that make it impossible or disproportionate.", reads=("outcome",))
def telling_is_documented(situation: Situation) -> str | None:
    if situation.given("outcome") == "told" or len(situation.given_text("why")) >= MIN_WHY:
        return None
    return "Art. 19 lets off only with facts; write why it is impossible or disproportionate."


@guard("Every recipient who had the data was told.")
def recipients_are_told(situation: Situation) -> str | None:
    if not situation.recipients_due:
        return None
    return f"Not told yet: {', '.join(situation.recipients_due)}. Tell each, then answer."


@guard("The data are restricted now.")
def restriction_is_in_force(situation: Situation) -> str | None:
    if situation.restriction_is_on:
        return None
    return "The data are not restricted; restrict them first."


@guard("Each restriction rests on one of the four cases of Art. 18(1).")
def restriction_is_reasoned(situation: Situation) -> str | None:
    bare = sorted(
        {
            decision.group
            for decision in situation.case.decisions
            if decision.action is Action.RESTRICT
            and decision.facts.get("restriction_ground") not in RESTRICTION_GROUNDS
        }
    )
    if not bare:
        return None
    return (
        f"No case of Art. 18(1) is named for {', '.join(bare)}; decide it again with "
        f"restriction_ground, one of {', '.join(RESTRICTION_GROUNDS)}."
    )


@guard("The person hears of the end long enough before it.", reads=("lift_on",))
def lift_leaves_notice(situation: Situation) -> str | None:
    # Art. 18(3) wants the notice before the lifting; no site may choose less than a day.
    days = max(1, situation.site.rules.restriction_notice_days)
    first = situation.today + timedelta(days=days)
    lift_on = situation.given_day("lift_on")
    if lift_on is not None and lift_on >= first:
        return None
    return f"The restriction may not end before {first.isoformat()}; choose a day from then on."


@guard("The end was announced by a letter that left, and its day has come.")
def lift_was_announced_and_due(situation: Situation) -> str | None:
    announced = situation.recorded_day("lift_announced_on")
    lift_on = situation.recorded_day("lift_on")
    if announced is None or lift_on is None:
        return "The end of the restriction was not announced; tell the person first (Art. 18(3))."
    if situation.today < lift_on:
        return f"The person was told {lift_on.isoformat()}; wait until that day."
    notices = [letter for letter in situation.case.outgoing if letter.type == LIFT_NOTICE]
    if not notices or notices[-1].posted_on is None:
        return "The notice is not recorded as posted; post it and record the posting (Art. 18(3))."
    return None


@guard("Nothing is restricted any more, unless that was decided.")
def restriction_is_lifted(situation: Situation) -> str | None:
    # Where the restriction itself was asked for, the case lasts as long as it does (Art. 18(3)).
    asked_for = situation.case.right is Right.RESTRICTION
    decided = any(d.action is Action.RESTRICT for d in situation.case.decisions)
    kept = decided and not asked_for
    if kept or not situation.restriction_is_on:
        return None
    return "The data are still restricted; announce the end, then end the restriction."
