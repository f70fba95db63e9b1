"""The traps of `transitions` 0.9.3, each seen on the bare library and closed in ours."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest
import transitions
from transitions import Machine, MachineError

from dsr.engine.fire import fire
from dsr.engine.graph import every_row
from dsr.engine.load import load_tables
from dsr.engine.machine import Gate, Passing, machine_of, send
from dsr.engine.situation import Situation
from dsr.errors import BadConfiguration, Defect, Refused
from dsr.shipped import shipped
from tests.engine.fitting import breaking, draft_for, fitting

TABLES = load_tables(shipped("workflows"))
ERASURE = TABLES["erasure"]
GOOD = Path(__file__).parent.parent / "tables" / "good" / "erasure.toml"


class Thing:
    """A model for the bare library."""

    state = "a"

    def no(self, *_: object) -> bool:
        return False


def test_the_library_is_the_one_whose_traps_these_are() -> None:
    assert transitions.__version__ == "0.9.3"


def test_no_shortcut_leads_past_the_guards() -> None:
    assert "to_closed" in Machine(model=None, states=["open", "closed"], initial="open").events
    for table in TABLES.values():
        assert set(machine_of(table).events) == set(table.steps)


def test_a_blocked_step_is_never_a_success() -> None:
    row = {"trigger": "go", "source": "a", "dest": "b", "conditions": "no"}
    queued = Machine(Thing(), states=["a", "b"], transitions=[row], initial="a", queued=True)
    assert queued.models[0].go() is True  # the library's trap
    plain = Machine(Thing(), states=["a", "b"], transitions=[row], initial="a")
    assert plain.models[0].go() is False  # and the silent one
    assert not machine_of(ERASURE).has_queue
    edge = next(e for e in every_row(ERASURE) if e.row.step == "close")
    with pytest.raises(Refused):
        fire(ERASURE, breaking(ERASURE, edge, "answer_is_posted"), "close")


@pytest.mark.parametrize(
    ("name", "code"),
    [("persn_is_named", "check.unknown_guard"), ("os.getcwd", "table.name")],
    ids=["misspelt", "dotted"],
)
def test_a_guard_that_is_not_registered_is_refused_when_the_table_is_read(
    tmp_path: Path, name: str, code: str
) -> None:
    text = GOOD.read_text(encoding="utf-8").replace("person_is_named", name)
    (tmp_path / "erasure.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration) as refused:
        load_tables(tmp_path)
    faults = [fault for fault in refused.value.faults if fault.code == code]
    assert [fault.place for fault in faults] == ["erasure.toml: row 4 (link_person)"]


def test_a_machine_is_never_built_on_an_unknown_guard(tmp_path: Path) -> None:
    text = GOOD.read_text(encoding="utf-8").replace("person_is_named", "persn_is_named")
    (tmp_path / "erasure.toml").write_text(text, encoding="utf-8")
    table = load_tables(tmp_path, prove=False)["erasure"]
    with pytest.raises(Defect, match="persn_is_named"):
        machine_of(table)


def test_the_library_gets_callables_only_and_no_callback_after_the_change() -> None:
    for table in TABLES.values():
        machine = machine_of(table)
        hooks = ("before_state_change", "after_state_change", "prepare_event", "finalize_event")
        assert not any(getattr(machine, hook) for hook in (*hooks, "on_exception", "on_final"))
        for state in machine.states.values():
            assert not state.on_enter and not state.on_exit
        for transition in machine.get_transitions():
            assert not transition.before and not transition.after and not transition.prepare
            assert [type(condition.func) for condition in transition.conditions] == [Gate]


def test_the_machine_keeps_nothing_that_passed_through_it() -> None:
    edge = next(e for e in every_row(ERASURE) if e.row.step == "acknowledge")
    for _ in range(50):
        send(ERASURE, fitting(ERASURE, edge), "acknowledge")
    gc.collect()
    assert machine_of(ERASURE).models == []
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Passing)]
    assert machine_of(ERASURE) is machine_of(ERASURE)


def test_an_error_in_a_guard_is_raised_and_not_swallowed() -> None:
    draft = draft_for(next(e.row for e in every_row(ERASURE) if e.row.step == "close"), "answered")
    draft.outgoing = (None,)  # type: ignore[assignment]
    with pytest.raises(AttributeError):
        fire(ERASURE, draft.situation(), "close")


def test_a_state_the_machine_does_not_know_is_an_error() -> None:
    edge = next(e for e in every_row(ERASURE) if e.row.step == "close")
    with pytest.raises(MachineError):
        machine_of(ERASURE).events["close"].trigger(Passing("received", fitting(ERASURE, edge)))


def test_four_threads_share_one_machine() -> None:
    edges = list(every_row(ERASURE))
    wanted = [(fitting(ERASURE, edge), edge.row.step, edge.target) for edge in edges]
    blocked = [
        (breaking(ERASURE, edge, guard), edge.row.step)
        for edge in edges
        for guard in edge.row.guards
    ]
    wrong: list[object] = []
    barrier = threading.Barrier(4)

    def work(offset: int) -> None:
        barrier.wait(timeout=10)
        for number in range(400):
            situation, step, target = wanted[(number * 7 + offset) % len(wanted)]
            if fire(ERASURE, situation, step).state_after != target:
                wrong.append((step, target))
            refused = blocked[(number * 11 + offset) % len(blocked)]
            if not _is_refused(*refused):
                wrong.append(refused)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    assert wrong == []


def _is_refused(situation: Situation, step: str) -> bool:
    try:
        fire(ERASURE, situation, step)
    except Refused:
        return True
    return False
