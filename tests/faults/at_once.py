"""Several people, one moment: each command runs up to the same call, then all go on together.

    at_once.py SITE MEET USER WORD… / USER WORD…

MEET is where they wait for each other: ``store`` (every one has judged the case as it was and is
about to store its step), ``register`` (about to change the register), ``receive`` (about to log).
Prints JSON: one ``[exit code, standard error]`` a command.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click

from dsr.adapters.register import SqlRegister
from dsr.adapters.storage import SqlCaseStore
from dsr.entrypoints.cli import root
from tests.faults.desk import Desk, started, waited

PLACES: Mapping[str, tuple[type, str]] = {
    "store": (SqlCaseStore, "apply"),
    "register": (SqlRegister, "run"),
    "receive": (SqlCaseStore, "receive"),
}


class Meeting:
    """Every process says that it has arrived and waits until all have."""

    def __init__(self, people: int) -> None:
        self.people = people
        self.arrived, self.arrive = os.pipe()
        self.start, self.begin = os.pipe()

    def wait(self) -> None:
        os.write(self.arrive, b".")
        os.read(self.start, 1)  # returns at the end of file: when the parent has closed it

    def open(self) -> None:
        for _ in range(self.people):
            os.read(self.arrived, 1)
        os.close(self.begin)


def act(desk: Desk, meeting: Meeting, place: str, words: list[str]) -> list[object]:
    os.close(meeting.begin)
    owner, name = PLACES[place]
    call: Callable[..., Any] = getattr(owner, name)

    def met(*arguments: Any, **named: Any) -> Any:
        meeting.wait()
        return call(*arguments, **named)

    user, *command = words
    with patch.object(owner, name, met):
        answer = desk.call(user, *command)
    os.write(meeting.arrive, b".")  # who never came this far must not keep the others waiting
    return [answer.code, answer.err]


def main() -> None:
    site, place, *words = sys.argv[1:]
    for name in root.dsr.list_commands(click.Context(root.dsr)):
        root.dsr.get_command(click.Context(root.dsr), name)
    commands = [list(part) for apart, part in groupby(words, lambda w: w == "/") if not apart]
    desk, meeting = Desk(Path(site)), Meeting(len(commands))
    running = [started(partial(act, desk, meeting, place, command)) for command in commands]
    meeting.open()
    json.dump([waited(*one)[1] for one in running], sys.stdout)


if __name__ == "__main__":
    main()
