"""The project's own sample letters are read exactly, each field, with real recognition."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from dsr.cases.reading import Reading
from dsr.shipped import shipped

LETTERS: list[dict[str, Any]] = tomllib.loads(
    (shipped("letters") / "samples" / "letters.toml").read_text(encoding="utf-8")
)["letter"]
PARTS = ("name", "street", "postcode", "city", "email", "phone")


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_a_sample_letter_is_read_as_its_truth_says(
    letter: dict[str, Any], sample_readings: dict[str, Reading]
) -> None:
    reading = sample_readings[letter["name"]]
    assert reading.sender.as_json() == {part: letter["sender"].get(part) for part in PARTS}
    assert reading.language == letter["language"]
    assert list(reading.rights) == letter["rights"]
    assert reading.letter_date == letter["letter_date"]
    assert reading.arrival_stamp == letter.get("arrival_stamp")
    assert reading.signature.present is letter["signed"]
    assert reading.body == letter["body"]
    assert reading.marketing is letter.get("marketing", False)
    assert list(reading.marketing_channels) == letter.get("marketing_channels", [])


@pytest.mark.parametrize("letter", LETTERS, ids=lambda letter: letter["name"])
def test_every_value_has_its_place_and_confidence(
    letter: dict[str, Any], sample_readings: dict[str, Reading]
) -> None:
    reading = sample_readings[letter["name"]]
    expected = {*letter["sender"], "letter_date"} | (
        {"arrival_stamp"} if "arrival_stamp" in letter else set()
    )
    assert set(reading.fields) == expected
    for found in reading.fields.values():
        assert found.page == 1
        assert 0.5 <= found.confidence <= 1.0
        assert found.bbox is not None
        left, top, right, bottom = found.bbox
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1


def test_each_right_is_shown_with_the_sentence_that_asks_for_it(
    sample_readings: dict[str, Reading],
) -> None:
    reading = sample_readings["access-and-erasure-sv"]
    assert "kopia" in reading.evidence["access"]
    assert "radera" in reading.evidence["erasure"]
    assert reading.evidence["access"] != reading.evidence["erasure"]


def test_a_signature_has_its_place_below_the_closing_phrase(
    sample_readings: dict[str, Reading],
) -> None:
    signed = sample_readings["access-fi"].signature
    assert signed.page == 1
    assert signed.bbox is not None
    assert 0.4 < signed.bbox[1] < 0.6
    unsigned = sample_readings["access-unsigned-fi"].signature
    assert (unsigned.present, unsigned.page, unsigned.bbox) == (False, None, None)


def test_the_json_comes_back_as_the_same_reading(sample_readings: dict[str, Reading]) -> None:
    reading = sample_readings["marketing-sv"]
    again = Reading.from_json(reading.as_json())
    assert again.as_json() == reading.as_json()
    assert set(reading.as_json()) >= {
        "pages", "language", "rights", "sender", "letter_date", "arrival_stamp", "case_number",
        "qr", "signature", "text", "fields",
    }  # fmt: skip
