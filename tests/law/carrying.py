"""Facts that carry a ground: what the tests of the catalogue give to each of its codes."""

from __future__ import annotations

from datetime import date, timedelta

from dsr.law.ground import Fact, Ground
from dsr.law.ground_facts import years_after
from dsr.law.grounds import load
from dsr.shipped import shipped

CATALOGUE = load(shipped("letters"))
LANGUAGES = ("fi", "sv", "en")
SUPPLIED = {"received_date": "2026-03-02", "case_retention": "kaksi vuotta"}


def carrying(ground: Ground, **changes: object) -> dict[str, object]:
    """Facts that carry the ground, every optional one left out unless the law asks for it."""
    facts: dict[str, object] = {}
    day = date(2027, 1, 4)  # Monday
    for fact in ground.facts.values():
        if not fact.required:
            continue
        day += timedelta(days=1)
        if fact.computed:
            start = date.fromisoformat(str(facts[fact.computed.fact]))
            facts[fact.name] = years_after(fact.computed, start).isoformat()
        else:
            facts[fact.name] = sample(fact, day)
    # What has to lie later than a fact declared after it
    for fact in ground.facts.values():
        if fact.name in facts and fact.later_than and not fact.computed:
            facts[fact.name] = "2031-05-05"
        if fact.at_most:
            start = date.fromisoformat(str(facts[fact.at_most.fact]))
            facts[fact.name] = years_after(fact.at_most, start).isoformat()
        if fact.needed_if and facts.get(fact.needed_if) is True:
            facts[fact.name] = sample(fact, day)
    for names in ground.one_of:
        first = ground.facts[names[0]]
        facts[first.name] = sample(first, day)
    return facts | changes


def sample(fact: Fact, day: date) -> object:
    if fact.kind == "bool":
        return True if fact.must is None else fact.must
    if fact.kind == "list":
        return [f"kohta {number} / punkt {number}" for number in range(1, fact.least + 1)]
    return {
        "text": f"Selvitys asiasta {fact.name}, riittävän tarkka kuvaus tästä pyynnöstä",
        "date": day.isoformat(),
        "money": "12.50",
        "choice": fact.choices[0] if fact.choices else "",
    }[fact.kind]
