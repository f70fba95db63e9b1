"""Guards on who the person is and whether that is shown (GDPR Art. 11, 12(2), 12(6); D.2-D.4)."""

from __future__ import annotations

from datetime import timedelta

from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation
from dsr.law.doubt import doubt_faults
from dsr.law.proving import METHODS, Method

#: An answer to the question is waited for this long where the question named no day (policy).
ANSWER_WITHIN_DAYS = 14
#: So near to the strict date the refusal has to be drafted, approved and posted (R16, R17).
STRICT_DATE_IS_NEAR_DAYS = 7
#: A reason of fewer letters cannot be concrete.
REASON_LETTERS = 10


def _proven(situation: Situation) -> bool:
    needed, proven = situation.needed_level, situation.proven_level
    return needed is not None and proven is not None and proven >= needed


@guard(
    "The records of the person are named, or that the search found nobody.",
    reads=("register", "keys", "nothing_found"),
)
def person_is_named(situation: Situation) -> str | None:
    keys = situation.given("keys")
    found = bool(situation.given_text("register")) and bool(keys)
    nobody = situation.given("nothing_found") is True
    if found and nobody:
        return "Records are named and yet nobody is said to be found; give one of the two."
    if found or nobody:
        return None
    return "Nobody is named: give the register and the keys, or nothing_found=yes."


@guard("The search for the person is done.")
def person_is_sought(situation: Situation) -> str | None:
    if situation.case.subject is not None or situation.recorded("nothing_found") is True:
        return None
    return "It is not known whose data this is; link the person, or record that nobody was found."


@guard("Identity is shown at the level that the request and the data need.")
def identity_is_proven(situation: Situation) -> str | None:
    if _proven(situation):
        return None
    if situation.needed_level is None:
        return "The evidence needed is not known before the person is linked; link the person."
    shown = "nothing" if situation.proven_level is None else f"E{situation.proven_level}"
    return (
        f"This request needs evidence E{situation.needed_level}, {shown} is shown; record more "
        "evidence, or ask with a concrete doubt (GDPR Art. 12(6))."
    )


@guard("Identity is shown, or the controller acts on its own initiative.")
def identity_is_settled(situation: Situation) -> str | None:
    if _proven(situation) or situation.case.initiator == "controller":
        return None
    return "Identity was never shown, so nothing may be decided; go back to weighing identity."


@guard("Nobody asked: the controller acts on its own initiative.")
def controller_is_initiator(situation: Situation) -> str | None:
    if situation.case.initiator != "controller":
        return "A person asked for this; weigh that person's identity and accept it."
    if situation.case.subject is None:
        return "It is not said whose data are to be put right; link the person first."
    return None


@guard("Identity is not already shown.")
def identity_is_still_open(situation: Situation) -> str | None:
    if not _proven(situation):
        return None
    return "Identity is shown already; to ask all the same would break Art. 12(6). Accept it."


@guard("The doubt is concrete and about this request.", reads=("doubt_reason",))
def doubt_is_concrete(situation: Situation) -> str | None:
    faults = doubt_faults(situation.given_text("doubt_reason"))
    if not faults:
        return None
    return "The doubt cannot stand: " + " ".join(fault.sentence for fault in faults)


@guard("Two ways to show identity are offered, one without an ID document.", reads=("methods",))
def methods_are_offered(situation: Situation) -> str | None:
    offered = situation.given("methods")
    names = {str(name) for name in offered} if isinstance(offered, list | tuple) else set()
    unknown = sorted(names - {method.value for method in Method})
    if unknown:
        known = ", ".join(method.value for method in Method)
        return f"Not a known way to show identity: {', '.join(unknown)}. Known are: {known}."
    if len(names) < 2:
        return "Fewer than two ways to show identity are offered; offer another one."
    if all(METHODS[Method(name)].needs_document for name in names):
        return "Every way offered needs an identity document; offer one that does not."
    return None


@guard("It is the first question, or the data protection officer agreed to another.")
def asked_once_or_dpo_agreed(situation: Situation) -> str | None:
    if not situation.recorded_number("identity_questions"):
        return None
    if situation.given("dpo_agreed") is True:
        return None
    return (
        "The person was asked about identity once in this round; ask again only with the consent "
        "of the data protection officer (dpo_agreed=yes)."
    )


@guard("The day of the answer lies between the question and today.", reads=("answered_on",))
def answer_date_is_given(situation: Situation) -> str | None:
    day = situation.given_day("answered_on")
    asked = situation.recorded_day("identity_asked_on")
    if day is None:
        return "The day on which the answer arrived is missing; give answered_on."
    if day > situation.today:
        return f"The answer cannot have come on {day.isoformat()}, which is still ahead."
    if asked is not None and day < asked:
        return f"The question went out on {asked.isoformat()}; the answer cannot be older."
    return None


@guard("The person was asked before.")
def question_was_asked(situation: Situation) -> str | None:
    if situation.recorded_day("identity_asked_on") is not None:
        return None
    return "The person was never asked about identity; ask first, with a concrete doubt."


@guard("The time to answer the question is over, or the strict date is near.")
def answer_was_awaited(situation: Situation) -> str | None:
    asked = situation.recorded_day("identity_asked_on") or situation.today
    until = situation.recorded_day("answer_by") or asked + timedelta(days=ANSWER_WITHIN_DAYS)
    near = situation.strict_due - timedelta(days=STRICT_DATE_IS_NEAR_DAYS)
    first = min(until + timedelta(days=1), near)
    if situation.today >= first:
        return None
    return (
        f"The person may still answer; wait until {first.isoformat()}. The letter has to go out "
        f"by {situation.strict_due.isoformat()} at the latest (R17)."
    )


@guard(
    "It is said what is missing and why no lighter way is left.",
    reads=("asked_info", "received_info", "insufficient_reason", "no_lighter_way"),
)
def identity_failure_is_reasoned(situation: Situation) -> str | None:
    if situation.given("no_lighter_way") is not True:
        return "A less intrusive way to show identity is left; offer it before you refuse."
    if len(situation.given_text("insufficient_reason")) < REASON_LETTERS:
        return "The reason is too short to be understood; say why the doubt remains."
    return None
