"""Whether the dates in a letter are those of the clock and of the decisions, and in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dsr.cases.decision import Action
from dsr.cases.letter import LetterContent
from dsr.errors import Fault
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.values import spell_date

#: Which date of the facts must stand in which element; ``*`` are dates of the clock.
_OF_TYPE: dict[str, tuple[tuple[str, str], ...]] = {
    "LT-ACK": (("DUE", "*last_day"),),
    "LT-EXTEND": (("L09", "*received"), ("L09", "new_due_date")),
    "LT-NEED-ID": (
        ("CLOCK", "*strict_due"),
        ("CLOCK", "*due"),
        ("CLOCK", "due_if_replied"),
        ("CLOCK", "reply_by"),
    ),
    "LT-NEED-AUTH": (
        ("CLOCK", "*strict_due"),
        ("CLOCK", "*due"),
        ("CLOCK", "due_if_replied"),
        ("CLOCK", "reply_by"),
    ),
    "LT-CLARIFY": (("CLOCK", "*strict_due"), ("CLOCK", "reply_by")),
    "LT-FEE": (("L08", "fee_reply_by"), ("REPLY", "fee_reply_by"), ("REPLY", "*last_day")),
    "LT-RESTRICT-LIFT": (("LIFT", "lift_date"),),
    "LT-ID-FAIL": (("L10", "asked_date"),),
    "LT-CLOSE": (("L05", "withdrawn_on"), ("L05", "asked_date")),
    "LT-A19-RECIPIENT": (("CONFIRM", "confirm_by"),),
    "LT-PROCESSOR": (("ANSWER", "confirm_by"), ("TASK", "reminder_of")),
}
#: Questions that pause the period: the letter tells the last day with the waiting time too.
_PAUSING = frozenset({"LT-NEED-ID", "LT-NEED-AUTH"})


def faults(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Every date that is missing from its place, wrong, or too late to be told."""
    for code, name, day in dated(facts):
        told = bare("".join("".join(texts(e)) for e in content.elements if code in e.codes))
        if day is not None and bare(spell_date(day, facts.language)) not in told:
            sentence = (
                f"The date of {name} is not in the letter (Art. 5(1)(a)). Write the letter anew "
                "from the facts as they are recorded now."
            )
            yield Fault("letter.date", f"{code} {name}", sentence)
    yield from _in_time(facts)


def dated(facts: LetterFacts) -> Iterator[tuple[str, str, date | None]]:
    """``(element code, name of the fact, day)`` of every date that must stand in the letter."""
    row = LETTERS[facts.type]
    if facts.case.initiator != "controller" and "L02" in row.mandatory:
        yield "L02", "received", facts.received
    if facts.executed_on and row.to_subject:
        yield "L04", "executed_on", facts.executed_on
    for code, name in _of_type(facts):
        clock = name.startswith("*")
        day = getattr(facts, name[1:]) if clock else facts.day(name)
        yield code, name.lstrip("*"), day
    if facts.late:
        yield "LATE", "due", facts.last_day
    yield from _of_decisions(facts)


def _of_type(facts: LetterFacts) -> tuple[tuple[str, str], ...]:
    found = _OF_TYPE.get(facts.type, ())
    if facts.type == "LT-CLOSE":
        return found[:1] if facts.word("close_reason") == "withdrawn" else found[1:]
    if facts.type == "LT-CLARIFY" and facts.extra.get("pauses") is True:
        return (*found, ("CLOCK", "due_if_replied"))
    return found


def _of_decisions(facts: LetterFacts) -> Iterator[tuple[str, str, date | None]]:
    row = LETTERS[facts.type]
    if row.to_subject:
        for decision in facts.decisions:
            if decision.action is Action.KEEP:
                yield "L23", "until", decision.until
    erased = any(d.action in (Action.ERASE, Action.ANONYMISE) for d in facts.decisions)
    if "REST" in row.mandatory:
        yield "REST", "undo_until", facts.undo_until
    if erased and facts.executed_on and "REST" in row.mandatory:
        yield "REST", "backup", facts.executed_on + timedelta(days=facts.site.backup_days)


def _in_time(facts: LetterFacts) -> Iterator[Fault]:
    lift, new_due = facts.day("lift_date"), facts.day("new_due_date")
    if facts.type == "LT-RESTRICT-LIFT" and lift and lift <= facts.today:
        sentence = "Tell before the restriction is lifted (Art. 18(3)). Choose a later day."
        yield Fault("letter.too_late", "lift_date", sentence)
    if facts.type == "LT-EXTEND" and facts.today > facts.strict_due:
        sentence = (
            "The day for announcing an extension has passed (Art. 12(3)). Answer the request, "
            "and say why the answer is late."
        )
        yield Fault("letter.too_late", "L09", sentence)
    if facts.type == "LT-EXTEND" and new_due and new_due <= facts.strict_due:
        sentence = "The new date is not later than the first (Art. 12(3)). Extend by a month."
        yield Fault("letter.date", "new_due_date", sentence)
    for name in ("reply_by", "fee_reply_by"):
        until = facts.day(name)
        if until and until <= facts.today and not LETTERS[facts.type].answers:
            sentence = "Whoever is asked needs time to reply (Art. 12(2)). Choose a later day."
            yield Fault("letter.date", name, sentence)
    if facts.type in _PAUSING and not (_is_paused(facts) or facts.day("due_if_replied")):
        sentence = (
            "Say the last day with the waiting time too (Art. 12(3)). Record by when an answer "
            "is asked for."
        )
        yield Fault("letter.fact_missing", "due_if_replied", sentence)


def _is_paused(facts: LetterFacts) -> bool:
    return facts.due is not None and facts.due != facts.strict_due
