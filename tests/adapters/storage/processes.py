"""What other processes do to the case database in the tests: forked after one import, for speed.

    processes.py receive URL PROCESSES LETTERS
    processes.py upgrade URL PROCESSES
    processes.py upgrade_killed URL STATEMENTS     killed -9 after so many statements
    processes.py receive_on_full_disk URL BYTES    with a limit on the size of files

Prints the exit code of each process.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, date, datetime

from alembic import command, context  # noqa: F401 - imported before the fork, not in each child
from sqlalchemy import event

from dsr.adapters.storage import SqlCaseStore, open_engine, upgrade
from dsr.cases.case import Channel, NewCase, NewLetter, Person, ReceivedBasis, Right
from dsr.errors import OutsideFailed

LETTER = NewLetter(
    received=date(2026, 3, 10),
    received_basis=ReceivedBasis.STAMP,
    channel=Channel.POST,
    language="fi",
    letter_date=None,
    postmark=None,
    pages=1,
    scans=("ab" * 32,),
    requester=Person("Aino Ääkkönen"),
    reading={"text": "x" * 3000},
)
AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def receive(url: str, letters: int) -> None:
    store = SqlCaseStore(url)
    for _ in range(letters):
        store.receive(LETTER, [NewCase(Right.ACCESS, "access", "received")], actor="clerk", at=AT)


def upgrade_once(url: str) -> None:
    upgrade(open_engine(url))


def upgrade_killed(url: str, statements: int) -> None:
    engine = open_engine(url)
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done >= statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", count)
    upgrade(engine)


def receive_on_full_disk(url: str, size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        receive(url, 1000)
    except OutsideFailed as error:
        assert "Aino" not in str(error)
        os._exit(OutsideFailed.exit_code)


def at_once(processes: int, work: Callable[[], None]) -> list[int]:
    """Fork, let all begin at the same moment, wait for all."""
    start, begin = os.pipe()
    children = []
    for _ in range(processes):
        child = os.fork()
        if child == 0:
            os.close(begin)
            os.read(start, 1)  # returns at the end of file: when the parent closes it
            try:
                work()
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        children.append(child)
    os.close(begin)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def main() -> None:
    verb, url, number, *rest = sys.argv[1:]
    if verb == "receive":
        codes = at_once(int(number), lambda: receive(url, int(rest[0])))
    elif verb == "upgrade":
        codes = at_once(int(number), lambda: upgrade_once(url))
    elif verb == "upgrade_killed":
        codes = at_once(1, lambda: upgrade_killed(url, int(number)))
    elif verb == "receive_on_full_disk":
        codes = at_once(1, lambda: receive_on_full_disk(url, int(number)))
    else:
        sys.exit(f"unknown verb {verb}")
    sys.stdout.write(" ".join(map(str, codes)))


main()
