"""Reads the workflow tables, strictly: every fault of every file at once, or none.

A file is a table (it has a ``right``) or a fragment, whose rows and states other tables take over
with ``include``. Names are plain words of small letters: what is not one is refused before anyone
looks it up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dsr.cases.case import Right, Role
from dsr.engine.check import check_tables
from dsr.engine.table import Row, State, Workflow
from dsr.errors import BadConfiguration, Fault

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FRAGMENT_KEYS = frozenset({"title", "rows", "states"})
_TABLE_KEYS = _FRAGMENT_KEYS | {"right", "article", "start", "ends", "include", "needs_identity"}
_ROLES = frozenset({Role.CLERK, Role.OFFICER, Role.APPROVER, Role.SYSTEM})
_CELLS = "step, from, to, who, only if, basis"


@dataclass
class _File:
    """One file on its way to a table: what was read of it, and its faults."""

    name: str
    header: Mapping[str, object]
    states: list[State] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_table(self) -> bool:
        return "right" in self.header

    def wrong(self, code: str, sentence: str, place: str = "") -> None:
        self.faults.append(Fault(f"table.{code}", place or f"{self.name}.toml", sentence))

    def text(self, key: str) -> str:
        """A text of the header; its absence is a fault."""
        value = self.header.get(key)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong("header", f"{key} is missing or not a text; write it.")
        return ""

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names of the header, empty where it is left out."""
        value = self.header.get(key, [])
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self.wrong("header", f"{key} has to be a list of names.")
        return ()


def load_tables(folder: Path, *, prove: bool = True) -> dict[str, Workflow]:
    """Every table of a folder by its file's name, proven lawful by check.py.

    prove=False leaves the proofs out, for whoever wants to list them. Raises BadConfiguration with
    every fault, each with file and row.
    """
    files = {path.stem: _read(path) for path in sorted(folder.glob("*.toml"))}
    tables = {name: _joined(file, files) for name, file in files.items() if file.is_table}
    faults = [fault for file in files.values() for fault in file.faults]
    faults += _idle_fragments(files)
    if not tables and not faults:
        faults.append(Fault("table.none", folder.name, "No workflow table lies here."))
    if not faults and prove:
        faults += check_tables(tables)
    if faults:
        raise BadConfiguration(
            "The workflow tables cannot be used.", "Correct every fault named.", faults=faults
        )
    return tables


def _read(path: Path) -> _File:
    try:
        header = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        file = _File(path.stem, {})
        file.wrong("not_toml", f"It is not TOML ({error}); correct the file.")
        return file
    file = _File(path.stem, header)
    known = _TABLE_KEYS if file.is_table else _FRAGMENT_KEYS
    for key in sorted(set(header) - known):
        file.wrong(
            "unknown_key", f"{key} means nothing here; known are {', '.join(sorted(known))}."
        )
    file.text("title")
    _read_states(file)
    _read_rows(file)
    return file


def _read_states(file: _File) -> None:
    states = file.header.get("states", {})
    if not isinstance(states, dict):
        file.wrong("states", "states has to be a section with one sentence for each state.")
        return
    for name, sentence in states.items():
        if not _NAME.fullmatch(name):
            file.wrong("name", f"The state {name!r} is not a plain word of small letters.")
        if not isinstance(sentence, str) or not sentence.strip():
            file.wrong("states", f"The state {name} has no sentence; explain it to an officer.")
        else:
            file.states.append(State(name, sentence))


def _read_rows(file: _File) -> None:
    rows = file.header.get("rows")
    if not isinstance(rows, list) or not rows:
        file.wrong("rows", f"rows is missing; write rows of [{_CELLS}].")
        return
    for number, cells in enumerate(rows, start=1):
        if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
            file.wrong("row_shape", f"A row is a list of texts: [{_CELLS}].", _row(file, number))
        elif len(cells) != len(_CELLS.split(", ")):
            file.wrong("row_shape", f"A row has six cells: [{_CELLS}].", _row(file, number))
        else:
            _read_row(file, number, [cell.strip() for cell in cells])


def _row(file: _File, number: int, step: str = "") -> str:
    return f"{file.name}.toml: row {number}" + (f" ({step})" if step else "")


