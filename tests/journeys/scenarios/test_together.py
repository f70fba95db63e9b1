"""Several wishes, several letters, a fee and a quarrel about one case: what belongs together."""

from __future__ import annotations

import pytest

from dsr.shipped import shipped
from tests.journeys.desk import CaseFile, Desk, Letter
from tests.journeys.people import AINO, BIRGITTA, LEENA, MARKKU
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    asks,
    dates,
    day_in,
    decisions,
    faults,
    plant,
    says,
    tells_the_remedies,
)

LIGHTER = "only what stands in the voucher itself is kept"
SCAN = shipped("letters") / "samples" / "access-and-erasure-sv.tif"


def answered(case: CaseFile) -> Letter:
    """Proposals are confirmed, decided, carried out; the one answer."""
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    if due := case.shown["recipients_due"]:
        case.tell(*due)
    return case.release()[0]


@pytest.mark.shows("R14", "R15", "L03", "OBJ-DM", "G02")
def test_three_wishes_of_one_scan_are_three_cases_in_lawful_order(desk: Desk) -> None:
    rights = ("erasure", "objection", "access")
    found = desk.takes_in(
        "letter", *rights, scan=str(SCAN), received="2026-03-09", marketing="yes"
    )  # Monday
    made = [CaseFile(desk, one["case"]) for one in found["cases"]]
    assert [one["workflow"] for one in found["cases"]] == [
        "access",
        "marketing_objection",
        "erasure",
    ]
    assert {dates(case)[0] for case in made} == {"2026-04-09"}  # Thursday, one month for each
    access, marketing, erasure = made
    # Marketing waits for nothing and for nobody.
    marketing.link("8")
    marketing.do("stop_marketing", user="desk")
    assert marketing.run()["proven"]
    assert desk.rows(
        "SELECT DISTINCT allowed FROM marketing_permissions WHERE customer_id = 8"
    ) == [(0,)]
    assert marketing.release()[0].type == "LT-DM-STOP"
    # The erasure is decided but waits for the copy to arrive.
    erasure.prove("8", method="call_back")
    erasure.confirm()
    erasure.do("decide", lighter_outcome=LIGHTER)
    erasure.approve()
    said = desk.says("case", "run", erasure.number)
    assert (said.exit, desk.counts(8)["bookings"]) == (3, 2)
    assert f"{access.number}: It is not answered yet" in said.err
    access.prove("8")
    copy = answered(access)
    assert copy.type == "LT-ACCESS-FULL"
    access.post(copy)
    desk.on("2026-03-19")  # Thursday: five working days for the post
    assert erasure.run()["state"] == "carried_out"
    erasure.tell(*erasure.shown["recipients_due"])
    assert erasure.release()[0].type == "LT-ERASE-PART"


@pytest.mark.shows("R14")
def test_a_reminder_and_a_copy_restart_nothing(desk: Desk) -> None:
    case = asks(desk, "access", "1", AINO, received="2026-03-05")  # Thursday
    before = dates(case)
    for kind, day in (
        ("reminder", "2026-03-10"),
        ("copy", "2026-03-11"),
        ("supplement", "2026-03-12"),
    ):
        found = desk.takes_in(
            "note", received=day, channel="email", about=case.number, **{"is": kind}
        )
        assert found["cases"] == []
    shown = case.shown
    assert (dates(case), shown["round"]) == (before, 1)
    assert len(desk.does("case", "list")["cases"]) == 1


@pytest.mark.shows("EXC-12-5-EXC", "R14", "L20", "REFER", "REFERRED")
def test_a_third_access_request_in_two_months_gets_what_is_new(desk: Desk) -> None:
    desk.on("2026-01-15")  # Thursday
    for day in ("2026-01-12", "2026-02-10"):  # Monday, Tuesday
        desk.on(day)
        earlier = asks(desk, "access", "4", LEENA, received=day)
        earlier.post_and_close(answered(earlier))
    desk.on("2026-03-12")
    fresh = plant(
        desk,
        "notes",
        customer_id=4,
        practitioner_id=1,
        written_on="2026-03-02",
        kind="info",
        body="Kysyi uudesta hiusväristä.",
    )
    assert fresh
    third = asks(desk, "access", "4", LEENA, received="2026-03-05")
    third.confirm()
    proposed = decisions(third)
    assert proposed["booking.notes"] == ("give", None)
    same = {group for group, (action, _) in proposed.items() if action == "refer"}
    assert {"booking.contact", "booking.bookings"} <= same  # unchanged since the copy of February
    third.do("decide", lighter_outcome="nothing is refused: what is new is given")
    third.carry_out()
    (answer,) = third.release()
    says(answer, "Kysyi uudesta hiusväristä.", "10.2.2026")
    assert "leena.rautio@example.fi" not in answer.text  # the identical part is pointed to
    third.post_and_close(answer)
    # “Too often” as a mere feeling is no ground, not even now.
    fourth = asks(desk, "access", "4", LEENA, received="2026-03-12")
    fourth.set("*", "refuse", ground="EXC-12-5-EXC", why="She asks and asks, it never ends.")
    found = faults(fourth, "refuse", lighter_outcome="a fee was thought of")
    assert {"guard.grounds_are_lawful", "ground.fact_missing"} <= set(found)


