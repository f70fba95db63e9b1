"""``dsr register``: what the controller's own jobs on its registers have to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import click

from dsr import app
from dsr.cases.case import Role
from dsr.casework.freeze import Frozen, give_out
from dsr.casework.office import require_role
from dsr.config import RegisterSettings
from dsr.entrypoints.cli import afterwards
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.errors import BadConfiguration, Fault, NotFound


@click.group()
def register() -> None:
    """The places where personal data live."""


for _command in (afterwards.replay, afterwards.screen, afterwards.shred):
    register.add_command(_command)


@register.command("check")
@click.argument("names", nargs=-1, metavar="[REGISTER]...")
@as_json
@pass_shell
def check(shell: Shell, names: tuple[str, ...], as_json: bool) -> int:
    """Hold each mapping against its live register: exit 5 with every fault.

    A column, a table or a circle of references that nobody decided on stops all work on that
    register until it is mapped. A missing index only costs time: its cure is printed.
    """
    known = _named(shell, names)
    found = {name: app.check_register(one, shell.settings) for name, one in known.items()}
    wrong = any(_split(faults)[0] for faults in found.values())
    if as_json:
        out_json({"registers": [_checked(name, faults) for name, faults in found.items()]})
        return BadConfiguration.exit_code if wrong else 0
    for name, faults in found.items():
        errors, warnings = _split(faults)
        out(f"{name}: {_counted(errors, 'fault')}, {_counted(warnings, 'warning')}.")
        for fault in (*errors, *warnings):
            out(f"  - {fault}")
        if errors:
            out("  Nothing is answered or changed here until each of these is decided.")
    return BadConfiguration.exit_code if wrong else 0


def _split(faults: Sequence[Fault]) -> tuple[list[Fault], list[Fault]]:
    """Errors and warnings."""
    warnings = [fault for fault in faults if fault.code.startswith("warning.")]
    return [fault for fault in faults if fault not in warnings], warnings


def _counted(faults: Sequence[Fault], word: str) -> str:
    return f"{len(faults) or 'no'} {word}{'' if len(faults) == 1 else 's'}"


def _checked(name: str, faults: Sequence[Fault]) -> dict[str, object]:
    errors, warnings = _split(faults)
    return {
        "register": name,
        "faults": [asdict(fault) for fault in errors],
        "warnings": [asdict(fault) for fault in warnings],
    }


@register.command("index")
@click.argument("names", nargs=-1, metavar="[REGISTER]...")
@as_json
@pass_shell
def index(shell: Shell, names: tuple[str, ...], as_json: bool) -> None:
    """Statements for the owner of a big database: with these indexes a person is found at once.

    Nothing is sent. Without them the same people are found by reading every customer.
    """
    found = {
        name: app.search_indexes(one, shell.settings) for name, one in _named(shell, names).items()
    }
    if as_json:
        out_json({"registers": [{"register": n, "statements": s} for n, s in found.items()]})
        return
    for name, statements in found.items():
        if statements is None:
            out(f"-- {name}: no database; it is read whole.")
            continue
        out(f"-- {name}: {len(statements) or 'no'} statements.")
        for statement in statements:
            out(f"{statement};")


def _named(shell: Shell, names: tuple[str, ...]) -> dict[str, RegisterSettings]:
    """The registers named, or all. Raises NotFound."""
    known = {one.name: one for one in shell.settings.registers}
    for name in names:
        if name not in known:
            raise NotFound(f"There is no register {name}.", f"There are: {', '.join(known)}.")
    return {name: known[name] for name in names or known}


@register.command("frozen")
@acting
@as_json
@pass_shell
def frozen(shell: Shell, user: str | None, as_json: bool) -> None:
    """Whom a deletion job has to spare: a copy of their data is asked for and not yet with them.

    That the list was given out is recorded. Data whose time was over before do not become lawful:
    the copy is given first, then they are deleted at once.
    """
    office = shell.office
    actor = shell.user(user)
    require_role(actor, Role.CLERK, Role.OFFICER, Role.ADMIN, Role.SYSTEM)
    found = give_out(office, actor)
    if as_json:
        out_json(
            {
                "on": office.clock.today().isoformat(),
                "frozen": [_row(person) for person in found.persons],
                "unlinked": list(found.unlinked),
            }
        )
        return
    if not found.persons:
        out("Nobody is frozen.")
    for person in found.persons:
        out(f"{person.register}: {', '.join(person.keys)}  ({', '.join(person.cases)})")
        out(f"  {person.why}")
    for number in found.unlinked:
        out(f"{number} asks for a copy of data, but it is not said yet whose: link the person.")
    if found.persons or found.unlinked:
        out("Give access first, then delete, also what should have gone before (TSV/224/2023).")


def _row(person: Frozen) -> dict[str, object]:
    return {
        "register": person.register,
        "keys": list(person.keys),
        "cases": list(person.cases),
        "why": person.why,
    }
