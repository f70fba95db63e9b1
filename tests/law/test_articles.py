"""Articles, official terms, the rules' table and the words of a date."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import dsr.law
from dsr.law.articles import NOTIFICATION, RIGHTS, TERMS
from dsr.law.dates_in_words import counted, spelled, spelled_short
from dsr.law.rules import RULES

LANGUAGES = {"fi", "sv", "en"}


def test_the_rights_and_their_articles() -> None:
    assert {code: article.number for code, article in RIGHTS.items()} == {
        "access": "15",
        "rectification": "16",
        "erasure": "17",
        "restriction": "18",
        "portability": "20",
        "objection": "21",
        "consent_withdrawal": "7(3)",
    }


def test_every_term_is_there_in_three_languages() -> None:
    for article in (*RIGHTS.values(), NOTIFICATION):
        assert set(article.names) == set(article.plain) == LANGUAGES
    for terms in TERMS.values():
        assert set(terms) == LANGUAGES
        assert all(terms.values())


def test_official_names() -> None:
    assert RIGHTS["access"].names["fi"] == "rekisteröidyn oikeus saada pääsy tietoihin"
    assert RIGHTS["access"].plain["fi"] == "oikeus saada tutustua tietoihin"
    assert RIGHTS["objection"].names["sv"] == "rätt att göra invändningar"
    assert RIGHTS["restriction"].plain is RIGHTS["restriction"].names


def test_the_rules_are_complete_and_every_one_cited_exists() -> None:
    assert list(RULES) == [f"R{number}" for number in range(1, 19)]
    folder = Path(dsr.law.__file__).parent
    cited = {
        rule
        for path in folder.glob("*.py")
        for rule in re.findall(r"\bR\d+\b", path.read_text(encoding="utf-8"))
    }
    assert "R7" in cited
    assert cited <= set(RULES)


def test_dates_in_words() -> None:
    assert spelled(date(2026, 3, 5)) == "Thursday 5 March 2026"
    assert spelled_short(date(2026, 12, 31)) == "31 December 2026"
    assert [counted(n, "day") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
