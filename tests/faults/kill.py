"""Kills one command at every point it passes, lets it run again, and says what differs.

    kill.py STORY FOLDER [CONTROL]

Prints JSON: ``{"points": [...], "faults": {"7 before COMMIT": [...]}, ...}``. A story is a case
brought to the moment before its command; each point gets its own copy of that site. CONTROL breaks
the program on purpose in the second run, to show that this test can fail.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click

from dsr import app
from dsr.adapters.pdf.printer import WeasyPrinter
from dsr.adapters.register import execution
from dsr.adapters.register.intents import Intents
from dsr.adapters.storage import SqlCaseStore
from dsr.entrypoints.cli import root
from tests.faults import state, stories
from tests.faults.desk import Answer, Desk, in_child, started, waited
from tests.faults.points import Points, counted

LANES = 2
Story = Callable[[Desk], tuple[str, ...]]


def _runs(prepare: Callable[[Desk], str]) -> Story:
    return lambda desk: ("case", "run", prepare(desk))


def _runs_without(prepare: Callable[[Desk], str]) -> Story:
    return lambda desk: ("case", "run", prepare(stories.without_receipts(desk)))


def _releases(prepare: Callable[[Desk], str]) -> Story:
    return lambda desk: ("letter", "release", stories.ready_to_answer(desk, prepare(desk)))


STORIES: Mapping[str, Story] = {
    "erasure_run": _runs(stories.erasure_approved),
    "rectification_run": _runs(stories.rectification_approved),
    "access_run": _runs(stories.access_approved),
    "restriction_mark": _runs(stories.restriction_ordered),
    "marketing_stop": _runs(stories.marketing_stop_ordered),
    "erasure_run_without_receipts": _runs_without(stories.erasure_approved),
    "rectification_run_without_receipts": _runs_without(stories.rectification_approved),
    "marketing_stop_without_receipts": _runs_without(stories.marketing_stop_ordered),
    "restriction_mark_without_receipts": _runs_without(stories.restriction_ordered),
    "erasure_letter": _releases(stories.erasure_approved),
    "rectification_letters": _releases(stories.rectification_approved),
}


def no_receipt_check() -> None:
    """The register forgets what it has done."""
    patch.object(execution, "find_receipt", lambda *_: None).start()
    patch.object(execution, "take_receipt", lambda *_: None).start()


def no_intent_check() -> None:
    """What was to be done is forgotten as soon as it is written down."""
    patch.object(Intents, "find_any", lambda *_: None).start()


CONTROLS: Mapping[str, Callable[[], None]] = {
    "no_receipt_check": no_receipt_check,
    "no_intent_check": no_intent_check,
}


class Killing:
    """One story, its undisturbed end, and the ends after each kill."""

    def __init__(self, story: str, folder: Path, control: Callable[[], None] | None) -> None:
        self.folder = folder
        self.control = control
        self.before = folder / "before"
        code, command = in_child(lambda: STORIES[story](stories.open_site(self.before)))
        assert code == 0
        self.command = tuple(command)
        self.case = self.command[-1]
        in_child(lambda: self._undisturbed("rehearsal"))  # prints what is then remembered
        code, self.points = in_child(lambda: self._undisturbed("undisturbed"))
        assert code == 0
        self.end = self._ending(folder / "undisturbed")
        # A control only has to be seen once the register has changed.
        self.first = self.points.index("before emptying the log") - 1 if control else 0

    def _undisturbed(self, name: str) -> list[str]:
        points = Points()
        with counted(points):
            answer = self._call(self._copy(name))
        assert answer.code == 0, answer.err
        return points.passed

    def _copy(self, name: str) -> Path:
        copy = self.folder / name
        shutil.copytree(self.before, copy)
        return copy

    def _call(self, folder: Path) -> Answer:
        return Desk(folder).call("officer", *self.command)

    def _ending(self, site: Path) -> dict[str, Any]:
        return {
            "register": state.register(site),
            **state.cases(site),
            "steps": state.steps_taken(site, self.case),
            "receipts": state.receipts(site, self.case),
            "intents": state.intents(site, self.case),
            "letters": [list(one) for one in state.letters(site, self.case)],
        }

    def kill_at(self, number: int) -> list[str]:
        """What is wrong after a kill at this point and a second run."""
        site = self._copy(f"killed-{number}")

        def die() -> int:
            with counted(Points(number)):
                return self._call(site).code

        def again() -> list[Any]:
            if self.control:
                self.control()
            answer = self._call(site)
            store = SqlCaseStore(f"sqlite:///{site / 'cases.db'}")
            return [answer.code, answer.err, [str(fault) for fault in store.verify_chain()]]

        code, _ = in_child(die)
        if code != -signal.SIGKILL:
            return [f"it was not killed: {code}"]
        faults = [] if _whole(site) else ["the register's file is damaged"]
        _, (rerun, said, chain) = in_child(again)
        if rerun != 0 and not (rerun == 3 and self._was_done(site)):
            faults.append(f"the second run ended with {rerun}: {said}")
        faults += chain
        faults += state.differences(self.end, self._ending(site))
        shutil.rmtree(site)
        return faults

    def _was_done(self, site: Path) -> bool:
        """Killed after its last commit: then the second click is refused, and rightly so."""
        return bool(state.steps_taken(site, self.case) == self.end["steps"])

    def lane(self, first: int) -> dict[str, list[str]]:
        found = {}
        for number in range(self.first + first, len(self.points) + 1, LANES):
            faults = self.kill_at(number)
            if faults:
                found[f"{number} {self.points[number - 1]}"] = faults
        return found


def _whole(site: Path) -> bool:
    """SQLite's own check, on a copy: looking must not repair what the second run has to face."""
    copy = site.with_name(f"{site.name}-looked-at")
    shutil.copytree(site / "registers", copy)
    found = state.integrity(copy / "booking.db")
    shutil.rmtree(copy)
    return found == ["ok"]


def remember_pure_work(folder: Path) -> None:
    """Letters, tables and catalogue are pure functions: made once, not once a kill."""
    for name in ("load_workflows", "load_catalogue", "load_wordings"):
        made = getattr(app, name)()
        patch.object(app, name, lambda *_, made=made: made).start()
    printed = WeasyPrinter.print

    def remembered(printer: WeasyPrinter, content: Any) -> bytes:
        file = folder / hashlib.sha256(repr(content).encode()).hexdigest()
        if not file.exists():
            part = file.with_suffix(f".{os.getpid()}")
            part.write_bytes(printed(printer, content))
            part.rename(file)
        return file.read_bytes()

    patch.object(WeasyPrinter, "print", remembered).start()


def main() -> None:
    story, folder, *control = sys.argv[1:]
    for command in root.dsr.list_commands(click.Context(root.dsr)):
        root.dsr.get_command(click.Context(root.dsr), command)  # imported before the forks
    place = Path(folder)
    remember_pure_work(place)
    killing = Killing(story, place, CONTROLS[control[0]] if control else None)
    lanes = [started(partial(killing.lane, first)) for first in range(1, LANES + 1)]
    faults: dict[str, list[str]] = {}
    for lane in lanes:
        code, found = waited(*lane)
        assert code == 0
        faults |= found
    end = {name: killing.end[name] for name in ("steps", "receipts", "intents", "letters")}
    json.dump({"points": killing.points, "faults": faults, **end}, sys.stdout)


if __name__ == "__main__":
    main()
