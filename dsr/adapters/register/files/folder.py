"""A register kept in a folder: CSV, Excel, and documents named by the customer's number."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dsr.adapters.register.files import journal
from dsr.adapters.register.files.documents import COLUMNS, documents
from dsr.adapters.register.files.sheet import CSV, EXCEL, changed_file, read_sheets
from dsr.adapters.register.mirror import Change, Source, build, differences, kept_receipts
from dsr.adapters.register.sql import SqlRegister
from dsr.cases.case import Person
from dsr.cases.register import (
    Candidate,
    Finding,
    Order,
    Plan,
    Proof,
    Receipt,
    RegisterMap,
)
from dsr.errors import BadConfiguration, Fault, OutsideFailed, Refused

_MIRROR = ".dsr-mirror-"


@dataclass(frozen=True)
class _Seen:
    """The files as they were read: tables, where each came from, every file's digest."""

    sources: tuple[Source, ...]
    places: dict[str, Path]
    digests: dict[str, str]


class FileRegister:
    """A register in a folder. Fulfils ``ports.Register``.

    An Excel program that has a file open does not see our lock: what it saves while an order is
    carried out is noticed by the file's digest, and nothing of the order is done then.
    """

    def __init__(self, folder: Path, register_map: RegisterMap, *, read_only: bool = False) -> None:
        """Raises BadConfiguration when there is no such folder."""
        if not folder.is_dir():
            raise BadConfiguration(
                f"The folder of the register {register_map.name} is missing.",
                "Check its path in dsr.toml.",
            )
        self._folder = folder
        self._map = register_map
        self._read_only = read_only

    @property
    def map(self) -> RegisterMap:
        """The mapping."""
        return self._map

    @property
    def name(self) -> str:
        """The register's name in decisions and messages."""
        return self._map.name

    def check(self) -> tuple[Fault, ...]:
        """The mapping against the files; a file that nobody decided on is a fault."""
        with self._mirror() as (inner, seen):
            return (*inner.check(), *self._strangers(seen), *self._unowned(seen))

    def find(self, clues: Person) -> tuple[Candidate, ...]:
        """Who it may be, best first."""
        with self._mirror() as (inner, _):
            return inner.find(clues)

    def person(self, key: str) -> Person:
        """The contact points on file. Raises NotFound."""
        with self._mirror() as (inner, _):
            return inner.person(key)

    def read(self, keys: Sequence[str]) -> tuple[Finding, ...]:
        """Everything held about the person, documents by their names. Raises NotFound."""
        with self._mirror() as (inner, seen):
            self._refuse_strangers(seen)
            return inner.read(keys)

    def people(self) -> Iterator[tuple[str, Person]]:
        """Everybody, streamed: key, name and contact points. Raises OutsideFailed."""
        with self._mirror() as (inner, _):
            yield from inner.people()

    def document(self, table: str, name: str) -> bytes:
        """The content of one document that ``read`` named. Raises OutsideFailed when it is gone."""
        folder = (self._folder / table).resolve()
        path = (folder / name).resolve()
        if path.parent != folder or not path.is_file():
            raise OutsideFailed("The document is not there any more.", "Look at the case again.")
        return path.read_bytes()

    def plan(self, order: Order) -> Plan:
        """The exact rows before and after. Raises Refused, NotFound."""
        with self._mirror() as (inner, seen):
            self._refuse_strangers(seen)
            return inner.plan(order)

    def run(self, order: Order) -> Receipt:
        """Carry the order out once, in all files or in none. Raises PlanVoid, OutsideFailed."""
        if self._read_only:
            raise Refused(f"The register {self.name} is open for reading only.")
        with self._mirror(writing=True) as (inner, seen):
            self._refuse_strangers(seen)
            receipt = inner.run(order)
            if not receipt.replayed:
                self._commit(Path(str(inner.engine.url.database)), seen)
            return receipt

    def begun(self, order: Order) -> bool:
        """Whether the order was carried out. Raises Refused when another stands under its id."""
        with self._mirror() as (inner, _):
            return inner.begun(order)

    def recall(self, order: Order) -> None:
        """See to it that the order can never run. Raises Refused when it has been carried out."""
        with self._mirror(writing=True) as (inner, seen):
            inner.recall(order)
            self._commit(Path(str(inner.engine.url.database)), seen)

    def prove(self, order: Order, clues: Person) -> Proof:
        """Look again, at files read anew."""
        with self._mirror() as (inner, _):
            return inner.prove(order, clues)

    def close(self) -> None:
        """Nothing stays open between two calls."""

    # -------------------------------------------------------------- files and mirror

    @contextmanager
    def _mirror(self, *, writing: bool = False) -> Iterator[tuple[SqlRegister, _Seen]]:
        self._tidy()
        with journal.locked(self._folder, writing=writing):
            if writing:
                journal.finish(self._folder)
            seen = self._read()
            room = Path(tempfile.mkdtemp(prefix=_MIRROR, dir=self._folder))  # mode 0700
            try:
                database = room / "mirror.db"
                build(database, self._map, seen.sources, journal.receipts(self._folder))
                inner = SqlRegister(str(database), self._map)
                try:
                    yield inner, seen
                finally:
                    inner.close()
            finally:
                shutil.rmtree(room, ignore_errors=True)

    def _tidy(self) -> None:
        """What processes that were killed left: an order half put in place, copies of the data."""
        if journal.is_unfinished(self._folder):
            with journal.locked(self._folder, writing=True):
                journal.finish(self._folder)
        if left := list(self._folder.glob(f"{_MIRROR}*")):
            with journal.alone(self._folder) as nobody_else:
                for room in left if nobody_else else ():
                    shutil.rmtree(room, ignore_errors=True)

    def _read(self) -> _Seen:
        sources: list[Source] = []
        places: dict[str, Path] = {}
        digests: dict[str, str] = {}
        for path in self._files():
            digests[path.name] = journal.digest_of(path) or ""
            for sheet in read_sheets(path):
                sources.append(Source(sheet.name, sheet.header, sheet.rows))
                places[sheet.name] = path
        for folder in self._folders():
            found = documents(folder)
            rows = tuple(document.cells for document in found)
            sources.append(Source(folder.name, COLUMNS, rows, is_folder=True))
            places[folder.name] = folder
        twice = sorted({s.name for s in sources if sum(o.name == s.name for o in sources) > 1})
        if twice:
            raise BadConfiguration(
                f"The register {self.name} has the table {twice[0]} in two files.",
                "Give one of the files another name.",
            )
        return _Seen(tuple(sources), places, digests)

    def _files(self) -> list[Path]:
        return sorted(
            path
            for path in self._folder.iterdir()
            if path.suffix in (CSV, EXCEL) and not path.name.startswith((".", "~$"))
        )

    def _folders(self) -> list[Path]:
        return sorted(
            path
            for path in self._folder.iterdir()
            if path.is_dir() and not path.name.startswith(".")
        )

    def _strangers(self, seen: _Seen) -> list[Fault]:
        """Files beside the tables: a copy or a backup would survive every erasure."""
        known = {path.name for path in seen.places.values()} | {journal.LOCK, journal.RECEIPTS}
        sentence = "this file is no table of the register: move it away, or map what it holds"
        return [
            Fault(
                "register.unknown_file",
                f"{self.name}: a {path.suffix or 'nameless'} file",
                sentence,
            )
            for path in sorted(self._folder.iterdir())
            if path.is_file() and path.name not in known
        ]

    def _unowned(self, seen: _Seen) -> list[Fault]:
        """Documents whose names tell nobody: they would be in no answer (Art. 15(3))."""
        owner = 1  # the second cell of a folder's row
        sentence = "documents have no customer's number in their names: rename them"
        return [
            Fault("register.unowned_document", f"{self.name}: {source.name}", f"{count} {sentence}")
            for source in seen.sources
            if source.is_folder and (count := sum(row[owner] is None for row in source.rows))
        ]

    def _refuse_strangers(self, seen: _Seen) -> None:
        faults = [*self._strangers(seen), *self._unowned(seen)]
        if faults:
            raise BadConfiguration(
                f"The register {self.name} holds files that nobody decided on.",
                "An answer without them would not be complete. Move or rename them.",
                faults=faults,
            )

    def _commit(self, database: Path, seen: _Seen) -> None:
        found = differences(database, self._map, seen.sources)
        files: dict[str, journal.NewFile] = {}
        for source in seen.sources:
            change = found.get(source.name)
            if change is None:
                continue
            if source.is_folder:
                files |= self._gone(source, change)
                continue
            path = seen.places[source.name]
            of_file = {name: c for name, c in found.items() if seen.places[name] == path}
            content = changed_file(path, of_file)
            files[path.name] = journal.NewFile(path.name, seen.digests[path.name], content)
        journal.commit(self._folder, files, kept_receipts(database))

    def _gone(self, source: Source, change: Change) -> dict[str, journal.NewFile]:
        if change.cells:
            raise Refused(
                "A document can be erased, not changed by this program.",
                "Decide to erase it, or change it by hand and say so in the case.",
            )
        names = [f"{source.name}/{source.rows[at][0]}" for at in sorted(change.gone)]
        return {
            name: journal.NewFile(name, journal.digest_of(self._folder / name) or "", None)
            for name in names
        }
