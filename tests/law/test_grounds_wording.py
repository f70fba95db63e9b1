"""Codes and words are inseparable; the words use the official terms and need no inflection."""

from __future__ import annotations

import re

import pytest

from dsr.law.ground import REASONED
from dsr.law.ground_text import placeholders, segments
from dsr.law.grounds import load
from dsr.shipped import shipped

CATALOGUE = load(shipped("letters"))
LANGUAGES = ("fi", "sv", "en")
EACH = [(code, language) for code in CATALOGUE.grounds for language in LANGUAGES]

# Official terms of the Regulation (Finnish, Swedish, English), by code.
ACCESS = ("oikeus saada pääsy tietoihin", "rätt till tillgång", "right of access")
ACCESS_PLAIN = ("oikeutta tutustua tietoihin", "rätten att ta del av uppgifter", "right of access")
RECTIFICATION = ("oikeus tietojen oikaisemiseen", "rätt till rättelse", "right to rectification")
ERASURE = ("oikeus tietojen poistamiseen", "rätt till radering", "right to erasure")
RESTRICTION = (
    "oikeus käsittelyn rajoittamiseen",
    "rätt till begränsning av behandling",
    "right to restriction of processing",
)
PORTABILITY = (
    "oikeus siirtää tiedot järjestelmästä toiseen",
    "rätt till dataportabilitet",
    "right to data portability",
)
OBJECTION = ("vastustamisoikeus", "rätt att göra invändningar", "right to object")
UNFOUNDED = (
    "ilmeisen perusteeton tai kohtuuton",
    "uppenbart ogrundad eller orimlig",
    "manifestly unfounded or excessive",
)
REFUSING = (
    "kieltäytyä suorittamasta pyydettyä toimea",
    "vägra att tillmötesgå begäran",
    "refuse to act on",
)
FEE = ("periä kohtuullinen maksu", "ta ut en rimlig avgift", "charge a reasonable fee")
OMBUDSMAN = ("tietosuojavaltuutet", "dataombudsmannen", "data protection ombudsman")
CONTROLLER = ("rekisterinpitäjä", "personuppgiftsansvarig", "controller")
DOUBT = (
    "perusteltua syytä epäillä",
    "rimliga skäl att betvivla identiteten",
    "reasonable doubts",
)
CLAIMS_17 = (
    "oikeudellisen vaateen laatimiseksi, esittämiseksi tai puolustamiseksi",
    "fastställa, göra gällande eller försvara rättsliga anspråk",
    "establishment, exercise or defence of legal claims",
)
CLAIMS_21 = (
    "oikeusvaateen laatimiseksi, esittämiseksi tai puolustamiseksi",
    "fastställande, utövande eller försvar av rättsliga anspråk",
    "establishment, exercise or defence of legal claims",
)
COMPELLING = (
    "huomattavan tärkeä ja perusteltu syy, joka syrjäyttää rekisteröidyn edut, "
    "oikeudet ja vapaudet",
    "väger tyngre än den registrerades intressen, rättigheter och friheter",
    "compelling legitimate grounds",
)
COMPELLING_SV = ("huomattavan tärkeä", "tvingande berättigade skäl", "override")
FREE_SPEECH = (
    "sananvapautta ja tiedonvälityksen vapautta koskevan oikeuden käyttämiseksi",
    "rätten till yttrande- och informationsfrihet",
    "right of freedom of expression and information",
)
MARKETING = ("suoramarkkinointiin", "direkt marknadsföring", "direct marketing")
OF_CLAIMS_17 = (
    "oikeudellisen vaateen laatiminen, esittäminen tai puolustaminen",
    CLAIMS_17[1],
    CLAIMS_17[2],
)

ERASURE_CODES = [
    code
    for code in CATALOGUE.grounds
    if code.startswith("ERA-") and code not in ("ERA-SUPPRESS", "ERA-BACKUP")
]
TERMS = [
    *((code, ERASURE) for code in ERASURE_CODES),
    *((code, ACCESS) for code in ("ACC-15-4", "ACC-15-4-TS", "EXC-12-5-ABUSE")),
    *((code, ACCESS_PLAIN) for code in ("ACC-FI34-1", "ACC-FI34-2", "ACC-FI34-3")),
    *((code, OMBUDSMAN) for code in ("ACC-FI34-1", "ACC-FI34-2", "ACC-FI34-3", "ACC-AML")),
    *(
        (code, RECTIFICATION)
        for code in ("REC-ACCURATE", "REC-OPINION", "REC-HISTORICAL", "REC-STATEMENT")
    ),
    *((code, RESTRICTION) for code in ("RES-18-1-NONE", "RES-18-2")),
    *(
        (code, PORTABILITY)
        for code in ("POR-20-1", "POR-20-1-INFERRED", "POR-20-2", "POR-20-3", "POR-20-4")
    ),
    *((code, OBJECTION) for code in CATALOGUE.grounds if code.startswith("OBJ-21-")),
    *((code, UNFOUNDED) for code in ("EXC-12-5-UNF", "EXC-12-5-EXC", "EXC-12-5-ABUSE", "FEE-12-5")),
    *((code, REFUSING) for code in ("EXC-12-5-UNF", "EXC-12-5-EXC", "EXC-12-5-ABUSE")),
    ("FEE-12-5", FEE),
    ("SCOPE-OTHER-CTRL", CONTROLLER),
    ("ID-12-6-ASK", DOUBT),
    ("ERA-17-3-A", FREE_SPEECH),
    ("ERA-17-3-E", CLAIMS_17),
    ("RES-18-2", OF_CLAIMS_17),
    ("OBJ-21-1-CLAIMS", CLAIMS_21),
    ("OBJ-21-1-COMPELLING", COMPELLING),
    ("OBJ-21-1-COMPELLING", COMPELLING_SV),
    ("OBJ-DM", MARKETING),
]


