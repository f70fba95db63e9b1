"""A person as register: its mapping, what it reads, what it plans, and when an order is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dsr.adapters.register.person import PersonRegister, load_person_map
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.inquiry import Answer, Change, Inquiry, Returned, What, inquiries_of, with_inquiry
from dsr.cases.register import VAULT_FILE, Order
from dsr.errors import BadConfiguration, NotFound, OutsideFailed, Refused

MAP = Path(__file__).parents[2] / "journeys" / "registers" / "coach.toml"
CASE = "DSR-2026-0001"
MONDAY = date(2026, 3, 9)
FILES = (
    Returned("a" * 64, "notebook", "pdf", 10),
    Returned("b" * 64, "notebook", "txt", 20),
    Returned("c" * 64, "mailing", "txt", 30),
)
SEARCH = Inquiry(
    What.SEARCH,
    MONDAY,
    "officer",
    date(2026, 3, 18),  # Wednesday
    answer=Answer.DONE,
    answered_on=date(2026, 3, 10),  # Tuesday
    files=FILES,
)
ERASE = GroupDecision("coach.notebook", Action.ERASE)
ORDER = Order(f"{CASE}:1:carry_out@coach", (CASE,), (ERASE,), MONDAY)
CHANGE = replace(
    SEARCH,
    what=What.CHANGE,
    order=ORDER.action_id,
    changes=(Change("coach.notebook", "erase"),),
    answer=None,
    answered_on=None,
    files=(),
)


def facts(*inquiries: Inquiry) -> dict[str, object]:
    """The facts of a case after these inquiries."""
    known: dict[str, object] = {}
    for one in inquiries:
        known = with_inquiry(known, "coach", one, new=True)
    return known


def register(*inquiries: Inquiry) -> PersonRegister:
    """The masseur after these inquiries of the one case there is."""

    def facts_of(number: str) -> Mapping[str, object]:
        if number != CASE:
            raise NotFound("There is no such case.")
        return facts(*inquiries)

    return PersonRegister(load_person_map(MAP), facts_of)


def test_inquiries_are_read_as_they_were_written() -> None:
    asked = replace(CHANGE, reminded_on=(MONDAY,), letters=("d" * 64,), settled_on=MONDAY)
    assert inquiries_of(facts(SEARCH, asked), "coach") == (SEARCH, asked)


def test_a_mapping_names_whom_to_ask_and_has_no_tables(tmp_path: Path) -> None:
    known = load_person_map(MAP)
    assert known.asked is not None and known.asked.name == "Hieroja Aulis Aputoimi"
    text = MAP.read_text(encoding="utf-8").replace("[asked]", "[askd]")
    (tmp_path / "bad.toml").write_text(text + "\n[tables.x]\n", encoding="utf-8")
    with pytest.raises(BadConfiguration) as refused:
        load_person_map(tmp_path / "bad.toml")
    places = {fault.place for fault in refused.value.faults}
    assert {"bad.toml.asked", "bad.toml.askd", "bad.toml.tables"} <= places


def test_nobody_is_found_by_looking() -> None:
    assert register(SEARCH).find(Person(name="Markku Tammela")) == ()
    with pytest.raises(NotFound):
        register().person(CASE)
    with pytest.raises(NotFound):
        register(SEARCH).read(["DSR-2026-0099"])


def test_each_file_is_a_row_of_its_group() -> None:
    notebook, mailing = register(SEARCH).read([CASE])
    assert [row.values["file"] for row in notebook.rows] == [
        "coach-notebook-1.pdf",
        "coach-notebook-2.txt",
    ]
    assert [row.traits[VAULT_FILE] for row in mailing.rows] == ["c" * 64]


def test_what_was_erased_there_is_held_no_more_and_names_stay() -> None:
    one_row = replace(CHANGE, changes=(Change("coach.notebook", "erase", (FILES[0].key,)),))
    notebook, mailing = register(SEARCH, replace(one_row, answer=Answer.DONE)).read([CASE])
    assert [row.values["file"] for row in notebook.rows] == ["coach-notebook-2.txt"]
    assert len(mailing.rows) == 1
    undone = replace(one_row, answer=Answer.EXCEPTION, reason="it is with the police")
    assert len(register(SEARCH, undone).read([CASE])[0].rows) == 2


def test_a_plan_shows_what_goes_and_its_digest_follows_the_decisions() -> None:
    plan = register(SEARCH).plan(ORDER)
    gone = [row.key for row in plan.rows if row.after is None]
    assert gone == [FILES[0].key, FILES[1].key]
    kept = replace(ORDER, decisions=(replace(ERASE, rows=(FILES[0].key,)),))
    assert register(SEARCH).plan(kept).digest != plan.digest
    assert register(SEARCH).plan(ORDER) == plan


def test_an_order_is_done_when_the_person_says_so() -> None:
    with pytest.raises(OutsideFailed, match="nobody has told it"):
        register(SEARCH).run(ORDER)
    with pytest.raises(OutsideFailed, match="answer by"):
        register(SEARCH, CHANGE).run(ORDER)
    done = register(SEARCH, replace(CHANGE, answer=Answer.DONE))
    assert done.run(ORDER).counts == {"coach": {"done: erase": 1}}
    assert done.prove(ORDER, Person()).proven


def test_the_answer_to_another_order_counts_for_nothing() -> None:
    earlier = replace(CHANGE, answer=Answer.DONE, order=f"{CASE}:1:carry_out:0@coach")
    with pytest.raises(OutsideFailed):
        register(SEARCH, earlier).run(ORDER)
    assert not register(SEARCH, earlier).begun(ORDER)


def test_an_exception_is_left_until_it_is_decided_on() -> None:
    undone = replace(CHANGE, answer=Answer.EXCEPTION, reason="it is with the police")
    assert register(SEARCH, undone).prove(ORDER, Person()).residuals
    settled = replace(undone, settled="asked again in May", settled_on=MONDAY)
    assert register(SEARCH, settled).prove(ORDER, Person()).proven


def test_a_letter_that_went_out_cannot_be_recalled() -> None:
    register(SEARCH).recall(ORDER)
    with pytest.raises(Refused, match="called back"):
        register(SEARCH, CHANGE).recall(ORDER)
