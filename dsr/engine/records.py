"""What a step writes among the case's facts: who, when, what was given. Pure JSON values.

Guards of later steps read these names, so they are written here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from dsr.engine.facts import as_json
from dsr.engine.meaning import Meaning, Record, Source
from dsr.engine.situation import Situation


def recorded_facts(meaning: Meaning, situation: Situation) -> dict[str, object]:
    """The facts to merge into the case. An optional fact that was not given becomes None, so
    that nothing stale from an earlier time stays behind."""
    facts = {
        fact.name: as_json(situation.given(fact.name)) for fact in meaning.facts if fact.recorded
    }
    for record in meaning.records:
        facts[record.name] = _value(record, situation)
    return facts


def _value(record: Record, situation: Situation) -> object:
    match record.source:
        case Source.ACTOR:
            return situation.actor.name
        case Source.TODAY:
            return situation.today.isoformat()
        case Source.PLAN:
            return situation.plan_digest
        case Source.FIXED:
            return record.value
        case Source.ONE_MORE:
            return (situation.recorded_number(record.name) or 0) + 1
        case Source.OPENS_PAUSE:
            pause = {"asked": situation.today.isoformat(), "answered": None, "step": situation.step}
            return [*_entries(record, situation), pause]
        case Source.CLOSES_PAUSE:
            return _closed(record, situation)
        case Source.APPENDS:
            entry = {name: as_json(situation.given(name)) for name in record.parts}
            return [*_entries(record, situation), {"on": situation.today.isoformat(), **entry}]


def _entries(record: Record, situation: Situation) -> list[Mapping[str, object]]:
    value = situation.recorded(record.name)
    return list(value) if isinstance(value, list | tuple) else []


def _closed(record: Record, situation: Situation) -> list[Mapping[str, object]]:
    """The open pause with the day of its answer."""
    answered = as_json(situation.given(record.parts[0]))
    return [
        {**entry, "answered": answered} if entry.get("answered") is None else entry
        for entry in _entries(record, situation)
    ]
