"""Erasure (GDPR Art. 17): everything goes but what a law keeps, and it is looked at again."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import LEENA, MARKKU, NILS

PROCESSOR = "Ajas Oy"
HAIR = "Tmi Riku Palo"
ACCOUNTANT = "Tilitoimisto Esimerkki Oy"
KEPT = "vouchers are kept without the rest; less than a voucher the law does not allow"


def asked(desk: Desk, who: dict[str, str], key: str) -> CaseFile:
    """A letter asks for erasure; the person confirms by a call-back to the number on file."""
    case = desk.notes_one("erasure", received="2026-03-04", channel="post", **who)  # Wednesday
    case.link(key)
    assert "needs evidence E2, E1 is shown" in case.refused("accept_identity")
    case.do("accept_identity", method="call_back")
    return case


@pytest.mark.shows("L22", "REST", "ERA-BACKUP", "ERA-SUPPRESS")
def test_everything_goes_where_nothing_is_kept(desk: Desk) -> None:
    desk.plants("DELETE FROM vouchers WHERE customer_id = 3")
    case = asked(desk, MARKKU, "3")
    # One month after Wednesday 4 March is Saturday 4 April; Easter follows; so Tuesday 7 April.
    assert case.shown["strict_due"] == "2026-04-07"
    case.confirm()
    case.do("decide")
    plan = case.plan
    assert {row["action"] for row in plan["rows"]} == {"erase"}
    assert plan["rows"][0]["after"] is None or "Tammela" not in str(plan["rows"][0]["after"])
    assert desk.counts(3)["bookings"] == 2  # a dry run changes nothing
    case.carry_out()
    assert set(desk.counts(3).values()) == {0}
    assert "Not told yet" in case.release_refused()
    due = case.shown["recipients_due"]
    assert {PROCESSOR, HAIR} <= set(due)
    case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-FULL"
    assert "12.3.2026" in answer.text
    assert PROCESSOR in answer.text
    # Backups are overwritten after 30 days: Thursday 12 March + 30 = Saturday 11 April.
    assert "11.4.2026" in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("ERA-17-3-B-KPL6", "L23")
def test_a_voucher_stays_until_its_six_years_are_over(desk: Desk) -> None:
    case = asked(desk, MARKKU, "3")
    case.confirm()
    (kept,) = [d for d in case.shown["decisions"] if d["action"] == "keep"]
    # Voucher of 2024: six years from the end of 2024, Tuesday 31 December 2030.
    assert (kept["group"], kept["ground"], kept["until"]) == (
        "booking.vouchers",
        "ERA-17-3-B-KPL6",
        "2030-12-31",
    )
    case.do("decide", lighter_outcome=KEPT)
    case.carry_out()
    left = desk.counts(3)
    assert (left.pop("vouchers"), left.pop("purchases")) == (1, 1)
    assert set(left.values()) == {0}
    # The voucher points to its purchase, so that row stays and loses what says anything.
    assert desk.rows("SELECT product FROM purchases WHERE customer_id = 3") == [("[poistettu]",)]
    assert desk.row("SELECT first_name, email, phone FROM customers WHERE id = 3") == (
        "[poistettu]",
        None,
        None,
    )
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    for said in ("31.12.2030", "2024-000007", "kirjanpitolain", "Tietosuojavaltuutetun toimisto"):
        assert said in answer.text, said
    case.post_and_close(answer)


@pytest.mark.shows("ERA-17-3-B-KPL6")
def test_an_old_voucher_goes_and_the_own_breach_is_recorded(desk: Desk) -> None:
    case = asked(desk, NILS, "8")
    case.confirm()
    vouchers = [d for d in case.shown["decisions"] if d["group"] == "booking.vouchers"]
    kept, going = sorted(vouchers, key=lambda d: d["action"], reverse=True)
    # The one of 2019 was to go on Wednesday 31 December 2025; it is told as the own breach.
    assert (kept["action"], kept["until"]) == ("keep", "2031-12-31")  # a Wednesday
    assert (going["action"], going["facts"]) == ("erase", {"overdue_rows": 1})
    assert "record the own breach" in going["why"]
    case.do("decide", lighter_outcome=KEPT)
    case.carry_out()
    assert desk.rows("SELECT number FROM vouchers WHERE customer_id = 8") == [("2025-000017",)]
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    assert "31.12.2031" in answer.text
    assert "2025-000017" in answer.text
    assert "2019-000016" not in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("ERA-CONTRACT")
def test_an_open_contract_is_refused_with_its_facts(desk: Desk) -> None:
    desk.plants(
        "INSERT INTO bookings (customer_id, service_id, practitioner_id, starts_at, booked_at,"
        " manner, status, restricted) VALUES (4, 4, 5, '2026-05-07 10:30:00.000000',"
        " '2026-03-01 09:00:00.000000', 'internet', 'booked', 0)"
    )
    (booking,) = desk.row("SELECT id FROM bookings WHERE customer_id = 4 AND status = 'booked'")
    case = asked(desk, LEENA, "4")
    facts = {
        "data_desc": "Nimi, puhelinnumero ja varaus",
        "open_matter": "Olet varannut hiustenleikkauksen 7.5.2026, etkä ole perunut varausta",
        "contract_id": str(booking),
        "end_date": "2026-05-07",  # Thursday
    }
    case.confirm()
    # The engine proposes the ground and the last day; what is open is the officer's to say.
    (kept,) = [d for d in case.shown["decisions"] if d["ground"] == "ERA-CONTRACT"]
    assert (kept["group"], kept["until"]) == ("booking.bookings", "2026-05-07")
    reasons = case.refused("decide", lighter_outcome=KEPT)
    assert "ERA-CONTRACT.open_matter" in reasons
    assert "ERA-CONTRACT.end_date" not in reasons
    for group in [d["group"] for d in case.shown["decisions"]]:
        case.set(group, "refuse", ground="ERA-CONTRACT", **facts)
    case.do("refuse", lighter_outcome="the booking cannot be kept without the contact details")
    before = desk.counts(4)
    assert "another person" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-REFUSED"
    assert "Olet varannut hiustenleikkauksen 7.5.2026" in answer.text
    assert "Tietosuojavaltuutetun toimisto" in answer.text
    assert "käräjäoikeus" in answer.text
    case.post_and_close(answer)
    assert desk.counts(4) == before


@pytest.mark.shows("L27")
def test_a_refusal_is_contested_and_decided_anew(desk: Desk) -> None:
    case = asked(desk, MARKKU, "3")
    facts = {
        "data_desc": "Nimi ja varaukset",
        "open_matter": "Lahjakorttisi on vielä voimassa ja käyttämättä",
        "contract_id": "LK-2024-0003",
        "end_date": "2026-06-30",  # Tuesday
    }
    for group in {row["group"] for row in _proposed(case)}:
        case.set(group, "refuse", ground="ERA-CONTRACT", **facts)
    case.do("refuse", lighter_outcome="the card cannot be redeemed without its holder")
    case.do("approve_refusal", user="approver")
    (refusal,) = case.release()
    case.post_and_close(refusal)

    desk.on("2026-03-30")  # Monday: he writes that the card was used in 2024
    case.do("contest", contested_on="2026-03-27")  # Friday
    again = case.shown
    # The month of this round runs from Friday 27 March: Monday 27 April.
    assert (again["state"], again["round"], again["strict_due"]) == ("in_decision", 2, "2026-04-27")
    assert again["decisions"] == []
    case.confirm()
    case.do("decide", lighter_outcome=KEPT)
    case.carry_out()
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-PART"
    assert "31.12.2030" in answer.text
    case.post_and_close(answer)
    assert desk.counts(3)["bookings"] == 0


def _proposed(case: CaseFile) -> list[dict[str, str]]:
    return list(case.shown["proposals"])
