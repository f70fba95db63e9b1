"""The dates of a case, computed from its facts whenever asked and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsr.cases.case import Case
from dsr.casework.office import Office
from dsr.law.deadline import Deadline, compute
from dsr.law.pauses import Pause, pause_counts


def clock_of(office: Office, case: Case) -> Deadline:
    """Strict date, due date and every day explained (rules R1-R11)."""
    months = case.facts.get("extension_months") if case.facts.get("extended_on") else 0
    extended = months if isinstance(months, int) else 0
    return compute(case.received, _pauses(office, case), extended, office.calendar)


def _pauses(office: Office, case: Case) -> tuple[Pause, ...]:
    entries = case.facts.get("pauses")
    return tuple(
        _pause(office, case, entry)
        for entry in (entries if isinstance(entries, list | tuple) else ())
        if isinstance(entry, Mapping)
    )


def _pause(office: Office, case: Case, entry: Mapping[str, object]) -> Pause:
    """Whether a question counts is judged by the law each time, not remembered (R8)."""
    asked = date.fromisoformat(str(entry["asked"]))
    answered = entry.get("answered")
    counted, sentence = pause_counts(
        asked,
        case.received,
        str(case.facts.get("doubt_reason") or ""),
        True,  # at least two ways, one without a document: the guard let no other question out
        str(case.facts.get("delay_reason") or ""),
        office.calendar,
        office.site.rules.ask_within_working_days,
    )
    return Pause(asked, date.fromisoformat(str(answered)) if answered else None, counted, sentence)