def _read_row(file: _File, number: int, cells: list[str]) -> None:
    step, source, target, who, only_if, basis = cells
    place = _row(file, number, step)
    sources, guards = _split(source, "|"), _split(only_if, ",")
    for name in (step, *sources, *guards, *(() if target == "=" else (target,))):
        if not _NAME.fullmatch(name):
            file.wrong("name", f"{name!r} is not a plain word of small letters.", place)
    for repeated in sorted({n for part in (sources, guards) for n in part if part.count(n) > 1}):
        file.wrong("repeated", f"{repeated} stands twice in one cell; take one out.", place)
    if not sources:
        file.wrong("row_shape", "The row leads from nowhere; name a state.", place)
    if not basis:
        file.wrong("no_basis", "The row has no legal basis; name the article or policy.", place)
    roles = _roles(file, who, place)
    file.rows.append(
        Row(
            step=step,
            sources=sources,
            target=None if target == "=" else target,
            who=roles,
            guards=guards,
            basis=basis,
            place=place,
            fragment="" if file.is_table else file.name,
        )
    )


def _split(cell: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(mark) if part.strip())


def _roles(file: _File, cell: str, place: str) -> tuple[Role, ...]:
    names = _split(cell, "|")
    known = sorted(role.value for role in _ROLES)
    for name in names:
        if name not in known:
            file.wrong("unknown_role", f"{name} may take no step; {', '.join(known)} may.", place)
    if not names:
        file.wrong("unknown_role", "Nobody may take this step; name a role.", place)
    return tuple(Role(name) for name in names if name in known)


def _joined(file: _File, files: Mapping[str, _File]) -> Workflow:
    """The table with the rows and states of its fragments. Faults go into the file."""
    includes = file.names("include")
    for name in includes:
        if name not in files or files[name].is_table:
            file.wrong("unknown_fragment", f"There is no fragment {name}.toml to include.")
    parts = [files[name] for name in includes if name in files and not files[name].is_table]
    states = [state for part in (file, *parts) for state in part.states]
    rows = [row for part in (file, *parts) for row in part.rows]
    start, ends = file.text("start"), file.names("ends")
    _check_states(file, states, rows, (start, *ends))
    _check_overwriting(file, rows)
    return Workflow(
        name=file.name,
        right=_right(file),
        article=file.text("article"),
        title=file.text("title"),
        start=start,
        ends=ends,
        needs_identity=_needs_identity(file),
        includes=includes,
        states=tuple(states),
        rows=tuple(rows),
    )


def _check_states(
    file: _File, states: list[State], rows: list[Row], header: tuple[str, ...]
) -> None:
    names = [state.name for state in states]
    for name in sorted({name for name in names if names.count(name) > 1}):
        file.wrong("duplicate_state", f"The state {name} is explained twice; keep one sentence.")
    for name in header:
        if name not in names:
            file.wrong("unknown_state", f"The header names {name}, which is no state.")
    if not header[1:]:
        file.wrong("header", "ends is missing; name the states in which a round is over.")
    for row in rows:
        for name in (*row.sources, *(() if row.target is None else (row.target,))):
            if name not in names:
                file.wrong("unknown_state", f"{name} is no state of {file.name}.", row.place)


def _check_overwriting(file: _File, rows: list[Row]) -> None:
    """One step has one row from one state; nothing that was shared is replaced silently."""
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        for source in row.sources:
            first = seen.setdefault((row.step, source), row)
            if first is row:
                continue
            code = "overwritten" if first.fragment != row.fragment else "duplicate_row"
            sentence = f"{row.step} from {source} stands in {first.place} too; keep one of them."
            file.wrong(code, sentence, row.place)


def _right(file: _File) -> Right:
    name = file.text("right")
    if name in {right.value for right in Right}:
        return Right(name)
    known = ", ".join(right.value for right in Right)
    file.wrong("unknown_right", f"{name} is no right; known are {known}.")
    return Right.ACCESS  # never used: the fault keeps the table from being loaded


def _needs_identity(file: _File) -> bool:
    value = file.header.get("needs_identity", True)
    if not isinstance(value, bool):
        file.wrong("header", "needs_identity has to be true or false.")
    return value is not False


def _idle_fragments(files: Mapping[str, _File]) -> list[Fault]:
    used = {name for file in files.values() if file.is_table for name in file.names("include")}
    return [
        Fault("table.idle_fragment", f"{name}.toml", "No table includes it; include or delete it.")
        for name, file in files.items()
        if file.header and not file.is_table and name not in used
    ]
