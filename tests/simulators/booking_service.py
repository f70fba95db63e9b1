"""A processor's booking service on 127.0.0.1, with the faults of real ones as verbs.

It serves what docs/reference/register-over-http.md asks of a service, on made-up people, and can be
told to fail, to drop the connection after doing what it was asked, to ask for patience, to be slow,
and to show its changes late.
"""

from __future__ import annotations

import copy
import json
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "made-up-token"
Row = dict[str, Any]
_TYPES = {"INTEGER": "integer", "BOOLEAN": "boolean"}


@dataclass
class Fault:
    """What happens to the next calls. after: the call is done, only its answer is lost."""

    kind: str  # "status" | "drop" | "silence"
    times: int
    methods: tuple[str, ...]
    status: int = 503
    after: bool = False
    skip: int = 0


@dataclass
class BookingService:
    """tables: name -> key -> row. calls: what came in, ``(method, path, idempotency key)``."""

    tables: dict[str, dict[str, Row]]
    columns: dict[str, dict[str, str]]
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    applied: Counter[str] = field(default_factory=Counter)
    url: str = ""
    _faults: list[Fault] = field(default_factory=list)
    _behind: int = 0
    _shown: dict[str, dict[str, Row]] = field(default_factory=dict)
    _ending: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    # ------------------------------------------------------------ verbs

    def fails(self, times: int, status: int = 503, *, on: str = "", skip: int = 0) -> None:
        """The next calls (of a method) are not done and answered with this status."""
        self._faults.append(Fault("status", times, _methods(on), status, skip=skip))

    def drops(self, times: int, *, on: str = "", skip: int = 0) -> None:
        """The next calls are done, and the connection ends before the answer."""
        self._faults.append(Fault("drop", times, _methods(on), after=True, skip=skip))

    def is_silent(self, times: int, *, on: str = "") -> None:
        """The next calls are done, and no answer ever comes."""
        self._faults.append(Fault("silence", times, _methods(on), after=True))

    def is_behind(self, reads: int) -> None:
        """After the next change so many reads still show how it was before."""
        with self._lock:
            self._behind = reads
            self._shown = copy.deepcopy(self.tables)

    def is_well(self) -> None:
        """No fault any more."""
        self._faults.clear()
        self._behind = 0

    def sent(self, method: str) -> list[tuple[str, str, str]]:
        """The calls of one method."""
        return [call for call in self.calls if call[0] == method]

    def gains_column(self, table: str, column: str) -> None:
        """The processor adds a column nobody here knows."""
        self.columns[table][column] = "string"
        for row in self.tables[table].values():
            row[column] = "new"

    # ------------------------------------------------------------ the service

    def fault_for(self, method: str) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.times and method in fault.methods:
                    if fault.skip:
                        fault.skip -= 1
                        continue
                    fault.times -= 1
                    return fault
        return None

    def rows(self, table: str) -> dict[str, Row]:
        with self._lock:
            if self._behind and self._shown:
                self._behind -= 1
                return self._shown[table]
            return self.tables[table]

    def listed(self, table: str, query: dict[str, list[str]]) -> dict[str, Any]:
        found = [row for row in self.rows(table).values() if _fits(row, query)]
        page, size = int(query["page"][0]), int(query["per_page"][0])
        return {"items": found[(page - 1) * size : page * size], "total": len(found)}

    def changed(self, table: str, key: str, values: Row, call: str) -> bool:
        with self._lock:
            row = self.tables[table].get(key)
            if row is None:
                return False
            if not self._seen(call):
                row.update(values)
            return True

    def deleted(self, table: str, key: str, call: str) -> bool:
        with self._lock:
            if self._seen(call):
                return True
            return self.tables[table].pop(key, None) is not None

    def _seen(self, call: str) -> bool:
        self.applied[call] += 1
        return self.applied[call] > 1

    def described(self) -> dict[str, Any]:
        """OpenAPI 3: the tables as schemas."""
        return {
            "openapi": "3.1.0",
            "info": {"title": "Booking service (made up)", "version": "1"},
            "paths": {
                f"/{name}": {"get": {"operationId": f"list_{name}"}} for name in self.columns
            },
            "components": {
                "schemas": {
                    name: {
                        "type": "object",
                        "x-register-table": True,
                        "properties": {c: {"type": kind} for c, kind in columns.items()},
                    }
                    for name, columns in self.columns.items()
                }
            },
        }

    def wait_until_the_end(self) -> None:
        self._ending.wait()


def _methods(on: str) -> tuple[str, ...]:
    return (on,) if on else ("GET", "PATCH", "DELETE")


def _fits(row: Row, query: dict[str, list[str]]) -> bool:
    for name, (value, *_) in query.items():
        if name in ("page", "per_page"):
            continue
        if name == "q":
            if not any(_holds(cell, value) for cell in row.values() if isinstance(cell, str)):
                return False
        elif str(row.get(name)) != value:
            return False
    return True


def _holds(cell: str, word: str) -> bool:
    digits = re.sub(r"\D", "", word)
    same_number = len(digits) >= 7 and digits[-7:] in re.sub(r"\D", "", cell)
    return word.casefold() in cell.casefold() or same_number


def load(database: Path) -> BookingService:
    """A service that holds what an SQLite register holds."""
    tables: dict[str, dict[str, Row]] = {}
    columns: dict[str, dict[str, str]] = {}
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        names = [
            r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for name in names:
            info = connection.execute(f"PRAGMA table_info({name})").fetchall()
            columns[name] = {r["name"]: _TYPES.get(r["type"].upper(), "string") for r in info}
            flags = {c for c, kind in columns[name].items() if kind == "boolean"}
            tables[name] = {
                str(row["id"]): {
                    c: bool(row[c]) if c in flags and row[c] is not None else row[c]
                    for c in columns[name]
                }
                for row in connection.execute(f"SELECT * FROM {name}")
            }
    return BookingService(tables, columns)


@contextmanager
def running(service: BookingService) -> Iterator[BookingService]:
    """The service on a port of its own, until the end of the block."""
    handler = type("Handler", (_Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        service._ending.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    service: BookingService
    protocol_version = "HTTP/1.1"
    # Headers and body are two writes: the body does not wait until the headers are acknowledged.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer("GET")

    def do_PATCH(self) -> None:
        self._answer("PATCH")

    def do_DELETE(self) -> None:
        self._answer("DELETE")

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def _answer(self, method: str) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else {}
        key = self.headers.get("Idempotency-Key", "")
        self.service.calls.append((method, self.path, key))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._send(401, {})
            return
        fault = self.service.fault_for(method)
        if fault and not fault.after:
            self._send(fault.status, {"error": "made up"}, {"Retry-After": "0"})
            return
        status, answer = self._done(method, body, key)
        if fault and fault.kind == "silence":
            self.service.wait_until_the_end()
        if fault:
            self.close_connection = True
            return
        self._send(status, answer)

    def _done(self, method: str, body: Row, key: str) -> tuple[int, Any]:
        parts = urlsplit(self.path)
        names = [unquote(part) for part in parts.path.strip("/").split("/")]
        if names == ["openapi.json"]:
            return 200, self.service.described()
        if names[0] not in self.service.tables:
            return 404, {}
        if len(names) == 1:
            return 200, self.service.listed(names[0], parse_qs(parts.query))
        if method == "GET":
            row = self.service.rows(names[0]).get(names[1])
            return (200, row) if row else (404, {})
        if method == "PATCH":
            return (200 if self.service.changed(names[0], names[1], body, key) else 404), {}
        return (204 if self.service.deleted(names[0], names[1], key) else 404), None

    def _send(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        content = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
