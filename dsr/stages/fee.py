"""Fee: the exception that is announced before anything is done (GDPR Art. 12(5)(a), 15(3)).

The officer proposes a fee on one of two grounds with all its facts; another person, always, sends
the notice. Paid or waived, the request is decided as usual. The clock runs all the while.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dsr.cases.case import Case, User
from dsr.cases.decision import Action, GroupDecision
from dsr.casework.data import findings_of, held
from dsr.casework.fees import FEE_FACTS, fee_of, without_fee
from dsr.casework.grounds import ground_faults
from dsr.casework.office import Office
from dsr.casework.proposing import known_facts
from dsr.casework.refusing import refuse_if
from dsr.casework.step import Also, Found, take, workflow_of
from dsr.engine.facts import as_json
from dsr.engine.vocabulary.charging import FEE_GROUNDS
from dsr.law.ground_facts import fact_value
from dsr.law.ground_text import value_in_words

WHOLE_CASE = "*"


def propose_fee(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """Draft a fee for the whole request on ``fee_ground``; the other facts are those of the ground.

    Earlier requests are filled in from the cases kept here. Raises Refused with every fault: thin
    facts, a request a year or more after the last one, a reminder of an unanswered one.
    """
    ground = str(supplied.get("fee_ground") or "")
    possible = workflow_of(office, case).row_for("propose_fee", case.state) is not None
    if ground not in FEE_GROUNDS or not possible:
        # Refused by the engine: what could be said of the ground opens no step that is barred.
        return take(office, case, "propose_fee", actor, supplied)
    findings = findings_of(office, case)
    given = {k: as_json(v) for k, v in supplied.items() if k != "fee_ground"}
    why = "A fee is announced before anything is done."
    charge = GroupDecision(WHOLE_CASE, Action.CHARGE, ground, given, why, proposed_by=actor.name)
    decision = known_facts(office, case, charge, findings)
    drafted = replace(case, decisions=(decision,))
    found = Found(findings=findings)
    for_step = {**decision.facts, **supplied}
    faults = ground_faults(office, drafted, held(findings), findings=findings)
    refuse_if(office, case, "propose_fee", actor, for_step, faults, found)
    facts = {
        "fee_ground": ground,
        "fee_amount": _amount(office, case, decision),
        "cost_calculation": decision.facts.get("calculation"),
        **dict.fromkeys(("fee_paid", "paid_amount")),
    }
    also = Also(facts, {"ground": ground}, (*without_fee(case), decision))
    return take(office, case, "propose_fee", actor, for_step, also, found)


def record_payment(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """The fee was paid: it stands in the way no more, and the answer says so instead of “free”."""
    fee = fee_of(case)
    amount = _amount(office, case, fee) if fee else case.facts.get("fee_amount")
    also = Also(
        facts={"fee_paid": True, "paid_amount": amount},
        details={"ground": fee.ground if fee else None},
        decisions=without_fee(case),
    )
    return take(office, case, "record_payment", actor, supplied, also)


def waive_fee(office: Office, case: Case, actor: User, supplied: Mapping[str, object]) -> Case:
    """No fee after all: the request is answered free of charge."""
    wiped: dict[str, object] = dict.fromkeys((*FEE_FACTS, "fee_paid", "paid_amount"))
    also = Also(facts=wiped, decisions=without_fee(case))
    return take(office, case, "waive_fee", actor, supplied, also)


def _amount(office: Office, case: Case, fee: GroupDecision) -> str | None:
    """The fee in the words of the letter, e.g. ``12,50 €``."""
    ground = office.catalogue.get(str(fee.ground))
    fact = ground.fact("fee_amount")
    if fact is None:
        return None
    return value_in_words(fact_value(fact, fee.facts.get("fee_amount")), case.language)
