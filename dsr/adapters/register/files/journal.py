"""Several files changed at once or not at all, whatever happens in between.

No file system renames many files in one act. So the new files and a receipt are written beside
the old ones first; a manifest that appears by one rename is the moment at which the order is done;
only then are the files put in their places, and whoever is killed there is finished by the next to
open the register.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dsr.errors import OutsideFailed

JOURNAL, MANIFEST, LOCK = ".dsr-journal", "manifest.json", ".dsr-lock"
RECEIPTS = ".dsr-receipts.json"


@dataclass(frozen=True)
class NewFile:
    """A file's next content, None when it goes. before: SHA-256 of what was read."""

    name: str
    before: str
    content: bytes | None


def digest_of(path: Path) -> str | None:
    """SHA-256 of a file, None when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return None


@contextmanager
def locked(folder: Path, *, writing: bool) -> Iterator[None]:
    """One writer or many readers. The lock dies with its process."""
    with (folder / LOCK).open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if writing else fcntl.LOCK_SH)
        yield


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else is at work here now; if so, nobody begins before this ends."""
    with (folder / LOCK).open("a+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def receipts(folder: Path) -> dict[str, dict[str, str]]:
    """What was carried out here: action id -> the receipt's columns."""
    try:
        found: dict[str, dict[str, str]] = json.loads((folder / RECEIPTS).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def commit(folder: Path, files: Mapping[str, NewFile], kept: Mapping[str, object]) -> None:
    """Put the new files in place together with the receipts ``kept``. Raises OutsideFailed."""
    journal = folder / JOURNAL
    shutil.rmtree(journal, ignore_errors=True)
    journal.mkdir(mode=0o700)
    book = json.dumps(kept, sort_keys=True, indent=1).encode()
    every = [*files.values(), NewFile(RECEIPTS, digest_of(folder / RECEIPTS) or "", book)]
    entries = []
    for number, new in enumerate(every):
        if new.content is not None:
            _write(journal / str(number), new.content)
        after = None if new.content is None else hashlib.sha256(new.content).hexdigest()
        entries.append({"file": new.name, "before": new.before, "after": after, "staged": number})
    for new in every:
        if (digest_of(folder / new.name) or "") != new.before:
            shutil.rmtree(journal)
            raise OutsideFailed(
                f"Somebody changed the file {_shown(new.name)} of the register meanwhile.",
                "Nothing was done. Close the file in other programs and try again.",
            )
    _write(journal / f"{MANIFEST}.part", json.dumps(entries).encode())
    (journal / f"{MANIFEST}.part").replace(journal / MANIFEST)
    _sync(journal)
    finish(folder)


def finish(folder: Path) -> None:
    """Do what a manifest says, as often as it takes. Raises OutsideFailed when a file is another's.

    Without a manifest the order was never done: what lies staged is thrown away.
    """
    journal = folder / JOURNAL
    if not (journal / MANIFEST).exists():
        shutil.rmtree(journal, ignore_errors=True)
        return
    entries = json.loads((journal / MANIFEST).read_text("utf-8"))
    for entry in entries:
        _put(folder, journal, entry)
    _sync(folder)
    shutil.rmtree(journal)
    _sync(folder)


def is_unfinished(folder: Path) -> bool:
    """Whether somebody is at work or was stopped: new files lie beside the old ones."""
    return (folder / JOURNAL).exists()


def _put(folder: Path, journal: Path, entry: Mapping[str, object]) -> None:
    path = folder / str(entry["file"])
    now = digest_of(path) or ""
    if now == (entry["after"] or ""):
        return  # done before we were stopped
    if now != entry["before"]:
        raise OutsideFailed(
            f"The file {_shown(str(entry['file']))} was changed while an order was carried out.",
            f"The new content lies in {JOURNAL}/{entry['staged']}: put both together by hand, "
            "then run the case again.",
        )
    if entry["after"] is None:
        path.unlink()
    else:
        copy = path.with_name(f".{entry['staged']}.dsr-part")
        shutil.copyfile(journal / str(entry["staged"]), copy)
        if path.exists():
            shutil.copymode(path, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        copy.replace(path)


def _shown(name: str) -> str:
    """A table's file by its name; a document's name may hold a person's number."""
    return name if "/" not in name else f"in {name.split('/')[0]}"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
