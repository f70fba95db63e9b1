"""Two officers on the same case, two clerks on the same morning, one person clicking twice."""

from __future__ import annotations

import json
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


def at_once(desk: Desk, meet: str, *commands: str) -> list[tuple[int, str]]:
    words = " / ".join(commands).split()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.at_once", str(desk.site), meet, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return sorted((code, said) for code, said in json.loads(done.stdout))


def test_of_two_who_take_a_step_at_once_one_wins_and_the_other_is_told_who(desk: Desk) -> None:
    case = stories.verified(desk, "3", "access")
    desk.must("officer", "case", "confirm", case)
    desk.must("officer", "user", "list")
    added = desk.call("officer", "user", "add", "second.officer", "--role", "officer")
    assert added.code == 0
    step = f"case do {case} decide --fact lighter_outcome=None-serves"
    won, lost = at_once(desk, "store", f"officer {step}", f"second.officer {step}")
    assert (won[0], lost[0]) == (0, 6)
    assert "changed" in lost[1] and "Look at the case again" in lost[1]
    assert state.steps_taken(desk.site, case).count("decide") == 1
    assert desk.call("officer", "audit", "verify").code == 0


@pytest.mark.parametrize("receipts", [True, False])
def test_two_first_runs_at_once_change_the_register_once(desk: Desk, receipts: bool) -> None:
    if not receipts:
        stories.without_receipts(desk)
    case = stories.erasure_approved(desk)
    won, lost = at_once(desk, "register", f"officer case run {case}", f"desk case run {case}")
    # The second waits at the register, finds the order carried out, and meets the case moved on.
    assert (won[0], lost[0]) == (0, 6), (won, lost)
    assert state.receipts(desk.site, case) == int(receipts)
    assert state.intents(desk.site, case) == ([] if receipts else ["done"])
    assert state.steps_taken(desk.site, case).count("carry_out") == 1
    assert desk.call("officer", "audit", "verify").code == 0


def test_two_releases_at_once_leave_one_letter(desk: Desk) -> None:
    case = stories.ready_to_answer(desk, stories.access_approved(desk))
    released = f"officer letter release {case}"
    won, lost = at_once(desk, "store", released, released)
    assert (won[0], lost[0]) == (0, 6)
    assert len(state.rows(desk.site / "cases.db", "outgoing_letter")) == 1


def test_two_intakes_at_once_get_numbers_of_their_own(desk: Desk) -> None:
    note = "intake note --right access --received 2026-03-06 --name"
    done = at_once(desk, "receive", *(f"desk {note} Writer{n}" for n in range(4)))
    assert [code for code, _ in done] == [0, 0, 0, 0]
    numbers = sorted(row["number"] for row in state.rows(desk.site / "cases.db", "case_"))
    assert numbers == [f"DSR-2026-000{n}" for n in range(1, 5)]


def test_the_second_click_is_refused_and_says_where_the_case_is(desk: Desk) -> None:
    case = stories.erasure_approved(desk)
    for words in (("case", "run", case), ("case", "do", case, "approve", "--fact", "plan=x")):
        first = desk.call("approver", *words)
        if words[1] == "run":
            assert first.code == 0
        second = desk.call("approver", *words)
        assert second.code == 3
        assert "carried_out" in second.err and case in second.err
    assert state.receipts(desk.site, case) == 1


def test_who_decided_does_not_approve(desk: Desk) -> None:
    case = stories.verified(desk, "3", "erasure")
    desk.must("officer", "case", "confirm", case)
    desk.do("officer", case, "decide", lighter_outcome=stories.LIGHTER)
    digest = desk.must("officer", "case", "plan", case)["digest"]
    before = state.counts(desk.site)
    own = desk.call("officer", "case", "do", case, "approve", "--fact", f"plan={digest}")
    assert own.code == 3 and "person" in own.err
    assert state.counts(desk.site) == before
    assert desk.do("approver", case, "approve", plan=digest)["state"] == "approved"
