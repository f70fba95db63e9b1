"""Facts that contradict each other or the law: refused whole, every fault at once, each with its
rule and its way out. Nothing of the case moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from tests.journeys.desk import CaseFile, Desk, dsr_says
from tests.journeys.people import AINO, EMILY, LEENA, MARKKU, VEIKKO
from tests.journeys.reading_once import reading_once
from tests.journeys.scenarios.lawful import dates, faults

#: A refusal tells the rule by an article, section, recital, rule or paragraph,
RULE = re.compile(r"\(.*(Art\.|s\. |section|recital|R\d|para|Act|EDPB|E[0-4]).*\)|Art\. |R\d+")
#: and every sentence of it says what to do instead.
WAY_OUT = re.compile(
    r"\b(give|name|say|decide|choose|leave|record|correct|take|wait|ask|answer|erase|offer|carry|"
    r"restrict|put|make|state|fill|accept|link|show|keep|use|need|has to|have to|add|write|"
    r"approve|waive|consult|complete|missing|activate)",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One small site for all: what is asked of it here is refused."""
    site = tmp_path_factory.mktemp("contradictions") / "site"
    with reading_once():
        said = dsr_says("init", str(site), "--demo", "--customers", "14", env={})
        assert said.exit == 0, said.err
        yield Desk(site)


@pytest.fixture(autouse=True)
def today(desk: Desk) -> None:
    """Every test begins on Thursday 12 March 2026."""
    desk.on("2026-03-12")


def asked(desk: Desk, right: str, key: str, who: dict[str, str]) -> CaseFile:
    """A request of Thursday 5 March, its person linked and identity accepted."""
    case = desk.notes_one(right, received="2026-03-05", channel="post", **who)
    case.link(key)
    case.do("accept_identity", method="strong_eid")
    return case


def tells(found: Mapping[str, str], *codes: str) -> None:
    """Exactly these faults, each with a way out."""
    assert set(found) == set(codes), found
    assert [text for text in found.values() if not WAY_OUT.search(text)] == []
    assert [text for text in found.values() if RULE.search(text)] != []


EXTENSION = {
    "extension_months": "2",
    "extension_kind": "complexity",
    "extension_reason": "The data lie on paper in the archives of three practitioners",
    "legal_consulted": "yes",
}


@pytest.mark.shows("R10", "EXT-12-3")
def test_an_extension_after_the_strict_date(desk: Desk) -> None:
    case = asked(desk, "access", "1", AINO)
    desk.on("2026-04-08")  # Wednesday, a day late
    found = faults(case, "propose_extension", **EXTENSION)
    tells(found, "guard.extension_is_in_time")
    assert "2026-04-07" in found["guard.extension_is_in_time"]
    assert "R10" in found["guard.extension_is_in_time"]


@pytest.mark.shows("R6", "R10", "EXT-12-3")
def test_an_extension_of_three_months_without_a_reason_and_too_late(desk: Desk) -> None:
    case = asked(desk, "access", "1", AINO)
    desk.on("2026-04-08")
    wrong = {**EXTENSION, "extension_months": "3", "extension_reason": "Kiire"}
    found = faults(case, "propose_extension", **wrong)
    tells(found, "guard.extension_is_reasoned", "guard.extension_is_in_time")
    assert "R6" in found["guard.extension_is_reasoned"]


@pytest.mark.shows("OBJ-DM", "ID-12-6-ASK")
def test_a_question_who_objects_to_marketing(desk: Desk) -> None:
    case = desk.notes_one(
        "objection",
        received="2026-03-11",
        channel="email",
        email="ecarter@example.org",
        marketing="yes",
    )
    found = faults(
        case, "ask_identity", doubt_reason="We do not know who this is.", methods="in_person"
    )
    tells(found, "step.barred")
    assert "Art. 21(2)-(3)" in found["step.barred"]


@pytest.mark.shows("R8", "ID-12-6-ASK")
def test_a_question_that_is_standing_practice_and_wants_a_document(desk: Desk) -> None:
    case = desk.notes_one("access", received="2026-03-05", channel="post", **EMILY)
    case.link("6")
    found = faults(
        case,
        "ask_identity",
        doubt_reason="Standard procedure.",
        methods="masked_id_copy,in_person",
    )
    tells(found, "guard.doubt_is_concrete", "guard.methods_are_offered", "methods.id_copy")
    without = faults(case, "ask_identity", methods="call_back,code_letter")
    assert "fact.missing" in without
    assert case.shown["clock"] == "running"


