"""kill -9 at every point of what changes a register or releases a letter, then the command again:
the same end as an undisturbed run, everything once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def killed(story: str, folder: Path, *control: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kill", story, str(folder), *control],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("story", "last", "change"),
    [
        ("erasure_run", "carry_out", "UPDATE customers"),
        ("rectification_run", "carry_out", "UPDATE customers"),
        ("restriction_mark", "mark_restricted", "UPDATE customers"),
        ("marketing_stop", "carry_out", "UPDATE marketing_permissions"),
    ],
)
def test_a_killed_run_ends_as_if_nothing_had_happened(
    story: str, last: str, change: str, tmp_path: Path
) -> None:
    found = killed(story, tmp_path)
    assert found["faults"] == {}
    assert found["receipts"] == 1
    assert found["steps"][-1] == last and found["steps"].count(last) == 1
    assert any(change in point for point in found["points"]), "the register was never changed"
    assert found["points"].count("after COMMIT") >= 3


@pytest.mark.parametrize(
    ("story", "last", "change"),
    [
        ("erasure_run_without_receipts", "carry_out", "UPDATE customers"),
        ("rectification_run_without_receipts", "carry_out", "UPDATE customers"),
        ("restriction_mark_without_receipts", "mark_restricted", "UPDATE customers"),
        ("marketing_stop_without_receipts", "carry_out", "UPDATE marketing_permissions"),
    ],
)
def test_a_killed_run_without_receipts_ends_the_same(
    story: str, last: str, change: str, tmp_path: Path
) -> None:
    found = killed(story, tmp_path)
    assert found["faults"] == {}
    assert (found["receipts"], found["intents"]) == (0, ["done"])
    assert found["steps"][-1] == last and found["steps"].count(last) == 1
    acted = next(n for n, point in enumerate(found["points"]) if change in point)
    assert "after replace" in found["points"][:acted], "nothing was written down before acting"
    assert "before replace" in found["points"][acted:], "nothing was written down afterwards"


def test_without_a_look_at_the_intents_the_kills_are_seen(tmp_path: Path) -> None:
    found = killed("erasure_run_without_receipts", tmp_path, "no_intent_check")
    assert found["faults"], "a run that forgets what it did must not end like the undisturbed one"


def test_a_killed_run_that_changes_no_register(tmp_path: Path) -> None:
    found = killed("access_run", tmp_path)
    assert found["faults"] == {}
    assert found["receipts"] == 0
    assert found["steps"].count("carry_out") == 1


@pytest.mark.parametrize(
    ("story", "types"),
    [
        ("erasure_letter", ["LT-ERASE-PART"]),
        ("rectification_letters", ["LT-CONTACT-CHANGED", "LT-RECT-DONE"]),
    ],
)
def test_a_killed_release_leaves_each_letter_once(
    story: str, types: list[str], tmp_path: Path
) -> None:
    found = killed(story, tmp_path)
    assert found["faults"] == {}
    assert sorted(kind for kind, _ in found["letters"]) == types
    assert found["steps"].count("release") == 1
    assert "before link" in found["points"] and "after fsync" in found["points"]


def test_without_the_receipt_check_the_kills_are_seen(tmp_path: Path) -> None:
    found = killed("erasure_run", tmp_path, "no_receipt_check")
    after = [place for place in found["faults"] if "INSERT INTO event" in place]
    assert after, "a run that forgets what it did must not end like the undisturbed one"
