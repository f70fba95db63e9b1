"""``dsr letter``: looked at, released past the gate, printed."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from dsr import app
from dsr.entrypoints.cli import steps as doors
from dsr.entrypoints.cli.shell import (
    DAY,
    Shell,
    acting,
    as_json,
    note,
    out,
    out_json,
    pass_shell,
)
from dsr.errors import BadInput, NotFound
from dsr.stages.response import sending
from dsr.stages.response.recipient_letter import ToRecipient, recipient_letter

_CASE = click.argument("number", metavar="CASE")
_OUT = click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The PDF file to write.",
)


@click.group()
def letter() -> None:
    """Letters to the data subject: nothing leaves that is not complete in law."""


@letter.command("preview")
@_CASE
@_OUT
@click.option("--type", "kind", help="Another letter than the answer, e.g. LT-ACK.")
@click.option("--fact", "facts", multiple=True, metavar="K=V", help="For the letter alone.")
@pass_shell
def preview(
    shell: Shell, number: str, target: Path, kind: str | None, facts: tuple[str, ...]
) -> None:
    """The answer as it would be released now; stores nothing."""
    case = shell.office.store.case(number)
    supplied = doors.parse("", facts)
    kind, pdf = sending.preview(shell.office, app.load_wordings(), case, kind, supplied)
    write(target, pdf)
    out(f"{kind}: {target}")


@letter.command("release")
@_CASE
@click.option("--fact", "facts", multiple=True, metavar="K=V", help="For the letter alone.")
@acting
@as_json
@pass_shell
def release(
    shell: Shell, number: str, facts: tuple[str, ...], user: str | None, as_json: bool
) -> None:
    """Release the answer. Exit 3 with the list when a mandatory statement is missing."""
    case = shell.office.store.case(number)
    supplied = doors.parse("release", facts)
    moved = doors.do(shell, case, "release", shell.user(user), supplied)
    new = [o for o in moved.outgoing if o not in case.outgoing]
    if as_json:
        letters = [{"letter": o.id, "type": o.type, "digest": o.digest} for o in new]
        out_json({"case": moved.number, "state": moved.state, "letters": letters})
        return
    out(f"{moved.number} is now {moved.state}.")
    for released in new:
        out(f"  letter {released.id}: {released.type}; print it, post it, record the posting")


@letter.command("print")
@click.argument("numbers", metavar="[CASE]…", nargs=-1)
@_OUT
@click.option("--letter", "which", type=int, help="One letter of the case, by its number.")
@as_json
@pass_shell
def print_(
    shell: Shell, numbers: tuple[str, ...], target: Path, which: int | None, as_json: bool
) -> None:
    """Write released letters as they lie in the vault: of the cases named, else all not posted.

    One letter goes to the file as it is, attachments included. Several are joined for the tray
    without attachments; the tray file is for printing, not for sending.
    """
    store, vault = shell.office.store, shell.office.vault
    cases = [store.case(number) for number in numbers] if numbers else store.cases()
    letters = [
        o
        for case in cases
        for o in case.outgoing
        if (o.posted_on is None or numbers) and (which is None or o.id == which)
    ]
    if not letters:
        raise NotFound("There is no such letter.", "See dsr case show CASE.")
    pdfs = [vault.get(o.digest) for o in letters]
    write(target, pdfs[0] if len(pdfs) == 1 else app.joined(pdfs))
    if as_json:
        out_json({"file": str(target), "letters": [o.id for o in letters]})
        return
    note(f"{len(pdfs)} letter(s): {', '.join(f'{o.id} {o.type}' for o in letters)}")
    out(str(target))


@letter.command("recipient")
@_CASE
@_OUT
@click.option("--to", "name", required=True, help="The recipient, as the mapping names it.")
@click.option("--street", default="", help="Of the recipient, for the envelope's window.")
@click.option("--postcode", default="", help="Of the recipient.")
@click.option("--city", default="", help="Of the recipient.")
@click.option("--confirm-by", type=DAY, help="By when to confirm; else ten working days from now.")
@click.option(
    "--identify-by",
    "ways",
    multiple=True,
    type=click.Choice(["key", "name"]),
    default=("key",),
    show_default=True,
    help="By what the recipient finds the person: the customer number, the name, or both.",
)
@click.option("--language", help="Of the letter; else the site's first language.")
@pass_shell
def recipient(
    shell: Shell,
    number: str,
    target: Path,
    name: str,
    street: str,
    postcode: str,
    city: str,
    confirm_by: date | None,
    ways: tuple[str, ...],
    language: str | None,
) -> None:
    """Tell a recipient what was corrected, erased or restricted (Art. 19). Stores nothing."""
    case = shell.office.store.case(number)
    to = ToRecipient(name, street, postcode, city, ways, confirm_by, language)
    write(target, recipient_letter(shell.office, app.load_wordings(), case, to))
    out(f"{target}")
    note("When it is posted: dsr case do CASE tell_recipient, with what came of it.")


@letter.command("lint")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another letters folder than the shipped one.",
)
@as_json
def lint(folder: Path | None, as_json: bool) -> None:
    """Look through the wording of letters and grounds. Exit 5 with every fault."""
    faults = app.lint_wording(folder)
    if faults:
        raise BadInput(
            f"The wording has {len(faults)} faults.",
            "Mend letters/wording; every language says the same.",
            faults=faults,
        )
    if as_json:
        out_json({"faults": []})
        return
    out("The wording has no faults.")


def write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside it first, then moved into place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.part")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
