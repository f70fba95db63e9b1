"""Reads scans with a child process that is kept for the next letter and replaced when it dies."""

from __future__ import annotations

import json
import math
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

import dsr
from dsr.adapters.scan.faults import BadScan
from dsr.adapters.scan.settings import Controller, Limits
from dsr.cases.reading import Reading
from dsr.errors import OutsideFailed

_MEMORY = 4 << 30
_START_SECONDS, _END_SECONDS = 90.0, 5.0
_LARGEST_FILE = 500 << 20
_BLOCK = 1 << 16


class RapidScanReader:
    """Reads letters with RapidOCR, in a child process under limits.

    controller_names, controller_streets, controller_postcodes, controller_email_domains: the
        recipient's own, so that its address is never taken for the sender's.
    timeout_seconds: the longest that one page may take.
    max_pages: of one letter.

    May be shared between threads; letters are read one after another. Close it, or use ``with``.
    """

    def __init__(
        self,
        *,
        controller_names: Sequence[str] = (),
        controller_streets: Sequence[str] = (),
        controller_postcodes: Sequence[str] = (),
        controller_email_domains: Sequence[str] = (),
        timeout_seconds: float = 60.0,
        max_pages: int = 200,
        max_pixels: int = 120_000_000,
        memory_bytes: int = _MEMORY,
    ) -> None:
        self._controller = Controller(
            names=tuple(controller_names),
            streets=tuple(controller_streets),
            postcodes=tuple(controller_postcodes),
            email_domains=tuple(domain.lower() for domain in controller_email_domains),
        )
        self._limits = Limits(pages=max_pages, pixels=max_pixels)
        self._seconds = timeout_seconds
        self._memory = memory_bytes
        self._child: _Child | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> RapidScanReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child process. The reader may be used again; it then starts a new one."""
        with self._turn:
            self._stop()

    def read(self, paths: Sequence[Path]) -> Reading:
        """Several files, one letter, in the order given.

        Raises BadScan (a BadInput) with a code of ``faults.CODES``; OutsideFailed when the reading
        process cannot be started.
        """
        if not paths:
            raise BadScan("scan.missing")
        with self._turn, ExitStack() as stack:
            files = [stack.enter_context(_opened(path)) for path in paths]
            return self._ask(files)

    def read_many(self, paths: Sequence[Path]) -> Iterator[Reading]:
        """Each file its own letter, in order, in one process. Raises as ``read``, at that file."""
        for path in paths:
            yield self.read([path])

    def _ask(self, files: Sequence[BinaryIO]) -> Reading:
        child = self._running()
        order = {
            "files": len(files),
            "limits": asdict(self._limits),
            "controller": asdict(self._controller),
        }
        try:
            child.send(order, [file.fileno() for file in files])
            while True:
                message = child.receive(self._seconds)
                if "page" not in message:
                    break
        except TimeoutError:
            self._stop()
            raise BadScan("scan.too_slow") from None
        except (EOFError, OSError):
            out_of_time = child.used_up_its_time()
            self._stop()
            raise BadScan("scan.too_slow" if out_of_time else "scan.reader_died") from None
        if "fault" in message:
            if message["fault"] == "scan.too_large":
                # After it ran out of memory the process is not trusted with the next letter.
                self._stop()
            raise BadScan(message["fault"])
        return Reading.from_json(message["reading"])

    def _running(self) -> _Child:
        if self._child is None or not self._child.alive:
            self._stop()
            self._child = _start(
                self._memory, max(1, math.ceil(self._seconds) * (os.cpu_count() or 1))
            )
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.end()
            self._child = None


def _opened(path: Path) -> BinaryIO:
    try:
        file = path.open("rb")
    except OSError:
        raise BadScan("scan.missing") from None
    size = os.fstat(file.fileno()).st_size
    if size == 0 or size > _LARGEST_FILE:
        file.close()
        raise BadScan("scan.empty" if size == 0 else "scan.too_large")
    return file


def _start(memory: int, seconds: int) -> _Child:
    """A new reading process, ready. Raises OutsideFailed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-m", "dsr.adapters.scan.process",
             str(theirs.fileno()), str(memory), str(seconds)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # No secret of ours (keys, passwords) is in its environment.
            env={"PYTHONPATH": str(Path(dsr.__file__).parents[1]), "LANG": "C.UTF-8"},
        )  # fmt: skip
    child = _Child(process, ours, bytearray())
    weakref.finalize(child, _end, process, ours)
    try:
        child.receive(_START_SECONDS)
    except (EOFError, OSError, TimeoutError):
        child.end()
        raise OutsideFailed(
            "The reading process could not be started.",
            "Run dsr doctor: it checks the recogniser's models and the memory limit.",
        ) from None
    return child


def _end(process: subprocess.Popen[bytes], channel: socket.socket) -> None:
    channel.close()
    process.kill()
    process.wait()


@dataclass(eq=False)
class _Child:
    """The running process and the socket to it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    pending: bytearray

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def used_up_its_time(self) -> bool:
        """Whether the kernel ended the process at its limit of processor time."""
        try:
            return self.process.wait(_END_SECONDS) == -signal.SIGXCPU
        except subprocess.TimeoutExpired:
            return False

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        _end(self.process, self.channel)

    def send(self, message: dict[str, Any], descriptors: list[int]) -> None:
        """One order with its open files. Raises OSError when the process is gone."""
        socket.send_fds(self.channel, [json.dumps(message).encode()], descriptors)

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next message. Raises TimeoutError, or EOFError when the process ended."""
        deadline = monotonic() + seconds
        while b"\n" not in self.pending:
            ready, _, _ = select.select([self.channel], [], [], max(0.0, deadline - monotonic()))
            if not ready:
                raise TimeoutError
            block = self.channel.recv(_BLOCK)
            if not block:
                raise EOFError
            self.pending += block
        line, _, rest = bytes(self.pending).partition(b"\n")
        self.pending = bytearray(rest)
        message: dict[str, Any] = json.loads(line)
        return message
