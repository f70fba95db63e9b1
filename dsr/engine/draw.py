"""Draws a table as it runs: Markdown with every row in words, and a Mermaid diagram.

The Markdown beside each table is what a privacy officer reads and signs off; a test holds it equal
to what this module makes of the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from dsr.engine.guards import GUARDS
from dsr.engine.table import Row, Workflow
from dsr.engine.vocabulary import VOCABULARY

_BREAK = "<br>"


def as_mermaid(workflow: Workflow) -> str:
    """The states and the steps between them; steps that stay in their state are in the table."""
    labels: dict[tuple[str, str], list[str]] = {}
    for edge in workflow.edges():
        if edge.row.target is not None:
            labels.setdefault((edge.source, edge.target), []).append(edge.row.step)
    lines = ["stateDiagram-v2", f"    [*] --> {workflow.start}"]
    for (source, target), steps in labels.items():
        lines.append(f"    {source} --> {target}: {', '.join(dict.fromkeys(steps))}")
    lines += [f"    {end} --> [*]" for end in workflow.ends]
    return "\n".join(lines) + "\n"


def as_markdown(workflow: Workflow) -> str:
    """The whole table for a reader who is no programmer."""
    parts = [
        f"# {workflow.title}",
        f"GDPR {workflow.article}. Drawn from `{workflow.name}.toml`"
        + "".join(f" and `{name}.toml`" for name in workflow.includes)
        + "; change those and draw this anew with `dsr workflow draw`.",
        "## States",
        _table(("state", "what it means"), ((s.name, s.sentence) for s in workflow.states)),
        "## Diagram",
        f"```mermaid\n{as_mermaid(workflow)}```",
        "## Steps",
        _table(
            ("step", "from", "to", "who", "only if", "basis"),
            (_cells(row) for row in workflow.rows),
        ),
        "## What the steps do",
        _table(("step", "what it does", "facts it takes", "letter"), _meanings(workflow)),
        "## What the conditions demand",
        _table(("condition", "what it demands"), _demands(workflow)),
    ]
    return "\n\n".join(parts) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.step,
        _BREAK.join(row.sources),
        row.target or "=",
        _BREAK.join(role.value for role in row.who),
        _BREAK.join(row.guards),
        row.basis,
    )


def _meanings(workflow: Workflow) -> Iterable[tuple[str, ...]]:
    for step in workflow.steps:
        meaning = VOCABULARY[step]
        facts = [
            f"{fact.name}: {fact.sentence}" + ("" if fact.required else " (if it applies)")
            for fact in meaning.facts
        ]
        yield step, meaning.sentence, _BREAK.join(facts), meaning.letter or ""


def _demands(workflow: Workflow) -> Iterable[tuple[str, ...]]:
    names = dict.fromkeys(name for row in workflow.rows for name in row.guards)
    return ((name, GUARDS[name].demands) for name in names)


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headers, tuple("---" for _ in headers), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def drawings(tables: Mapping[str, Workflow]) -> dict[str, str]:
    """File name -> Markdown, for every table."""
    return {f"{name}.md": as_markdown(table) for name, table in tables.items()}


def write_drawings(tables: Mapping[str, Workflow], folder: Path) -> tuple[Path, ...]:
    """Write every drawing beside its table. Gives the files that changed."""
    changed = []
    for name, text in drawings(tables).items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return tuple(changed)
