"""Who may do what and when: what the law, the table or a role forbids is refused with exit 3."""

from __future__ import annotations

import pytest

from tests.journeys.desk import BAD_INPUT, CHANGED, NOT_FOUND, REFUSED, CaseFile, Desk
from tests.journeys.people import AINO, LEENA, MARKKU

EXTENSION = {
    "extension_months": "1",
    "extension_kind": "complexity",
    "extension_reason": "Tietojasi on myös paperilla kolmen ammatinharjoittajan arkistossa",
    "legal_consulted": "yes",
}


def test_nothing_happens_to_a_register_before_identity(desk: Desk) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.link("3")
    before = desk.counts(3)
    for step in ("decide", "approve", "refuse", "release", "close", "set_decision"):
        assert "cannot be taken from received" in case.refused(step)
    said = desk.says("case", "run", case.number)
    assert (said.exit, case.state) == (REFUSED, "received")
    assert "nothing is ordered" in said.err
    assert desk.counts(3) == before
    said = desk.says("case", "do", case.number, "carry_out")
    assert "dsr case run" in said.err
    assert case.state == "received"


def test_a_refusal_without_a_ground_is_none(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.prove("1")
    case.set("*", "refuse")
    reasons = case.refused("refuse", lighter_outcome="a part was looked at")
    assert "No ground covers" in reasons
    assert "Refused or limited without a ground" in reasons


def test_a_slip_of_the_pen_is_told_at_once(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.prove("1")
    for facts, exit_code, reason in (
        ((), REFUSED, "action is missing"),
        (("group=booking.contact", "action=hide", "why=A slip"), REFUSED, "has to be one of"),
        (
            ("group=booking.contact", "action=withhold", "why=A slip", "ground=ACC-99"),
            NOT_FOUND,
            "There is no ground ACC-99",
        ),
    ):
        words = [word for fact in facts for word in ("--fact", fact)]
        said = desk.says("case", "do", case.number, "set_decision", *words)
        assert (said.exit, reason in said.err) == (exit_code, True), said.err
    target = str(desk.site / "out" / "preview.pdf")
    said = desk.says("letter", "preview", case.number, "--type", "LT-NONE", "--out", target)
    assert said.exit == BAD_INPUT
    assert case.shown["decisions"] == []


def test_the_last_word_on_a_row_counts(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.prove("1")
    case.confirm()
    case.set("booking.bookings", "withhold", rows="1,2")
    case.set("booking.bookings", "give", rows="2")
    said = [(d["action"], d["rows"]) for d in _of(case, "booking.bookings")]
    assert said == [("give", []), ("withhold", ["1"]), ("give", ["2"])]
    case.set("booking.bookings", "give")
    assert [(d["action"], d["rows"]) for d in _of(case, "booking.bookings")] == [("give", [])]


def _of(case: CaseFile, group: str) -> list[dict[str, object]]:
    return [d for d in case.shown["decisions"] if d["group"] == group]


def test_the_answer_waits_for_the_second_look(desk: Desk) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    case.confirm()
    assert "Not decided yet" not in case.refused("decide")  # a limit wants a lighter outcome
    case.do("decide", lighter_outcome="the voucher alone is kept")
    assert "cannot be taken from decided" in case.release_refused()
    case.approve()
    assert "cannot be taken from approved" in case.release_refused()
    assert desk.counts(3)["bookings"] == 2


def test_a_plan_that_was_not_shown_is_not_approved(desk: Desk) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome="the voucher alone is kept")
    shown = case.plan["digest"]
    desk.plants("UPDATE customers SET phone = '040 555 0777' WHERE id = 3")
    assert "not the plan as it is now" in case.refused("approve", user="approver", plan=shown)
    assert case.plan["digest"] != shown


def test_a_register_that_changed_after_the_approval_voids_the_plan(desk: Desk) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome="the voucher alone is kept")
    case.approve()
    desk.plants(
        "INSERT INTO notes (customer_id, practitioner_id, written_on, kind, body, restricted)"
        " VALUES (3, 5, '2026-03-12', 'info', 'Soitti ja kysyi lahjakortista.', 0)"
    )
    said = desk.says("case", "run", case.number)
    assert said.exit == CHANGED
    assert "changed since the plan was approved" in said.err
    assert (case.state, desk.counts(3)["notes"]) == ("in_decision", 2)
    case.confirm()
    case.do("decide", lighter_outcome="the voucher alone is kept")
    case.carry_out()
    assert desk.counts(3)["notes"] == 0


def test_roles_are_kept(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    assert "Only officer may do this" in case.refused("accept_identity", user="desk")
    assert "Only officer may do this" in case.refused("accept_identity", user="approver")
    assert desk.says("case", "do", case.number, "close", user="nobody").exit == NOT_FOUND
    said = desk.says(
        "intake", "note", "--received", "2026-03-05", "--right", "access", "--name", "Aino",
        user="approver",
    )  # fmt: skip
    assert said.exit == REFUSED
    assert case.step("accept_identity", user="desk")["why_not"]


def test_a_second_officer_is_another_person(desk: Desk) -> None:
    assert desk.says("user", "add", "second", "--role", "officer").exit == 0
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome="the voucher alone is kept")
    digest = case.plan["digest"]
    assert "another person has to approve" in case.refused("approve", plan=digest)
    assert case.approve(user="second") == digest


@pytest.mark.shows("R6", "R9", "EXT-12-3", "L09")
def test_the_period_is_extended_by_two_persons_with_a_reason(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)  # Thursday
    thin = {**EXTENSION, "extension_reason": "Kiire"}
    assert "fewer than 25 letters" in case.refused("propose_extension", **thin)
    case.do("propose_extension", **EXTENSION)
    assert "another person" in case.refused("extend")
    case.do("extend", user="approver")
    shown = case.shown
    # Two months from Thursday 5 March are Tuesday 5 May; the strict date stays Tuesday 7 April.
    assert (shown["strict_due"], shown["due"]) == ("2026-04-07", "2026-05-05")
    notice = case.sent("LT-EXTEND")
    for told in ("5.3.2026", "5.5.2026", "kolmen ammatinharjoittajan arkistossa"):
        assert told in notice.text
    case.post(notice)
    assert "extended already" in case.refused("propose_extension", **EXTENSION)


@pytest.mark.shows("R10", "LATE")
def test_after_the_strict_date_no_extension_and_an_apology(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **LEENA)
    desk.on("2026-04-08")  # Wednesday, a day late
    assert "had to be announced by 2026-04-07" in case.refused("propose_extension", **EXTENSION)
    today = desk.does("today")["sentences"]
    assert case.number in next(s for s in today if s["code"] == "overdue")["cases"]
    case.prove("4")
    case.confirm()
    case.do("decide")
    case.carry_out()
    assert "delay_reason" in case.release_refused()
    (answer,) = case.release(late_because="kirjeesi oli jäänyt väärään kansioon")
    assert "kirjeesi oli jäänyt väärään kansioon" in answer.text
    assert "7.4.2026" in answer.text
    assert "käräjäoikeus" in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("L06", "L07")
def test_a_withdrawn_request_ends_with_a_letter(desk: Desk) -> None:
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)
    case.prove("3", method="call_back")
    desk.on("2026-03-16")  # Monday
    case.do("withdraw", user="desk", withdrawn_on="2026-03-13", withdrawn_how="phone")  # Friday
    (answer,) = case.release()
    assert (answer.type, case.state) == ("LT-CLOSE", "withdrawn")
    assert "13.3.2026" in answer.text
    assert "Tietosuojavaltuutetun toimisto" in answer.text
    assert "not recorded as posted" in case.refused("close")
    case.post_and_close(answer)
    assert desk.counts(3)["bookings"] == 2


