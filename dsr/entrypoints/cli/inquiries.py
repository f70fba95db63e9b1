"""``dsr case register-answer`` and ``dsr case returned``: what a person who is a register gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dsr.cases.inquiry import Answer
from dsr.casework.returned import MOST_BYTES, Upload
from dsr.entrypoints.cli.letters import write
from dsr.entrypoints.cli.shell import DAY, Shell, acting, as_json, out, out_json, pass_shell
from dsr.errors import BadInput, Fault, NotFound
from dsr.stages import inquiries

_CASE = click.argument("number", metavar="CASE")


@click.command("register-answer")
@_CASE
@click.option("--register", required=True, help="The register, by its name in dsr.toml.")
@click.option(
    "--answer", required=True, type=click.Choice([a.value for a in Answer]), help="What came back."
)
@click.option("--on", "day", required=True, type=DAY, help="The day it came.")
@click.option("--reason", help="If it cannot be done: why.")
@click.option(
    "--file", "files", multiple=True, metavar="[GROUP=]FILE", help="A file that was returned."
)
@acting
@as_json
@pass_shell
def register_answer(
    shell: Shell,
    number: str,
    register: str,
    answer: str,
    day: date,
    reason: str | None,
    files: tuple[str, ...],
    user: str | None,
    as_json: bool,
) -> None:
    """Record what a person who is a register answered, with the files that came.

    A file is known by its bytes; its name is kept nowhere. Where the register has several groups of
    data, say which: --file notes=scan.pdf.
    """
    one = shell.office.store.case(number)
    supplied: dict[str, object] = {"register": register, "answer": answer, "answered_on": day}
    if reason:
        supplied["reason"] = reason
    uploads = _uploads(shell, register, files)
    moved = inquiries.register_answered(shell.office, one, shell.user(user), supplied, uploads)
    if as_json:
        out_json({"case": number, "state": moved.state, "register": register, "files": len(files)})
        return
    out(f"{number}: {register} answered: {answer}, {len(files)} file(s). It is {moved.state}.")


def _uploads(shell: Shell, register: str, files: tuple[str, ...]) -> tuple[Upload, ...]:
    """The files with their groups. Raises BadInput, naming them by number and never by name."""
    office = shell.office
    known = office.registers[register].map.groups if register in office.persons else ()
    codes = {group.code for group in known}
    found, faults = [], []
    for number, given in enumerate(files, start=1):
        head, equals, tail = given.partition("=")
        group, path = (head, tail) if equals and head in codes else ("", given)
        content = _content(Path(path))
        if content is None:
            sentence = f"It is no file that can be read, or over {MOST_BYTES // 2**20} MB."
            faults.append(Fault("file.unreadable", f"file {number}", sentence))
        else:
            found.append(Upload(group, content))
    if faults:
        raise BadInput("A file cannot be read.", "Check its path.", faults=faults)
    return tuple(found)


def _content(path: Path) -> bytes | None:
    """The bytes of an ordinary file, read no further than the limit."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        return None
    return content if len(content) <= MOST_BYTES else None


@click.command("returned")
@_CASE
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to.",
)
@acting
@as_json
@pass_shell
def returned(shell: Shell, number: str, target: Path, user: str | None, as_json: bool) -> None:
    """Write the files that registers returned, to be looked at or printed with the answer.

    They are personal data in the clear: delete them when you have looked.
    """
    one = shell.office.store.case(number)
    found = inquiries.returned_files(shell.office, one, shell.user(user))
    if not found:
        raise NotFound(f"{number}: no register returned a file.", "See: dsr case data CASE")
    for name, content in found:
        write(target / name, content)
    if as_json:
        out_json({"case": number, "files": [name for name, _ in found]})
        return
    for name, _ in found:
        out(name)