REFUSED_BOOKING = {
    "data_desc": "Nimi ja varaukset",
    "open_matter": "Lahjakorttisi on vielä voimassa ja käyttämättä",
    "contract_id": "LK-2024-0003",
    "end_date": "2026-06-30",  # Tuesday
}


@pytest.mark.shows("ERA-CONTRACT", "R1", "R11", "C2", "L05", "L06", "L07", "L23")
def test_a_contested_refusal_is_decided_anew_in_the_same_case(desk: Desk) -> None:
    case = asks(desk, "erasure", "3", MARKKU, received="2026-03-04")  # Wednesday
    for group in {one["group"] for one in case.shown["proposals"]}:
        case.set(group, "refuse", ground="ERA-CONTRACT", **REFUSED_BOOKING)
    case.do("refuse", lighter_outcome="the card cannot be redeemed without its holder")
    case.do("approve_refusal", user="approver")
    (refusal,) = case.release()
    assert refusal.type == "LT-ERASE-REFUSED"
    tells_the_remedies(refusal, "fi")
    case.post_and_close(refusal)
    desk.on("2026-03-30")  # Monday
    case.do("contest", contested_on="2026-03-27")  # Friday: the card was used in 2024
    shown = case.shown
    assert (shown["state"], shown["round"], shown["decisions"]) == ("in_decision", 2, [])
    assert dates(case) == ("2026-04-27", "2026-04-27")  # Monday
    answer = answered(case)
    assert answer.type == "LT-ERASE-PART"
    assert desk.counts(3)["bookings"] == 0


CALCULATION = {
    "fi": "Työaika puoli tuntia, 18,00 euroa, ja postimaksu 2,00 euroa",
    "sv": "Arbetstid en halv timme, 18,00 euro, och porto 2,00 euro",
    "en": "Half an hour of work, 18.00 euros, and postage of 2.00 euros",
}
EXCESSIVE = {
    "fi": "Olet pyytänyt samoja tietoja kahdesti tämän vuoden aikana, eivätkä ne ole muuttuneet",
    "sv": "Du har begärt samma uppgifter två gånger i år, och de har inte ändrats under tiden",
    "en": "You asked for the same data twice this year, and they have not changed since then",
}


def fee_is_announced(desk: Desk, language: str = "fi") -> CaseFile:
    """A request that repeats itself; the fee is proposed, and announced by another person."""
    case = asks(desk, "access", "4", {**LEENA, "language": language}, received="2026-03-05")
    fee = {
        "fee_ground": "FEE-12-5",
        "facts": EXCESSIVE[language],
        "earlier_requests": "12.1.2026, 10.2.2026",
        "less_than_a_year": "yes",
        "same_scope": "yes",
        "fee_amount": "20.00",
        "calculation": CALCULATION[language],
    }
    thin = {name: value for name, value in fee.items() if name != "calculation"}
    assert "calculation" in " ".join(faults(case, "propose_fee", **thin).values())
    case.do("propose_fee", **fee)
    found = faults(case, "send_fee_notice", fee_reply_by="2026-03-26")
    assert "guard.another_person_acts" in found
    before = dates(case)
    case.do("send_fee_notice", fee_reply_by="2026-03-26", user="approver")  # Thursday
    assert (case.state, dates(case), case.shown["clock"]) == ("fee_asked", before, "running")
    return case


