"""A register at a processor: found, changed once and proven, whatever its service does."""

from __future__ import annotations

import copy
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from dsr.adapters.register import SqlRegister, load_map
from dsr.adapters.register.demo import MAPPING, generate
from dsr.adapters.register.demo.generator import FEWEST
from dsr.adapters.register.http import HttpRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, Order
from dsr.errors import BadConfiguration, NotFound, OutsideFailed, PlanVoid, Refused
from tests.faults.desk import in_child
from tests.simulators.booking_service import TOKEN, BookingService, load, running

TODAY = date(2026, 3, 12)  # a Thursday
STAYING = ("vouchers", "treatment_notes")
MARKKU = Person(name="Markku Tammela", email="markku.tammela@example.com")
MAP = load_map(MAPPING)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("service") / "booking.db"
    generate(path, customers=60, seed=5, today=TODAY)
    return path


@pytest.fixture
def service(database: Path) -> Iterator[BookingService]:
    with running(load(database)) as one:
        yield one


@pytest.fixture
def few(tmp_path: Path) -> Iterator[BookingService]:
    """The service of the smallest office: for what is done to it dozens of times."""
    generate(tmp_path / "few.db", customers=FEWEST, seed=5, today=TODAY)
    with running(load(tmp_path / "few.db")) as one:
        yield one


@pytest.fixture
def waits() -> list[float]:
    """The seconds the client would have waited."""
    return []


@pytest.fixture
def register(service: BookingService, tmp_path: Path, waits: list[float]) -> Iterator[HttpRegister]:
    opened = opened_at(service, tmp_path / "state", waits.append)
    yield opened
    opened.close()


def opened_at(
    service: BookingService, state: Path, wait: Callable[[float], None] = lambda _: None
) -> HttpRegister:
    return HttpRegister(service.url, MAP, state, token=TOKEN, wait=wait)


def erasure(register: HttpRegister, key: str, number: int = 1) -> Order:
    decisions = tuple(
        GroupDecision(
            f"booking.{group.code}",
            Action.KEEP if group.code in STAYING else Action.ERASE,
            ground="ERA-17-3-B-KPL6" if group.code in STAYING else None,
        )
        for group in MAP.groups
    )
    return approved(register, Order(f"DSR-2026-{number:04d}:1:carry_out", (key,), decisions, TODAY))


def approved(register: HttpRegister, order: Order) -> Order:
    plan = register.plan(order)
    return replace(order, approved_digest=plan.digest, approved_tables=plan.table_digests)


def values(findings: tuple[Finding, ...]) -> dict[str, list[object]]:
    return {
        f.code: [(r.table, r.key, dict(r.values), dict(r.traits)) for r in f.rows] for f in findings
    }


def others(service: BookingService, key: str) -> dict[str, dict[str, object]]:
    return {
        name: {
            k: copy.deepcopy(row)
            for k, row in rows.items()
            if str(row.get("customer_id", k if name == "customers" else "")) != key
        }
        for name, rows in service.tables.items()
    }


def test_a_service_and_a_database_give_the_same_answer(
    register: HttpRegister, database: Path
) -> None:
    sql = SqlRegister(str(database), MAP)
    assert register.check() == ()
    for key in ("1", "3", "17"):
        person = sql.person(key)
        assert register.person(key) == person
        assert values(register.read([key])) == values(sql.read([key]))
        assert [c.key for c in register.find(person)][:1] == [key]
    sql.close()


def test_an_erasure_is_done_once_and_proven(
    register: HttpRegister, service: BookingService
) -> None:
    order, rest = erasure(register, "3"), others(service, "3")
    receipt = register.run(order)
    assert receipt.counts["customers"] == {"anonymised": 1}
    assert service.tables["customers"]["3"]["email"] is None
    assert others(service, "3") == rest
    assert set(service.applied.values()) == {1}
    assert register.prove(order, MARKKU).proven
    calls = len(service.calls)
    assert register.run(order).replayed
    assert len(service.calls) == calls


def test_nobody_under_a_key_is_said_not_answered(register: HttpRegister) -> None:
    with pytest.raises(NotFound):
        register.read(["999999"])
    assert register.find(Person(name="Ei Ketään", email="nobody@example.com")) == ()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_that_fails_for_a_while_is_tried_again(
    register: HttpRegister, service: BookingService, waits: list[float], status: int
) -> None:
    order = erasure(register, "3")
    service.fails(3, status, on="DELETE")
    register.run(order)
    assert len(waits) == 3
    assert set(service.applied.values()) == {1}


@pytest.mark.parametrize("verb", ["drops", "is_silent"])
def test_an_answer_that_is_lost_does_nothing_twice(
    service: BookingService, tmp_path: Path, verb: str
) -> None:
    register = HttpRegister(service.url, MAP, tmp_path / "state", token=TOKEN, wait=lambda _: None)
    register._client._http.timeout = 0.5
    order = erasure(register, "3")
    getattr(service, verb)(2, on="PATCH")
    register.run(order)
    assert service.tables["customers"]["3"]["email"] is None
    assert max(service.applied.values()) > 1, "the call came twice"
    assert register.prove(order, MARKKU).proven


