"""Identity (GDPR Art. 12(2), 12(6)): asked on a doubt, answered, or never proven."""

from __future__ import annotations

import pytest

from tests.journeys.desk import CaseFile, Desk
from tests.journeys.people import AINO, EMILY

DOUBT = {
    "doubt_reason": "The letter gives an address in Teollisuuskatu that is not in our register, "
    "where another address is on file",
    "methods": "call_back,code_letter",
    "answer_by": "2026-03-23",
}
FAILED = {
    "asked_info": "to confirm the request by a call-back or by the code sent by post",
    "received_info": "no answer reached us by any of the ways offered",
    "insufficient_reason": "the address in the letter is unknown to us and nobody confirmed it "
    "from the number or address that we hold",
    "no_lighter_way": "yes",
}


def emily_writes(desk: Desk) -> CaseFile:
    """Emily asks for access from an address that the register does not know."""
    case = desk.notes_one("access", received="2026-03-05", channel="post", **EMILY)  # Thursday
    case.link("6")
    return case


@pytest.mark.shows("R7", "R9", "ID-12-6-ASK", "L10", "CLOCK", "G14")
def test_an_unknown_address_is_asked_about_and_the_clock_stands(desk: Desk) -> None:
    desk.on("2026-03-09")  # Monday, the second working day
    case = emily_writes(desk)
    assert "needs evidence E1, E0 is shown" in case.refused("accept_identity")
    case.do("ask_identity", **DOUBT)
    asked = case.shown
    assert asked["state"] == "identity_asked"
    assert (asked["clock"], asked["due"], asked["strict_due"]) == ("stopped", None, "2026-04-07")
    question = case.sent("LT-NEED-ID")
    assert "Teollisuuskatu 9 C 14" in question.text  # to the writer, whoever that is
    assert "7 April 2026" in question.text  # the strict date runs on
    # Answered on Monday 23 March, 14 days are added to Sunday 5 April: Monday 20 April.
    assert "23 March 2026" in question.text
    assert "20 April 2026" in question.text
    assert "Fleminginkatu" not in question.text  # the address on file is not given away
    case.post(question)
    assert "The person may still answer" in case.refused("identity_failed", **FAILED)

    desk.on("2026-03-17")  # Tuesday
    case.do("identity_answered", answered_on="2026-03-16")  # Monday, seven days after the question
    answered = case.shown
    assert (answered["state"], answered["clock"]) == ("received", "running")
    assert (answered["due"], answered["strict_due"]) == ("2026-04-13", "2026-04-07")  # Mon, Tue

    case.do("accept_identity", method="call_back")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    # The data go to the address that identity was weighed for: the one on file.
    assert "Emily Carter Fleminginkatu 15 A 9 00530 HELSINKI" in answer.text
    assert "Teollisuuskatu" not in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("R17", "ID-12-2-FAIL", "L27")
def test_identity_never_proven_ends_on_the_strict_date_and_may_reopen(desk: Desk) -> None:
    desk.on("2026-03-09")  # Monday
    case = emily_writes(desk)
    case.do("ask_identity", **DOUBT)
    case.post(case.sent("LT-NEED-ID"))

    desk.on("2026-04-07")  # Tuesday, the strict date
    today = desk.does("today")["sentences"]
    assert case.number in next(s for s in today if s["code"] == "strict_due")["cases"]
    case.do("identity_failed", **FAILED)
    assert "another person has to approve it" in case.refused("approve_refusal")
    case.do("approve_refusal", user="approver")
    (answer,) = case.release()
    assert answer.type == "LT-ID-FAIL"
    assert "9 March 2026" in answer.text  # the day of the question
    assert "nobody confirmed it from the number or address that we hold" in answer.text
    assert "Office of the Data Protection Ombudsman" in answer.text
    for held in ("Fleminginkatu", "Kasvohoito", "ecarter@example.org"):
        assert held not in answer.text  # not even whether she is a customer
    case.post_and_close(answer)

    desk.on("2026-04-20")  # Monday: she calls from the number on file
    case.do(
        "reopen",
        reopened_on="2026-04-20",
        reason="She rang from the number on file and confirmed the request.",
    )
    again = case.shown
    # A new round, one month from Monday 20 April: Wednesday 20 May.
    assert (again["state"], again["round"], again["strict_due"]) == ("received", 2, "2026-05-20")
    case.do("accept_identity", method="call_back")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    assert "ecarter@example.org" in answer.text
    case.post_and_close(answer)


@pytest.mark.shows("G15")
def test_an_unsigned_letter_from_the_address_on_file_is_not_doubted(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    reasons = case.refused(
        "ask_identity",
        doubt_reason="The letter is not signed.",
        methods="call_back,code_letter",
    )
    assert "A missing signature is no doubt" in reasons
    reasons = case.refused(
        "ask_identity",
        doubt_reason="We always ask every requester to show who they are.",
        methods="masked_id_copy,in_person",
    )
    assert "standing practice" in reasons
    assert "offer one that does not" in reasons  # only ways with an identity document
    assert case.shown["clock"] == "running"


def test_a_method_that_is_not_on_file_cannot_be_accepted(desk: Desk) -> None:
    desk.plants("UPDATE customers SET phone = NULL WHERE id = 6")
    case = emily_writes(desk)
    said = desk.says("case", "do", case.number, "accept_identity", "--fact", "method=call_back")
    assert said.exit == 5
    assert "not on file" in said.err
    assert case.state == "received"
