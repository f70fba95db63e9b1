"""A site's settings: every fault at once, nothing unknown passed over, paths inside the site."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dsr import config
from dsr.cases.site import Rules
from dsr.errors import BadConfiguration, NotFound

DEMO = files("dsr.entrypoints").joinpath("demo", "dsr.toml").read_text(encoding="utf-8")


def loaded(folder: Path, text: str) -> config.Settings:
    (folder / "dsr.toml").write_text(text, encoding="utf-8")
    return config.load(folder)


def faults(folder: Path, text: str) -> set[tuple[str, str]]:
    """``(code, place)`` of every fault, each with a sentence."""
    with pytest.raises(BadConfiguration) as refused:
        loaded(folder, text)
    assert all(fault.sentence for fault in refused.value.faults)
    return {(fault.code, fault.place) for fault in refused.value.faults}


def test_the_demo_site_is_right(tmp_path: Path) -> None:
    found = loaded(tmp_path, DEMO)
    assert found.site.controller.business_id == "2629593-5"
    assert found.database == f"sqlite:///{tmp_path.resolve() / 'cases.db'}"
    assert found.registers[0].map == tmp_path.resolve() / "registers" / "booking.toml"
    assert found.simulated_time is True and found.site.accounting_year_end == (12, 31)


def test_addresses_in_use_and_those_the_notice_still_names(tmp_path: Path) -> None:
    former = (
        '[controller]\nformer_addresses = [{ street = "Vanhatie 2", postcode = "00500", '
        'city = "Helsinki" }]'
    )
    text = DEMO.replace("[controller]", former, 1)
    assert [a.street for a in loaded(tmp_path, text).site.controller.former_addresses] == [
        "Vanhatie 2"
    ]
    assert loaded(tmp_path, DEMO).site.controller.former_addresses == ()
    place = "dsr.toml: controller.former_addresses[0].floor"
    wrong = text.replace('street = "Vanhatie 2"', 'street = "Vanhatie 2", floor = 3')
    assert faults(tmp_path, wrong) == {("config.unknown", place)}


def test_no_folder_no_site(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="dsr init"):
        config.load(tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = DEMO.replace('country = "FI"', "shoe_size = 44")
    text = text.replace("backup_days = 30", 'backup_days = "thirty"')
    text = text.replace('timezone = "Europe/Helsinki"', 'timezone = "Europe/Atlantis"')
    text = text.replace('"refuse", "limit"', '"refuse", "limmit"')
    text = text.replace('accounting_year_end = "12-31"', 'accounting_year_end = "31.12."')
    assert faults(tmp_path, text) == {
        ("config.missing", "dsr.toml: country"),
        ("config.unknown", "dsr.toml: shoe_size"),
        ("config.wrong_type", "dsr.toml: backup_days"),
        ("config.unknown", "dsr.toml: timezone"),
        ("config.unknown", "dsr.toml: rules.second_person"),
        ("config.wrong_type", "dsr.toml: accounting_year_end"),
    }


@pytest.mark.parametrize(
    ("line", "wrong", "place"),
    [
        ("second_look = false", "second_look = 1", "rules.second_look"),
        ("second_look = false", "second_lok = false", "rules.second_lok"),
        ('business_id = "2629593-5"', "business_id = 26295935", "controller.business_id"),
        ("verified_on = 2026-09-30", 'verified_on = "2026-09-30"', "authority.verified_on"),
        ('map = "registers/booking.toml"', "mapp = 1", "registers.booking.mapp"),
        ('languages = ["fi", "sv", "en"]', 'languages = ["fi", "de"]', "languages"),
        ("simulated_time = true", 'simulated_time = "yes"', "simulated_time"),
        ('database = "sqlite:///cases.db"', "database = 5", "database"),
        ('processors = ["Ajas Oy"]', 'processors = "Ajas Oy"', "processors"),
    ],
)
def test_one_fault_is_named_by_its_place(tmp_path: Path, line: str, wrong: str, place: str) -> None:
    assert line in DEMO
    assert f"dsr.toml: {place}" in {
        where for _, where in faults(tmp_path, DEMO.replace(line, wrong))
    }


def test_a_text_is_needed_in_every_language(tmp_path: Path) -> None:
    line = 'sv = "Onni & hoivas kundregister"'
    assert ("config.missing", "dsr.toml: register_name.sv") in faults(
        tmp_path, DEMO.replace(line, 'sv = " "')
    )


def test_without_rules_the_strict_ones_hold(tmp_path: Path) -> None:
    begin, end = DEMO.index("[rules]"), DEMO.index("[case_retention]")
    assert loaded(tmp_path, DEMO[:begin] + DEMO[end:]).site.rules == Rules()


@pytest.mark.parametrize("text", [b"a = = 1", b"\xff\xfe", b"[controller\n", b"a = 1\na = 2\n"])
def test_what_is_no_toml(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "dsr.toml").write_bytes(text)
    with pytest.raises(BadConfiguration, match="not valid TOML"):
        config.load(tmp_path)


@pytest.mark.parametrize(
    "wrong", ["controller = 5", "registers = 5", "rules = []", 'systems = [5]', "languages = [5]",
              "[registers]\nbooking = 5", "accounting_year_end = 1231",
              'processors = [5]', "[controller]\nother_addresses = [5]",
              "[rules]\nsecond_person = [[1]]", "[rules]\nactivated_grounds = [{}]",
              "languages = [[]]", "[authority.lines]\nfi = 5"]
)  # fmt: skip
def test_a_value_of_any_shape_is_a_fault_and_never_a_crash(tmp_path: Path, wrong: str) -> None:
    assert faults(tmp_path, wrong)


def test_a_register_of_each_kind(tmp_path: Path) -> None:
    others = (
        '\n[registers.files]\nurl = "folder:registers/files"\n'
        '\n[registers.ajas]\nurl = "https://ajas.example/api"\ntoken_file = "keys/ajas.token"\n'
    )
    found = {one.name: one for one in loaded(tmp_path, DEMO + others).registers}
    assert {name: one.kind for name, one in found.items()} == {
        "booking": "sql",
        "files": "folder",
        "ajas": "http",
    }
    root = tmp_path.resolve()
    assert found["files"].url == f"folder:{root / 'registers' / 'files'}"
    assert found["ajas"].token_file == root / "keys" / "ajas.token"


def test_data_go_to_a_service_by_no_open_road(tmp_path: Path) -> None:
    text = (
        '\n[registers.plain]\nurl = "http://ajas.example/api"\n'
        '\n[registers.named]\nurl = "https://me:word@ajas.example/api"\n'
        '\n[registers.files]\nurl = "folder:files"\ntoken_file = "t"\nreceipts = false\n'
    )
    assert faults(tmp_path, DEMO + text) == {
        ("config.unsafe", "dsr.toml: registers.plain.url"),
        ("config.unsafe", "dsr.toml: registers.named.url"),
        ("config.misplaced", "dsr.toml: registers.files.token_file"),
        ("config.misplaced", "dsr.toml: registers.files.receipts"),
    }