@pytest.mark.shows("FEE-12-5", "L05", "L08", "WITHDRAW", "REPLY", "EARLIER")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fee_is_told_before_anything_else_and_then_paid(desk: Desk, language: str) -> None:
    case = fee_is_announced(desk, language)
    notice = case.sent("LT-FEE")
    says(notice, CALCULATION[language], EXCESSIVE[language], day_in(language, "2026-03-26"))
    assert "20,00" in notice.text or "20.00" in notice.text
    case.post(notice)
    desk.on("2026-03-23")  # Monday
    case.do(
        "record_payment", paid_on="2026-03-20", payment_note="bank transfer, 20 euros", user="desk"
    )
    assert (case.state, case.shown["decisions"]) == ("in_decision", [])
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    assert "20,00" in answer.text or "20.00" in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("FEE-12-5", "L03", "L06", "L07")
def test_a_fee_and_then_a_withdrawal_end_with_a_letter(desk: Desk) -> None:
    case = fee_is_announced(desk)
    case.post(case.sent("LT-FEE"))
    desk.on("2026-03-18")  # Wednesday
    case.do("withdraw", withdrawn_on="2026-03-17", withdrawn_how="phone", user="desk")  # Tuesday
    (answer,) = case.release()
    assert answer.type == "LT-CLOSE"
    says(answer, "17.3.2026")
    case.post_and_close(answer)


@pytest.mark.shows("FEE-12-5", "R11", "L05", "L06", "L07")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fee_and_no_reply_close_with_reasons_and_remedies(desk: Desk, language: str) -> None:
    case = fee_is_announced(desk, language)
    case.post(case.sent("LT-FEE"))
    assert "wait until" in case.refused("close_without_reply", asked_info=CALCULATION[language])
    desk.on("2026-03-31")  # Tuesday, a week before the strict date
    case.do("close_without_reply", asked_info=CALCULATION[language])
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-CLOSE"
    tells_the_remedies(answer, language)


QUESTION = {
    "fi": "Kysy vapaasti: mitä käyntejä tai mitä vuotta pyyntösi koskee",
    "sv": "Vilka besök eller vilket år gäller din begäran",
    "en": "Which visits or which year does your request concern",
}
MUCH = {
    "fi": "Meillä on sinusta yli kaksituhatta merkintää kahdeksalta vuodelta",
    "sv": "Vi har över tvåtusen anteckningar om dig från åtta år",
    "en": "We hold more than two thousand entries about you from eight years",
}


@pytest.mark.shows("SCOPE-CLARIFY", "R7", "R8", "R9", "L05", "L08", "CLOCK", "EVERYTHING")
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_does_not_say_which_data_gets_everything(desk: Desk, language: str) -> None:
    case = asks(desk, "access", "2", {**BIRGITTA, "language": language}, received="2026-03-06")
    case.do(
        "ask_clarification",
        clarify_reason=MUCH[language],
        clarify_question=QUESTION[language],
        large_quantity="yes",
        answer_by="2026-03-24",
    )
    assert (case.shown["clock"], *dates(case)) == ("stopped", "2026-04-07", None)
    question = case.sent("LT-CLARIFY")
    says(question, QUESTION[language], MUCH[language], day_in(language, "2026-04-07"))
    # Silence is never a reason to close a request for access.
    found = faults(case, "close_without_reply", asked_info="which visits you mean")
    assert set(found) <= {"step.wrong_state", "step.unknown"}
    desk.on("2026-03-31")  # Tuesday
    case.do("go_on_unanswered")
    assert dates(case) == ("2026-04-07", "2026-04-07")  # the wait counts no day
    answer = answered(case)
    assert answer.type == "LT-ACCESS-FULL"


@pytest.mark.shows("R14")
def test_a_freeze_keeps_what_is_asked_for_until_the_copy_is_there(desk: Desk) -> None:
    access = asks(desk, "access", "3", MARKKU, received="2026-03-05")  # Thursday
    # Another letter, another day: erasure of the same data.
    erasure = asks(desk, "erasure", "3", MARKKU, received="2026-03-09")  # Monday
    erasure.confirm()
    erasure.do("decide", lighter_outcome=LIGHTER)
    erasure.approve()
    said = desk.says("case", "run", erasure.number)
    assert (said.exit, desk.counts(3)["bookings"]) == (3, 2)
    assert access.number in said.err
    access.post(answered(access))
    desk.on("2026-03-19")  # Thursday
    assert erasure.run()["state"] == "carried_out"
    assert desk.counts(3)["bookings"] == 0
