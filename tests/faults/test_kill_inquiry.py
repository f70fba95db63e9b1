"""kill -9 at every point at which what a register returned is put into the vault and recorded.

Upload first, then the step: a kill between the two leaves a file that nobody knows of and a
question that is still open. The same command, called again, does the rest, once.
"""

from __future__ import annotations

import shutil
import signal
from pathlib import Path
from typing import Any

from dsr.adapters.storage import SqlCaseStore
from dsr.cases.inquiry import newest
from tests.faults import stories
from tests.faults.desk import Desk, in_child
from tests.faults.points import Points, counted

MAP = Path(__file__).parents[1] / "journeys" / "registers" / "coach.toml"
PERSON = '\n[registers.coach]\nurl = "person:"\nmap = "registers/coach.toml"\n'


class Story:
    """A case whose person register was asked, and the file that came back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = folder / "before"
        file = folder / "notes.txt"
        file.write_bytes(b"Niska jumissa.\n")

        def prepare() -> str:
            desk = stories.open_site(self.before)
            settings = self.before / "dsr.toml"
            settings.write_text(settings.read_text("utf-8") + PERSON, "utf-8")
            (self.before / "registers" / "coach.toml").write_bytes(MAP.read_bytes())
            case = stories.received(desk, "3", "access")
            asking = ("--fact", "register=coach", "--fact", "what=search")
            assert desk.call("officer", "case", "do", case, "ask_register", *asking).code == 0
            return case

        code, self.case = in_child(prepare)
        assert code == 0
        given = ("--register", "coach", "--answer", "done", "--on", "2026-03-12")
        words = ("case", "register-answer", self.case, *given, "--file", f"notebook={file}")
        self.command = words

    def copy(self, name: str) -> Path:
        shutil.copytree(self.before, self.folder / name)
        return self.folder / name

    def points(self) -> list[str]:
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
        """The inquiry after a kill at this point and after the command was called again."""
        site = self.copy(f"killed-{number}")

        def die() -> None:
            with counted(Points(number)):
                Desk(site).call("desk", *self.command)

        assert in_child(die)[0] == -signal.SIGKILL
        code, found = in_child(lambda: [self.state(site), self.again(site), self.state(site)])
        assert code == 0
        shutil.rmtree(site)
        return found

    def again(self, site: Path) -> int:
        return int(Desk(site).call("desk", *self.command).code)

    def state(self, site: Path) -> dict[str, Any]:
        store = SqlCaseStore(f"sqlite:///{site / 'cases.db'}")
        case = store.case(self.case)
        asked = newest(case.facts, "coach")
        assert asked is not None
        steps = [e.name for e in store.history(case.number)].count("register_answered")
        return {
            "open": asked.is_open,
            "files": len(asked.files),
            "linked": list(case.keys_in("coach")),
            "steps": steps,
            "whole": store.verify_chain() == (),
        }


def test_an_answer_is_recorded_whole_or_not_at_all(tmp_path: Path) -> None:
    story = Story(tmp_path)
    points = story.points()
    assert any("link" in point for point in points)  # the file into the vault
    assert any("COMMIT" in point for point in points)  # the step
    nothing = {"open": True, "files": 0, "linked": [], "steps": 0, "whole": True}
    done = {"open": False, "files": 1, "linked": [story.case], "steps": 1, "whole": True}
    seen = []
    for number in range(1, len(points) + 1):
        before, code, after = story.killed(number)
        assert before in (nothing, done), points[number - 1]
        assert code == (0 if before == nothing else 3), points[number - 1]
        assert after == done, points[number - 1]
        seen.append(before["open"])
    assert True in seen and False in seen
