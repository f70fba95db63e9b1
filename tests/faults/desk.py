"""The command line as a person at a desk uses it, called in this process and in forked ones.

A fork right after the imports costs a hundredth of a new interpreter, so that hundreds of killed
runs fit into a minute. A parent never opens a database: SQLite's locks do not survive a fork.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dsr.entrypoints.cli import root, shell

TODAY = "2026-03-12"  # a Thursday


@dataclass(frozen=True)
class Answer:
    """What a command left behind: its exit code and both streams."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@contextlib.contextmanager
def surroundings(values: Mapping[str, str | None]) -> Iterator[None]:
    before = dict(os.environ)
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def dsr(*arguments: str, user: str | None = None, **env: str | None) -> Answer:
    """``dsr ARGUMENTS`` in this process; ``env`` is added to the environment, None takes away."""
    out, err, argv = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["dsr", *arguments]
    given = {"DSR_TODAY": TODAY, "DSR_USER": user, "DSR_SITE": None, **env}
    try:
        with surroundings(given), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = shell.run(root.dsr.main, {"prog_name": "dsr", "args": list(arguments)})
    finally:
        sys.argv = argv
    return Answer(code, out.getvalue(), err.getvalue())


class Desk:
    """One site and the people at it."""

    def __init__(self, site: Path) -> None:
        self.site = site

    def call(self, user: str, *arguments: str, **env: str | None) -> Answer:
        return dsr("--site", str(self.site), *arguments, user=user, **env)

    def must(self, user: str, *arguments: str, **env: str | None) -> Any:
        """The command's JSON; anything but success is an error of the test's story."""
        answer = self.call(user, *arguments, "--json", **env)
        assert answer.code == 0, (arguments, answer.code, answer.err, answer.out)
        return answer.json()

    def do(self, user: str, case: str, step: str, **facts: str) -> Any:
        given = [part for name, value in facts.items() for part in ("--fact", f"{name}={value}")]
        return self.must(user, "case", "do", case, step, *given)


def in_child(work: Callable[[], object]) -> tuple[int, Any]:
    """Run ``work`` in a forked process: ``(exit code or minus the signal, what it returned)``."""
    return waited(*started(work))


def started(work: Callable[[], object], until: int | None = None) -> tuple[int, int]:
    """Fork; the child begins when ``until`` (a pipe's read end) closes. Returns pid and pipe."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    os.close(read)
    try:
        if until is not None:
            os.read(until, 1)
        with os.fdopen(write, "w") as pipe:
            json.dump(work(), pipe)
    except BaseException:
        traceback.print_exc()
        os._exit(99)
    os._exit(0)


def waited(child: int, pipe: int) -> tuple[int, Any]:
    with os.fdopen(pipe) as read:
        said = read.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, json.loads(said) if code == 0 else None
