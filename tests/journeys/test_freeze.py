"""An open request for a copy stops the deletion of the same data, whoever ordered it (F.2)."""

from __future__ import annotations

import pytest

from tests.journeys.desk import REFUSED, CaseFile, Desk
from tests.journeys.people import LEENA, MARKKU

LIGHTER = "the voucher alone is kept"


def frozen(desk: Desk) -> list[str]:
    """The keys that a deletion job has to spare."""
    given = desk.does("register", "frozen")
    return [key for person in given["frozen"] for key in person["keys"]]


def in_today(desk: Desk, code: str) -> list[str]:
    """The cases that today's list names under a heading."""
    found = [s["cases"] for s in desk.does("today")["sentences"] if s["code"] == code]
    return list(found[0]) if found else []


def erasure_approved(desk: Desk, **override: str) -> CaseFile:
    """Markku's erasure, of a letter of its own, up to the approval."""
    case = desk.notes_one("erasure", received="2026-03-09", channel="post", **MARKKU)  # a Monday
    case.prove("3", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER, **override)
    case.approve()
    return case


def run_refused(case: CaseFile) -> str:
    """Carrying out is refused; nothing happened to the register."""
    said = case.desk.says("case", "run", case.number)
    assert (said.exit, case.state) == (REFUSED, "approved")
    assert case.desk.counts(3)["bookings"] == 2
    return said.err


def access_open(desk: Desk) -> CaseFile:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **MARKKU)  # a Thursday
    case.prove("3")
    return case


@pytest.mark.shows("R14")
def test_an_erasure_of_another_letter_waits_for_the_copy(desk: Desk) -> None:
    access = access_open(desk)
    erasure = erasure_approved(desk)
    reasons = run_refused(erasure)
    assert f"{access.number}: It is not answered yet" in reasons
    assert "TSV/224/2023" in reasons
    assert in_today(desk, "frozen") == [erasure.number]
    assert in_today(desk, "run") == []
    assert frozen(desk) == ["3"]

    access.confirm()
    access.do("decide")
    access.carry_out()
    (copy,) = access.release()
    access.post(copy)
    # Posted on Thursday 12 March; with the person five working days later, Thursday 19 March.
    assert "from 2026-03-19" in run_refused(erasure)
    desk.on("2026-03-18")  # Wednesday: it comes back
    access.do("record_return", letter=str(copy.id), returned_on="2026-03-18", user="desk")
    assert in_today(desk, "returned") == [access.number]
    desk.on("2026-03-30")  # Monday
    assert "came back" in run_refused(erasure)
    access.post(copy)
    assert frozen(desk) == ["3"]
    desk.on("2026-04-08")  # Wednesday: five working days later, with Easter between
    assert frozen(desk) == []
    assert in_today(desk, "run") == [erasure.number]
    assert erasure.run()["state"] == "carried_out"
    assert desk.counts(3)["bookings"] == 0


def test_a_request_whose_person_is_not_linked_yet_stops_it_too(desk: Desk) -> None:
    access = desk.notes_one("access", received="2026-03-12", channel="email", **MARKKU)
    erasure = erasure_approved(desk)
    assert access.number in run_refused(erasure)
    given = desk.does("register", "frozen")
    assert (given["frozen"], given["unlinked"]) == ([], [access.number])


def test_nobody_else_is_frozen(desk: Desk) -> None:
    other = desk.notes_one("access", received="2026-03-05", channel="post", **LEENA)
    other.prove("4")
    erasure = erasure_approved(desk)
    assert frozen(desk) == ["4"]
    assert erasure.run()["state"] == "carried_out"


def test_the_person_may_want_it_erased_first(desk: Desk) -> None:
    access_open(desk)
    bare = erasure_approved(desk, erase_before_access="yes")
    run_refused(bare)  # without words there is no such wish
    bare.do("recall", reason="He says on the phone that he wants no copy before the erasure.")
    bare.do(
        "decide",
        lighter_outcome=LIGHTER,
        erase_before_access="yes",
        erase_before_access_words="Poistakaa ensin kaikki, kopiota en tarvitse.",
    )
    bare.approve()
    assert bare.run()["state"] == "carried_out"


def test_an_objection_that_would_delete_waits_too(desk: Desk) -> None:
    access_open(desk)
    case = desk.notes_one("objection", received="2026-03-09", channel="post", **MARKKU)
    case.link("3")
    case.do("accept_identity", method="call_back", concerns="booking.notes")
    case.do("restrict", restrict_why="processing on legitimate interests is objected to")
    case.run()
    case.set("booking.notes", "stop")
    case.do("decide")
    case.approve()
    notes = desk.counts(3)["notes"]
    run_refused(case)
    assert desk.counts(3)["notes"] == notes > 0


def test_a_correction_does_not_wait(desk: Desk) -> None:
    access_open(desk)
    case = desk.notes_one("rectification", received="2026-03-09", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    values = '{"customers.phone": "+358 40 555 0999"}'
    case.set("booking.contact", "correct", values=values)
    case.do("decide")
    case.carry_out()


def test_the_list_is_given_to_whoever_may_see_keys(desk: Desk) -> None:
    access_open(desk)
    assert desk.says("user", "add", "auditing", "--role", "auditor").exit == 0
    assert desk.says("register", "frozen", user="auditing").exit == REFUSED
    said = desk.says("register", "frozen", user="desk")
    assert "booking: 3" in said.out
    assert "Give access first" in said.out


@pytest.mark.shows("G08", "R12")
def test_an_address_that_was_left_but_is_still_named_is_told_every_morning(desk: Desk) -> None:
    settings = desk.site / "dsr.toml"
    text = settings.read_text(encoding="utf-8")
    left = 'former_addresses = [{ street = "Vanhatie 2", postcode = "00500", city = "Helsinki" }]'
    settings.write_text(text.replace("[controller]", f"[controller]\n{left}", 1), encoding="utf-8")
    checks = {one["name"]: one["sentence"] for one in desk.does("doctor")["checks"]}
    assert "Vanhatie 2: keep the mail forwarded" in checks["former addresses"]
