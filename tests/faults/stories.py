"""Cases brought to the moment at which a fault may strike, all in one site with made-up people."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.faults.desk import Desk, dsr

CUSTOMERS = "24"
LIGHTER = "No lighter outcome serves the request."

#: The people of the demo register by key, as they write of themselves.
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "2": ("Birgitta Lindqvist", "Museigatan 8 A 3", "00100", "Helsinki"),
    "3": ("Markku Tammela", "Hämeentie 62 C 45", "00500", "Helsinki"),
    "4": ("Leena Rautio", "Sturenkatu 21 A 7", "00510", "Helsinki"),
    "5": ("Veikko Harju", "Kumpulantie 3 B 12", "00520", "Helsinki"),
    "6": ("Emily Carter", "Fleminginkatu 15 A 9", "00530", "Helsinki"),
    "7": ("Sanna Mäkinen", "Vaasankatu 4 D 18", "00500", "Helsinki"),
    "8": ("Nils Söderberg", "Lönnrotinkatu 25 A 11", "00180", "Helsinki"),
}


def open_site(folder: Path) -> Desk:
    made = dsr("init", str(folder), "--demo", "--customers", CUSTOMERS, DSR_TODAY=None)
    assert made.code == 0, made.err
    return Desk(folder)


def received(desk: Desk, key: str, right: str, *more: str) -> str:
    """A letter of this person is logged; returns the case's number."""
    name, street, postcode, city = PEOPLE[key]
    asked = ["--right", right, "--received", "2026-03-06", "--channel", "post", *more]
    who = ["--name", name, "--street", street, "--postcode", postcode, "--city", city]
    cases = desk.must("desk", "intake", "note", *asked, *who)["cases"]
    return str(cases[0]["case"])


def verified(desk: Desk, key: str, right: str) -> str:
    case = received(desk, key, right)
    desk.do("officer", case, "link_person", register="booking", keys=key, paper_searched="yes")
    desk.do("officer", case, "accept_identity", method="call_back")
    return case


def approved(desk: Desk, case: str) -> str:
    digest = desk.must("officer", "case", "plan", case)["digest"]
    desk.do("approver", case, "approve", plan=digest)
    return case


def erasure_approved(desk: Desk, key: str = "3") -> str:
    case = verified(desk, key, "erasure")
    desk.must("officer", "case", "confirm", case)
    desk.do("officer", case, "decide", lighter_outcome=LIGHTER)
    return approved(desk, case)


def without_receipts(desk: Desk) -> Desk:
    """A register to which nobody may add a table of ours."""
    settings = desk.site / "dsr.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("[registers.booking]\n") == 1
    changed = text.replace("[registers.booking]\n", "[registers.booking]\nreceipts = false\n")
    settings.write_text(changed, encoding="utf-8")
    return desk


def access_approved(desk: Desk, key: str = "4") -> str:
    case = verified(desk, key, "access")
    desk.must("officer", "case", "confirm", case)
    desk.do("officer", case, "decide", lighter_outcome=LIGHTER)
    return approved(desk, case)


def rectification_approved(desk: Desk, key: str = "5") -> str:
    case = verified(desk, key, "rectification")
    desk.do(
        "officer",
        case,
        "set_decision",
        group="booking.contact",
        action="correct",
        why="The letter gives the new number.",
        values=json.dumps({"customers.phone": "+358 40 555 0999"}),
    )
    desk.do("officer", case, "decide")
    return approved(desk, case)


def restriction_ordered(desk: Desk, key: str = "7") -> str:
    case = verified(desk, key, "objection")
    desk.do("officer", case, "restrict", restrict_why="The objection is assessed.")
    return case


def marketing_stop_ordered(desk: Desk) -> str:
    asked = ["--right", "objection", "--marketing", "--received", "2026-03-06"]
    who = ["--email", "ecarter@example.org"]
    case = str(desk.must("desk", "intake", "note", *asked, *who)["cases"][0]["case"])
    desk.do("officer", case, "stop_marketing")
    return case


def ready_to_answer(desk: Desk, case: str) -> str:
    """Carried out, and every recipient told."""
    desk.must("officer", "case", "run", case)
    steps = desk.must("officer", "case", "steps", case)["steps"]
    (release,) = (step for step in steps if step["step"] == "release" and step["from_here"])
    for reason in release["why_not"]:
        untold = reason.partition("Not told yet: ")[2].partition(". Tell each")[0]
        for name in untold.split(", ") if untold else ():
            desk.do("officer", case, "tell_recipient", recipient=name, outcome="told")
    return case


def alter(site: Path, statement: str) -> None:
    """Change the register behind the program's back."""
    with closing(sqlite3.connect(site / "registers" / "booking.db")) as connection:
        connection.execute(statement)
        connection.commit()
