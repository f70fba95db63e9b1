"""What every command shares: the site, the user, one way to print and one way to fail."""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dsr import app, config
from dsr.errors import BadInput, Defect, DsrError, OutsideFailed, WrongUsage

if TYPE_CHECKING:
    from dsr.cases.case import User
    from dsr.casework.office import Office

INTERRUPTED = 130
DEFECT = 70


class Shell:
    """One call of ``dsr``. The site is opened when a command first needs it."""

    def __init__(self, site: Path | None) -> None:
        self._site = site

    @property
    def site(self) -> Path:
        """The site's folder. Raises WrongUsage when none was named."""
        if self._site is None:
            raise WrongUsage("No site was named.", "Give --site DIR, or set DSR_SITE.")
        return self._site

    @cached_property
    def settings(self) -> config.Settings:
        """The site's settings."""
        return config.load(self.site)

    @cached_property
    def office(self) -> Office:
        """The site at work."""
        return app.open_office(self.settings, os.environ)

    def close(self) -> None:
        """Let the reader's child process go, if there is one."""
        if "office" in self.__dict__:
            self.office.reader.close()

    def user(self, name: str | None) -> User:
        """The user who acts. Raises WrongUsage when nobody was named, NotFound."""
        name = name or os.environ.get("DSR_USER")
        if not name:
            raise WrongUsage("Nobody was named to do this.", "Give --as USER, or set DSR_USER.")
        return self.office.store.user(name)


pass_shell = click.make_pass_decorator(Shell)


class Day(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """``2026-03-12`` -> date; a usage error otherwise."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a date; write it as 2026-03-12.", param, ctx)


DAY = Day()

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
acting = click.option("--as", "user", metavar="USER", help="Who does this (or DSR_USER).")


def out(text: str = "") -> None:
    """A line for the person."""
    click.echo(text)


def note(text: str) -> None:
    """A line that is not the result: to standard error."""
    click.echo(text, err=True)


def out_json(value: object) -> None:
    """The one JSON object of a command."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def run(command: Callable[..., object], arguments: Mapping[str, Any]) -> int:
    """Call click, turn every failure into its message and exit code; never a traceback."""
    try:
        result = command(**arguments, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as usage:
        if "--json" in sys.argv:
            out_json(WrongUsage(usage.format_message()).as_json())
        usage.show()
        return WrongUsage.exit_code
    except DsrError as error:
        return _fail(error)
    except OSError as error:
        return _fail(_from_os(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the last net: a defect of ours, told without its data
        return _defect(error)


def _fail(error: DsrError) -> int:
    if "--json" in sys.argv:
        out_json(error.as_json())
    note(f"dsr: {error.cause}")
    for fault in error.faults:
        note(f"  - {fault}")
    if error.way_out:
        note(f"  {error.way_out}")
    return error.exit_code


def _from_os(error: OSError) -> DsrError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return OutsideFailed(
            "The disk is full; nothing was half done.", "Make room and run the command again."
        )
    reason = os.strerror(error.errno) if error.errno else type(error).__name__
    name = Path(error.filename).name if isinstance(error.filename, str) else "a file"
    return BadInput(f"{name}: {reason}.", "Check the path and its permissions.")


def _defect(error: Exception) -> int:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    if os.environ.get("DSR_DEBUG"):
        traceback.print_exc()
    if "--json" in sys.argv:
        out_json(Defect(f"A defect of ours ({type(error).__name__} at {where}).").as_json())
    note(f"dsr: a defect of ours ({type(error).__name__} at {where}). Nothing was half done.")
    note("  Please report it with this line; DSR_DEBUG=1 shows more, but may show personal data.")
    return DEFECT
