"""The bench of a whole case does what the desk does: a bench that cannot run measures nothing."""

from __future__ import annotations

from pathlib import Path

from bench import case
from dsr import app


def test_one_access_and_one_erasure_run_to_the_released_letter(tmp_path: Path) -> None:
    office = case.demo_office(tmp_path / "site", 80)
    wordings = app.load_wordings()
    one, another = case.people_with_nothing_open(office, 2)
    case.access(office, wordings, one)
    case.erasure(office, wordings, another)
    done = office.store.cases()
    assert [c.state for c in done] == ["answered", "answered"]
    assert done[1].outgoing[0].type.startswith("LT-ERASE")
