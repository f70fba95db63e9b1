"""A lawyer's edit of the wording that breaks something is found, with its file and key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dsr.entrypoints.cli.root import dsr
from dsr.entrypoints.cli.shell import run
from dsr.shipped import shipped
from dsr.stages.response.lint import LANGUAGES, Heard, lint
from dsr.stages.response.lint_rules import rule_faults

LETTERS = "letters.toml"
GROUNDS = "grounds.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what lint reads, to be spoilt."""
    source = shipped("letters")
    shutil.copy(source / GROUNDS, tmp_path)
    for language in LANGUAGES:
        place = tmp_path / "wording" / language
        place.mkdir(parents=True)
        for name in (LETTERS, GROUNDS):
            shutil.copy(source / "wording" / language / name, place)
    return tmp_path


def spoil(folder: Path, language: str, old: str, new: str, name: str = LETTERS) -> None:
    path = folder / "wording" / language / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def found(folder: Path) -> set[tuple[str, str]]:
    """``(code, language/file:key)`` of every fault."""
    faults = lint(folder)
    assert all(fault.sentence.count(".") >= 1 for fault in faults)
    return {(f.code, f.place.removeprefix("letters/wording/")) for f in faults}


def test_the_shipped_wording_has_no_fault() -> None:
    assert lint(shipped("letters")) == []


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("sv", 'yes = "ja"\n', "", ("wording.missing", "sv/letters.toml:value.yes")),
        ("fi", 'no = "ei"', 'no = ""', ("wording.missing", "fi/letters.toml:value.no")),
        ("sv", 'no = "nej"', 'no = "ei"', ("wording.untranslated", "sv/letters.toml:value.no")),
        (
            "en",
            "{retention}",
            "{period}",
            ("wording.placeholder", "en/letters.toml:case_data.purpose"),
        ),
        ("en", "{retention}", "", ("wording.facts", "en/letters.toml:case_data.purpose")),
        (
            "fi",
            "{lift_date}.",
            "{lift_date}ksi.",
            ("wording.inflected", "fi/letters.toml:lift.when"),
        ),
        (
            "fi",
            "Meiltä puuttuu tämä selvitys: {missing}.",
            "Meiltä puuttuu {missing}.",
            ("wording.inflected", "fi/letters.toml:authority.missing"),
        ),
        (
            "en",
            "Please choose the way",
            "Please sign this and choose the way",
            ("wording.forbidden", "en/letters.toml:identity.choose"),
        ),
        (
            "fi",
            "Valitse näistä tapa",
            "Kirjoita hetu ja valitse tapa",
            ("wording.forbidden", "fi/letters.toml:identity.choose"),
        ),
        (
            "sv",
            "Vi har fått din begäran och",
            "Vi  har fått din begäran och",
            ("wording.spaces", "sv/letters.toml:outcome.LT-ACK"),
        ),
        (
            "sv",
            "om möjligt tidigare.",
            "om möjligt tidigare",
            ("wording.stop", "sv/letters.toml:due.by"),
        ),
        (
            "sv",
            'what_we_did = "Vad vi gjorde"',
            'what_we_did = "Vad vi gjorde."',
            ("wording.stop", "sv/letters.toml:heading.what_we_did"),
        ),
        (
            "fi",
            "[value]\n",
            '[value]\nmaybe = "ehkä"\n',
            ("wording.unused", "fi/letters.toml:value.maybe"),
        ),
    ],
)
def test_every_planted_fault_is_found(
    folder: Path, language: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    spoil(folder, language, old, new)
    assert expected in found(folder)


def test_a_sentence_that_is_gone_everywhere_is_missed_where_it_is_said(folder: Path) -> None:
    for language, words in {"fi": "kyllä", "sv": "ja", "en": "yes"}.items():
        spoil(folder, language, f'yes = "{words}"\n', "")
    codes = found(folder)
    assert {("wording.missing", f"{lang}/letters.toml:value.yes") for lang in LANGUAGES} <= codes


@pytest.mark.parametrize("name", [LETTERS, GROUNDS])
def test_a_file_that_is_no_toml_is_a_fault_like_others(folder: Path, name: str) -> None:
    (folder / "wording" / "sv" / name).write_text("[broken", encoding="utf-8")
    assert ("wording.unreadable", f"sv/{name}") in found(folder)


def test_the_catalogue_is_looked_through_too(folder: Path) -> None:
    spoil(folder, "fi", "{fee_amount}.", "{fee_amount}n.", GROUNDS)
    spoil(folder, "en", "We do not", "Please sign. We do not", GROUNDS)
    codes = {(code, place.partition(":")[0]) for code, place in found(folder)}
    assert ("wording.inflected", "fi/grounds.toml") in codes
    assert ("wording.forbidden", "en/grounds.toml") in codes
    assert any(code.startswith("grounds.") for code, _ in codes)


def test_all_faults_come_at_once_and_the_command_ends_with_five(folder: Path) -> None:
    spoil(folder, "sv", 'no = "nej"', 'no = "ei"')
    spoil(folder, "en", "{retention}", "{period}")
    arguments = ["letter", "lint", "--json", "--folder", str(folder)]
    assert run(dsr.main, {"args": arguments, "prog_name": "dsr"}) == 5
    assert len(lint(folder)) >= 2


def test_the_command_says_so_when_nothing_is_wrong() -> None:
    result = CliRunner().invoke(dsr, ["letter", "lint", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output) == {"faults": []}


def test_words_heard_keep_the_facts_that_are_always_given() -> None:
    heard = Heard("en", "x", {"a.b": "{one}"})
    heard.say("a.b", one="1", two="2")
    heard.say("a.b", one="1")
    assert heard.say("a.c") == "a.c"
    assert heard.said == {"a.b": frozenset({"one"}), "a.c": frozenset()}


def test_what_is_no_sentence_needs_no_stop() -> None:
    texts = {
        "label.data": "Data",
        "told.impossible": "it could not be done",
        "done.fields": "These:",
    }
    assert list(rule_faults("en", texts, "x")) == []
