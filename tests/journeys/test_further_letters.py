"""Copies, reminders and supplements of a request, and the holding pen (R12, R14; legal spec G)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from dsr.shipped import shipped
from tests.journeys.desk import BAD_INPUT, NOT_FOUND, REFUSED, CaseFile, Desk
from tests.journeys.people import LEENA, MARKKU

SAMPLES = shipped("letters") / "samples"


@pytest.fixture
def card(tmp_path: Path) -> str:
    """A scanned card that asks for nothing."""
    page = Image.new("L", (1240, 874), 255)
    font = ImageFont.truetype(shipped("letters") / "fonts/noto-sans/NotoSans-Regular.ttf", 34)
    words = "Hei!\n\nKiitos mukavasta jalkahoidosta viime viikolla.\n\nTerho"
    ImageDraw.Draw(page).multiline_text((120, 140), words, fill=0, font=font, spacing=18)
    page.save(tmp_path / "card.png", dpi=(150, 150))
    return str(tmp_path / "card.png")


def sentence(desk: Desk, code: str) -> Any:
    """A sentence of today's list, or None."""
    return next((s for s in desk.does("today")["sentences"] if s["code"] == code), None)


def pen(desk: Desk, *words: str) -> list[dict[str, Any]]:
    return list(desk.does("intake", "pen", *words)["letters"])


def noted(desk: Desk, *words: str, received: str, **person: str) -> Any:
    """A note with whatever options, by the clerk."""
    given = [word for name, value in person.items() for word in (f"--{name}", value)]
    note = ("intake", "note", "--channel", "email", "--received", received)
    return desk.does(*note, *words, *given, user="desk")


