"""Two scanned letters, read by the real OCR, become cases and an answer."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from dsr.shipped import shipped
from tests.journeys.desk import CaseFile, Desk

SAMPLES = shipped("letters") / "samples"


def test_a_swedish_letter_with_two_wishes_becomes_two_cases(desk: Desk) -> None:
    scan = SAMPLES / "access-and-erasure-sv.tif"
    before = scan.read_bytes()
    found = desk.takes_in("letter", scan=str(scan), received="2026-03-09")  # Monday
    assert [case["right"] for case in found["cases"]] == ["access", "erasure"]
    assert found["reading"]["language"] == "sv"
    best = found["candidates"][0]
    assert best["key"] == "8"  # Nils, though he writes the street in Swedish
    access, erasure = (CaseFile(desk, case["case"]) for case in found["cases"])
    # One month after Monday 9 March is Thursday 9 April.
    assert access.shown["strict_due"] == erasure.shown["strict_due"] == "2026-04-09"
    assert scan.read_bytes() == before
    access.prove("8")
    access.confirm()
    access.do("decide")
    access.carry_out()
    (answer,) = access.release()
    assert answer.type == "LT-ACCESS-FULL"
    assert "Söderberg" in answer.text
    assert "Dataombudsmannens byrå" in answer.text
    # The same scan again is shown as a copy, not rejected.
    again = desk.takes_in("letter", scan=str(scan), received="2026-03-10", right="access")
    assert "same_scan" in {one["kind"] for one in again["duplicates"]}


def test_a_letter_that_asks_for_nothing_waits_in_the_holding_pen(
    desk: Desk, tmp_path: Path
) -> None:
    scan = tmp_path / "card.png"
    page = Image.new("L", (1240, 874), 255)
    font = ImageFont.truetype(shipped("letters") / "fonts/noto-sans/NotoSans-Regular.ttf", 34)
    words = (
        "Hei!\n\nKiitos mukavasta jalkahoidosta viime viikolla.\nTulen taas kevät tullen.\n\nTerho"
    )
    ImageDraw.Draw(page).multiline_text((120, 140), words, fill=0, font=font, spacing=18)
    page.save(scan, dpi=(150, 150))
    found = desk.takes_in("letter", scan=str(scan), received="2026-03-11")  # Wednesday
    assert (found["cases"], found["reading"]["rights"]) == ([], [])
    (pen,) = [s for s in desk.does("today")["sentences"] if s["code"] == "pen"]
    assert "2026-03-11" in pen["text"]
    # A colleague sees a request in it after all: the month has run from its arrival.
    again = desk.takes_in("letter", "access", scan=str(scan), received="2026-03-11")
    assert "same_scan" in {one["kind"] for one in again["duplicates"]}
    assert again["cases"][0]["strict_due"] == "2026-04-13"  # 11 April is a Saturday; Monday
