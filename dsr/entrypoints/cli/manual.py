"""The reference of the command line and of its errors, as Markdown, from the program itself.

python -m dsr.entrypoints.cli.manual docs/reference
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dsr import errors
from dsr.entrypoints.cli.root import dsr

_MADE = (
    "<!-- Made by python -m dsr.entrypoints.cli.manual docs/reference; a test holds it equal. -->"
)
_EXITS = (
    (0, "done"),
    (2, "wrong usage"),
    (3, "refused by law, by the workflow or by permission; every reason is listed"),
    (4, "not found"),
    (5, "bad input or configuration"),
    (6, "changed by someone else meanwhile: look again"),
    (7, "an outside system failed (register, disk); nothing is half done, try again"),
    (70, "a defect of ours; nothing is half done"),
    (130, "interrupted by the person"),
)


def commands(
    command: click.Command = dsr, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """Every command and group, depth first, each as a context that knows its full name."""
    name = command.name if parent else "dsr"
    context = click.Context(command, info_name=name, parent=parent)
    yield context
    if isinstance(command, click.Group):
        for one in command.list_commands(context):
            found = command.get_command(context, one)
            if found is not None:
                yield from commands(found, context)


def reference() -> str:
    """docs/reference/cli.md."""
    parts = ["# The command line", _MADE]
    parts += [_section(context) for context in commands()]
    return "\n\n".join(parts) + "\n"


def _section(context: click.Context) -> str:
    command = context.command
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {context.command_path}", f"`{context.command_path} {usage}`", _text(command)]
    options = [_option(p, context) for p in command.params if isinstance(p, click.Option)]
    if options:
        lines.append("\n".join(options))
    if isinstance(command, click.Group):
        names = ", ".join(f"`{name}`" for name in command.list_commands(context))
        lines.append(f"Commands: {names}")
    return "\n\n".join(lines)


def _text(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(
        "```\n" + text.replace("\b\n", "") + "\n```" if text.startswith("\b") else text
        for text in paragraphs
    )


def _option(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    if record is None:
        return ""
    name, text = record
    return f"* `{name}`: {text}" if text else f"* `{name}`"


def error_list() -> str:
    """docs/reference/errors.md."""
    lines = ["# Exit codes and errors", _MADE, "## Exit codes"]
    lines.append("| exit | meaning |\n|---|---|\n" + _rows(_EXITS))
    lines.append("## Errors")
    lines.append(
        "With `--json` a refused command prints one object on standard output: `error` (the code), "
        "`message` (the cause), `way_out` and `faults`, each with `code`, `place` and `sentence`."
    )
    found = [(f"`{e.code}`", e.exit_code, (e.__doc__ or "").strip()) for e in error_classes()]
    lines.append("| code | exit | meaning |\n|---|---|---|\n" + _rows(found))
    return "\n\n".join(lines) + "\n"


def error_classes() -> list[type[errors.DsrError]]:
    """Every class of dsr.errors that a command can end with, by exit code."""
    known = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, errors.DsrError) and one is not errors.DsrError
    ]
    return sorted(known, key=lambda one: (one.exit_code, one.code))


def exit_codes() -> dict[int, str]:
    """Every exit code with its meaning."""
    return dict(_EXITS)


def _rows(rows: object) -> str:
    assert isinstance(rows, list | tuple)
    return "\n".join("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def main() -> None:
    """Write both pages into the folder named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cli.md").write_text(reference(), encoding="utf-8")
    (folder / "errors.md").write_text(error_list(), encoding="utf-8")


if __name__ == "__main__":
    main()