@pytest.mark.shows("G10", "R14")
def test_a_third_message_still_waiting_restarts_no_clock_and_presses(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-02-02", channel="email", **MARKKU)  # a Monday
    due = case.shown["due"]
    about = ("--about", case.number, "--is", "reminder")
    # Two reminders, on Monday 16 February and Monday 2 March.
    for day in ("2026-02-16", "2026-03-02"):
        said = noted(desk, *about, received=day, name="Markku Tammela")
        assert (said["cases"], said["filed"]["cases"]) == ([], [case.number])
    assert len(desk.does("case", "list")["cases"]) == 1
    assert case.shown["due"] == due
    assert pen(desk) == []
    events = [event for event in case.events if event["name"] == "record_letter"]
    assert [event["details"]["received"] for event in events] == ["2026-02-16", "2026-03-02"]
    assert {event["details"]["letter_kind"] for event in events} == {"reminder"}
    desk.on("2026-03-02")  # the very last day: Monday 2 March
    assert case.number in sentence(desk, "reminded")["cases"]
    desk.on("2026-03-03")
    assert sentence(desk, "reminded") is None
    first = desk.does("today")["sentences"][0]
    assert (first["code"], first["cases"]) == ("reminded_overdue", [case.number])


@pytest.mark.shows("R12")
def test_a_letter_of_the_pen_opens_its_cases_with_the_day_it_came(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-02", channel="email", **LEENA)
    about = ("--about", case.number, "--is", "supplement")
    letter = noted(desk, *about, received="2026-03-04", name="Leena Rautio")["letter"]
    desk.on("2026-03-12")
    opened = desk.does("intake", "open", str(letter), "--right", "erasure", user="desk")
    assert opened["received"] == "2026-03-04"
    # One month after Wednesday 4 March is Saturday 4 April; Easter follows: Tuesday 7 April.
    (one,) = opened["cases"]
    assert (one["right"], one["strict_due"]) == ("erasure", "2026-04-07")
    assert CaseFile(desk, one["case"]).state == "received"
    again = desk.says("intake", "open", str(letter), "--right", "erasure", user="desk")
    assert again.exit == REFUSED
    assert one["case"] in again.err
    assert desk.says("intake", "open", "99", "--right", "access").exit == NOT_FOUND
    assert desk.says("intake", "open", str(letter)).exit == BAD_INPUT


@pytest.mark.shows("R14")
def test_a_supplement_that_asks_for_another_right_says_so(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-02", channel="post", **MARKKU)
    scan = str(SAMPLES / "access-and-erasure-sv.tif")
    about = ("--received", "2026-03-09", "--about", case.number, "--is", "supplement")
    said = desk.does("intake", "letter", scan, *about, user="desk")
    assert said["filed"]["asks_also"] == ["erasure"]
    assert "somebody else" in said["filed"]["notes"][0]  # the sample is not Markku's
    assert sentence(desk, "supplement")["cases"] == [case.number]
    told = desk.says("intake", "open", str(said["letter"]), "--right", "erasure", user="desk")
    assert "erasure" in told.out
    assert sentence(desk, "supplement") is None


def test_ordinary_mail_leaves_the_pen_and_may_come_back(desk: Desk, card: str) -> None:
    case = desk.notes_one("access", received="2026-03-02", channel="post", **MARKKU)
    letter = _pen_letter(desk, card)
    assert [one["letter"] for one in pen(desk)] == [letter]
    assert sentence(desk, "pen")["command"] == "dsr intake pen"
    too_short = desk.says("intake", "set-aside", str(letter), "--why", "no", user="desk")
    assert too_short.exit == BAD_INPUT
    why = ("--why", "An offer of towels, nothing is asked of us.")
    assert desk.does("intake", "set-aside", str(letter), *why, user="desk")["aside"] is True
    assert (pen(desk), sentence(desk, "pen")) == ([], None)
    assert [one["letter"] for one in pen(desk, "--aside")] == [letter]
    attach = ("intake", "attach", str(letter), "--about", case.number, "--is", "reminder")
    refused = desk.says(*attach, user="desk")
    assert (refused.exit, "--back" in refused.err) == (REFUSED, True)
    back = ("--back", "--why", "On the back page she asks where her answer is.")
    desk.does("intake", "set-aside", str(letter), *back, user="desk")
    assert desk.does(*attach, user="desk")["cases"] == [case.number]
    assert desk.does(*attach, user="desk")["cases"] == [case.number]  # once more changes nothing
    assert [event["name"] for event in case.events].count("record_letter") == 1
    assert pen(desk) == []
    other = desk.says(*attach[:-1], "copy", user="desk")
    assert (other.exit, "as a reminder already" in other.err) == (REFUSED, True)


def _pen_letter(desk: Desk, scan: str) -> int:
    said = desk.does("intake", "letter", scan, "--received", "2026-03-09", user="desk")
    assert said["cases"] == []
    return int(said["letter"])


def test_a_case_is_never_attached_to_nothing(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-02", channel="post", **MARKKU)
    day = ("--received", "2026-03-09")
    half = desk.says("intake", "note", *day, "--about", case.number, user="desk")
    assert (half.exit, "--is" in half.err) == (2, True)
    both = (*day, "--about", case.number, "--is", "supplement", "--right", "erasure")
    assert desk.says("intake", "note", *both, user="desk").exit == 2
    gone = ("--about", "DSR-2026-0099", "--is", "copy")
    assert desk.says("intake", "note", *day, *gone, user="desk").exit == NOT_FOUND
    assert pen(desk) == []  # nothing was logged by any of these
    own = ("intake", "attach", "1", "--about", case.number, "--is", "copy")
    refused = desk.says(*own, user="desk")
    assert (refused.exit, "opened this case" in refused.err) == (REFUSED, True)


def test_the_step_itself_puts_the_letter_there_too(desk: Desk, card: str) -> None:
    case = desk.notes_one("access", received="2026-03-02", channel="post", **MARKKU)
    letter = _pen_letter(desk, card)
    case.do("record_letter", letter=str(letter), letter_kind="copy", user="desk")
    assert pen(desk) == []


def test_two_cases_of_one_person_and_right_are_shown_side_by_side(desk: Desk) -> None:
    first = desk.notes_one("access", received="2026-03-02", channel="post", **MARKKU)
    second = desk.notes_one("access", received="2026-03-09", channel="email", **MARKKU)
    assert sentence(desk, "repeated") is None
    for case in (first, second):
        case.link("3")
    assert sentence(desk, "repeated")["cases"] == [first.number, second.number]
