"""Where no table may be added: the intent beside the register makes an order happen once."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, inspect

from dsr.adapters.register import SqlRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from dsr.errors import OutsideFailed, PlanVoid, Refused
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "booking.intents"


@pytest.fixture
def register(place: Place, booking_map: RegisterMap, folder: Path) -> Iterator[SqlRegister]:
    opened = place.open(booking_map, intents=folder)
    yield opened
    opened.close()


def kept(folder: Path) -> list[dict[str, object]]:
    return [json.loads(file.read_text()) for file in folder.glob("*.json")]


def killed(place: Place, register_map: RegisterMap, folder: Path, order: Order, at: str) -> None:
    """Run the order in a process that dies ``before COMMIT`` or ``after COMMIT``."""
    child = os.fork()
    if child == 0:
        opened = place.open(register_map, intents=folder)
        name = "commit" if at == "before COMMIT" else "checkin"

        def die(*_: object) -> None:
            if any(folder.glob("*.json")):
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(opened.engine, name, die)
        opened.run(order)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_no_table_is_added_and_twice_is_once(
    place: Place, register: SqlRegister, order: Make, approve: Approve, folder: Path
) -> None:
    clues = register.person("3")
    asked = approve(register, order("3"))
    first, second = register.run(asked), register.run(asked)
    assert (first.replayed, second.replayed) == (False, True)
    assert first.counts == second.counts
    assert register.prove(asked, clues).proven
    assert "dsr_receipt" not in inspect(register.engine).get_table_names()
    assert [one["state"] for one in kept(folder)] == ["done"]


def test_an_intent_tells_nothing_of_the_person(
    register: SqlRegister, order: Make, approve: Approve, folder: Path
) -> None:
    register.run(approve(register, order("3")))
    text = json.dumps(kept(folder)).lower()
    assert "tammela" not in text and "hämeentie" not in text and "0103" not in text
    assert (folder.stat().st_mode & 0o077) == 0


@pytest.mark.parametrize("at", ["before COMMIT", "after COMMIT"])
def test_a_kill_on_either_side_of_the_commit_then_once(
    at: str,
    place: Place,
    booking_map: RegisterMap,
    register: SqlRegister,
    order: Make,
    approve: Approve,
    folder: Path,
) -> None:
    asked = approve(register, order("3"))
    clues = register.person("3")
    before = place.dump()
    register.close()
    killed(place, booking_map, folder, asked, at)
    assert (place.dump() == before) == (at == "before COMMIT")
    assert [one["state"] for one in kept(folder)] == ["begun"]
    receipt = register.run(asked)
    assert receipt.replayed == (at == "after COMMIT")
    assert receipt.counts["bookings"] == {"deleted": 2}
    assert register.prove(asked, clues).proven
    assert register.run(asked).replayed


def test_new_rows_after_a_killed_run_do_not_hide_that_it_was_done(
    place: Place,
    booking_map: RegisterMap,
    register: SqlRegister,
    order: Make,
    approve: Approve,
    folder: Path,
) -> None:
    asked = approve(register, order("3"))
    register.close()
    killed(place, booking_map, folder, asked, "after COMMIT")
    place.sql("INSERT INTO discounts VALUES (999, 3, 5, 'x', '2026-03-01', NULL, false)")
    assert register.run(asked).replayed
    assert not register.prove(asked, Person()).proven  # the new row is told, not erased unseen


def test_rows_changed_after_a_kill_before_the_commit_void_the_plan(
    place: Place,
    booking_map: RegisterMap,
    register: SqlRegister,
    order: Make,
    approve: Approve,
    folder: Path,
) -> None:
    asked = approve(register, order("3"))
    register.close()
    killed(place, booking_map, folder, asked, "before COMMIT")
    place.sql("UPDATE notes SET body = 'Uusi' WHERE customer_id = 3")
    with pytest.raises(PlanVoid) as caught:
        register.run(asked)
    assert [fault.place for fault in caught.value.faults] == ["booking.notes"]
    again = approve(register, order("3"))
    assert not register.run(again).replayed


def test_an_action_id_means_one_order_and_a_recalled_one_never_runs(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    register.run(approve(register, order("3")))
    with pytest.raises(Refused, match="another order"):
        register.run(approve(register, order("4")))
    with pytest.raises(Refused, match="carried this order out"):
        register.recall(order("3"))
    other = approve(register, order("4", number=2))
    register.recall(other)
    register.recall(other)
    before = place.dump()
    with pytest.raises(Refused, match="recalled"):
        register.run(other)
    assert place.dump() == before


def test_recalling_after_a_kill_is_refused_once_it_was_committed(
    place: Place,
    booking_map: RegisterMap,
    register: SqlRegister,
    order: Make,
    approve: Approve,
    folder: Path,
) -> None:
    asked = approve(register, order("3"))
    register.close()
    killed(place, booking_map, folder, asked, "after COMMIT")
    with pytest.raises(Refused, match="carried this order out"):
        register.recall(asked)


def test_what_is_not_seen_when_read_back_is_told(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """A trigger that puts something else into the row than what was ordered."""
    decision = GroupDecision("booking.contact", Action.CORRECT, values={"customers.city": "Espoo"})
    asked = approve(register, order("5", decision))
    if place.kind == "sqlite":
        place.sql(
            "CREATE TRIGGER other AFTER UPDATE OF city ON customers WHEN NEW.city = 'Espoo' BEGIN"
            " UPDATE customers SET city = 'Vantaa' WHERE id = NEW.id; END"
        )
    elif place.kind == "mariadb":
        place.sql(
            "CREATE TRIGGER other BEFORE UPDATE ON customers FOR EACH ROW SET NEW.city = 'Vantaa'"
        )
    else:
        place.sql(
            "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN NEW.city := 'Vantaa'; RETURN NEW; END $$",
            "CREATE TRIGGER other BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION other()",
        )
    with pytest.raises(OutsideFailed, match="does not show"):
        register.run(asked)


def test_many_runners_carry_out_once(
    place: Place,
    booking_map: RegisterMap,
    register: SqlRegister,
    order: Make,
    approve: Approve,
    folder: Path,
) -> None:
    asked = approve(register, order("4"))
    replayed: list[bool] = []

    def run() -> None:
        runner = place.open(booking_map, intents=folder)
        replayed.append(runner.run(asked).replayed)
        runner.close()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(replayed) == [False, True, True, True, True]
