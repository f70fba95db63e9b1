"""The loader refuses a mapping with every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dsr.adapters.register import load_map
from dsr.adapters.register.demo import MAPPING
from dsr.cases.register import RegisterMap
from dsr.errors import BadConfiguration

Edit = Callable[[str], str]


def codes_of(text: str, tmp_path: Path) -> set[str]:
    path = tmp_path / "booking.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as caught:
        load_map(path)
    return {fault.code for fault in caught.value.faults}


def replaced(old: str, new: str) -> str:
    text = MAPPING.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_the_demo_mapping_loads_with_every_group(booking_map: RegisterMap) -> None:
    assert [group.code for group in booking_map.groups] == [
        "contact",
        "account",
        "bookings",
        "notes",
        "treatment_notes",
        "allergies",
        "purchases",
        "vouchers",
        "discounts",
        "gift_cards",
        "marketing",
        "access_log",
    ]
    assert booking_map.group("marketing").marketing
    assert booking_map.group("treatment_notes").sensitivity == "S3"
    provided = {group.code for group in booking_map.groups if group.provided}
    assert {"contact", "bookings", "allergies"} <= provided
    assert not provided & {"notes", "treatment_notes", "discounts", "access_log"}  # Art. 20(1)
    assert booking_map.table("vouchers").path == (("customer_id", "customers", "id"),)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('erased_word = "', 'erasd_word = "', "mapping.unknown_key"),
        ('provided = "controller"', 'provided = "us"', "mapping.unknown_provided"),
        (
            '[groups.account]\nlabel = { fi = "',
            '[groups.account]\nlabel = { fr = "',
            "mapping.missing_language",
        ),
        ('group = "account"', 'group = "acount"', "mapping.unknown_group"),
        (
            '{ kind = "text", role = "first_name"',
            '{ kind = "txt", role = "first_name"',
            "mapping.unknown_kind",
        ),
        ('role = "first_name"', 'role = "given_name"', "mapping.unknown_role"),
        ('key = ["id"]\npath = []', "key = []\npath = []", "mapping.missing_primary_key"),
        ('path = ["customer_id -> customers.id"]', "path = []", "mapping.missing_path"),
        ('path = ["customer_id -> customers.id"]', 'path = ["customer_id"]', "mapping.bad_path"),
        (
            'path = ["customer_id -> customers.id"]',
            'path = ["customer_id -> customer_addresses.id"]',
            "mapping.path_cycle",
        ),
        (
            'path = ["customer_id -> customers.id"]',
            'path = ["customer_id -> discounts.id"]',
            "mapping.path_ends_early",
        ),
        (
            'path = ["customer_id -> customers.id"]',
            'path = ["customer_id -> clients.id"]',
            "mapping.unknown_table",
        ),
        ('basis = "6(1)(b)"', 'basis = "6(1)(z)"', "mapping.unknown_basis"),
        ('sensitivity = "S1"', 'sensitivity = "S9"', "mapping.unknown_sensitivity"),
        ('identity = "customers"', 'identity = "clients"', "mapping.unknown_identity"),
        ("open = \"status == 'booked'\"", 'open = "status.startswith(1)"', "mapping.bad_trait"),
        ('statement = "statement"', 'statement = "reply"', "mapping.unknown_column"),
        ('on_objection = "delete"', 'on_objection = "hide"', "mapping.unknown_on_objection"),
        ('on_erasure = "anonymise"', 'on_erasure = "forget"', "mapping.unknown_on_erasure"),
        ('post = "address"', 'post = "pigeon"', "mapping.unknown_contact"),
        ("marketing = true\n", "", "mapping.not_marketing"),
        ("[ignore]\n", '[ignore]\nnotes = "secret"\n', "mapping.mapped_and_ignored"),
    ],
)
def test_each_fault_has_its_code(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert code in codes_of(replaced(old, new), tmp_path)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = replaced('erased_word = "', 'erasd_word = "')
    text = text.replace('group = "account"', 'group = "acount"')
    text = text.replace('basis = "6(1)(b)"', 'basis = "consent"', 1)
    found = codes_of(text, tmp_path)
    assert {"mapping.unknown_key", "mapping.unknown_group", "mapping.unknown_basis"} <= found


def test_a_broken_file_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    assert codes_of("name = ", tmp_path) == {"mapping.not_toml"}
    with pytest.raises(BadConfiguration, match="missing"):
        load_map(tmp_path / "nowhere.toml")
