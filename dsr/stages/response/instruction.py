"""What a person who is a register is asked to do, and how to answer (TASK, ANSWER, Art. 28-29)."""

from __future__ import annotations

from dsr.cases.letter import BulletList, Element
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import LetterFacts

#: The three answers, in the order in which they are offered.
ANSWERS = ("done", "nothing_found", "exception")


def pairs(facts: LetterFacts, name: str) -> tuple[tuple[str, str], ...]:
    """Pairs of texts among the letter's facts; empty when there are none."""
    value = facts.extra.get(name)
    return tuple((str(a), str(b)) for a, b in value) if isinstance(value, list | tuple) else ()


def tasks(draft: Draft) -> tuple[Element, ...]:
    """Data group by data group what is to be done, and what else has to be known."""
    facts = draft.facts
    asked = facts.day("reminder_of")
    said = draft.say("processor.reminder", asked_date=draft.day(asked)) if asked else ""
    number = draft.say("processor.case", case=facts.case.number)
    more = facts.word("instruction")
    after = draft.say("processor.instruction", instruction=more) if more else ""
    todo = tuple(f"{data}: {draft.say(f'todo.{do}')}" for data, do in pairs(facts, "tasks"))
    blocks = (said, number, draft.say("processor.tasks"), BulletList(todo), after)
    return (draft.element("TASK", *blocks, heading="todo"),)


def please_answer(draft: Draft) -> tuple[Element, ...]:
    """By when to answer, with one of three answers, and on which rule the instruction rests."""
    by = draft.say("processor.answer", confirm_by=draft.day(draft.facts.day("confirm_by")))
    ways = BulletList(tuple(draft.say(f"processor.{answer}") for answer in ANSWERS))
    return (draft.element("ANSWER", by, ways, draft.say("processor.law"), heading="please_answer"),)
