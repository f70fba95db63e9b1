"""Rendered with its facts, every ground reads as part of a letter in three languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.errors import LetterIncomplete
from dsr.law.ground_text import placeholders
from tests.law.carrying import CATALOGUE, LANGUAGES, SUPPLIED, carrying, sample

TODAY = date(2026, 3, 12)  # Thursday


@pytest.mark.shows("every ground")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_every_ground_renders_from_least_and_from_all_facts(code: str, language: str) -> None:
    ground = CATALOGUE.get(code)
    least = carrying(ground) | SUPPLIED
    most = least | {
        fact.name: sample(fact, date(2027, 3, 1))
        for fact in ground.facts.values()
        if not fact.required
    }
    for facts in (least, most):
        text = CATALOGUE.render(code, language, facts)
        assert not set("{}[]") & set(text)
        assert "  " not in text
        assert ".." not in text
        assert text.endswith(".")
    assert CATALOGUE.render(code, language, most).count(":") >= CATALOGUE.render(
        code, language, least
    ).count(":")


@pytest.mark.parametrize(
    ("language", "day"), [("fi", "1.5.2026"), ("sv", "1.5.2026"), ("en", "1 May 2026")]
)
def test_dates_are_written_as_in_the_language(language: str, day: str) -> None:
    facts = {"done_at": "2026-05-01", "channels": ["e-mail", "SMS."]}
    text = CATALOGUE.render("OBJ-DM", language, facts)
    assert f": {day}." in text
    assert text.endswith(": e-mail; SMS.")


def test_money_is_written_as_in_the_language() -> None:
    facts = carrying(CATALOGUE.get("FEE-15-3"), fee_amount=Decimal("1234.5"))
    assert "1\u00a0234,50\u00a0€" in CATALOGUE.render("FEE-15-3", "sv", facts)
    assert "€1,234.50" in CATALOGUE.render("FEE-15-3", "en", facts)


def test_a_sentence_ends_with_one_mark() -> None:
    ground = CATALOGUE.get("SCOPE-CLARIFY")
    facts = carrying(ground, clarify_question="Which visits?", clarify_reason="There are two. ")
    text = CATALOGUE.render("SCOPE-CLARIFY", "en", facts)
    assert "Which visits? You may" in text
    assert "There are two. Our" in text


def test_an_unfilled_placeholder_stops_the_letter() -> None:
    with pytest.raises(LetterIncomplete) as caught:
        CATALOGUE.render("OBJ-DM", "fi", {"done_at": "soon"})
    assert {fault.place for fault in caught.value.faults} == {"OBJ-DM.done_at", "OBJ-DM.channels"}


def test_facts_cannot_pull_in_other_facts_or_disguise_text() -> None:
    facts = carrying(
        CATALOGUE.get("ACC-15-4"),
        redacted_desc="{effect} and {balancing}\n\u202eand\x07 [more]",
        effect="the guest’s address",
    )
    text = CATALOGUE.render("ACC-15-4", "en", facts)
    assert "{effect} and {balancing} and [more]." in text
    assert text.count("the guest’s address") == 1


@settings(max_examples=150, deadline=None)
@given(
    code=st.sampled_from(sorted(CATALOGUE.grounds)),
    language=st.sampled_from(LANGUAGES),
    words=st.text(min_size=1, max_size=60).filter(lambda text: any(c.isalnum() for c in text)),
)
def test_no_brace_of_ours_survives_whatever_is_recorded(
    code: str, language: str, words: str
) -> None:
    ground = CATALOGUE.get(code)
    facts = carrying(ground) | SUPPLIED
    told = placeholders(CATALOGUE.wording(code, language).text)
    texts = [name for name in told if (fact := ground.fact(name)) and fact.kind == "text"]
    facts |= dict.fromkeys(texts, words)
    text = CATALOGUE.render(code, language, facts)
    for brace in "{}[]":
        assert text.count(brace) == words.count(brace) * len(texts)
