"""The second way to exactly once: where no table may be added to the register.

Before anything is changed, what will be done is written down beside the register and flushed to
the disk; the change itself compares and acts in one transaction; afterwards the rows are read back.
Whoever is killed in between leaves an intent, and the next run sees by the rows themselves whether
the change was committed. docs/decisions/0007-register-without-receipts.md tells why that is enough.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from dsr.adapters.register.planning import canonical, order_digest
from dsr.adapters.register.rows import Row
from dsr.cases.register import Order, PlannedRow, Receipt
from dsr.errors import OutsideFailed, Refused

BEGUN, DONE, RECALLED = "begun", "done", "recalled"
_LOCK = ".lock"


@dataclass(frozen=True)
class Intent:
    """What a run is about to do. rows: digest of each row's place -> of its values after, or None.

    Only rows that change are in it, and no value of them: a digest over the action id, the table,
    the key and the values.
    """

    action_id: str
    order_digest: str
    state: str
    counts: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, str | None]
    at: str

    def is_seen_in(self, rows: Mapping[str, Sequence[Row]]) -> bool:
        """Whether the register's rows are as this intent would leave them."""
        left = {place: after for place, after in self.rows.items() if after is not None}
        for table, found in rows.items():
            for row in found:
                place = _digest(self.action_id, table, row.key)
                if place not in self.rows:
                    continue
                if left.pop(place, None) != _digest(self.action_id, table, row.key, row.values):
                    return False
        return not left

    def receipt(self, register: str) -> Receipt:
        """What was done, told again."""
        return Receipt(self.action_id, register, self.counts, replayed=True)


def intent_of(
    order: Order, planned: Iterable[PlannedRow], counts: Mapping[str, Mapping[str, int]]
) -> Intent:
    """What carrying this plan out would leave."""
    rows = {
        _digest(order.action_id, row.table, row.key): None
        if row.after is None
        else _digest(order.action_id, row.table, row.key, row.after)
        for row in planned
        if row.changes
    }
    digest = order_digest(order)
    return Intent(order.action_id, digest, BEGUN, counts, rows, order.on.isoformat())


class Intents:
    """The intents of one register, a file each, in a folder of the site."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One run at a time. The lock dies with its process."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / _LOCK).open("a+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def find(self, register: str, order: Order) -> Intent | None:
        """The intent under this action id. Raises Refused when it was another order's."""
        intent = self.find_any(order.action_id)
        if intent is not None and intent.order_digest != order_digest(order):
            raise Refused(
                f"The register {register} holds another order under this id, or it was recalled.",
                "Decide and approve anew.",
            )
        return intent

    def find_any(self, action_id: str) -> Intent | None:
        """The intent under this action id, whatever order it was written for."""
        try:
            text = self._file(action_id).read_text("utf-8")
        except FileNotFoundError:
            return None
        return Intent(**json.loads(text))

    def write(self, intent: Intent) -> None:
        """Keep it, flushed to the disk. Raises OutsideFailed."""
        file = self._file(intent.action_id)
        part = file.with_suffix(".part")
        content = json.dumps(asdict(intent), sort_keys=True).encode()
        try:
            with part.open("wb") as new:
                new.write(content)
                new.flush()
                os.fsync(new.fileno())
            part.replace(file)
            _sync(self._folder)
        except OSError as error:
            kind = type(error).__name__
        else:
            return
        raise OutsideFailed(
            f"What is to be done could not be written down ({kind}).",
            "Nothing was done. Make room on the disk and try again.",
        )

    def _file(self, action_id: str) -> Path:
        return self._folder / f"{hashlib.sha256(action_id.encode()).hexdigest()[:40]}.json"


def _digest(*parts: object) -> str:
    plain = [dict(part) if isinstance(part, Mapping) else part for part in parts]
    return hashlib.sha256(canonical(plain).encode()).hexdigest()[:32]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
