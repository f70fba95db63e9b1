"""What a workflow table is once it has been read: states, rows, header. Pure data.

A row says: this step leads from these states to that one, these roles may take it, only if these
guards hold, on this legal basis. Which steps and guards exist, and what they mean, is not said
here (vocabulary.py, guards/).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsr.cases.case import Right, Role


@dataclass(frozen=True)
class State:
    """A state and the sentence that explains it to an officer."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """One line of a table. target is None where the step stays in its state (``=``).

    place: file and row, for messages, e.g. ``shared.toml: row 3 (acknowledge)``. fragment: the
    name of the shared fragment it came from, empty for a row of the table's own.
    """

    step: str
    sources: tuple[str, ...]
    target: str | None
    who: tuple[Role, ...]
    guards: tuple[str, ...]
    basis: str
    place: str
    fragment: str = ""

    def leads_to(self, source: str) -> str:
        """The state after the step, taken from this source."""
        return source if self.target is None else self.target


@dataclass(frozen=True)
class Edge:
    """One row taken from one of its sources: an edge of the state graph."""

    row: Row
    source: str

    @property
    def target(self) -> str:
        """The state after it."""
        return self.row.leads_to(self.source)


@dataclass(frozen=True, eq=False)
class Workflow:
    """One table. Two workflows are the same only if they are the same object.

    name: of its file, e.g. ``marketing_objection``. needs_identity: False only for the objection
    to direct marketing, where the contact point itself is the subject (evidence level E0).
    includes: the fragments whose rows it took over. ends: states in which a round is over.
    """

    name: str
    right: Right
    article: str
    title: str
    start: str
    ends: tuple[str, ...]
    needs_identity: bool
    includes: tuple[str, ...]
    states: tuple[State, ...]
    rows: tuple[Row, ...]

    def has_state(self, name: str) -> bool:
        """Whether the table knows this state."""
        return any(state.name == name for state in self.states)

    def state(self, name: str) -> State:
        """The state with this name. Raises KeyError."""
        for state in self.states:
            if state.name == name:
                return state
        raise KeyError(name)

    @property
    def steps(self) -> tuple[str, ...]:
        """Every step of the table, once, in the order of its rows."""
        return tuple(dict.fromkeys(row.step for row in self.rows))

    def edges(self) -> Iterator[Edge]:
        """Every row from every one of its sources: the edges of the state graph."""
        for row in self.rows:
            for source in row.sources:
                yield Edge(row, source)

    def row_for(self, step: str, source: str) -> Row | None:
        """The one row for this step from this state, or None."""
        for row in self.rows:
            if row.step == step and source in row.sources:
                return row
        return None

    def sources_of(self, step: str) -> tuple[str, ...]:
        """The states from which a step may be taken."""
        return tuple(s for row in self.rows if row.step == step for s in row.sources)