def all_words(code: str, language: str) -> str:
    wording = CATALOGUE.wording(code, language)
    choices = (words for table in wording.choices.values() for words in table.values())
    return " ".join((wording.title, wording.text, *choices))


@pytest.mark.shows("every ground")
def test_every_code_is_worded_in_every_shipped_language_and_nothing_else() -> None:
    folders = {path.parent.name for path in shipped("letters").glob("wording/*/grounds.toml")}
    assert folders == set(LANGUAGES) == set(CATALOGUE.languages)
    for language in LANGUAGES:
        assert set(CATALOGUE.wordings[language]) == set(CATALOGUE.grounds)


@pytest.mark.parametrize(("code", "language"), EACH)
def test_placeholders_are_declared_facts(code: str, language: str) -> None:
    ground = CATALOGUE.get(code)
    text = CATALOGUE.wording(code, language).text
    assert set(placeholders(text)) <= set(ground.facts) | {"received_date", "case_retention"}
    assert text.count("{") == text.count("}") == len(re.findall(r"\{[a-z0-9_]+\}", text))


@pytest.mark.parametrize("code", CATALOGUE.grounds)
def test_all_languages_tell_the_same_facts(code: str) -> None:
    told = {
        language: set(placeholders(CATALOGUE.wording(code, language).text))
        for language in LANGUAGES
    }
    assert told["fi"] == told["sv"] == told["en"]


@pytest.mark.parametrize(("code", "language"), EACH)
def test_no_placeholder_is_inflected_or_runs_into_a_sentence(code: str, language: str) -> None:
    text = CATALOGUE.wording(code, language).text
    assert not re.search(r"\}[a-zäöå:’'-]", text)
    assert not re.search(r"(?<![:.\]!?]) \{", text)
    assert re.search(r"\.\]?$|\}\]?$", text)


@pytest.mark.parametrize(("code", "language"), EACH)
def test_optional_facts_stand_in_brackets_and_required_ones_outside(
    code: str, language: str
) -> None:
    ground = CATALOGUE.get(code)
    for optional, text in segments(CATALOGUE.wording(code, language).text):
        for name in placeholders(text):
            fact = ground.fact(name)
            assert fact is not None
            assert fact.required is not optional, name


@pytest.mark.shows("every ground")
@pytest.mark.parametrize(
    ("code", "language"),
    [
        (ground.code, language)
        for ground in CATALOGUE
        for language in LANGUAGES
        if REASONED & set(ground.kinds) and ground.code != "ACC-AML"
    ],
)
def test_refusals_and_limits_tell_their_reason(code: str, language: str) -> None:
    ground = CATALOGUE.get(code)
    told = set(placeholders(CATALOGUE.wording(code, language).text))
    assert told & {fact.name for fact in ground.facts.values() if fact.reason}


@pytest.mark.parametrize(("code", "language"), EACH)
def test_a_reason_is_never_a_bare_article(code: str, language: str) -> None:
    text = CATALOGUE.wording(code, language).text
    assert not re.search(r"\b(Art\.|RGPD|DSGVO)", text)
    law = {"fi": r"(artikla|§)", "sv": r"(artikel|§)", "en": r"(Article|section)"}[language]
    # Whatever names an article does so in brackets behind a rule in plain words.
    assert not re.search(law, re.sub(r"\([^()]*(\(\d\))*[^()]*\)", "", text)), text


@pytest.mark.parametrize(("code", "language"), EACH)
def test_headings_are_short_and_speak_no_code(code: str, language: str) -> None:
    title = CATALOGUE.wording(code, language).title
    assert 5 < len(title) <= 70
    assert "{" not in title
    assert not title.endswith(".")
    assert not re.search(r"\d", title)


@pytest.mark.parametrize(("code", "terms"), TERMS, ids=lambda value: str(value)[:40])
def test_official_terms_are_used(code: str, terms: tuple[str, str, str]) -> None:
    for language, term in zip(LANGUAGES, terms, strict=True):
        assert term in all_words(code, language).casefold(), (language, term)


@pytest.mark.parametrize(("code", "language"), EACH)
def test_the_data_subject_is_addressed_as_du_and_sina(code: str, language: str) -> None:
    formal = {
        "fi": r"\b(Te|Teidän|Teille|Teitä|pyydätte)\b",
        "sv": r"\b(Ni|Er|Ert|Era|ni|er|ert|era)\b",
        "en": r"\b(the applicant|hereby|pursuant|aforementioned)\b",
    }[language]
    assert not re.search(formal, all_words(code, language))


@pytest.mark.shows("ACC-AML")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_money_laundering_text_never_varies(language: str) -> None:
    assert placeholders(CATALOGUE.wording("ACC-AML", language).text) == ()


def test_where_access_is_limited_by_national_law_the_ombudsman_is_named_for_the_person() -> None:
    for code in ("ACC-FI34-1", "ACC-FI34-2", "ACC-FI34-3"):
        assert "Voit pyytää, että sinua koskevat tiedot annetaan" in all_words(code, "fi")