@pytest.mark.shows("R8", "SCOPE-CLARIFY")
def test_a_pause_without_a_reason(desk: Desk) -> None:
    case = asked(desk, "access", "4", LEENA)
    found = faults(
        case,
        "ask_clarification",
        clarify_reason="Our policy.",
        clarify_question="What?",
        large_quantity="yes",
    )
    tells(found, "guard.clarification_is_concrete")
    assert "recital 63" in found["guard.clarification_is_concrete"]
    assert dates(case) == ("2026-04-07", "2026-04-07")


@pytest.mark.shows("C2", "ERA-CONTRACT")
def test_a_ground_for_one_group_refuses_no_whole_request(desk: Desk) -> None:
    case = asked(desk, "erasure", "3", MARKKU)
    case.set(
        "booking.bookings",
        "refuse",
        ground="ERA-CONTRACT",
        data_desc="The booking and your name",
        open_matter="You have a booking that is still to come",
        contract_id="17",
        end_date="2026-05-07",  # Thursday
    )
    found = faults(case, "refuse", lighter_outcome="the rest could go")
    assert {"guard.ground_covers_all", "grounds.not_covered"} <= set(found)
    assert "booking.contact" in found["grounds.not_covered"]


@pytest.mark.shows("ERA-17-3-E", "C1")
def test_a_missing_and_a_thin_fact_and_a_lighter_outcome_are_told_at_once(desk: Desk) -> None:
    case = asked(desk, "erasure", "5", VEIKKO)
    case.confirm()
    case.set(
        "booking.notes",
        "keep",
        ground="ERA-17-3-E",
        data_desc="The note",
        claim_desc="just in case",
        limitation_start="2026-02-12",  # Thursday
    )
    found = faults(case, "decide")
    assert {
        "ground.fact_missing",
        "guard.grounds_are_lawful",
        "guard.lighter_outcome_is_considered",
    } <= set(found)
    assert {"ground.fact_stock_phrase", "ground.fact_thin"} & set(found)


@pytest.mark.shows("C5", "ACC-AML", "ACC-FI34-3", "ACC-FI31", "ACC-FI32", "ALL-FI27")
@pytest.mark.parametrize("ground", ["ACC-AML", "ACC-FI34-3", "ACC-FI31", "ACC-FI32", "ALL-FI27"])
def test_a_ground_that_is_off_until_activated(desk: Desk, ground: str) -> None:
    case = asked(desk, "access", "4", LEENA)
    found = faults(
        case,
        "set_decision",
        group="booking.contact",
        action="withhold",
        ground=ground,
        why="A register of another kind would know this ground.",
    )
    assert "grounds.not_activated" in found
    assert "activates it" in found["grounds.not_activated"]


@pytest.mark.shows("C5", "ERA-17-3-B-AML", "ERA-17-3-B-PUB", "ERA-17-3-D", "OBJ-21-6", "POR-20-3")
@pytest.mark.parametrize(
    ("right", "ground"),
    [
        ("erasure", "ERA-17-3-B-AML"),
        ("erasure", "ERA-17-3-B-PUB"),
        ("erasure", "ERA-17-3-D"),
        ("portability", "POR-20-3"),
    ],
)
def test_off_by_default_for_other_rights_too(desk: Desk, right: str, ground: str) -> None:
    case = asked(desk, right, "4", LEENA)
    found = faults(
        case,
        "set_decision",
        group="booking.contact",
        action="refuse",
        ground=ground,
        why="A public authority would know this ground.",
    )
    assert "grounds.not_activated" in found


@pytest.mark.shows("ID-12-6-ASK", "ID-REP", "SCOPE-CLARIFY", "EXT-12-3", "FEE-12-5", "FEE-15-3")
@pytest.mark.parametrize(
    ("ground", "code", "step"),
    [
        ("ID-12-6-ASK", "decision.postpones", "ask_identity"),
        ("ID-REP", "decision.postpones", "ask_authority"),
        ("SCOPE-CLARIFY", "decision.postpones", "ask_clarification"),
        ("EXT-12-3", "decision.postpones", "propose_extension"),
        ("FEE-12-5", "decision.fee_has_its_step", "propose_fee"),
        ("FEE-15-3", "decision.fee_has_its_step", "propose_fee"),
    ],
)
def test_what_postpones_or_charges_refuses_nothing(
    desk: Desk, ground: str, code: str, step: str
) -> None:
    case = asked(desk, "access", "4", LEENA)
    found = faults(
        case,
        "set_decision",
        group="*",
        action="refuse",
        ground=ground,
        why="It would be convenient to refuse on this.",
    )
    assert code in found
    assert step in found[code]


