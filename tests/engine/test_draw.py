"""What a privacy officer signs off is what runs: the drawings beside the tables are up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from dsr.engine.draw import as_markdown, as_mermaid, drawings, write_drawings
from dsr.engine.load import load_tables
from dsr.shipped import shipped

FOLDER = shipped("workflows")
TABLES = load_tables(FOLDER)


@pytest.mark.parametrize(("name", "text"), drawings(TABLES).items())
def test_the_drawing_beside_a_table_is_what_the_table_says(name: str, text: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text, "run `dsr workflow draw`"


def test_no_drawing_is_left_of_a_table_that_is_gone() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(drawings(TABLES))


def test_every_state_step_and_condition_is_in_the_drawing() -> None:
    for table in TABLES.values():
        text = as_markdown(table)
        words = {state.name for state in table.states} | set(table.steps)
        words |= {name for row in table.rows for name in row.guards}
        assert all(f"| {word} |" in text for word in words)


def test_the_diagram_has_every_change_of_state() -> None:
    for table in TABLES.values():
        lines = as_mermaid(table).splitlines()
        for edge in table.edges():
            if edge.row.target is not None:
                start = f"    {edge.source} --> {edge.target}: "
                (line,) = [line for line in lines if line.startswith(start)]
                assert edge.row.step in line.removeprefix(start).split(", ")


def test_drawings_are_written_only_where_they_changed(tmp_path: Path) -> None:
    assert len(write_drawings(TABLES, tmp_path)) == len(TABLES)
    assert write_drawings(TABLES, tmp_path) == ()
    (tmp_path / "access.md").write_text("stale", encoding="utf-8")
    assert write_drawings(TABLES, tmp_path) == (tmp_path / "access.md",)