@pytest.mark.shows("G33")
def test_a_letter_that_came_back_was_not_provided(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **LEENA)
    case.prove("4")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    case.post(answer)
    desk.on("2026-03-20")  # Friday
    case.do("record_return", letter=str(answer.id), returned_on="2026-03-19", user="desk")
    assert "came back" in case.refused("close")
    case.post_and_close(answer)  # posted again, to the address she gave on the telephone


@pytest.mark.shows("R14")
def test_two_rights_of_one_letter_are_answered_in_lawful_order(desk: Desk) -> None:
    access, erasure = desk.notes(
        "erasure", "access", received="2026-03-05", channel="post", **MARKKU
    )
    assert [c.shown["right"] for c in (access, erasure)] == ["access", "erasure"]
    assert access.shown["siblings"] == [erasure.number]
    erasure.prove("3", method="call_back")
    erasure.confirm()
    erasure.do("decide", lighter_outcome="the voucher alone is kept")
    erasure.approve()
    said = desk.says("case", "run", erasure.number)
    assert (said.exit, erasure.state) == (REFUSED, "approved")
    assert f"{access.number}: It is not answered yet" in said.err
    assert desk.counts(3)["bookings"] == 2

    access.prove("3")
    access.confirm()
    access.do("decide")
    access.carry_out()
    (copy,) = access.release()
    assert "Haluaa sivut lyhyiksi, päältä pitkä." in copy.text
    assert "not posted yet" in desk.says("case", "run", erasure.number).err
    access.post(copy)
    # Posted on Thursday 12 March; five working days later is Thursday 19 March.
    assert "from 2026-03-19" in desk.says("case", "run", erasure.number).err
    assert desk.counts(3)["bookings"] == 2
    desk.on("2026-03-19")
    assert erasure.run()["state"] == "carried_out"
    assert desk.counts(3)["bookings"] == 0


