"""A catalogue with a fault does not load, and every fault is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dsr.errors import BadConfiguration, Fault
from dsr.law.grounds import load
from dsr.shipped import shipped


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """A copy of the shipped catalogue to spoil."""
    for path in sorted(shipped("letters").rglob("grounds.toml")):
        copy = tmp_path / path.relative_to(shipped("letters"))
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    return tmp_path


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"nothing to spoil: {old}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[Fault]:
    with pytest.raises(BadConfiguration) as caught:
        load(folder)
    assert caught.value.exit_code == 5
    return list(caught.value.faults)


def test_the_copy_loads_unspoilt(letters: Path) -> None:
    assert len(load(letters)) == 60


GROUNDS = "grounds.toml"
FI = "wording/fi/grounds.toml"
SV = "wording/sv/grounds.toml"
EN = "wording/en/grounds.toml"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "place"),
    [
        (GROUNDS, "per_group = true", "per_grup = true", "unknown_key", "per_grup"),
        (GROUNDS, 'kind = ["POSTPONE"]', 'kind = ["DELAY"]', "value", "kind"),
        (GROUNDS, 'kind = ["POSTPONE"]', 'kind = "POSTPONE"', "type", "kind"),
        (GROUNDS, 'kind = ["POSTPONE"]', "kind = []", "value", "kind"),
        (GROUNDS, 'rights = ["access"]', 'rights = ["acess"]', "value", "rights"),
        (GROUNDS, 'status = "verified"', 'status = "sure"', "value", "status"),
        (GROUNDS, "second_person = true", "second_person = false", "second_person",
         "second_person"),
        (GROUNDS, "second_person = true", 'second_person = "yes"', "type", "second_person"),
        (GROUNDS, "https://w3id.org/dpv/legal", "eu-gdpr:", "dpv", "dpv"),
        (GROUNDS, 'dpv_note = "No concept; it justifies nothing."\n', "", "dpv", "dpv_note"),
        (GROUNDS, 'law = ["GDPR Art. 12(6)", "GDPR recitals 57 and 64"]', "law = []",
         "empty", "law"),
        (GROUNDS, "min = 25,", "min = 0,", "value", "doubt_reason.min"),
        (GROUNDS, "min = 25,", 'min = "25",', "type", "doubt_reason.min"),
        (GROUNDS, 'type = "text", reason', 'type = "prose", reason', "value", "doubt_reason.type"),
        (GROUNDS, "must = false,", "must = false, choices = ['a'],", "misplaced", "choices"),
        (GROUNDS, 'needed_if_not = "asked_without_undue_delay"', 'needed_if_not = "asked"',
         "reference", "delay_reason"),
        (GROUNDS, 'later_than = "asked_date"', 'later_than = "asked_info"', "reference",
         "reminder_date"),
        (GROUNDS, 'excludes = ["SCOPE-NODATA"', 'excludes = ["SCOPE-NO-DATA"', "reference",
         "ID-12-2-FAIL.excludes"),
        (GROUNDS, 'one_of = [["reason", "withheld"]]', 'one_of = [["reason", "harm"]]',
         "reference", "one_of"),
        (GROUNDS, 'one_of = [["reason", "withheld"]]', 'one_of = ["reason"]', "type", "one_of"),
        (GROUNDS, "[ground.ID-REP]", "[ground.id_rep]", "code", "id_rep"),
        (FI, "[ID-REP]", "[ID-REPX]", "unworded", "ID-REP"),
        (FI, "[ID-REP]", "[ID-REPX]", "no_ground", "ID-REPX"),
        (FI, "{doubt_reason}.", "{doubt}.", "placeholder", "ID-12-6-ASK"),
        (FI, "{doubt_reason}.", "{doubt_reason}n vuoksi.", "placeholder_place", "ID-12-6-ASK"),
        (FI, ": {doubt_reason}.", " {doubt_reason}.", "placeholder_place", "ID-12-6-ASK"),
        (FI, "{doubt_reason}.", "{doubt_reason.", "placeholder_place", "ID-12-6-ASK"),
        (FI, "[Muu mahdollinen", "Muu mahdollinen", "placeholder_place", "SCOPE-DECEASED"),
        (FI, "[Muu mahdollinen", "[[Muu mahdollinen", "wording", "SCOPE-DECEASED"),
        (FI, ": {effect}.", ".", "no_reason", "ACC-15-4"),
        (SV, 'own_care = "din egen vård"\n', "", "choices", "ACC-FI34-2"),
        (SV, 'title = "Bekräfta din identitet"', 'title = " "', "empty", "ID-12-6-ASK.title"),
        (EN, 'version = "2026-11-22"', 'version = "2020-01-01"', "version", "version"),
        (EN, 'language = "en"', 'language = "fi"', "value", "language"),
        (EN, "[ID-REP]", "[ID-REP]\nnote = 'x'", "unknown_key", "ID-REP.note"),
        (EN, "[ID-REP]", "[ID-REP", "unreadable", "en/grounds.toml"),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found_where_it_is(
    letters: Path, file: str, old: str, new: str, code: str, place: str
) -> None:
    spoil(letters, file, old, new)
    found = [(fault.code, fault.place) for fault in faults_of(letters)]
    assert any(c == f"grounds.{code}" and p.endswith(place) for c, p in found), found


def test_a_refusal_without_any_reason_fact_does_not_load(letters: Path) -> None:
    spoil(
        letters,
        GROUNDS,
        'log_reason = { type = "text", reason = true',
        'log_reason = { type = "text"',
    )
    codes = {(fault.code, fault.place.split(".")[-1]) for fault in faults_of(letters)}
    assert ("grounds.no_reason", "facts") in codes


def test_all_faults_are_told_at_once(letters: Path) -> None:
    spoil(letters, GROUNDS, "per_group = true", "per_grup = true")
    spoil(letters, FI, "[OBJ-DM]", "[OBJ-MD]")
    spoil(letters, SV, "{doubt_reason}.", "{doubt}.")
    spoil(letters, EN, 'language = "en"', 'language = "fi"')
    codes = {fault.code for fault in faults_of(letters)}
    assert codes >= {
        "grounds.unknown_key",
        "grounds.missing",
        "grounds.unworded",
        "grounds.no_ground",
        "grounds.placeholder",
        "grounds.value",
    }


def test_a_missing_language_file_is_one_fault(letters: Path) -> None:
    (letters / SV).unlink()
    assert [fault.code for fault in faults_of(letters)] == ["grounds.unreadable"]


def test_an_undeclared_language_is_a_fault(letters: Path) -> None:
    other = letters / "wording" / "de" / GROUNDS
    other.parent.mkdir()
    other.write_text('version = "2026-11-22"\nlanguage = "de"\n', encoding="utf-8")
    assert [fault.code for fault in faults_of(letters)] == ["grounds.language"]


def test_an_empty_folder_is_told_plainly(tmp_path: Path) -> None:
    codes = {fault.code for fault in faults_of(tmp_path)}
    assert "grounds.unreadable" in codes
