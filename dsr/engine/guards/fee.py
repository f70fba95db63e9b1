"""Guards on fees: a ground, an amount with its calculation, another person (Art. 12(5), 15(3))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from dsr.cases.decision import Action
from dsr.engine.guards.guard import guard
from dsr.engine.guards.questions import letters_of
from dsr.engine.situation import Situation
from dsr.engine.vocabulary.charging import FEE_GROUNDS

#: The calculation has at least so many letters (as the grounds catalogue demands).
CALCULATION_LETTERS = 15
#: The person gets at least so long to answer a notice of a fee (policy).
REPLY_DAYS = 7


def _proposed(situation: Situation) -> tuple[str | None, Mapping[str, object]]:
    """Ground and facts of the fee: as given with the proposal, or as it was decided."""
    if situation.given("fee_ground") is not None:
        return situation.given_text("fee_ground"), situation.supplied
    for decision in situation.case.decisions:
        if decision.action is Action.CHARGE:
            return decision.ground, decision.facts
    return None, {}


def _amount(value: object) -> Decimal | None:
    """Euros, above nothing; None for everything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        amount = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


@guard(
    "The fee has a ground, an amount, and a calculation of the costs of this request.",
    reads=("fee_ground",),
)
def fee_is_reasoned(situation: Situation) -> str | None:
    ground, facts = _proposed(situation)
    faults = []
    if ground not in FEE_GROUNDS:
        faults.append(f"No fee is proposed on one of the grounds {', '.join(FEE_GROUNDS)}.")
    if _amount(facts.get("fee_amount")) is None:
        faults.append("fee_amount is missing or no amount in euros above 0, such as 12.50.")
    if letters_of(str(facts.get("calculation") or "")) < CALCULATION_LETTERS:
        faults.append(
            f"calculation has fewer than {CALCULATION_LETTERS} letters; say which costs of this "
            "request make it up."
        )
    if not faults:
        return None
    return " ".join(("A fee is the exception (Art. 12(5), 15(3)).", *faults, "Or waive the fee."))


@guard("The person has time to answer the notice.", reads=("fee_reply_by",))
def fee_reply_leaves_time(situation: Situation) -> str | None:
    first = situation.today + timedelta(days=REPLY_DAYS)
    until = situation.given_day("fee_reply_by")
    if until is not None and until >= first:
        return None
    return (
        f"The person has to have time to pay, to narrow or to withdraw the request (Art. 12(5)); "
        f"give a fee_reply_by from {first.isoformat()} on."
    )


@guard("The payment came after the notice and not after today.", reads=("paid_on",))
def payment_is_dated(situation: Situation) -> str | None:
    day, noticed = situation.given_day("paid_on"), situation.recorded_day("fee_noticed_on")
    if day is None or day > situation.today:
        return "A payment is recorded once it is there; give paid_on as the day it arrived."
    if noticed is not None and day < noticed:
        return f"The fee was announced on {noticed.isoformat()}; nobody paid it before. Correct it."
    return None
