"""kill -9 at every point at which a further letter is logged and put to its case.

Two transactions: the letter, then the step. Between them the letter lies in the holding pen, never
lost and never half attached; ``dsr intake attach`` puts it there, as often as it is called.
"""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from dsr.adapters.storage import SqlCaseStore
from tests.faults import stories
from tests.faults.desk import Desk, in_child
from tests.faults.points import Points, counted


class Story:
    """A site with one open case, and a reminder about to be logged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = folder / "before"

        def prepare() -> str:
            return stories.received(stories.open_site(self.before), "3", "access")

        code, self.case = in_child(prepare)
        assert code == 0
        asked = ("--received", "2026-03-11", "--channel", "email")
        self.command = ("intake", "note", *asked, "--about", self.case, "--is", "reminder")

    def copy(self, name: str) -> Path:
        shutil.copytree(self.before, self.folder / name)
        return self.folder / name

    def points(self) -> list[str]:
        """Every point the undisturbed command passes."""
        site = self.copy("undisturbed")

        def run() -> list[str]:
            points = Points()
            with counted(points):
                assert Desk(site).call("desk", *self.command).code == 0
            return points.passed

        code, passed = in_child(run)
        assert code == 0
        return list(passed)

    def killed(self, number: int) -> Any:
        """What there is after a kill at this point, and after putting right what was left."""
        site = self.copy(f"killed-{number}")

        def die() -> None:
            with counted(Points(number)):
                Desk(site).call("desk", *self.command)

        assert in_child(die)[0] == -signal.SIGKILL
        code, found = in_child(lambda: self.put_right(site))
        assert code == 0
        shutil.rmtree(site)
        return found

    def put_right(self, site: Path) -> Any:
        before = self.state(site)
        desk = Desk(site)
        for letter in before["pen"]:
            attach = ("intake", "attach", str(letter), "--about", self.case, "--is", "reminder")
            assert [desk.call("desk", *attach).code for _ in range(2)] == [0, 0]
        return {"before": before, "after": self.state(site)}

    def state(self, site: Path) -> dict[str, Any]:
        store = SqlCaseStore(f"sqlite:///{site / 'cases.db'}")
        case = store.case(self.case)
        found = {
            "pen": [letter.id for letter in store.letters_without_case()],
            "attached": [[one.letter.id, one.kind.value] for one in case.attached],
            "steps": [event.name for event in store.history(self.case)],
            "broken": [str(fault) for fault in store.verify_chain()],
        }
        store.close()
        return found


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("story"))


def test_the_letter_is_nowhere_in_the_pen_or_with_its_case(story: Story) -> None:
    points = story.points()
    assert points.count("after COMMIT") == 2  # the letter, then the step
    seen = set()
    for number in range(1, len(points) + 1):
        found = story.killed(number)
        before, after = found["before"], found["after"]
        assert before["broken"] == after["broken"] == []
        place = (tuple(before["pen"]), tuple(map(tuple, before["attached"])))
        assert place in {((), ()), ((2,), ()), ((), ((2, "reminder"),))}, points[number - 1]
        seen.add(place)
        # Whatever was logged is with the case now, once.
        was_logged = place != ((), ())
        assert after["pen"] == []
        assert after["attached"] == ([[2, "reminder"]] if was_logged else [])
        assert after["steps"].count("record_letter") == (1 if was_logged else 0)
    assert len(seen) == 3, "some of the three ends never came about: the test proves nothing"
