"""What the kind of a ground lets a decision do: every contradiction of one decision at once.

A ground that only postpones, informs, charges or guards refuses nothing; a ground that limits
covers a data group, never the request; a day that has passed keeps nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from dsr.cases.case import Case
from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.casework.office import Office
from dsr.errors import Fault
from dsr.law.ground import Ground

WHOLE_CASE = "*"
#: Grounds that are steps of their own -> the step.
STEP_OF = {
    "ID-12-6-ASK": "ask_identity",
    "ID-REP": "ask_authority",
    "SCOPE-CLARIFY": "ask_clarification",
    "EXT-12-3": "propose_extension",
    "OBJ-21-1-SITUATION": "ask_situation",
    "FEE-12-5": "propose_fee",
    "FEE-15-3": "propose_fee",
}
#: Actions by which the request is carried out.
GRANTING = frozenset(Action) - NEED_GROUND - {Action.CHARGE, Action.NOTHING, Action.REFER}
_ERASING = frozenset({Action.ERASE, Action.ANONYMISE})
#: Art. 18(1)(a)-(d).
RESTRICTION_GROUNDS = ("a", "b", "c", "d")
#: Facts a decision may carry without a ground.
_OWN_FACTS = frozenset(
    {"restriction_ground", "overdue_rows", "earlier_case", "given_on", "statement"}
)
#: Facts of grounds that say until when data stay.
LAST_DAYS = ("retention_end", "end_date", "erase_date")


def set_faults(
    office: Office, case: Case, decision: GroupDecision, groups: Collection[str]
) -> tuple[Fault, ...]:
    """Everything that contradicts itself in a decision about to be set, whatever is set beside it.

    Facts that are only missing are told when the case is decided: an officer may add them.
    """
    faults = [*kind_faults(office, decision), *_fact_faults(decision)]
    if decision.action is Action.CHARGE:
        faults.append(_fee_step(decision, "A fee"))
    if decision.ground in office.catalogue.grounds:
        faults += office.catalogue.combination_faults(
            case.right.value,
            [(decision.group, str(decision.ground))],
            groups,
            marketing=case.workflow == "marketing_objection",
            activated=office.site.rules.activated_grounds,
            granted=("",),  # what else is granted shows when the case is decided
        )
    return tuple(dict.fromkeys(faults))


def kind_faults(office: Office, decision: GroupDecision) -> Iterator[Fault]:
    """What the ground's kind and the days of one decision forbid."""
    ground = office.catalogue.grounds.get(decision.ground or "")
    if ground is not None:
        yield from _ground_faults(decision, ground)
    yield from _until_faults(decision, office.clock.today())


def _ground_faults(decision: GroupDecision, ground: Ground) -> Iterator[Fault]:
    kinds, action, place = set(ground.kinds), decision.action, f"{decision.group}: {ground.code}"
    if kinds == {"CHARGE"} and action is not Action.CHARGE:
        yield _fee_step(decision, f"{ground.code} asks for a fee and")
    elif kinds == {"POSTPONE"} and not (ground.after_execution and action is Action.NOTHING):
        yield Fault("decision.postpones", place, _postpones(ground))
    elif action in NEED_GROUND and kinds.isdisjoint({"REFUSE", "LIMIT"}):
        sentence = (
            f"{ground.code} is of the kind {' and '.join(sorted(kinds))}: it refuses, withholds "
            f"and keeps nothing ({ground.law[0]}). Name a ground that does, or carry it out."
        )
        yield Fault("decision.kind_refuses_nothing", place, sentence)
    elif action is Action.REFUSE and decision.group == WHOLE_CASE and "REFUSE" not in kinds:
        sentence = (
            f"{ground.code} limits a part ({ground.law[0]}) and never refuses a whole request. "
            "Name the data group it covers, and decide every other group."
        )
        yield Fault("decision.limit_refuses_all", place, sentence)
    elif action in GRANTING and kinds <= {"REFUSE", "CHARGE"}:
        sentence = (
            f"{ground.code} refuses ({ground.law[0]}), but {action.value} carries the request out. "
            "Leave the ground out, or refuse."
        )
        yield Fault("decision.granted_and_refused", place, sentence)
    elif action in _ERASING and ground.code.startswith("ERA-") and kinds & {"REFUSE", "LIMIT"}:
        sentence = (
            f"{ground.code} keeps data ({ground.law[0]}), but {action.value} takes them away. "
            "Leave the ground out, or keep them."
        )
        yield Fault("decision.erased_and_kept", place, sentence)


def _postpones(ground: Ground) -> str:
    step = STEP_OF.get(ground.code)
    if step is None:
        return (
            f"{ground.code} only tells when something follows ({ground.law[0]}). Record it beside "
            "the decision as nothing, on the whole case (*)."
        )
    return (
        f"{ground.code} postpones and decides nothing ({ground.law[0]}). Take its own step, {step}."
    )


def _fee_step(decision: GroupDecision, what: str) -> Fault:
    sentence = (
        f"{what} is no decision on a data group (Art. 12(5)(a), 15(3)): it is announced first, by "
        "another person. Take the step propose_fee."
    )
    return Fault("decision.fee_has_its_step", decision.group, sentence)


def _until_faults(decision: GroupDecision, today: date) -> Iterator[Fault]:
    until = decision.until
    if until is None:
        return
    if decision.action is not Action.KEEP:
        sentence = f"until goes with keep, not with {decision.action.value}. Leave it out."
        yield Fault("decision.until_without_keep", decision.group, sentence)
    if until < today:
        sentence = (
            f"until is {until.isoformat()}, a day that has passed: nothing may be kept beyond it "
            "(Art. 5(1)(e), 17(1)). Erase the data."
        )
        yield Fault("decision.until_passed", decision.group, sentence)
    for name in LAST_DAYS:
        said = decision.facts.get(name)
        if isinstance(said, str | date) and str(said) != until.isoformat():
            sentence = (
                f"until is {until.isoformat()}, but the ground's {name} is another day. One last "
                "day is told to the person (Art. 5(1)(e), 13(2)(a)): make them the same."
            )
            yield Fault("decision.until_differs", f"{decision.group}: {name}", sentence)


def _fact_faults(decision: GroupDecision) -> Iterator[Fault]:
    if decision.ground is None:
        for name in decision.facts:
            if name not in _OWN_FACTS:
                sentence = f"{name} is a fact of a ground, but no ground is named. Name it."
                yield Fault("decision.fact_without_ground", f"{decision.group}: {name}", sentence)
    case_of_18 = decision.facts.get("restriction_ground")
    if case_of_18 is not None and case_of_18 not in RESTRICTION_GROUNDS:
        sentence = (
            "restriction_ground is one of the four cases of Art. 18(1): a accuracy contested, b "
            "unlawful but to be kept, c needed for the person's claims, d objection being weighed."
        )
        yield Fault("decision.restriction_ground", decision.group, sentence)
