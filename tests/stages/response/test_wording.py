"""The wording is whole in every language and says what only a careful letter says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dsr.cases.case import Channel, Right
from dsr.cases.decision import Action
from dsr.cases.inquiry import What
from dsr.errors import BadConfiguration, Defect
from dsr.shipped import shipped
from dsr.stages.response.asking import METHODS
from dsr.stages.response.compose import ORDER, SECTIONS
from dsr.stages.response.gate_guards import STOP_WORDS
from dsr.stages.response.matrix import LETTERS, MEANING
from dsr.stages.response.wording import load
from tests.stages.response.salon_register import LANGUAGES, wording

FOLDER = shipped("letters") / "wording"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
        shutil.copy(FOLDER / language / "letters.toml", tmp_path / language)
    return tmp_path


def edit(folder: Path, language: str, old: str, new: str) -> None:
    path = folder / language / "letters.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_difference_is_named_at_once(copy: Path) -> None:
    edit(copy, "sv", 'yes = "ja"\n', "")
    edit(copy, "en", "{strict_due}", "{due}")
    edit(copy, "fi", 'no = "ei"', 'no = ""')
    with pytest.raises(BadConfiguration) as caught:
        load(copy)
    found = {(f.code, f.place.split("/")[2]) for f in caught.value.faults}
    assert found >= {("wording.missing", "sv"), ("wording.facts", "en"), ("wording.missing", "fi")}


@pytest.mark.parametrize("bad", ["{due.year}", "{0}", "{due", "{due[0]}"])
def test_placeholders_are_plain_names(copy: Path, bad: str) -> None:
    edit(copy, "fi", "{due}, jos", f"{bad}, jos")
    with pytest.raises(BadConfiguration) as caught:
        load(copy)
    assert any("due.by" in f.sentence for f in caught.value.faults)


def test_version_and_language_head_the_file(copy: Path) -> None:
    edit(copy, "sv", 'language = "sv"', 'language = "fi"')
    with pytest.raises(BadConfiguration, match="version and language"):
        load(copy)


def test_missing_fact_is_a_defect_and_never_a_hole() -> None:
    with pytest.raises(Defect):
        wording()["fi"].say("due.by")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_be_said_has_words(language: str) -> None:
    texts = wording()[language].texts
    wanted = {f"title.{t}" for t in ORDER} | {f"understood.{r}" for r in Right}
    wanted |= {f"channel.{c}" for c in Channel} | {f"method.{m}" for m in METHODS}
    silent = (Action.NOTHING, Action.CHARGE)
    wanted |= {f"action.{a}" for a in Action if a not in silent}
    wanted |= {f"kind.{row.kind}" for row in LETTERS.values()}
    wanted |= {f"outcome.{t}" for t in ORDER if t not in ("LT-CLOSE", "LT-PROCESSOR")}
    wanted |= {f"outcome.LT-CLOSE-{why}" for why in ("withdrawn", "no_reply")}
    wanted |= {f"outcome.LT-PROCESSOR-{what}" for what in What}
    assert wanted - set(texts) == set()


def test_tables_agree() -> None:
    assert set(ORDER) == set(LETTERS)
    assert {name for order in ORDER.values() for name in order.split()} == set(SECTIONS)
    named = {c for row in LETTERS.values() for c in row.mandatory | row.recommended}
    assert named <= set(MEANING)
    assert set(STOP_WORDS) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "never"),
    [
        ("fi", r"allekirjoit|henkilötunnu|henkilökunt|\bTe\b|\bteidän\b"),
        ("sv", r"underteckn|underskri|personbeteckning|personnummer|\bHan\b"),
        ("en", r"\bsign(ed|ature)?\b|identity code|social security"),
    ],
)
def test_nobody_is_asked_to_sign_or_to_give_an_identity_code(language: str, never: str) -> None:
    """A signature cannot be demanded (Art. 12(2), 12(6)); the code proves nothing."""
    for key, text in wording()[language].texts.items():
        assert not re.search(never, text, re.IGNORECASE), key


def test_official_terms() -> None:
    terms = {
        "fi": "rekisterinpitäjä|valitus valvontaviranomaiselle|muita oikeussuojakeinoja|"
        "oikeus tietojen oikaisemiseen|oikeus tietojen poistamiseen|vastustamisoikeus|"
        "oikeus siirtää tiedot järjestelmästä toiseen",
        "sv": "personuppgiftsansvarig|klagomål till en tillsynsmyndighet|rättslig prövning|"
        "rätt till rättelse|rätt till radering|rätt till begränsning av behandling|"
        "rätt att göra invändningar|dataportabilitet",
        "en": "controller|lodge a complaint with a supervisory authority|judicial remedy|"
        "right to rectification|right to erasure|right to restriction of processing|"
        "data portability",
    }
    for language, wanted in terms.items():
        whole = " ".join(wording()[language].texts.values()).casefold()
        for term in wanted.split("|"):
            assert term.casefold() in whole, (language, term)
