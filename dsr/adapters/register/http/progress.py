"""What of an order is done at a processor: written before the first call, read after a crash.

One order is many calls there, and no call can be taken back. So the rows to be changed are written
down first, with a digest of each before and after; whoever takes over sees what is done, what is
to do, and what somebody else has changed meanwhile. When all is done only the receipt stays.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dsr.adapters.register.planning import canonical
from dsr.cases.register import PlannedRow
from dsr.errors import Refused

RECALLED = "recalled"


@dataclass(frozen=True)
class Intent:
    """An order that was begun. rows: ``table -> key -> (digest before, digest after)``; the digest
    after is empty for a row that goes."""

    order_digest: str
    salt: str
    rows: Mapping[str, Mapping[str, Sequence[str]]]
    counts: Mapping[str, Mapping[str, int]]
    done: bool

    def digest(self, values: Mapping[str, object]) -> str:
        """The keyed digest of a row's values."""
        return _digest(self.salt, values)


class Progress:
    """The orders of one register, a file each, named by a hash of the action."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def find(self, action_id: str, order_digest: str) -> Intent | None:
        """What is known of an order. Raises Refused when the id stands for another order."""
        try:
            found: dict[str, Any] = json.loads(self._file(action_id).read_text("utf-8"))
        except FileNotFoundError:
            return None
        intent = Intent(**found)
        if intent.order_digest == RECALLED:
            raise Refused("This order was recalled and can never run.", "Plan and approve anew.")
        if intent.order_digest != order_digest:
            raise Refused(
                "Another order was carried out under this id.", "Report this; nothing was done."
            )
        return intent

    def begin(
        self,
        action_id: str,
        order_digest: str,
        rows: Sequence[PlannedRow],
        counts: Mapping[str, Mapping[str, int]],
    ) -> Intent:
        """Write down what is about to be done; it is on the disk when this returns."""
        salt = secrets.token_hex(16)
        table: dict[str, dict[str, Sequence[str]]] = {}
        for row in rows:
            if row.changes:
                after = "" if row.after is None else _digest(salt, row.after)
                table.setdefault(row.table, {})[row.key] = (_digest(salt, row.before), after)
        intent = Intent(order_digest, salt, table, counts, done=False)
        self._write(action_id, intent)
        return intent

    def finish(self, action_id: str, intent: Intent) -> None:
        """Keep the receipt alone: digests of erased rows are data about a person too."""
        self._write(action_id, Intent(intent.order_digest, "", {}, intent.counts, done=True))

    def recall(self, action_id: str) -> None:
        """See to it that the order can never begin. Raises Refused when it has."""
        if self._file(action_id).exists():
            raise Refused("The order has begun at the processor.", "Look at the case again.")
        self._write(action_id, Intent(RECALLED, "", {}, {}, done=True))

    def _file(self, action_id: str) -> Path:
        return self._folder / f"{hashlib.sha256(action_id.encode()).hexdigest()[:32]}.json"

    def _write(self, action_id: str, intent: Intent) -> None:
        path = self._file(action_id)
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            json.dump(vars(intent), file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        handle = os.open(self._folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _digest(salt: str, values: Mapping[str, object]) -> str:
    return hmac.new(bytes.fromhex(salt), canonical(dict(values)).encode(), "sha256").hexdigest()
