"""One person in several registers: one answer about all of them, one order carried out in all."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator

import pytest

from dsr.adapters.register.files import FileRegister
from tests.faults.desk import in_child
from tests.journeys.desk import CHANGED, CaseFile, Desk
from tests.journeys.four_registers import AJAS, BOOKING, CRM, KEYS, LABELS, TILL, Everywhere, opened
from tests.journeys.people import MARKKU, STRANGER

OUTSIDE = 7


@pytest.fixture
def everywhere(desk: Desk) -> Iterator[Everywhere]:
    """Four registers, Markku in each."""
    desk.plants("DELETE FROM vouchers WHERE customer_id = 3")
    with opened(desk) as found:
        yield found


def asked(everywhere: Everywhere, right: str, *without: str) -> CaseFile:
    """A letter from the address on file; what was shown is accepted."""
    case = everywhere.desk.notes_one(right, received="2026-03-04", channel="post", **MARKKU)
    everywhere.finds(case, *without)
    case.do("accept_identity", **({"method": "call_back"} if right == "erasure" else {}))
    return case


def ordered(everywhere: Everywhere) -> CaseFile:
    """An erasure in all four, approved."""
    case = asked(everywhere, "erasure")
    case.confirm()
    case.do("decide")
    case.approve()
    return case


def test_every_kind_is_checked(everywhere: Everywhere) -> None:
    checked = everywhere.desk.does("register", "check")["registers"]
    assert [(one["register"], one["faults"]) for one in checked] == [(n, []) for n in KEYS]
    everywhere.desk.says("user", "add", "second", "--role", "approver")
    checks = everywhere.desk.does("doctor")["checks"]
    registers = {c["name"]: c["passed"] for c in checks if c["name"].startswith("register ")}
    assert registers == {f"register {name}": True for name in KEYS}


def test_an_answer_holds_what_every_register_holds(everywhere: Everywhere) -> None:
    case = asked(everywhere, "access")
    assert [s["register"] for s in case.shown["subjects"]] == list(KEYS)
    assert case.shown["searched"] == dict.fromkeys(KEYS, "found")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-ACCESS-FULL"
    for name in (CRM, TILL, AJAS):
        assert f"Markku likes it quiet ({name})." in answer.text
    assert all(label in answer.text for label in LABELS.values())
    assert "Irene" not in answer.text
    copy = json.loads(answer.attachments[f"{case.number}.json"])
    assert all(f"({name})" in json.dumps(copy) for name in (CRM, TILL, AJAS))


def test_a_register_that_nobody_looked_into_holds_the_answer_up(everywhere: Everywhere) -> None:
    case = everywhere.desk.notes_one("access", received="2026-03-04", channel="post", **MARKKU)
    case.do("link_person", register=CRM, keys=KEYS[CRM], paper_searched="yes")
    case.do("link_person", register=AJAS, nothing_found="yes")
    assert "Not searched yet: booking, till." in case.refused("accept_identity")
    case.do("link_person", register=TILL, nothing_found="yes")
    case.do("link_person", register=BOOKING, keys=KEYS[BOOKING])
    assert case.do("accept_identity")["state"] == "in_decision"
    assert case.shown["searched"] == {
        BOOKING: "found",
        CRM: "found",
        TILL: "nothing",
        AJAS: "nothing",
    }
    assert [s["register"] for s in case.shown["subjects"]] == [BOOKING, CRM]


def test_nobody_anywhere_is_answered_with_every_place_looked_into(everywhere: Everywhere) -> None:
    who = {**STRANGER, "name": "Nobody Known", "email": "nobody@example.org", "language": "fi"}
    case = everywhere.desk.notes_one("access", received="2026-03-04", channel="post", **who)
    for name in KEYS:
        case.do("link_person", register=name, nothing_found="yes", paper_searched="yes")
    case.do("accept_identity")
    case.confirm()
    case.do("decide")
    case.carry_out()
    (answer,) = case.release()
    assert answer.type == "LT-NODATA"
    assert all(label in answer.text for label in LABELS.values())


def test_an_erasure_reaches_every_register(everywhere: Everywhere) -> None:
    case = asked(everywhere, "erasure")
    case.confirm()
    case.do("decide")
    plan = case.plan
    assert [one["register"] for one in plan["registers"]] == list(KEYS)
    assert plan["digest"] not in {one["digest"] for one in plan["registers"]}
    case.approve()
    done = case.run()
    assert (done["state"], done["proven"]) == ("carried_out", True)
    assert [one["register"] for one in done["registers"]] == list(KEYS)
    assert_gone(everywhere)
    due = case.shown["recipients_due"]
    assert {f"Posti {name} Oy" for name in (CRM, TILL, AJAS)} <= set(due)
    case.tell(*due)
    (answer,) = case.release()
    assert answer.type == "LT-ERASE-FULL"
    case.post_and_close(answer)


def test_who_it_may_be_is_shown_for_every_register(everywhere: Everywhere) -> None:
    case = everywhere.desk.notes_one("access", received="2026-03-04", channel="post", **MARKKU)
    case.do("link_person", register=CRM, keys=KEYS[CRM])
    found = everywhere.desk.does("case", "candidates", case.number)
    best = {one["register"]: one["key"] for one in reversed(found["candidates"])}
    assert best == KEYS
    assert found["not_searched"] == [BOOKING, TILL, AJAS]
    tied = {
        frozenset(f"{one['register']}:{one['key']}" for one in link["records"])
        for link in found["links"]
        if link["kind"] == "same_person"
    }
    assert {frozenset({"booking:3", "crm:71"}), frozenset({"till:82", "ajas:93"})} <= tied
    said = everywhere.desk.says("case", "candidates", case.number)
    assert f"dsr case do {case.number} link_person --fact register=ajas --fact keys=93" in said.out
    assert "Markku" not in said.out


def test_one_person_twice_and_a_household_are_said(everywhere: Everywhere) -> None:
    everywhere.writes_to_crm(
        "INSERT INTO people SELECT 80, name, street, postcode, city, NULL,"
        " phone FROM people WHERE id = 71"
    )
    everywhere.writes_to_crm(
        "INSERT INTO people SELECT 81, 'Mari Tammela', street, postcode,"
        " city, NULL, NULL FROM people WHERE id = 71"
    )
    case = everywhere.desk.notes_one("access", received="2026-03-04", channel="post", **MARKKU)
    links = everywhere.desk.does("case", "candidates", case.number)["links"]
    kinds = {
        (link["kind"], *sorted(one["key"] for one in link["records"]))
        for link in links
        if {one["register"] for one in link["records"]} == {CRM}
    }
    assert kinds == {("twice", "71", "80"), ("household", "71", "81"), ("household", "80", "81")}


def test_a_letter_is_logged_though_a_register_does_not_answer(everywhere: Everywhere) -> None:
    everywhere.service.fails(1_000)
    found = everywhere.desk.takes_in("note", "access", received="2026-03-04", **MARKKU)
    assert found["silent"] == [AJAS]
    assert {one["register"] for one in found["candidates"]} == {BOOKING, CRM, TILL}
    (case,) = found["cases"]
    said = everywhere.desk.says("case", "candidates", case["case"])
    assert "ajas: did not answer" in said.out


def assert_gone(everywhere: Everywhere) -> None:
    """Markku is in no register any more, and nobody else was touched."""
    assert set(everywhere.desk.counts(3).values()) == {0}
    assert list(everywhere.people(CRM)) == ["72"]
    for name in (TILL, AJAS):
        key = KEYS[name]
        assert not everywhere.people(name)[key]["name"]
        assert everywhere.people(name)[str(int(key) + 1)]["name"] == "Irene Example"
    for name in (CRM, TILL, AJAS):
        assert everywhere.remarks(name) == [f"Irene likes it loud ({name})."]


def test_one_that_is_down_is_waited_for_and_never_left_out(everywhere: Everywhere) -> None:
    case = ordered(everywhere)
    everywhere.service.fails(1_000)
    said = everywhere.desk.says("case", "run", case.number)
    assert said.exit == OUTSIDE
    assert "done in booking, crm, till; waiting for ajas" in said.err
    assert list(everywhere.people(CRM)) == ["72"]
    assert everywhere.people(AJAS)["93"]["name"] == "Markku Tammela"
    assert case.state == "approved"
    sentences = {s["code"]: s for s in everywhere.desk.does("today")["sentences"]}
    assert sentences["register_down"]["cases"] == [case.number]
    assert "run" not in sentences
    # Again in vain: nothing is done twice, and no second event says the same.
    events = len(case.events)
    assert everywhere.desk.says("case", "run", case.number).exit == OUTSIDE
    assert len(case.events) == events
    assert "has done its part" in case.refused("recall", reason="We want to wait with it.")
    everywhere.service.is_well()
    done = case.run()
    assert (done["state"], done["proven"]) == ("carried_out", True)
    assert {one["register"]: one["replayed"] for one in done["registers"]} == {
        BOOKING: True,
        CRM: True,
        TILL: True,
        AJAS: False,
    }
    assert_gone(everywhere)
    assert set(everywhere.service.applied.values()) == {1}
    assert "register_down" not in {s["code"] for s in everywhere.desk.does("today")["sentences"]}


def test_where_one_plan_is_void_no_register_is_touched(everywhere: Everywhere) -> None:
    case = ordered(everywhere)
    everywhere.writes_to_crm("UPDATE remarks SET words = 'Markku wants a receipt.' WHERE id = 1")
    said = everywhere.desk.says("case", "run", case.number)
    assert said.exit == CHANGED
    assert "crm.remarks" in said.err
    assert case.state == "in_decision"
    assert everywhere.desk.counts(3)["bookings"] == 2
    assert everywhere.people(TILL)["82"]["name"] == "Markku Tammela"
    assert everywhere.service.applied == {}
    case.do("decide")
    case.approve()
    assert case.run()["proven"] is True
    assert_gone(everywhere)


def test_one_that_changed_while_it_was_waited_for_is_approved_anew(everywhere: Everywhere) -> None:
    case = ordered(everywhere)
    everywhere.service.fails(1_000)
    assert everywhere.desk.says("case", "run", case.number).exit == OUTSIDE
    everywhere.service.is_well()
    everywhere.service.tables["remarks"]["1"]["words"] = "Markku rang (ajas)."
    assert everywhere.desk.says("case", "run", case.number).exit == CHANGED
    assert case.state == "in_decision"
    assert everywhere.people(AJAS)["93"]["name"] == "Markku Tammela"
    case.do("decide")
    assert [one["register"] for one in case.plan["registers"]] == [AJAS]
    case.approve()
    done = case.run()
    assert [one["replayed"] for one in done["registers"]] == [True, True, True, False]
    assert done["proven"] is True
    assert_gone(everywhere)


@pytest.mark.parametrize("after", [False, True])
def test_killed_between_two_registers_the_order_is_finished_once(
    everywhere: Everywhere, after: bool
) -> None:
    case = ordered(everywhere)
    code, _ = in_child(lambda: _killed_at_the_till(everywhere.desk, case.number, after=after))
    assert code == -signal.SIGKILL
    assert case.state == "approved"
    assert list(everywhere.people(CRM)) == ["72"]
    done = case.run()
    replayed = {one["register"]: one["replayed"] for one in done["registers"]}
    assert replayed == {BOOKING: True, CRM: True, TILL: after, AJAS: False}
    assert done["proven"] is True
    assert_gone(everywhere)
    assert set(everywhere.service.applied.values()) == {1}


def _killed_at_the_till(desk: Desk, number: str, *, after: bool) -> None:
    """Run the case; the process dies before or after the third register does its part."""
    run = FileRegister.run

    def dying(self: FileRegister, order: object) -> object:
        if after:
            run(self, order)  # type: ignore[arg-type]
        os.kill(os.getpid(), signal.SIGKILL)
        return None

    FileRegister.run = dying  # type: ignore[method-assign, assignment]
    desk.says("case", "run", number)


def test_a_token_that_others_can_read_is_not_used(everywhere: Everywhere) -> None:
    (everywhere.desk.site / "keys" / "ajas.token").chmod(0o644)
    checks = everywhere.desk.says("doctor", "--json").json["checks"]
    (ajas,) = [c for c in checks if c["name"] == "register ajas"]
    assert not ajas["passed"] and "Others than its owner" in ajas["sentence"]
    assert everywhere.desk.says("case", "list").exit == 0


def test_the_most_sensitive_register_sets_the_level(everywhere: Everywhere) -> None:
    case = everywhere.desk.notes_one(
        "rectification", received="2026-03-04", channel="post", **MARKKU
    )
    everywhere.finds(case, BOOKING, TILL)
    assert case.step("accept_identity")["may"]  # S1 at most: the letter from the address on file
    case.do("link_person", register=TILL, keys=KEYS[TILL])
    assert "needs evidence E2, E1 is shown" in case.refused("accept_identity")  # S2 in the files
