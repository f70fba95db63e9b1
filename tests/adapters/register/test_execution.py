"""An order is carried out once, whole or not at all, in few statements."""

from __future__ import annotations

import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from dsr.adapters.register import SqlRegister
from dsr.adapters.register.demo import tables
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order, RegisterMap
from dsr.errors import NotFound, OutsideFailed, PlanVoid, Refused
from tests.adapters.register.places import Place

Make = Callable[..., Order]
Approve = Callable[[SqlRegister, Order], Order]


def test_an_erasure_leaves_other_customers_alone(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    others, everything = place.dump(without="3"), place.dump()
    receipt = register.run(approve(register, order("3")))
    assert place.dump(without="3") == others
    assert place.dump() != everything
    assert receipt.counts["bookings"] == {"deleted": 2}
    assert receipt.counts["customers"] == {"anonymised": 1}
    assert receipt.counts["vouchers"] == {"kept": 1}
    assert place.sql("SELECT count(*) FROM bookings WHERE customer_id = 3") == [(0,)]
    assert place.sql("SELECT buyer_name FROM vouchers WHERE customer_id = 3") == [
        ("Markku Tammela",)
    ]


def test_twice_is_once(place: Place, register: SqlRegister, order: Make, approve: Approve) -> None:
    approved = approve(register, order("3"))
    first = register.run(approved)
    after = place.dump()
    second = register.run(approved)
    assert not first.replayed and second.replayed
    assert first.counts == second.counts
    assert place.dump() == after


def test_an_action_id_means_one_order(register: SqlRegister, order: Make, approve: Approve) -> None:
    register.run(approve(register, order("3")))
    with pytest.raises(Refused, match="another order"):
        register.run(approve(register, order("4")))


def test_a_changed_row_voids_the_plan(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    approved = approve(register, order("3"))
    place.sql("UPDATE notes SET body = 'Uusi merkintä' WHERE customer_id = 3")
    before = place.dump()
    with pytest.raises(PlanVoid) as caught:
        register.run(approved)
    assert [fault.place for fault in caught.value.faults] == ["booking.notes"]
    assert "Uusi" not in str(caught.value.as_json())
    assert place.dump() == before
    assert place.sql("SELECT count(*) FROM dsr_receipt") == [(0,)]


def test_a_new_row_voids_the_plan(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    approved = approve(register, order("3"))
    place.sql(
        "INSERT INTO discounts VALUES (999, 3, 5, 'x', '2026-03-01', NULL, false)",
    )
    with pytest.raises(PlanVoid) as caught:
        register.run(approved)
    assert [fault.place for fault in caught.value.faults] == ["booking.discounts"]


def test_nothing_irreversible_without_approval(
    place: Place, register: SqlRegister, order: Make
) -> None:
    before = place.dump()
    with pytest.raises(Refused, match="no approved plan"):
        register.run(order("3"))
    assert place.dump() == before


def test_an_unknown_person_is_never_complete(
    register: SqlRegister, order: Make, approve: Approve
) -> None:
    with pytest.raises(NotFound):
        approve(register, order("99999"))
    with pytest.raises(NotFound):
        register.run(replace(order("99999"), approved_digest="0" * 64))


def test_a_register_opened_for_reading_is_not_written(
    place: Place, booking_map: RegisterMap, order: Make
) -> None:
    reader = place.open(booking_map, read_only=True)
    assert reader.read(["3"])
    with pytest.raises(Refused, match="reading only"):
        reader.run(order("3"))


#: What stops a statement in the middle, with a row's values in the message.
STOPPED = "Failing row contains Markku Tammela"


def stop(place: Place, when: str) -> None:
    """A trigger that refuses: ``BEFORE DELETE ON notes``."""
    if place.kind == "sqlite":
        body = f"BEGIN SELECT RAISE(ABORT, '{STOPPED}'); END"
    elif place.kind == "mariadb":
        body = f"FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{STOPPED}'"
    else:
        place.sql(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{STOPPED}'; END $$"
        )
        body = "FOR EACH ROW EXECUTE FUNCTION refuse()"
    place.sql(f"CREATE TRIGGER stop {when} {body}")


def unstop(place: Place, table: str) -> None:
    place.sql("DROP TRIGGER stop" + (f" ON {table}" if place.kind == "postgresql" else ""))


@pytest.mark.parametrize("when", ["BEFORE DELETE ON notes", "BEFORE UPDATE ON customers"])
def test_a_failure_in_one_table_leaves_nothing_half_done(
    when: str, place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """Rivals leave the person half erased, and print the row in the error."""
    stop(place, when)
    approved = approve(register, order("3"))
    before = place.dump()
    with pytest.raises(OutsideFailed) as caught:
        register.run(approved)
    assert place.dump() == before
    assert place.sql("SELECT count(*) FROM dsr_receipt") == [(0,)]
    whole = "".join(traceback.format_exception(caught.value))
    assert "Markku" not in whole and "Failing row" not in whole
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    unstop(place, when.split()[-1])
    assert not register.run(approved).replayed


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"], indirect=True)
def test_a_row_that_stays_in_silence_is_seen(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """A trigger that lets a statement succeed without doing anything."""
    if place.kind == "sqlite":
        place.sql("CREATE TRIGGER stop BEFORE DELETE ON notes BEGIN SELECT RAISE(IGNORE); END")
    else:
        place.sql(
            "CREATE FUNCTION ignore() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN NULL; END $$",
            "CREATE TRIGGER stop BEFORE DELETE ON notes FOR EACH ROW EXECUTE FUNCTION ignore()",
        )
    approved = approve(register, order("3"))
    before = place.dump()
    with pytest.raises(OutsideFailed, match="another number of rows"):
        register.run(approved)
    assert place.dump() == before


def test_a_constraint_of_another_table_rolls_everything_back(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """A constraint the reflection can't see: the database itself refuses."""
    approved = approve(register, order("3"))
    if place.kind == "sqlite":
        place.sql(
            "CREATE TRIGGER guard BEFORE DELETE ON service_accounts BEGIN"
            " INSERT INTO customers (id) VALUES (3); END"
        )
    else:
        held = "ADD CONSTRAINT held CHECK (first_name <> '[poistettu]')"
        place.sql(f"ALTER TABLE customers {held}")
    before = place.dump()
    with pytest.raises(OutsideFailed):
        register.run(approved)
    assert place.dump() == before


def test_a_row_that_others_refer_to_stays_as_a_shell(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """Customer 4's note hangs on a booking of customer 3: no constraint error, no dangling row."""
    (booking,) = place.sql("SELECT min(id) FROM bookings WHERE customer_id = 3")[0]
    place.sql(
        f"INSERT INTO notes VALUES (9999, 4, {booking}, 1, '2026-01-01', 'info', 'x', NULL, false)",
    )
    receipt = register.run(approve(register, order("3")))
    assert receipt.counts["bookings"] == {"anonymised": 1, "deleted": 1}
    assert place.sql(f"SELECT customer_id FROM bookings WHERE id = {booking}") == [(3,)]


def test_ten_thousand_rows_cost_few_statements(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    """A rival sends one UPDATE a row: 105 s where plain SQL needs 0.1 s."""
    rows = [
        (
            20_000 + n,
            3,
            1,
            5,
            "2024-01-01 10:00",
            "2024-01-01 09:00",
            "phone",
            "done",
            f"wish {n}",
            False,
        )
        for n in range(10_000)
    ]
    purchases = [(20_000 + n, 3, "2024-01-01", f"p {n}", n, "paid", False) for n in range(10_000)]
    place.insert("bookings", list(tables.bookings.columns.keys()), rows)
    place.insert("purchases", list(tables.purchases.columns.keys()), purchases)
    decisions = [
        *order("3").decisions[:-1],
        GroupDecision("booking.access_log", Action.ERASE),
    ]
    decisions = [
        replace(d, action=Action.ANONYMISE) if d.group == "booking.purchases" else d
        for d in decisions
    ]
    register.run(order("5", GroupDecision("booking.notes", Action.RESTRICT), number=2))
    approved = approve(register, order("3", *decisions))  # the receipt table is there and known
    sent: list[str] = []
    event.listen(register.engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    receipt = register.run(approved)
    assert receipt.counts["bookings"] == {"deleted": 10_002}
    assert receipt.counts["purchases"] == {"anonymised": 10_001}
    writes = [s for s in sent if s.startswith(("UPDATE", "DELETE", "INSERT"))]
    assert len(writes) <= 20
    assert len(sent) <= 70
    if place.kind == "sqlite":
        assert sum(s.startswith("BEGIN IMMEDIATE") for s in sent) == 1


def test_rows_with_values_of_their_own_are_few_statements_too(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    rows = [(20_000 + n, 5, 1, "2026-01-01", "info", "b", f"s {n}", False) for n in range(2_000)]
    names = "id customer_id practitioner_id written_on kind body statement restricted"
    place.insert("notes", names.split(), rows)
    statement = GroupDecision(
        "booking.notes", Action.APPEND_STATEMENT, facts={"statement": "Ei pidä paikkaansa."}
    )
    asked = order("5", statement)
    assert register.plan(asked).statements <= 6
    receipt = register.run(approve(register, asked))
    assert receipt.counts["notes"] == {"statement_added": 2_001}
    (found,) = place.sql("SELECT statement FROM notes WHERE id = 20007")
    assert found == ("s 7\n2026-03-12: Ei pidä paikkaansa.",)


KILLED = """
import os, signal, sys
from datetime import date
from sqlalchemy import event
from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Order
path, key, action_id, digest, point = sys.argv[1:]
register_map = load_map(MAPPING)
decisions = tuple(
    GroupDecision(f"booking.{g.code}", Action.KEEP if g.code in ("vouchers", "treatment_notes")
                  else Action.ERASE, ground="ERA-17-3-B-KPL6"
                  if g.code in ("vouchers", "treatment_notes") else None)
    for g in register_map.groups)
register = SqlRegister(path, register_map)
def die(conn, cursor, statement, *rest):
    if statement.startswith(point):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(register.engine, "after_cursor_execute", die)
register.run(Order(action_id, (key,), decisions, date(2026, 3, 12), approved_digest=digest))
"""


@pytest.mark.parametrize(
    "point",
    ["INSERT INTO dsr_receipt", "UPDATE customers", "DELETE FROM notes", "UPDATE dsr_receipt"],
)
def test_a_kill_in_mid_transaction_then_once(
    point: str, place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    approved = approve(register, order("3"))
    before = place.dump()
    arguments = [place.url, "3", approved.action_id, str(approved.approved_digest), point]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], check=False, cwd=Path.cwd(), capture_output=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert place.dump() == before
    assert not register.run(approved).replayed
    assert register.run(approved).replayed
    assert place.sql("SELECT count(*) FROM dsr_receipt") == [(1,)]


def test_corrections_reach_the_register(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    others = place.dump(without="5")
    values = {"customers.street": "Uusikatu 1 A 1", "customers.postcode": "00790"}
    asked = order("5", GroupDecision("booking.contact", Action.CORRECT, values=values))
    receipt = register.run(approve(register, asked))
    assert receipt.counts["customers"] == {"corrected": 1}
    assert register.person("5").street == "Uusikatu 1 A 1"
    assert place.dump(without="5") == others


def test_restriction_comes_and_goes(place: Place, register: SqlRegister, order: Make) -> None:
    restricted = "SELECT DISTINCT restricted FROM notes WHERE customer_id = 5"
    register.run(order("5", GroupDecision("booking.notes", Action.RESTRICT), number=1))
    assert [bool(r) for (r,) in place.sql(restricted)] == [True]
    register.run(order("5", GroupDecision("booking.notes", Action.LIFT_RESTRICTION), number=2))
    assert [bool(r) for (r,) in place.sql(restricted)] == [False]


def test_an_upheld_objection_deletes_what_the_mapping_says(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    asked = order("1", GroupDecision("booking.discounts", Action.STOP))
    assert register.run(approve(register, asked)).counts["discounts"] == {"deleted": 1}
    assert place.sql("SELECT count(*) FROM discounts WHERE customer_id = 1") == [(0,)]


def test_the_receipt_tells_the_day_and_nothing_of_the_person(
    place: Place, register: SqlRegister, order: Make, approve: Approve
) -> None:
    register.run(approve(register, order("3")))
    ((action, digest, counts, at),) = place.sql("SELECT * FROM dsr_receipt")
    assert (action, at) == ("DSR-2026-0001:1:carry_out", date(2026, 3, 12).isoformat())
    assert isinstance(digest, str) and len(digest) == 64
    assert "tammela" not in str(counts).lower()
    assert register.check() == ()
