"""``dsr case show``, ``steps`` and ``earlier``: who asks, what is open, both dates."""

from __future__ import annotations

import json

import pytest

from tests.journeys.desk import REFUSED, CaseFile, Desk, dsr_says
from tests.journeys.people import AINO, EMILY, LEENA

FRIEND = {
    "representative_name": "Kalle Keksitty",
    "capacity": "mandatary",
    "representative_street": "Example Street 3",
    "representative_postcode": "00500",
    "representative_city": "Helsinki",
}


@pytest.fixture(scope="module")
def salon(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    site = tmp_path_factory.mktemp("views") / "site"
    said = dsr_says("init", str(site), "--demo", "--customers", "60", env={})
    assert said.exit == 0, said.err
    return Desk(site)


def represented(salon: Desk) -> CaseFile:
    case = salon.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    case.do("name_representative", user="desk", **FRIEND)
    return case


def test_a_representative_is_shown_with_what_is_missing(salon: Desk) -> None:
    case = represented(salon)
    shown = case.shown
    assert shown["representation"] == {
        "representative_name": "Kalle Keksitty",
        "capacity": "mandatary",
    }
    assert (shown["received"], shown["strict_due"], shown["due"]) == (
        "2026-03-05",
        "2026-04-07",
        "2026-04-07",
    )
    assert (shown["minor"], shown["fee"], shown["question"]) == (None, None, None)
    assert (shown["non_disclosure"], shown["deceased"]) == (False, False)
    told = salon.says("case", "show", case.number).out
    assert "the authority is not shown yet: nothing may be told" in told
    steps = salon.says("case", "steps", case.number).out
    assert "Identity: E4 is needed, E0 is shown." in steps
    assert "more would be:" not in steps  # to name a way would tell that she is a customer
    case.do("accept_authority", authority_proof="power_of_attorney", covers_answer="yes")
    shown = case.shown["representation"]
    assert (shown["authority_proof"], shown["covers_answer"]) == ("power_of_attorney", True)
    steps = salon.does("case", "steps", case.number)
    assert steps["representation"] == shown
    # The mandate alone does not show who writes: of health data, E3 of the representative.
    assert "E4 is needed" in salon.says("case", "steps", case.number).out
    moved = case.do("accept_identity", method="post_against_id", answer_to="representative")
    assert moved["state"] == "in_decision"
    assert case.shown["identity"] == {
        "identity_needed": 4,
        "identity_proven": 4,
        "identity_method": "post_against_id",
        "answer_to": "representative",
        "tell_old_contact_point": False,
    }


def test_every_reason_is_told_and_nothing_moves(salon: Desk) -> None:
    case = represented(salon)
    words = ["case", "do", case.number, "accept_authority", "--json"]
    facts = ["authority_proof=custody_extract", "authority_note=code 131052-308T"]
    said = salon.says(*words, *(w for fact in facts for w in ("--fact", fact)))
    assert said.exit == REFUSED
    codes = {fault["code"] for fault in said.json["faults"]}
    assert codes == {"guard.proof_fits_capacity", "representation.identity_code"}
    assert "131052" not in said.out + said.err
    reasons = case.refused("accept_identity", user="desk")
    assert "Only officer may do this" in reasons
    assert "authority is not shown" in reasons


def test_a_question_is_shown_with_its_days(salon: Desk) -> None:
    salon.on("2026-03-09")  # Monday
    case = salon.notes_one("access", received="2026-03-05", channel="post", **EMILY)
    case.link("6")
    case.do(
        "ask_identity",
        doubt_reason="The address in the letter is one that the register does not know",
        methods="call_back,code_letter",
        answer_by="2026-03-23",
    )
    assert case.shown["question"] == {
        "about": "identity",
        "asked_on": "2026-03-09",
        "answer_by": "2026-03-23",
    }
    assert (
        "A question about identity is open since 2026-03-09"
        in salon.says("case", "steps", case.number).out
    )


def test_an_unneeded_question_is_refused_with_the_way_out(salon: Desk) -> None:
    case = salon.notes_one("access", received="2026-03-05", channel="post", **AINO)
    case.link("1")
    reasons = case.refused(
        "ask_identity",
        doubt_reason="The handwriting looks a little different from last time",
        methods="call_back,code_letter",
    )
    assert "Identity is shown already" in reasons
    assert "Accept it" in reasons
    assert case.do("accept_identity")["state"] == "in_decision"


def test_a_minor_and_a_secret_address_are_shown(salon: Desk) -> None:
    case = represented(salon)
    case.do("name_representative", **{**FRIEND, "capacity": "guardian"})
    case.do(
        "hear_minor",
        minor_born="2010-06-01",
        maturity="opposes",
        minor_heard_on="2026-03-06",
        minor_view="Would rather not",
        maturity_assessed_by="officer",
    )
    case.do("mark_non_disclosure", non_disclosure="yes", user="desk")
    shown = case.shown
    assert shown["minor"]["age"] == 15
    assert (shown["minor"]["maturity"], shown["minor"]["limits_guardian"]) == ("opposes", True)
    assert shown["non_disclosure"] is True
    told = salon.says("case", "show", case.number).out
    assert "A person of 15 years: opposes" in told
    assert "The address is secret" in told


def test_earlier_requests_are_listed(salon: Desk) -> None:
    person = {**EMILY, "name": "Edna Earlier", "email": "earlier@example.org"}
    first = salon.notes_one("access", received="2026-02-02", channel="email", **person)
    second = salon.notes_one("access", received="2026-03-05", channel="email", **person)
    assert salon.does("case", "earlier", first.number) == {"case": first.number, "earlier": []}
    (found,) = salon.does("case", "earlier", second.number)["earlier"]
    assert (found["case"], found["received"], found["months"]) == (first.number, "2026-02-02", 1)
    assert (found["unanswered"], found["answered_on"]) == (True, None)
    assert "this is a reminder" in salon.says("case", "earlier", second.number).out
    assert "nobody asked for this before" in salon.says("case", "earlier", first.number).out


@pytest.mark.parametrize("kind", ["LT-ACK", "LT-NEED-AUTH"])
def test_no_letter_tells_a_stranger_who_is_a_customer(salon: Desk, kind: str) -> None:
    """G19: to the letter the same, whether the person is on file or was found nowhere."""
    texts = []
    for found in ("1", None):
        case = salon.notes_one("access", received="2026-03-05", channel="post", **AINO)
        case.link(*([found] if found else []))
        case.do("name_representative", user="desk", **FRIEND)
        if kind == "LT-ACK":
            case.do("acknowledge", user="desk")
        else:
            case.do(
                "ask_authority",
                missing_authority="A mandate that names this request and its date",
                answer_by="2026-03-26",
            )
        texts.append(case.sent(kind).text.replace(case.number, "CASE"))
    assert texts[0] == texts[1]
    assert "Kalle Keksitty" in texts[0]
    assert "Example Street 3" in texts[0]
    assert "Porvoonkatu" not in texts[0]  # where the person lives is not told to the writer


def test_a_copy_soon_after_a_new_address_is_announced_at_the_old_one(salon: Desk) -> None:
    """D.4, guard (a): who takes over an address may ask for the data next."""
    salon.on("2026-03-10")  # Tuesday
    leena = {**LEENA, "language": "en"}
    change = salon.notes_one("rectification", received="2026-03-10", channel="counter", **leena)
    change.link("4")
    change.do("accept_identity", method="in_person", concerns="booking.contact")
    values = json.dumps({"customers.street": "Example Street 99"})
    change.set("booking.contact", "correct", rows="4", values=values)
    change.do("decide")
    change.carry_out()

    salon.on("2026-03-12")  # Thursday
    case = salon.notes_one(
        "access", received="2026-03-12", channel="post", **{**leena, "street": "Example Street 99"}
    )
    case.link("4")
    case.do("accept_identity", method="call_back")
    assert "The old contact point is told as well." in salon.says("case", "show", case.number).out
    case.confirm()
    case.do("decide", lighter_outcome="Everything that is held is given to her.")
    case.carry_out()
    answer, notice = case.release()
    assert (answer.type, notice.type) == ("LT-ACCESS-FULL", "LT-CONTACT-CHANGED")
    assert "Example Street 99" in answer.text
    assert "Sturenkatu 21 A 7" in notice.text
    assert "Example Street 99" not in notice.text  # neither the new details nor any data
    assert "A request for a copy of your data was handled on 12 March 2026" in notice.text
