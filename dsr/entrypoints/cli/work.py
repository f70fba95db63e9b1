"""``dsr work``: what is approved is carried out by itself."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import click

from dsr.casework.working import Tried, Worker
from dsr.entrypoints.cli.shell import Shell, as_json, out, out_json, pass_shell
from dsr.stages import execution

#: Between two sweeps that found nothing to do.
REST_SECONDS = 10.0


@click.command()
@click.option("--once", is_flag=True, help="One sweep over what is ordered, then end.")
@as_json
@pass_shell
def work(shell: Shell, once: bool, as_json: bool) -> None:
    """Carry out what is approved; try again, with growing pauses, where a register is down.

    Several may run at once. SIGTERM ends it after the case under way. It prints case numbers and
    codes, never data. With --json: one object a sweep.
    """
    ended = threading.Event()
    _end_on_signals(ended)
    worker = Worker(shell.office, execution.run, time.monotonic, ended.is_set)
    while True:
        tried = list(_told(worker, quiet=as_json))
        if as_json and (tried or once):
            out_json({"cases": [{"case": one.case, "code": one.code} for one in tried]})
        if once or ended.is_set():
            return
        ended.wait(REST_SECONDS)


def _told(worker: Worker, *, quiet: bool) -> list[Tried]:
    """A sweep whose lines are printed as they come."""
    tried = []
    for one in worker.sweep():
        tried.append(one)
        if not quiet:
            out(f"{one.case} {one.code}")
    return tried


def _end_on_signals(ended: threading.Event) -> None:
    if threading.current_thread() is not threading.main_thread():
        return

    def end(_number: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
