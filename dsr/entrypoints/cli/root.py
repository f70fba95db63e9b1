"""The ``dsr`` command itself: options that hold for all, and the list of commands.

Commands are imported when they are called, so that ``dsr due`` need not load an OCR engine.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

from dsr import __version__
from dsr.entrypoints.cli.shell import Shell, run

_COMMANDS = {
    "init": "sites",
    "doctor": "sites",
    "demo": "demo",
    "due": "rules",
    "grounds": "rules",
    "read": "reading",
    "intake": "intake",
    "today": "cases",
    "case": "cases",
    "letter": "letters",
    "register": "registers",
    "work": "work",
    "workflow": "workflows",
    "audit": "audit",
    "user": "users",
}


class _Commands(click.Group):
    """A group whose commands are found by name in their own modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order in which one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"dsr.entrypoints.cli.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dsr")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="DSR_SITE",
    help="The site's folder (or DSR_SITE).",
)
@click.pass_context
def dsr(context: click.Context, site: Path | None) -> None:
    """Data subject requests, from a scanned letter to a lawful answer (GDPR Art. 12-22)."""
    context.obj = context.obj or Shell(site)


def main() -> None:
    """The entry point of the ``dsr`` script."""
    sys.exit(run(dsr.main, {"prog_name": "dsr"}))
