"""The reading process: takes open files over a socket, answers with readings, holds no secrets.

It is started by ``reader`` with an empty environment and locks itself in before it touches a file:
limits on memory, processor time and file size, no core dump, no network where the kernel allows
that. It gets file descriptors, not names. A file that breaks it breaks nothing else.

Messages are JSON, one a line. In: ``{"files": n, "limits": {...}, "controller": {...}}`` with n
descriptors. Out: ``{"ready": true}`` once, ``{"page": n}`` after each page, then
``{"reading": {...}}`` or ``{"fault": code}``.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _SIGKILL = 38, 1, 9
_MOST_FILES = 250
_MESSAGE = 1 << 20


@dataclass(frozen=True)
class Cell:
    """What the process may use: bytes of memory, and seconds of processor time for a page."""

    memory: int
    seconds: int


def lock_in(cell: Cell) -> None:
    """Give up what reading does not need. Call before any thread and any large import."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (cell.memory, cell.memory))
    system = ctypes.CDLL(None, use_errno=True)
    system.prctl(_DIE_WITH_PARENT, _SIGKILL, 0, 0, 0)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # Refused in some containers; the other limits hold without it.
    system.unshare(_NEW_USER | _NEW_NETWORK)


def allow_seconds(seconds: int) -> None:
    """So much processor time from now on; past it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def serve(channel: socket.socket, cell: Cell) -> None:
    """Read letters until the other end closes."""
    from dsr.adapters.scan.ocr import Recogniser

    recogniser = Recogniser()
    _send(channel, {"ready": True})
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, _MESSAGE, _MOST_FILES)
        if not message:
            return
        try:
            answer = _answer(json.loads(message), descriptors, recogniser, channel, cell)
        finally:
            for descriptor in descriptors:
                with suppress(OSError):
                    os.close(descriptor)
        _send(channel, answer)


def _answer(
    order: dict[str, Any],
    descriptors: list[int],
    recogniser: Any,
    channel: socket.socket,
    cell: Cell,
) -> dict[str, Any]:
    from dsr.adapters.scan.assemble import reading_of
    from dsr.adapters.scan.faults import BadScan
    from dsr.adapters.scan.settings import Controller, Limits

    limits = Limits(**order["limits"])
    controller = Controller(**{key: tuple(value) for key, value in order["controller"].items()})
    try:
        allow_seconds(cell.seconds)
        sheets = _sheets(descriptors, limits, recogniser, channel, cell)
        return {"reading": reading_of(sheets, controller).as_json()}
    except BadScan as fault:
        return {"fault": fault.code}
    except MemoryError:
        return {"fault": "scan.too_large"}


def _sheets(
    descriptors: list[int],
    limits: Any,
    recogniser: Any,
    channel: socket.socket,
    cell: Cell,
) -> list[Any]:
    """Every page of every file, looked at and let go again: one picture in memory at a time."""
    from dsr.adapters.scan.faults import BadScan
    from dsr.adapters.scan.pages import count_pages, pages_of
    from dsr.adapters.scan.sheet import looked_at

    files = [_bytes_of(descriptor) for descriptor in descriptors]
    if sum(count_pages(data, limits) for data in files) > limits.pages:
        raise BadScan("scan.too_many_pages")
    sheets: list[Any] = []
    for data in files:
        for page in pages_of(data, limits, first_page=len(sheets) + 1):
            sheets.append(looked_at(page, recogniser.read(page, len(sheets) + 1)))
            _send(channel, {"page": len(sheets)})
            allow_seconds(cell.seconds)
    return sheets


def _bytes_of(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        return file.read()


def _send(channel: socket.socket, message: dict[str, Any]) -> None:
    channel.sendall(json.dumps(message).encode() + b"\n")


def main(arguments: list[str]) -> None:
    """``process SOCKET MEMORY SECONDS``: started by ``reader`` only."""
    cell = Cell(memory=int(arguments[1]), seconds=int(arguments[2]))
    lock_in(cell)
    with socket.socket(fileno=int(arguments[0])) as channel:
        serve(channel, cell)


if __name__ == "__main__":
    main(sys.argv[1:])
