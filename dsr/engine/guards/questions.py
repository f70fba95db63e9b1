"""Guards on every question to the person: asked once, concretely, waited for (Art. 12(6), R8)."""

from __future__ import annotations

from datetime import date, timedelta

from dsr.cases.case import OutgoingLetter, Right
from dsr.engine.guards.ending import came_back
from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation
from dsr.law.doubt import doubt_faults

#: An answer to the question is waited for this long where the question named no day (policy).
ANSWER_WITHIN_DAYS = 14
#: So near to the strict date the refusal has to be drafted, approved and posted (R16, R17).
STRICT_DATE_IS_NEAR_DAYS = 7
#: A question or reason of fewer letters cannot be concrete.
REASON_LETTERS = 10

#: State in which a question is open -> the facts that hold when it was sent and by when.
OPEN_QUESTIONS = {
    "identity_asked": ("identity_asked_on", "answer_by"),
    "authority_asked": ("authority_asked_on", "answer_by"),
    "clarification_asked": ("clarification_asked_on", "answer_by"),
    "situation_asked": ("situation_asked_on", "answer_by"),
    "fee_asked": ("fee_noticed_on", "fee_reply_by"),
}
#: State in which a question is open -> the type of its letter.
_LETTERS = {
    "authority_asked": "LT-NEED-AUTH",
    "clarification_asked": "LT-CLARIFY",
    "fee_asked": "LT-FEE",
}
#: Step -> what it asks about, and the fact that counts its questions of this round.
_COUNTED = {
    "ask_identity": ("identity", "identity_questions"),
    "ask_authority": ("the authority", "authority_questions"),
    "ask_clarification": ("what is meant", "clarification_questions"),
}


def letters_of(text: str) -> int:
    """How many letters a text has; blanks, digits and signs say nothing."""
    return sum(character.isalpha() for character in text)


def asked_on(situation: Situation) -> date | None:
    """The day the question that is open now was sent; None when none is open."""
    names = OPEN_QUESTIONS.get(situation.case.state)
    return situation.recorded_day(names[0]) if names else None


@guard("It is the first such question, or the data protection officer agreed to another.")
def asked_once_or_dpo_agreed(situation: Situation) -> str | None:
    about, counter = _COUNTED.get(situation.step, _COUNTED["ask_identity"])
    if not situation.recorded_number(counter):
        return None
    if situation.given("dpo_agreed") is True:
        return None
    return (
        f"The person was asked about {about} once in this round; ask again only with the consent "
        "of the data protection officer (dpo_agreed=yes)."
    )


@guard(
    "The day of the answer lies between the question and today.",
    reads=("answered_on",),
)
def answer_date_is_given(situation: Situation) -> str | None:
    day, asked = situation.given_day("answered_on"), asked_on(situation)
    if day is None:
        return "The day on which the answer arrived is missing; give answered_on."
    if day > situation.today:
        return f"The answer cannot have come on {day.isoformat()}, which is still ahead."
    if asked is not None and day < asked:
        return f"The question went out on {asked.isoformat()}; the answer cannot be older."
    return None


@guard("The time to answer the question is over, or the strict date is near.")
def answer_was_awaited(situation: Situation) -> str | None:
    names = OPEN_QUESTIONS.get(situation.case.state)
    if names is None:
        return "No question is open, so no answer can have failed to come; ask first (R17)."
    asked = situation.recorded_day(names[0]) or situation.today
    until = situation.recorded_day(names[1]) or asked + timedelta(days=ANSWER_WITHIN_DAYS)
    near = situation.strict_due - timedelta(days=STRICT_DATE_IS_NEAR_DAYS)
    first = min(until + timedelta(days=1), near)
    if situation.today >= first:
        return None
    return (
        f"The person may still answer; wait until {first.isoformat()}. The letter has to go out "
        f"by {situation.strict_due.isoformat()} at the latest (R17)."
    )


def _question_faults(situation: Situation) -> list[str]:
    """What keeps the question itself from being printed and understood."""
    question = situation.given_text("clarify_question")
    faults = []
    if letters_of(question) < REASON_LETTERS:
        faults.append("The question is too short to be understood; say what is to be named.")
    if any(fault.code == "doubt.identity_code" for fault in doubt_faults(question)):
        faults.append("The question holds a personal identity code; take the code out.")
    return faults


@guard(
    "Reason and question are concrete and about this request.",
    reads=("clarify_reason", "clarify_question"),
)
def clarification_is_concrete(situation: Situation) -> str | None:
    reasons = doubt_faults(situation.given_text("clarify_reason"))
    faults = [fault.sentence for fault in reasons if fault.code != "doubt.signature"]
    faults += _question_faults(situation)
    if not faults:
        return None
    return "The question what is meant cannot stand (recital 63): " + " ".join(faults)


@guard("The question is concrete.", reads=("clarify_question",))
def situation_question_is_concrete(situation: Situation) -> str | None:
    faults = _question_faults(situation)
    return " ".join((*faults, "See Art. 21(1).")) if faults else None


@guard("The person was not asked for the particular situation before in this round.")
def situation_is_asked_once(situation: Situation) -> str | None:
    if situation.recorded("situation_asked_on") is None:
        return None
    return (
        "The person was asked for the particular situation already, and it is asked once "
        "(Art. 21(1)); weigh the objection as it stands."
    )


@guard("The question reached the person, and a request for access does not end by it.")
def no_reply_may_close(situation: Situation) -> str | None:
    state, right = situation.case.state, situation.case.right
    if state == "clarification_asked" and right in (Right.ACCESS, Right.PORTABILITY):
        return (
            "Whoever does not say what is meant gets everything (Art. 15(1), recital 63); go on "
            "without an answer and give all data."
        )
    letter = _question_letter(situation)
    if letter is None or (letter.posted_on and not came_back(situation, letter, letter.posted_on)):
        return None
    return (
        f"Letter {letter.id} with the question is not recorded as posted, or came back, so the "
        "person cannot have answered; post it again or by another way first (Art. 12(2), 12(4))."
    )


def _question_letter(situation: Situation) -> OutgoingLetter | None:
    """The letter of the question that is open now."""
    kind, case = _LETTERS.get(situation.case.state), situation.case
    letters = [x for x in case.outgoing if x.type == kind and x.round == case.round]
    return letters[-1] if letters else None


@guard("It is said what was asked for.", reads=("asked_info",))
def asked_info_is_said(situation: Situation) -> str | None:
    if letters_of(situation.given_text("asked_info")) >= REASON_LETTERS:
        return None
    return "It is not said what was asked for; the letter has to tell the person (Art. 12(4))."