@pytest.mark.shows("C4", "SCOPE-SELF", "SCOPE-NODATA", "ERA-SUPPRESS", "ERA-BACKUP")
@pytest.mark.parametrize(
    ("right", "ground", "code"),
    [
        ("access", "SCOPE-SELF", "decision.kind_refuses_nothing"),
        ("access", "SCOPE-NODATA", "decision.kind_refuses_nothing"),
        ("erasure", "ERA-SUPPRESS", "decision.kind_refuses_nothing"),
        ("erasure", "ERA-BACKUP", "decision.postpones"),
    ],
)
def test_what_informs_refuses_nothing(desk: Desk, right: str, ground: str, code: str) -> None:
    case = asked(desk, right, "4", LEENA)
    found = faults(
        case,
        "set_decision",
        group="*",
        action="refuse",
        ground=ground,
        why="It would be convenient to refuse on this.",
    )
    assert code in found


@pytest.mark.shows("OBJ-DM", "C1")
def test_a_guard_refuses_nothing(desk: Desk) -> None:
    case = asked(desk, "erasure", "4", LEENA)
    found = faults(
        case,
        "set_decision",
        group="booking.marketing",
        action="refuse",
        ground="OBJ-DM",
        why="We should like to go on with the marketing.",
    )
    assert "decision.kind_refuses_nothing" in found


@pytest.mark.shows("ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10", "ERA-17-3-B-OTHER")
@pytest.mark.parametrize("ground", ["ERA-17-3-B-KPL6", "ERA-17-3-B-KPL10", "ERA-17-3-B-OTHER"])
def test_a_last_day_that_has_passed_keeps_nothing(desk: Desk, ground: str) -> None:
    case = asked(desk, "erasure", "3", MARKKU)
    found = faults(
        case,
        "set_decision",
        group="booking.vouchers",
        action="keep",
        ground=ground,
        until="2025-12-31",  # Wednesday
        why="The voucher of 2019 is still in the folder.",
        retention_end="2026-12-31",
    )
    assert {"decision.until_passed", "decision.until_differs"} <= set(found)
    assert "Erase the data" in found["decision.until_passed"]


@pytest.mark.shows("FEE-12-5", "L08")
def test_a_fee_without_its_calculation(desk: Desk) -> None:
    case = asked(desk, "access", "4", LEENA)
    found = faults(
        case,
        "propose_fee",
        fee_ground="FEE-12-5",
        facts="You asked for the same data twice this year, and nothing has changed since",
        earlier_requests="12 January 2026, 10 February 2026",
        less_than_a_year="no",
        same_scope="yes",
        fee_amount="0",
    )
    assert {"guard.fee_is_reasoned", "ground.fact_missing", "ground.fact_contradicts"} <= set(found)
    assert "Art. 12(5)" in found["guard.fee_is_reasoned"]


@pytest.mark.shows("C3", "EXC-12-5-UNF", "EXC-12-5-EXC", "EXC-12-5-ABUSE", "ACC-15-4")
@pytest.mark.parametrize("ground", ["EXC-12-5-UNF", "EXC-12-5-EXC", "EXC-12-5-ABUSE"])
def test_an_excessive_request_and_a_redaction_exclude_each_other(desk: Desk, ground: str) -> None:
    case = asked(desk, "access", "4", LEENA)
    case.set("booking.contact", "withhold", ground="ACC-15-4", why="Another person is named.")
    case.set("*", "refuse", ground=ground, why="She asks too much of us, it seems.")
    found = faults(case, "refuse", lighter_outcome="a fee was thought of")
    assert {"grounds.excluded", "ground.fact_missing"} <= set(found)
    assert "choose one" in found["grounds.excluded"]


@pytest.mark.shows("CON-7-3", "ERA-NOGROUND")
def test_a_withdrawal_of_consent_that_is_refused(desk: Desk) -> None:
    case = asked(desk, "consent_withdrawal", "4", LEENA)
    tells(faults(case, "refuse", lighter_outcome="none"), "step.barred")
    for ground in ("ERA-NOGROUND", "EXC-12-5-UNF"):
        found = faults(
            case,
            "set_decision",
            group="booking.marketing",
            action="refuse",
            ground=ground,
            why="The newsletter is very good, and she would miss it.",
        )
        assert {"grounds.wrong_right", "grounds.unrefusable"} & set(found), found


def test_the_days_are_days(desk: Desk) -> None:
    """The dates the tests above name by weekday."""
    named = {"2026-03-12": 3, "2026-04-08": 2, "2026-05-07": 3, "2026-02-12": 3, "2025-12-31": 2}
    assert {day: date.fromisoformat(day).weekday() for day in named} == named
