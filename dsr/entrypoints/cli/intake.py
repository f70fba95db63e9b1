"""``dsr intake``: a letter or a note comes in, cases come out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from dsr.cases.case import Channel, LetterKind, Person, ReceivedBasis, Right
from dsr.casework.clock import clock_of
from dsr.entrypoints.cli.pen import (
    ABOUT,
    KIND,
    MARKETING,
    RIGHTS,
    attach,
    open_,
    pen,
    set_aside,
    tell_filed,
)
from dsr.entrypoints.cli.reading import SCANS
from dsr.entrypoints.cli.shell import DAY, Shell, acting, as_json, out, out_json, pass_shell
from dsr.stages.intake import Received, Wish, receive_note, receive_scans
from dsr.stages.intake import as_json as intake_json

_RECEIVED = click.option(
    "--received", type=DAY, required=True, help="The day of arrival; there is no default."
)
_BASIS = click.option(
    "--basis",
    type=click.Choice([basis.value for basis in ReceivedBasis]),
    help="How that day is known.",
)
_LANGUAGE = click.option(
    "--language", type=click.Choice(["fi", "sv", "en"]), help="The language to answer in."
)
_PERSON = [
    click.option(f"--{part}", help=f"The requester's {part}, as a correction.")
    for part in ("name", "street", "postcode", "city", "email", "phone")
]


def _person(command: Any) -> Any:
    for option in reversed(_PERSON):
        command = option(command)
    return command


@click.group()
def intake() -> None:
    """Log what came in. Nothing is ever turned away: every channel counts (Art. 12(2))."""


for _command in (pen, open_, attach, set_aside):
    intake.add_command(_command)


@intake.command("letter")
@SCANS
@_RECEIVED
@RIGHTS
@MARKETING
@ABOUT
@KIND
@_LANGUAGE
@_BASIS
@_person
@click.option("--postmark", type=DAY, help="The day on the postmark, if there is one.")
@click.option(
    "--channel",
    type=click.Choice([c.value for c in (Channel.POST, Channel.REGISTERED_POST, Channel.COUNTER)]),
    default=Channel.POST.value,
    show_default=True,
    help="The way it came.",
)
@acting
@as_json
@pass_shell
def letter(
    shell: Shell,
    /,
    scans: tuple[Path, ...],
    received: date,
    rights: tuple[str, ...],
    marketing: bool | None,
    about: tuple[str, ...],
    kind: str | None,
    language: str | None,
    basis: str | None,
    postmark: date | None,
    channel: str,
    user: str | None,
    as_json: bool,
    **person: str | None,
) -> None:
    """Log one scanned letter (one or several files) and open a case per right."""
    wish = Wish(
        received,
        ReceivedBasis(basis or ReceivedBasis.STAMP.value),
        Channel(channel),
        tuple(Right(r) for r in rights) or None,
        marketing,
        language,
        postmark,
        Person(**person),
        about=about,
        kind=LetterKind(kind) if kind else None,
    )
    done = receive_scans(shell.office, scans, wish, shell.user(user))
    _tell(shell, done, as_json)


@intake.command("note")
@_RECEIVED
@RIGHTS
@MARKETING
@ABOUT
@KIND
@_LANGUAGE
@_BASIS
@_person
@click.option(
    "--channel",
    type=click.Choice([c.value for c in Channel]),
    default=Channel.PHONE.value,
    show_default=True,
    help="The way it came.",
)
@acting
@as_json
@pass_shell
def note(
    shell: Shell,
    /,
    received: date,
    rights: tuple[str, ...],
    marketing: bool | None,
    about: tuple[str, ...],
    kind: str | None,
    language: str | None,
    basis: str | None,
    channel: str,
    user: str | None,
    as_json: bool,
    **person: str | None,
) -> None:
    """Log a request told by phone, at the counter or to a practitioner; or our own initiative."""
    own = channel == Channel.OWN_INITIATIVE.value
    wish = Wish(
        received,
        ReceivedBasis(basis or ReceivedBasis.CALL_NOTE.value),
        Channel(channel),
        tuple(Right(r) for r in rights) or None,
        marketing,
        language,
        None,
        Person(**person),
        "controller" if own else "data_subject",
        about,
        LetterKind(kind) if kind else None,
    )
    _tell(shell, receive_note(shell.office, wish, shell.user(user)), as_json)


def _tell(shell: Shell, done: Received, as_json: bool) -> None:
    dues = {case.number: clock_of(shell.office, case).strict_due for case in done.cases}
    if as_json:
        out_json(intake_json(done, dues))
        return
    if done.filed:
        tell_filed(shell, done.filed)
    elif not done.cases:
        out(f"Letter {done.letter.id} waits in the holding pen: no request was recognised in it.")
        out(f"  Its clock runs. If it asks: dsr intake open {done.letter.id} --right RIGHT")
        out(f"  If not: dsr intake set-aside {done.letter.id} --why …")
    for case in done.cases:
        out(f"{case.number}  {case.workflow}  answer by {dues[case.number].isoformat()} at latest")
    several = len(shell.office.registers) > 1
    for found in done.sought.likeliest(2 if several else 3):
        out(f"  may be {found.register}:{found.key}  ({found.score:.0%}): {' '.join(found.why)}")
        for warning in found.warnings:
            out(f"    note: {warning}")
    for name in done.sought.silent:
        out(f"  {name} did not answer: dsr case candidates CASE looks again.")
    for duplicate in done.duplicates:
        out(f"  {duplicate.sentence}")
    for right in done.without_workflow:
        out(f"  It also asks for {right.value}: no workflow carries that yet; answer it by hand.")
