"""``dsr workflow``: the tables, proven and drawn."""

from __future__ import annotations

from pathlib import Path

import click

from dsr import app
from dsr.engine.draw import as_markdown, as_mermaid
from dsr.engine.table import Workflow
from dsr.entrypoints.cli.shell import out
from dsr.errors import NotFound

_FOLDER = click.option(
    "--folder", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Other tables."
)
_RIGHT = click.argument("right")


@click.group()
def workflow() -> None:
    """The tables an officer signs off; what is shown is what runs."""


@workflow.command("check")
@_FOLDER
def check(folder: Path | None) -> None:
    """Prove every table by walking its whole state graph; exit 5 with every fault."""
    tables = app.load_workflows(folder)
    rows = sum(len(table.rows) for table in tables.values())
    out(f"{len(tables)} tables, {rows} rows: every property holds.")


@workflow.command("show")
@_RIGHT
@_FOLDER
def show(right: str, folder: Path | None) -> None:
    """The table as text."""
    out(as_markdown(_table(right, folder)))


@workflow.command("draw")
@_RIGHT
@_FOLDER
def draw(right: str, folder: Path | None) -> None:
    """The table as a mermaid diagram."""
    out(as_mermaid(_table(right, folder)))


def _table(right: str, folder: Path | None) -> Workflow:
    tables = app.load_workflows(folder)
    if right not in tables:
        raise NotFound(f"There is no workflow {right}.", f"There are: {', '.join(tables)}.")
    return tables[right]
