"""Guards on asking a person who is a register (GDPR Art. 12(3), 15(1), 17(1), 19, 28(3)(e))."""

from __future__ import annotations

from datetime import date, timedelta

from dsr.cases.inquiry import (
    FOUND_AFTER_IDENTITY,
    Answer,
    Inquiry,
    What,
    asked_registers,
    inquiries_of,
    newest,
)
from dsr.engine.guards.guard import guard
from dsr.engine.guards.questions import REASON_LETTERS, letters_of
from dsr.engine.situation import Situation

#: The least time that a person is given, where the strict date itself is near or past.
LEAST_DAYS = 7
#: States in which an order stands, so that a person can be told to carry it out.
ORDERED = frozenset({"approved", "to_restrict", "to_lift", "carried_out"})


def _newest(situation: Situation) -> Inquiry | None:
    return newest(situation.case.facts, situation.given_text("register"))


@guard("The register is a person whom one asks.", reads=("register",))
def register_is_a_person(situation: Situation) -> str | None:
    if situation.given_text("register") in situation.persons:
        return None
    known = ", ".join(situation.persons) or "none"
    return f"That register is no person who is asked. Registers that are: {known}."


@guard("Nothing asked of this register before is still open.", reads=("register",))
def no_inquiry_is_open(situation: Situation) -> str | None:
    inquiry = _newest(situation)
    if inquiry is None or not inquiry.is_open:
        return None
    return (
        f"It was asked on {inquiry.asked_on.isoformat()} and has not answered; record the answer, "
        "or remind."
    )


@guard("A search comes before the order, a change after it.", reads=("register", "what"))
def inquiry_fits_the_state(situation: Situation) -> str | None:
    ordered = situation.case.state in ORDERED
    change = situation.given("what") == What.CHANGE
    if change and not ordered:
        return "Nothing is ordered yet; decide, have it approved, and then tell the register."
    if change and situation.given_text("register") not in situation.ordered:
        return "What is ordered does not concern this register; there is nothing to tell it."
    if not change and ordered:
        return "It is decided already; search before the decision, or reopen the decision first."
    return None


@guard("The day to answer leaves time, and is before our own.", reads=("due_on",))
def inquiry_is_due_in_time(situation: Situation) -> str | None:
    due = situation.given_day("due_on")
    last = latest_due(situation.strict_due, situation.today)
    if due is None or situation.today < due <= last:
        return None
    return (
        f"Give a day after {situation.today.isoformat()} and not after {last.isoformat()}: our own "
        "answer waits for it (Art. 12(3))."
    )


@guard("The register was asked and has not answered.", reads=("register",))
def inquiry_is_open(situation: Situation) -> str | None:
    inquiry = _newest(situation)
    if inquiry is not None and inquiry.is_open:
        return None
    return "Nothing is open with this register; ask it first."


@guard("The person was not told today already.", reads=("register",))
def reminder_is_not_the_second_today(situation: Situation) -> str | None:
    inquiry = _newest(situation)
    if inquiry is None or inquiry.last_told_on < situation.today:
        return None
    return "It was asked or reminded today; remind on another day."


@guard("The answer came between the question and today.", reads=("register", "answered_on"))
def answer_follows_the_inquiry(situation: Situation) -> str | None:
    day, inquiry = situation.given_day("answered_on"), _newest(situation)
    asked = inquiry.asked_on if inquiry else None
    if day is None or day > situation.today:
        return "The day is missing or still ahead; give answered_on as the day the answer came."
    if asked is not None and day < asked:
        return f"It was asked on {asked.isoformat()}; the answer cannot be older."
    return None


@guard("An exception says why.", reads=("answer", "reason"))
def exception_is_reasoned(situation: Situation) -> str | None:
    if situation.given("answer") != Answer.EXCEPTION:
        return None
    if letters_of(situation.given_text("reason")) >= REASON_LETTERS:
        return None
    return "An exception without a reason cannot be decided on; write what stands in the way."


@guard("Data found are returned; where nothing was found, nothing is.", reads=("answer", "files"))
def files_fit_the_answer(situation: Situation) -> str | None:
    inquiry = _newest(situation)
    files, answer = situation.given("files"), situation.given("answer")
    if answer == Answer.DONE and not files and inquiry is not None and inquiry.is_search:
        return "What was found has to be here to be decided on: give its files."
    if answer == Answer.NOTHING_FOUND and files:
        return "Nothing was found and yet files are given; say done, or leave them out."
    return None


@guard("The register answered with an exception that is still open.", reads=("register",))
def exception_is_open(situation: Situation) -> str | None:
    inquiry = _newest(situation)
    if inquiry is not None and inquiry.is_unsettled:
        return None
    return "This register has no exception to decide on."


@guard("Every person who is a register was asked and has answered.")
def registers_have_answered(situation: Situation) -> str | None:
    facts = situation.case.facts
    unasked = [
        name
        for name in situation.persons
        if not any(one.is_search for one in inquiries_of(facts, name))
    ]
    if unasked:
        return f"Not asked yet: {', '.join(unasked)}. Take ask_register, what=search, for each."
    if facts.get(FOUND_AFTER_IDENTITY) is True:
        return (
            "Data came to light after identity was accepted; link the person again and weigh "
            "whether what was shown suffices for them."
        )
    return _left_open(situation)


@guard("No answer of a register is awaited, and every exception is decided on.")
def register_changes_are_answered(situation: Situation) -> str | None:
    return _left_open(situation)


def _left_open(situation: Situation) -> str | None:
    facts = situation.case.facts
    asked = [(name, found) for name in asked_registers(facts) if (found := newest(facts, name))]
    waiting = [name for name, found in asked if found.is_open]
    if waiting:
        return f"The answer is awaited of: {', '.join(waiting)}. Record it, or remind."
    undecided = [name for name, found in asked if found.is_unsettled]
    if undecided:
        return (
            f"An exception is not decided on: {', '.join(undecided)}. Ask again, or take "
            "settle_exception with why the case goes on."
        )
    return None


def latest_due(strict_due: date, today: date) -> date:
    """The last day that may be given to a person who is asked."""
    return max(strict_due, today + timedelta(days=LEAST_DAYS))
