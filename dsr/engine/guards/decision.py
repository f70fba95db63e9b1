"""Guards on decisions and refusals (GDPR Art. 12(4), 15-21; combination rules of the catalogue)."""

from __future__ import annotations

import re

from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.engine.guards.guard import guard
from dsr.engine.guards.questions import letters_of
from dsr.engine.situation import Situation
from dsr.errors import Fault
from dsr.law.doubt import doubt_faults

WHOLE_CASE = "*"
MIN_PLAN_DIGITS = 8
MIN_REASON = 5
CHANGE_LETTERS = 10
#: Reasons that would fit any decision, whole.
_SAYS_NOTHING = re.compile(
    r"(as (proposed|agreed|discussed|decided)|see (above|the file)|(officer|manager)'?s? decision|"
    r"(different|other|own) (opinion|decision)|(kuten|niin kuin) (ehdotettu|sovittu)|oma päätös|"
    r"(toisin )?päätetty|katso (yllä|asiakirjat)|harkinnan mukaan|enligt (förslag|överenskommelse)|"
    r"eget beslut|beslutat( annorlunda)?|se ovan)[\s.!]*",
    re.IGNORECASE,
)


def _decided(situation: Situation) -> frozenset[str]:
    """The groups decided. A fee decides nothing: it is settled first."""
    decisions = situation.case.decisions
    return frozenset(d.group for d in decisions if d.action is not Action.CHARGE)


def _limits(decision: GroupDecision) -> bool:
    return decision.action in NEED_GROUND


@guard("Something is held in this data group, or it is the whole case (*).", reads=("group",))
def group_was_found(situation: Situation) -> str | None:
    group = situation.given_text("group")
    if group == WHOLE_CASE or group in situation.findings_codes:
        return None
    found = ", ".join(situation.findings_codes) or "none"
    return f"Nothing is held in that data group. Decide one of these: {found}; or * for all."


@guard(
    "Where it is decided otherwise than the engine proposes, it is said why.",
    reads=("why",),
)
def change_is_reasoned(situation: Situation) -> str | None:
    if not situation.differs_from_proposal:
        return None
    why = situation.given_text("why")
    stock = any(fault.code == "doubt.stock_phrase" for fault in doubt_faults(why))
    if letters_of(why) >= CHANGE_LETTERS and not stock and not _SAYS_NOTHING.fullmatch(why):
        return None
    return (
        "This is not what the engine proposes and the reason says nothing about it (Art. 5(2), "
        f"24); give why with at least {CHANGE_LETTERS} letters about this data group."
    )


@guard("Every data group in which something is held is decided.")
def every_group_is_decided(situation: Situation) -> str | None:
    decided = _decided(situation)
    if WHOLE_CASE in decided:
        return None
    missing = [code for code in situation.findings_codes if code not in decided]
    if not missing:
        return None
    return f"Not decided yet: {', '.join(missing)}. Decide every data group."


def _ground_faults(situation: Situation) -> tuple[Fault, ...]:
    return situation.ground_faults


@guard("The grounds may stand together and their facts are recorded.", details=_ground_faults)
def grounds_are_lawful(situation: Situation) -> str | None:
    bare = sorted({d.group for d in situation.case.decisions if _limits(d) and not d.ground})
    if bare:
        return f"Refused or limited without a ground: {', '.join(bare)}. Name the ground."
    if situation.ground_faults:
        count = len(situation.ground_faults)
        return f"The grounds cannot stand, {count} fault(s); correct each decision named."
    return None


@guard("A ground of refusal covers the whole request.")
def ground_covers_all(situation: Situation) -> str | None:
    refused = {d.group for d in situation.case.decisions if _limits(d) and d.ground}
    if WHOLE_CASE in refused:
        return None
    left = [code for code in situation.findings_codes if code not in refused]
    if not situation.findings_codes:
        return "Nothing is held, so nothing can be refused; answer that nothing was found."
    if left:
        return f"No ground covers {', '.join(left)}; decide them, and the rest stays a limit."
    return None


@guard("No data group is refused or limited.")
def nothing_is_refused(situation: Situation) -> str | None:
    limited = sorted({d.group for d in situation.case.decisions if _limits(d)})
    if not limited:
        return None
    return (
        f"Not all is granted ({', '.join(limited)}), so the accuracy is contested; restrict the "
        "data first and decide while they are restricted (GDPR Art. 18(1)(a))."
    )


@guard(
    "Where something is refused, a less intrusive outcome was considered.",
    reads=("lighter_outcome",),
)
def lighter_outcome_is_considered(situation: Situation) -> str | None:
    if not any(_limits(decision) for decision in situation.case.decisions):
        return None
    if len(situation.given_text("lighter_outcome")) >= MIN_REASON:
        return None
    return "Something is refused or limited; say which less intrusive outcome was considered."


@guard("A reason is given.", reads=("reason",))
def reason_is_given(situation: Situation) -> str | None:
    if len(situation.given_text("reason")) >= MIN_REASON:
        return None
    return "No reason is given; write one sentence."


@guard("The plan approved is the plan that was shown.", reads=("plan",))
def plan_is_shown(situation: Situation) -> str | None:
    current, seen = situation.plan_digest, situation.given_text("plan")
    if current is None:
        return "There is no plan yet; make the plan and look at it first."
    if len(seen) >= MIN_PLAN_DIGITS and current.startswith(seen):
        return None
    return "That is not the plan as it is now; look at the plan again and give its digest."


@guard("A way to reach the person for marketing is known, or whom it is about.")
def contact_point_is_known(situation: Situation) -> str | None:
    person = situation.case.requester
    post = person.street and (person.postcode or person.city)
    if person.email or person.phone or post or situation.case.subject is not None:
        return None
    return "It is not known what to stop: record the address, number or e-mail it is about."


@guard("Something was refused or limited in the answer.")
def answer_refused_something(situation: Situation) -> str | None:
    if situation.recorded("refusal") or any(_limits(d) for d in situation.case.decisions):
        return None
    return "Nothing was refused in this round; reopen the case instead and say why."


#: Actions by the name a site uses in ``rules.second_person``.
KIND_OF_ACTION = {
    Action.ERASE: "erase",
    Action.ANONYMISE: "erase",
    Action.REFUSE: "refuse",
    Action.WITHHOLD: "limit",
    Action.KEEP: "limit",
    Action.APPEND_STATEMENT: "limit",
}