def test_a_note_has_a_right_a_day_and_somebody(desk: Desk) -> None:
    for words, reason in (
        (("--received", "2026-03-05", "--name", "Aino Koskinen"), "names no right"),
        (("--received", "2026-03-05", "--right", "access"), "names nobody"),
        (("--received", "2026-03-13", "--right", "access", "--name", "Aino"), "2026-03-13"),
    ):
        said = desk.says("intake", "note", *words, user="desk")
        assert said.exit == BAD_INPUT
        assert reason in said.err
    assert desk.does("case", "list")["cases"] == []
    said = desk.says("intake", "note", "--right", "access", "--name", "Aino", user="desk")
    assert said.exit == 2  # the day of arrival has no default


def test_every_right_has_a_case_of_its_own_in_lawful_order(desk: Desk) -> None:
    asked = ("erasure", "consent_withdrawal", "objection", "restriction", "rectification")
    found = desk.takes_in(
        "note", *asked, "portability", "access", received="2026-03-05", channel="email", **AINO
    )
    assert [case["workflow"] for case in found["cases"]] == [
        "access",
        "portability",
        "rectification",
        "restriction",
        "objection",
        "consent_withdrawal",
        "erasure",
    ]
    assert found["without_workflow"] == []
    assert {case["strict_due"] for case in found["cases"]} == {"2026-04-07"}


def test_consent_to_marketing_taken_back_is_the_marketing_objection(desk: Desk) -> None:
    day = "2026-03-05"
    found = desk.takes_in("note", "consent_withdrawal", received=day, marketing="yes", **AINO)
    (case,) = found["cases"]
    assert (case["right"], case["workflow"]) == ("objection", "marketing_objection")


@pytest.mark.shows("R14", "G10")
def test_a_reminder_is_shown_as_one_and_starts_no_clock(desk: Desk) -> None:
    first = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    found = desk.takes_in("note", "access", received="2026-03-12", channel="post", **AINO)
    (same,) = found["duplicates"]
    assert (same["kind"], same["case"]) == ("same_person", first.number)
    assert first.shown["strict_due"] == "2026-04-07"  # Tuesday, as before
