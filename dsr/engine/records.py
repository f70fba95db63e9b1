"""What a step writes among the case's facts: who, when, what was given. Pure JSON values.

Guards of later steps read these names, so they are written here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dsr.cases.decision import Action
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
        if not record.restricting or _restricts(situation):
            facts[record.name] = _value(record, situation)
    return facts


def _restricts(situation: Situation) -> bool:
    """Whether data that are free now get restricted by what was decided (Art. 18)."""
    decided = any(d.action is Action.RESTRICT for d in situation.case.decisions)
    return decided and not situation.restriction_is_on


def opened_pause(
    step: str, asked: date, supplied: Mapping[str, object], parts: tuple[str, ...]
) -> dict[str, object]:
    """The entry of a question. parts: its reason, the reason for its delay, and what else counts;
    kept in the entry, so that a second question does not overwrite them."""
    given = [as_json(supplied.get(name)) for name in parts]
    named = dict(zip(("reason", "delay_reason", *parts[2:]), given, strict=True)) if parts else {}
    return {"asked": asked.isoformat(), "answered": None, "step": step, **named}


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
        case Source.STANDS:
            given = as_json(situation.given(record.name))
            return situation.recorded(record.name) if given is None else given
        case Source.OPENS_PAUSE:
            pause = opened_pause(situation.step, situation.today, situation.supplied, record.parts)
            return [*_entries(record, situation), pause]
        case Source.CLOSES_PAUSE:
            return _closed(record, situation, answered=as_json(situation.given(record.parts[0])))
        case Source.VOIDS_PAUSE:
            return _closed(record, situation, void=True) or None
        case Source.APPENDS:
            entry = {name: as_json(situation.given(name)) for name in record.parts}
            return [*_entries(record, situation), {"on": situation.today.isoformat(), **entry}]


def _entries(record: Record, situation: Situation) -> list[Mapping[str, object]]:
    value = situation.recorded(record.name)
    return list(value) if isinstance(value, list | tuple) else []


def _closed(record: Record, situation: Situation, **change: object) -> list[Mapping[str, object]]:
    """The open pause with the day of its answer, or void."""
    return [
        {**entry, **change} if entry.get("answered") is None and not entry.get("void") else entry
        for entry in _entries(record, situation)
    ]
