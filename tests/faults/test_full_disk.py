"""A disk that runs full: a clear message, nothing half done, and the second try works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import state, stories
from tests.faults.desk import Desk

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return stories.open_site(tmp_path / "site")


def full(limit: int, user: str, desk: Desk, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.faults.disk", str(limit), user, str(desk.site), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def files(folder: Path) -> list[str]:
    return sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())


def told(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 7, done.stderr
    assert "Traceback" not in done.stderr
    assert "space" in done.stderr or "full" in done.stderr
    assert "try again" in done.stderr or "run the command again" in done.stderr


def test_a_letter_that_does_not_fit_is_not_released(desk: Desk) -> None:
    case = stories.ready_to_answer(desk, stories.access_approved(desk))
    before, kept = state.cases(desk.site), files(desk.site / "vault")
    told(full(40_000, "officer", desk, "letter", "release", case))
    assert state.cases(desk.site) == before
    assert files(desk.site / "vault") == kept
    assert desk.must("officer", "letter", "release", case)["state"] == "answered"


def test_a_print_that_does_not_fit_leaves_the_old_file(desk: Desk, tmp_path: Path) -> None:
    case = stories.ready_to_answer(desk, stories.access_approved(desk))
    desk.must("officer", "letter", "release", case)
    out = tmp_path / "tray" / "letters.pdf"
    out.parent.mkdir()
    out.write_bytes(b"yesterday's")
    told(full(40_000, "officer", desk, "letter", "print", case, "--out", str(out)))
    told(full(40_000, "officer", desk, "letter", "preview", case, "--out", str(out)))
    assert files(out.parent) == ["letters.pdf"] and out.read_bytes() == b"yesterday's"
    assert desk.call("officer", "letter", "print", case, "--out", str(out)).code == 0
    assert out.read_bytes().startswith(b"%PDF-")


def test_a_step_that_does_not_fit_leaves_the_case(desk: Desk) -> None:
    case = stories.verified(desk, "3", "access")
    before = state.cases(desk.site)
    done = full(4_096, "officer", desk, "case", "confirm", case)
    assert done.returncode == 7 and "Traceback" not in done.stderr
    assert state.cases(desk.site) == before
    desk.must("officer", "case", "confirm", case)


def test_an_erasure_that_does_not_fit_changes_no_row(desk: Desk) -> None:
    case = stories.erasure_approved(desk)
    before = state.register(desk.site)
    done = full(4_096, "officer", desk, "case", "run", case)
    assert done.returncode == 7 and "Traceback" not in done.stderr
    after = state.register(desk.site)
    assert {name: after[name] for name in before} == before
    assert state.steps_taken(desk.site, case)[-1] == "approve"
    assert desk.must("officer", "case", "run", case)["proven"] is True
