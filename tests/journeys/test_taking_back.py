"""An order taken back before it begins, and a second look that cannot be talked away."""

from __future__ import annotations

import pytest

from dsr.casework.data import MARK_RESTRICTED, tasks_of
from dsr.entrypoints.cli.shell import Shell
from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import MARKKU, VEIKKO

LIGHTER = "only what stands in the voucher itself is kept"


def ordered(desk: Desk) -> CaseFile:
    """An erasure, approved and not yet run."""
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **MARKKU)  # Wednesday
    case.prove("3", method="call_back")
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.approve()
    return case


def test_an_order_is_recalled_before_the_register_begins(desk: Desk) -> None:
    case = ordered(desk)
    before = desk.counts(3)
    assert case.do("recall", reason="she called: first the bookings")["state"] == "in_decision"
    assert desk.counts(3) == before
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.counts(3) != before


def test_a_run_that_meets_a_recalled_order_does_nothing(desk: Desk) -> None:
    case = ordered(desk)
    before = desk.counts(3)
    action = f"{case.number}:1:carry_out"
    case.do("recall", reason="she called: first the bookings")
    assert desk.rows("SELECT counts FROM dsr_receipt WHERE action_id = ?", action) == [("{}",)]
    assert "nothing is ordered" in desk.says("case", "run", case.number).err
    assert desk.counts(3) == before


def test_what_was_carried_out_cannot_be_recalled(desk: Desk) -> None:
    case = ordered(desk)
    case.run()
    assert "recall cannot be taken from carried_out" in case.refused("recall", reason="too late")


def test_the_second_look_is_the_registers_word_not_the_officers(desk: Desk) -> None:
    case = ordered(desk)
    case.run()
    # The booking system writes the person back before anybody is told.
    desk.plants("UPDATE customers SET email = ? WHERE id = 3", "markku.tammela@example.com")
    case.do("prove_again", residuals="0")
    assert "The second look had" in case.release_refused()
    assert case.do("act_again", reason="the booking system wrote it back")["state"] == "in_decision"
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.row("SELECT email FROM customers WHERE id = 3") == (None,)


def test_an_ordered_restriction_is_the_same_order_the_next_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the register's commit: the mark stands, the case does not know it yet."""
    case = desk.notes_one("rectification", received="2026-03-09", channel="post", **VEIKKO)
    case.prove("5", method="call_back")
    case.do("restrict", restrict_why="the note is contested")
    monkeypatch.setenv("DSR_TODAY", desk.today.isoformat())
    office = Shell(desk.site).office
    (task,) = tasks_of(office, office.store.case(case.number), MARK_RESTRICTED)
    assert not task.register.run(task.order).replayed
    # Overnight the booking system drops her last bookings; Friday 13 March the run is called again.
    desk.plants(
        "DELETE FROM bookings WHERE customer_id = 5 AND id NOT IN (SELECT booking_id FROM"
        " notes WHERE booking_id IS NOT NULL)"
    )
    desk.on("2026-03-13")
    done = case.run()
    assert (done["state"], done["replayed"]) == ("assessing", True)
