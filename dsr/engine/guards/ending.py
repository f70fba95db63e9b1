"""Guards on answering, posting, withdrawing and opening a new round (GDPR Art. 12(3)-(4))."""

from __future__ import annotations

from datetime import date

from dsr.cases.case import LetterKind, OutgoingLetter
from dsr.engine.guards.guard import guard
from dsr.engine.situation import Situation
from dsr.errors import Fault

MIN_REASON = 10
#: States in which nothing can be added to the request any more.
ANSWERED_STATES = frozenset({"answered", "withdrawn", "closed"})


def _letter_faults(situation: Situation) -> tuple[Fault, ...]:
    return situation.letter_faults or ()


@guard("The letter holds everything the law wants in it.", details=_letter_faults)
def answer_is_complete(situation: Situation) -> str | None:
    if situation.letter_faults is None:
        return "There is no letter yet; compose the answer and look at it."
    if not situation.letter_faults:
        return None
    return f"The letter lacks {len(situation.letter_faults)} thing(s); complete each one named."


def _letter(situation: Situation) -> OutgoingLetter | None:
    number = situation.given("letter")
    return next((x for x in situation.case.outgoing if x.id == number), None)


def _no_such_letter(situation: Situation) -> str:
    numbers = ", ".join(str(letter.id) for letter in situation.case.outgoing) or "none"
    return f"This case has no such letter. Its letters are: {numbers}."


@guard("The letter is one of this case and left between its release and today.", reads=("letter",))
def posting_is_possible(situation: Situation) -> str | None:
    letter, day = _letter(situation), situation.given_day("posted_on")
    if letter is None:
        return _no_such_letter(situation)
    if day is None or day > situation.today:
        return "A posting is recorded once it has happened; give the day on which it left."
    if day < letter.released_at.date():
        return "A letter cannot leave before it is released; correct the day."
    return None


@guard("The letter is a new one, and of a kind that fits.", reads=("letter", "letter_kind"))
def letter_kind_fits(situation: Situation) -> str | None:
    case, number = situation.case, situation.given("letter")
    known = {case.letter.id, *(attached.letter.id for attached in case.attached)}
    if not isinstance(number, int) or number < 1 or number in known:
        return "This letter is none, or with the case already; give the number of the new letter."
    supplement = situation.given("letter_kind") == LetterKind.SUPPLEMENT
    if supplement and case.state in ANSWERED_STATES:
        return (
            "The round is answered, so a supplement asks anew and has a month of its own (R14); "
            "open a case from the letter, or reopen this one."
        )
    return None


@guard("The letter was posted before it came back.", reads=("letter",))
def letter_was_posted(situation: Situation) -> str | None:
    letter, day = _letter(situation), situation.given_day("returned_on")
    if letter is None:
        return _no_such_letter(situation)
    if letter.posted_on is None:
        return "That letter was never recorded as posted; record the posting first."
    if day is None or day > situation.today or day <= letter.posted_on:
        return f"It left on {letter.posted_on.isoformat()}; give the later day it came back."
    return None


def came_back(situation: Situation, letter: OutgoingLetter, posted: date) -> bool:
    """Whether it came back after it was posted for the last time."""
    returned = situation.recorded("returned")
    entries = returned if isinstance(returned, list | tuple) else ()
    days = [str(entry["returned_on"]) for entry in entries if entry.get("letter") == letter.id]
    return any(date.fromisoformat(day) > posted for day in days)


@guard("The answer of this round was posted and did not come back.")
def answer_is_posted(situation: Situation) -> str | None:
    answers = [
        letter
        for letter in situation.case.outgoing
        if letter.answers and letter.round == situation.case.round
    ]
    if not answers:
        return "No answer was released in this round; release it first."
    last = answers[-1]
    if last.posted_on is None:
        return f"Letter {last.id} is not recorded as posted; post it and record the posting."
    if came_back(situation, last, last.posted_on):
        return f"Letter {last.id} came back; reach the person another way and record it."
    return None


def _day_fault(situation: Situation, name: str, earliest: date | None) -> str | None:
    """A day that something arrived: not ahead, not before what it answers."""
    day = situation.given_day(name)
    if day is None or day > situation.today:
        return f"The day is missing or still ahead; give {name} as the day it arrived."
    if earliest is not None and day < earliest:
        return f"It cannot have arrived before {earliest.isoformat()}; correct {name}."
    return None


@guard("The withdrawal came from the person, not before the request.", reads=("withdrawn_on",))
def withdrawal_is_documented(situation: Situation) -> str | None:
    return _day_fault(situation, "withdrawn_on", situation.case.letter.received)


@guard("The objection to the answer came after the answer.", reads=("contested_on",))
def contest_date_is_given(situation: Situation) -> str | None:
    return _day_fault(situation, "contested_on", situation.recorded_day("answered_on"))


@guard("It is said why and since when the case goes on.", reads=("reopened_on", "reason"))
def reopening_is_reasoned(situation: Situation) -> str | None:
    if len(situation.given_text("reason")) < MIN_REASON:
        return "The reason is too short; say which new facts or proof came."
    return _day_fault(situation, "reopened_on", situation.case.letter.received)
