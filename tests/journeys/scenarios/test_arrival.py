"""When a request arrives, until when it is answered, and what does not move either day."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.people import AINO, BIRGITTA, LEENA
from tests.journeys.scenarios.lawful import (
    LANGUAGES,
    asks,
    dates,
    day_in,
    faults,
    in_todays_list,
    never_says,
    says,
    tells_the_remedies,
)

COMPLEX = {
    "extension_months": "2",
    "extension_kind": "complexity",
    "extension_reason": "Tietojasi on myös paperilla kolmen ammatinharjoittajan arkistossa",
    "legal_consulted": "yes",
}
LATE = {
    "fi": "kirjeesi oli jäänyt väärään kansioon",
    "sv": "ditt brev hade hamnat i fel mapp",
    "en": "your letter had been put into the wrong folder",
}


@pytest.mark.shows("G07", "R1", "R3", "R4", "R12", "L01", "L02", "L26", "DUE")
def test_g07_a_letter_carried_over_a_week_later_was_received_at_the_first_address(
    desk: Desk,
) -> None:
    desk.on("2026-03-13")  # Friday: opened; put into the other mailbox on Thursday 5 March
    case = desk.notes_one(
        "access", received="2026-03-05", channel="post", basis="delivery_record", **AINO
    )
    # Sunday 5 April is Easter, Monday a holiday.
    assert dates(case) == ("2026-04-07", "2026-04-07")
    case.do("acknowledge", user="desk")
    says(case.sent("LT-ACK"), "5.3.2026", "7.4.2026", "2629593-5")
    case.link("1")
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    says(answer, "5.3.2026", "2629593-5")
    never_says(answer, "12.3.2026", "Pengerkatu", "väärään osoitteeseen")


@pytest.mark.shows("G08", "R12", "R13")
def test_g08_a_forwarded_letter_is_received_on_the_day_it_reaches_us(desk: Desk) -> None:
    case = desk.notes_one(
        "access", received="2026-03-10", channel="post", basis="delivery_record", **LEENA
    )  # Tuesday
    assert dates(case) == ("2026-04-10", "2026-04-10")  # Friday
    assert any("10 March 2026" in sentence for sentence in case.shown["explanation"])
    # Nobody may date it back to an address that is no longer ours, nor forward to its opening.
    received = [event for event in case.events if event["name"] == "received"]
    assert len(received) == 1


@pytest.mark.shows("G10", "R14")
def test_g10_the_third_reminder_is_the_same_case_with_the_first_clock(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-02-05", channel="post", **AINO)  # Thursday
    before = dates(case)
    assert before == ("2026-03-05", "2026-03-05")  # Thursday, a week ago
    for day in ("2026-03-02", "2026-03-06", "2026-03-11"):  # Monday, Friday, Wednesday
        found = desk.takes_in(
            "note", received=day, channel="email", about=case.number, **{"is": "reminder"}
        )
        assert found["cases"] == []
    assert len(desk.does("case", "list")["cases"]) == 1
    shown = case.shown
    assert (shown["strict_due"], shown["due"], shown["round"]) == (*before, 1)
    assert in_todays_list(desk, "overdue", case)
    reminders = [event for event in case.events if event["name"] == "record_letter"]
    assert len(reminders) == 3


@pytest.mark.shows("G26", "R3", "R5", "R16")
def test_g26_christmas_eve_is_a_working_day_of_the_law(desk: Desk) -> None:
    desk.on("2026-11-25")  # Wednesday
    case = desk.notes_one("access", received="2026-11-24", channel="post", **AINO)  # Tuesday
    shown = case.shown
    assert (shown["strict_due"], shown["due"]) == ("2026-12-24", "2026-12-24")  # Thursday
    told = " ".join(shown["explanation"])
    assert "Christmas Eve" in told
    assert "28 December" not in told
    due = desk.does("due", "--received", "2026-11-24")
    assert (due["strict_due"], due["due"]) == ("2026-12-24", "2026-12-24")


@pytest.mark.shows("G27", "R2", "R6", "R10", "EXT-12-3", "LATE", "L05", "L06", "L07", "L08")
@pytest.mark.parametrize("language", LANGUAGES)
def test_g27_an_extension_after_the_strict_date_is_none_and_the_answer_apologises(
    desk: Desk, language: str
) -> None:
    desk.on("2025-03-03")  # Monday
    case = desk.notes_one(
        "access", received="2025-01-31", channel="post", **{**LEENA, "language": language}
    )  # Friday
    assert dates(case) == ("2025-02-28", "2025-02-28")  # Friday
    found = faults(case, "propose_extension", **COMPLEX)
    assert set(found) == {"guard.extension_is_in_time"}
    assert "2025-02-28" in found["guard.extension_is_in_time"]
    assert "answer without delay" in found["guard.extension_is_in_time"]
    assert in_todays_list(desk, "overdue", case)
    case.prove("4")
    case.confirm()
    case.do("decide")
    case.carry_out()
    assert "delay_reason" in case.release_refused()
    (answer,) = case.release(late_because=LATE[language])
    assert answer.type == "LT-ACCESS-FULL"
    says(answer, LATE[language], day_in(language, "2025-02-28"), day_in(language, "2025-01-31"))
    tells_the_remedies(answer, language)


@pytest.mark.shows("R6", "R9", "R10", "EXT-12-3", "L05", "L09")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_extension_in_time_is_one_period_from_receipt(desk: Desk, language: str) -> None:
    desk.on("2026-02-10")  # Tuesday
    case = desk.notes_one(
        "access", received="2026-01-30", channel="post", **{**AINO, "language": language}
    )  # Friday
    assert dates(case) == ("2026-03-02", "2026-03-02")  # 28 February is a Saturday; Monday
    case.do("propose_extension", **COMPLEX)
    case.do("extend", user="approver")
    # Three months from 30 January, not two from the first end.
    assert dates(case) == ("2026-03-02", "2026-04-30")  # Thursday
    notice = case.sent("LT-EXTEND")
    says(
        notice,
        day_in(language, "2026-01-30"),
        day_in(language, "2026-04-30"),
        COMPLEX["extension_reason"],
    )


@pytest.mark.shows("G33", "R16", "L27")
def test_g33_an_answer_that_came_back_is_not_provided(desk: Desk) -> None:
    case = asks(desk, "access", "4", LEENA, received="2026-03-05")  # Thursday
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    case.post(answer)
    case.close()
    desk.on("2026-03-20")  # Friday
    returned = case.do(
        "record_return", letter=str(answer.id), returned_on="2026-03-19", user="desk"
    )
    assert returned["state"] == "answered"  # the closed case is open again
    assert "came back" in case.refused("close")
    desk.on("2026-03-23")  # Monday: sent to the e-mail address on file
    case.do(
        "record_posting",
        letter=str(answer.id),
        posted_on="2026-03-23",
        proof="e-mail to the address on file, receipt kept",
        user="desk",
    )
    case.close()
    names = [event["name"] for event in case.events]
    assert names[-4:] == ["close", "record_return", "record_posting", "close"]


@pytest.mark.shows("G34", "L03", "L26")
def test_g34_a_swedish_request_by_mail_is_answered_in_swedish_without_more_time(
    desk: Desk,
) -> None:
    case = desk.notes_one(
        "access",
        received="2026-03-10",  # Tuesday
        channel="email",
        email="birgitta.lindqvist@example.fi",
        **BIRGITTA,
    )
    # To translate is no reason for more time: the law knows complexity and number alone.
    found = faults(case, "propose_extension", **{**COMPLEX, "extension_kind": "translation"})
    assert "translation" not in " ".join(found.values()).replace("extension_kind", "")
    assert any("complexity" in sentence for sentence in found.values())
    case.link("2")
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    says(answer, "Hej Birgitta Lindqvist", "Rätt att göra invändningar", "Bevaringstid")
    never_says(answer, "Hyvä", "tietosuojavaltuutet")
