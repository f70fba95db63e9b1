"""The dates of a case, computed from its facts whenever asked and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dsr.cases.case import Case
from dsr.casework.office import Office
from dsr.engine.meaning import Source
from dsr.engine.records import opened_pause
from dsr.engine.vocabulary import VOCABULARY
from dsr.law.deadline import Deadline, compute
from dsr.law.pauses import Pause, Question, pause_counts, void

#: What each step that opens a pause asks about; every other question stops no clock.
_QUESTIONS: Mapping[str, Question] = {
    "ask_identity": Question.IDENTITY,
    "ask_authority": Question.AUTHORITY,
    "ask_clarification": Question.CLARIFICATION,
}


def clock_of(office: Office, case: Case) -> Deadline:
    """Strict date, due date and every day explained (rules R1-R11)."""
    months = case.facts.get("extension_months") if case.facts.get("extended_on") else 0
    extended = months if isinstance(months, int) else 0
    return compute(case.received, _pauses(office, case), extended, office.calendar)


def due_if_answered(
    office: Office, case: Case, step: str, supplied: Mapping[str, object], answered: date
) -> date | None:
    """The last day to answer, should the reply to a question asked today come on that day.

    step: the question about to be asked, with the facts supplied for it. Earlier pauses count as
    ever, overlaps once (R7); a question that stops no clock changes nothing. None while another
    question stands open.
    """
    records = VOCABULARY[step].records
    opens = next((r for r in records if r.source is Source.OPENS_PAUSE), None)
    if opens is None:
        return clock_of(office, case).due
    pause = opened_pause(step, office.clock.today(), supplied, opens.parts)
    pauses = [*_entries(case), {**pause, "answered": answered.isoformat()}]
    return clock_of(office, replace(case, facts={**case.facts, "pauses": pauses})).due


def _entries(case: Case) -> tuple[Mapping[str, object], ...]:
    entries = case.facts.get("pauses")
    return tuple(
        entry
        for entry in (entries if isinstance(entries, list | tuple) else ())
        if isinstance(entry, Mapping)
    )


def _pauses(office: Office, case: Case) -> tuple[Pause, ...]:
    return tuple(_pause(office, case, entry) for entry in _entries(case))


def _pause(office: Office, case: Case, entry: Mapping[str, object]) -> Pause:
    """Whether a question counts is judged by the law each time, not remembered (R8)."""
    asked = date.fromisoformat(str(entry["asked"]))
    if entry.get("void") is True:
        return void(asked)
    answered = entry.get("answered")
    counted, sentence = pause_counts(
        asked,
        case.received,
        _reason(case, entry, "reason", "doubt_reason"),
        True,  # the guards of each question let none out that asks for more than needed
        _reason(case, entry, "delay_reason", "delay_reason"),
        office.calendar,
        office.site.rules.ask_within_working_days,
        question=_QUESTIONS.get(str(entry.get("step", "ask_identity")), Question.OTHER),
        large_quantity=entry.get("large_quantity") is True,
    )
    return Pause(asked, date.fromisoformat(str(answered)) if answered else None, counted, sentence)


def _reason(case: Case, entry: Mapping[str, object], name: str, recorded: str) -> str:
    """As the question keeps it; a question from before entries kept it has it among the facts."""
    return str((entry[name] if name in entry else case.facts.get(recorded)) or "")