def test_a_service_that_is_down_leaves_an_order_that_goes_on_later(
    register: HttpRegister, service: BookingService
) -> None:
    order = erasure(register, "3")
    service.fails(1000, 503, on="DELETE", skip=2)
    with pytest.raises(OutsideFailed) as down:
        register.run(order)
    assert "Markku" not in str(down.value)
    begun = sum(service.applied.values())
    assert begun >= 2
    service.is_well()
    receipt = register.run(order)
    assert receipt.counts["customers"] == {"anonymised": 1}
    assert set(service.applied.values()) == {1}
    assert register.prove(order, MARKKU).proven


def test_changes_that_show_late_are_waited_for(
    register: HttpRegister, service: BookingService, waits: list[float]
) -> None:
    order = erasure(register, "3")
    # As many reads as the plan takes are still right; those after the change lag.
    service.is_behind(60)
    register.run(order)
    assert waits, "it looked more than once"
    assert register.prove(order, MARKKU).proven


def test_killed_at_every_call_the_order_is_finished_once(
    few: BookingService, tmp_path: Path
) -> None:
    """SIGKILL before and after each changing call, of a person with few records."""
    rehearsal, fresh = opened_at(few, tmp_path / "rehearsal"), copy.deepcopy(few.tables)
    order = erasure(rehearsal, "9")
    rehearsal.run(order)
    done, count = few.tables, len(few.sent("PATCH")) + len(few.sent("DELETE"))
    assert count > 3
    for number in range(2 * count):
        few.tables = copy.deepcopy(fresh)
        few.applied.clear()
        state = tmp_path / f"killed-{number}"
        code, _ = in_child(partial(killed_run, few, state, order, number))
        assert code == -signal.SIGKILL
        assert sum(few.applied.values()) == (number + 1) // 2
        again = opened_at(few, state)
        assert not again.run(order).replayed
        assert again.run(order).replayed
        assert few.tables == done
        assert set(few.applied.values()) == {1}
        assert not list(state.glob(".mirror-*")), "no copy of the data stays behind"
        again.close()
    rehearsal.close()


def killed_run(service: BookingService, state: Path, order: Order, at: int) -> None:
    """A run that kills its process: at 0 before the first changing call, at 1 after it."""
    register = opened_at(service, state)
    send, passed = register._client._send, iter(range(1_000))

    def sending(method: str, path: str, **more: Any) -> Any:
        changing = method in ("PATCH", "DELETE")
        if changing and next(passed) == at:
            signal.raise_signal(signal.SIGKILL)
        answer = send(method, path, **more)
        if changing and next(passed) == at:
            signal.raise_signal(signal.SIGKILL)
        return answer

    register._client._send = sending  # type: ignore[method-assign]
    register.run(order)


def test_a_plan_is_void_when_a_record_changed_since(
    register: HttpRegister, service: BookingService
) -> None:
    order = erasure(register, "3")
    service.tables["customers"]["3"]["street"] = "Uusikatu 1"
    with pytest.raises(PlanVoid):
        register.run(order)
    assert not service.sent("PATCH") and not service.sent("DELETE")


def test_what_somebody_changes_between_two_runs_is_not_overwritten(
    register: HttpRegister, service: BookingService
) -> None:
    order = erasure(register, "3")
    service.fails(1000, 503, on="DELETE")
    with pytest.raises(OutsideFailed):
        register.run(order)
    service.is_well()
    booking = next(r for r in service.tables["bookings"].values() if r["customer_id"] == 3)
    booking["wish"] = "changed at the processor meanwhile"
    with pytest.raises(OutsideFailed, match="changed at the processor"):
        register.run(order)


def test_a_recalled_order_never_runs(register: HttpRegister, service: BookingService) -> None:
    order = erasure(register, "3")
    register.recall(order)
    with pytest.raises(Refused):
        register.run(order)
    assert not service.applied


def test_a_new_column_at_the_processor_stops_the_work(
    register: HttpRegister, service: BookingService
) -> None:
    order = erasure(register, "3")
    service.gains_column("customers", "shoe_size")
    assert [f.code for f in register.check()] == ["register.unmapped_column"]
    with pytest.raises(BadConfiguration):
        register.run(order)
    assert not service.applied


def test_a_wrong_token_is_said_without_repeating_it(
    service: BookingService, tmp_path: Path
) -> None:
    locked_out = HttpRegister(service.url, MAP, tmp_path, token="wrong", wait=lambda _: None)
    with pytest.raises(OutsideFailed, match="token") as refused:
        locked_out.check()
    assert "wrong" not in str(refused.value)


def test_paging_reads_every_record(register: HttpRegister, service: BookingService) -> None:
    for number in range(10_000, 10_450):
        service.tables["bookings"][str(number)] = {
            **service.tables["bookings"]["1"],
            "id": number,
            "customer_id": 3,
        }
    found = next(f for f in register.read(["3"]) if f.group.code == "bookings")
    assert len(found.rows) >= 450
