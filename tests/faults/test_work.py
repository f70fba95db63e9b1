"""Workers side by side, killed in the middle, and replays killed between register and event."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from dsr import app, config
from dsr.adapters.storage import SqlCaseStore
from dsr.cases.case import Case
from dsr.casework.office import Office
from dsr.casework.working import BUSY, DONE, PAUSES, Tried, Worker
from dsr.errors import OutsideFailed
from tests.faults import stories
from tests.faults.desk import TODAY, Desk, in_child, started, waited

ERASED = "3"


@pytest.fixture(scope="module")
def ordered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with an approved erasure."""
    site = tmp_path_factory.mktemp("ordered") / "site"
    code, _ = in_child(lambda: stories.erasure_approved(stories.open_site(site), ERASED))
    assert code == 0
    return site


@pytest.fixture
def desk(ordered: Path, tmp_path: Path) -> Desk:
    site = tmp_path / "site"
    shutil.copytree(ordered, site)
    return Desk(site)


def events(site: Path) -> list[str]:
    with closing(sqlite3.connect(site / "cases.db")) as database:
        rows = database.execute("SELECT name FROM event ORDER BY case_number, seq").fetchall()
    return [name for (name,) in rows]


def killed_before_storing(step: str) -> Callable[[], None]:
    """The process dies when it is about to store this step: the register has committed by then."""
    stored = SqlCaseStore.apply

    def apply(self: SqlCaseStore, case: Case, move: object) -> Case:
        if getattr(move, "step", "") == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return stored(self, case, move)  # type: ignore[arg-type]

    return lambda: patch.object(SqlCaseStore, "apply", apply).start() and None


def test_what_a_killed_worker_left_another_finishes_within_two_sweeps(desk: Desk) -> None:
    def first() -> object:
        killed_before_storing("carry_out")()
        return desk.must("officer", "work", "--once")

    assert in_child(first)[0] == -signal.SIGKILL
    assert "carry_out" not in events(desk.site)
    sweeps = [in_child(lambda: desk.must("officer", "work", "--once"))[1] for _ in range(2)]
    codes = [one["code"] for sweep in sweeps for one in sweep["cases"]]
    assert codes == [DONE]
    assert events(desk.site).count("carry_out") == 1


def test_a_case_that_another_process_holds_is_left_to_it(desk: Desk) -> None:
    read, write = os.pipe()
    holding, held = os.pipe()

    def hold() -> str:
        os.close(write)  # else its own end would keep the pipe open
        with office_of(desk).store.claim("DSR-2026-0001") as ours:
            os.write(held, b"1" if ours else b"0")
            os.read(read, 1)
        return "let go"

    child = started(hold)
    try:
        assert os.read(holding, 1) == b"1"
        _, busy = in_child(lambda: desk.must("officer", "work", "--once"))
        assert busy == {"cases": [{"case": "DSR-2026-0001", "code": BUSY}]}
    finally:
        os.close(write)
    assert waited(*child) == (0, "let go")
    _, done = in_child(lambda: desk.must("officer", "work", "--once"))
    assert done["cases"][0]["code"] == DONE


def test_two_workers_and_twelve_cases_each_is_carried_out_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")

    def prepare() -> int:
        stories.open_site(desk.site)
        return len([stories.access_approved(desk, str(key)) for key in (2, 4, 5, 6, 7, 8) * 2])

    assert in_child(prepare) == (0, 12)
    read, write = os.pipe()

    def sweep() -> object:
        os.close(write)
        os.read(read, 1)
        return desk.must("officer", "work", "--once")["cases"]

    workers = [started(sweep), started(sweep)]
    os.close(write)
    answers = [waited(*worker) for worker in workers]
    assert [code for code, _ in answers] == [0, 0]
    done = [one["case"] for _, cases in answers for one in cases if one["code"] == DONE]
    assert sorted(done) == [f"DSR-2026-{n:04}" for n in range(1, 13)]
    assert events(desk.site).count("carry_out") == 12


def test_sigterm_ends_a_worker_after_the_case_under_way(desk: Desk) -> None:
    def work() -> object:
        stored = SqlCaseStore.apply

        def apply(self: SqlCaseStore, case: Case, move: object) -> Case:
            os.kill(os.getpid(), signal.SIGTERM)
            return stored(self, case, move)  # type: ignore[arg-type]

        with patch.object(SqlCaseStore, "apply", apply):
            answer = desk.call("officer", "work", "--json")
        return [answer.code, json.loads(answer.out)["cases"]]

    code, answer = in_child(work)
    assert (code, answer) == (0, [0, [{"case": "DSR-2026-0001", "code": DONE}]])
    assert events(desk.site).count("carry_out") == 1


def office_of(desk: Desk) -> Office:
    return app.open_office(config.load(desk.site), {"DSR_TODAY": TODAY})


@contextmanager
def a_worker(desk: Desk, answers: list[str]) -> Iterator[tuple[Worker, list[float]]]:
    """A worker whose register answers as told, on a clock that stands still."""
    seconds = [0.0]

    def carry_out(office: Office, case: Case) -> None:
        if answers.pop(0) == "down":
            raise OutsideFailed("The register does not answer.", "Try again.")

    office = office_of(desk)
    try:
        yield Worker(office, carry_out, lambda: seconds[0]), seconds
    finally:
        office.reader.close()


def test_a_register_that_is_down_is_asked_again_with_growing_pauses(desk: Desk) -> None:
    with a_worker(desk, ["down"] * 9 + ["up"]) as (worker, seconds):
        waits = []
        for _ in range(9):
            (tried,) = worker.sweep()
            assert tried == Tried("DSR-2026-0001", "outside_failed")
            before = seconds[0]
            while worker.not_before["DSR-2026-0001"] > seconds[0]:
                assert list(worker.sweep()) == []
                seconds[0] += 30.0
            waits.append(seconds[0] - before)
        assert waits == [*PAUSES, PAUSES[-1], PAUSES[-1]]
        assert list(worker.sweep()) == [Tried("DSR-2026-0001", DONE)]
        assert (worker.failures, worker.not_before) == ({}, {})


def test_a_replay_killed_after_the_register_is_told_by_the_next(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "site")
    backup = tmp_path / "yesterday.db"
    register = desk.site / "registers" / "booking.db"

    def prepare() -> str:
        stories.open_site(desk.site)
        shutil.copyfile(register, backup)
        case = stories.erasure_approved(desk, ERASED)
        desk.must("officer", "case", "run", case)
        shutil.copyfile(backup, register)
        return case

    def killed() -> object:
        killed_before_storing("replay")()
        return desk.must("officer", "register", "replay")

    code, case = in_child(prepare)
    assert code == 0
    assert in_child(killed)[0] == -signal.SIGKILL
    assert "replay" not in events(desk.site)
    _, told = in_child(lambda: desk.must("officer", "register", "replay"))
    (again,) = told["registers"][0]["again"]
    assert (again["case"], again["counts"]["bookings"]) == (case, 2)
    assert events(desk.site).count("replay") == 1
    _, told = in_child(lambda: desk.must("officer", "register", "replay"))
    assert told["registers"][0]["again"] == []
    assert events(desk.site).count("replay") == 1
