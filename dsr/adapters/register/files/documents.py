"""A folder of documents as a table: one row a file, the customer's number at the start of its name.

``4711.pdf``, ``4711_consent.pdf`` and ``4711-2024.pdf`` belong to customer 4711. A file whose name
begins otherwise belongs to nobody known, and is reported rather than left out in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

_OWNED = re.compile(r"^([A-Za-z0-9]+)(?:[ _.-].*)?\.[A-Za-z0-9]{2,5}$")

#: The columns that a folder's table has; the mapping names and labels them.
COLUMNS = ("file", "owner", "bytes", "saved_on")


@dataclass(frozen=True)
class Document:
    """One file. file: its name in the folder. owner: the customer's number from the name."""

    file: str
    owner: str | None
    bytes: int
    saved_on: date

    @property
    def cells(self) -> tuple[str | None, ...]:
        """The row, in the order of ``COLUMNS``."""
        return (self.file, self.owner, str(self.bytes), self.saved_on.isoformat())


def documents(folder: Path) -> tuple[Document, ...]:
    """Every file of the folder, by name; hidden ones and folders inside are left alone."""
    found = []
    for path in sorted(folder.iterdir()):
        if not path.is_file() or path.name.startswith("."):
            continue
        name = _OWNED.match(path.name)
        state = path.stat()
        day = datetime.fromtimestamp(state.st_mtime, UTC).date()
        found.append(Document(path.name, name[1] if name else None, state.st_size, day))
    return tuple(found)
