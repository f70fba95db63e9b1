"""``dsr intake pen``, ``open``, ``attach``, ``set-aside``: letters whose meaning was open."""

from __future__ import annotations

import click

from dsr.cases.case import LetterKind, Right
from dsr.casework.clock import clock_of
from dsr.casework.further_letters import Filed, filed_as_json
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.stages import pen as stage

RIGHTS = click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice([right.value for right in Right]),
    help="What is asked, if the reading is wrong or missing; repeatable.",
)
MARKETING = click.option(
    "--marketing/--not-marketing", default=None, help="The objection is to direct marketing."
)
ABOUT = click.option(
    "--about",
    multiple=True,
    metavar="CASE",
    help="The open case that the letter is about; repeatable. It then opens no case.",
)
KIND = click.option(
    "--is",
    "kind",
    type=click.Choice([kind.value for kind in LetterKind]),
    help="What the letter is to that case.",
)
_LETTER = click.argument("letter", type=int)


@click.command("pen")
@click.option("--aside", is_flag=True, help="Those that were set aside instead.")
@as_json
@pass_shell
def pen(shell: Shell, aside: bool, as_json: bool) -> None:
    """The letters whose meaning is still open; their clock runs."""
    found = stage.waiting(shell.office, aside=aside)
    if as_json:
        out_json({"letters": [_row(one) for one in found]})
        return
    if not found:
        out("No letter is set aside." if aside else "The holding pen is empty.")
    for one in found:
        letter = one.letter
        out(
            f"Letter {letter.id}: {letter.channel.value}, {letter.pages} page(s), received "
            f"{letter.received.isoformat()}; if it is a request, answer by {one.strict_due}."
        )
        if one.rights:
            out(f"  The reading saw: {', '.join(right.value for right in one.rights)}.")
        for number in one.may_be_about:
            out(
                f"  It may be about {number}: dsr intake attach {letter.id} --about {number} --is …"
            )


def _row(one: stage.Waiting) -> dict[str, object]:
    letter = one.letter
    return {
        "letter": letter.id,
        "received": letter.received.isoformat(),
        "received_basis": letter.received_basis.value,
        "channel": letter.channel.value,
        "pages": letter.pages,
        "language": letter.language,
        "strict_due": one.strict_due.isoformat(),
        "rights": [right.value for right in one.rights],
        "may_be_about": list(one.may_be_about),
    }


@click.command("attach")
@_LETTER
@ABOUT
@KIND
@acting
@as_json
@pass_shell
def attach(
    shell: Shell,
    letter: int,
    about: tuple[str, ...],
    kind: str | None,
    user: str | None,
    as_json: bool,
) -> None:
    """Put a logged letter to the case it is about; no clock begins anew (R14)."""
    if kind is None:
        raise click.UsageError("Say --is copy, reminder or supplement.")
    filed = stage.attach(shell.office, letter, about, LetterKind(kind), shell.user(user))
    if as_json:
        out_json(filed_as_json(filed))
    else:
        tell_filed(shell, filed)


def tell_filed(shell: Shell, filed: Filed) -> None:
    """Say where a letter was put and what else is in it."""
    for case in filed.cases:
        due = clock_of(shell.office, case).strict_due.isoformat()
        out(
            f"Letter {filed.letter.id} is with {case.number} as a {filed.kind.value}; "
            f"its clock runs as before (strict date {due})."
        )
    for right in filed.asks_also:
        out(f"  It also asks for {right.value}: dsr intake open {filed.letter.id} --right {right}")
    for note in filed.notes:
        out(f"  {note}")


@click.command("open")
@_LETTER
@RIGHTS
@MARKETING
@acting
@as_json
@pass_shell
def open_(
    shell: Shell,
    letter: int,
    rights: tuple[str, ...],
    marketing: bool | None,
    user: str | None,
    as_json: bool,
) -> None:
    """Open cases from a letter that is logged; they were received when it arrived (R12)."""
    asked = tuple(Right(right) for right in rights)
    opened = stage.open_from(shell.office, letter, asked, marketing, shell.user(user))
    dues = {case.number: clock_of(shell.office, case).strict_due for case in opened.cases}
    if as_json:
        out_json(
            {
                "letter": letter,
                "received": opened.letter.received.isoformat(),
                "cases": [
                    {
                        "case": case.number,
                        "right": case.right.value,
                        "workflow": case.workflow,
                        "state": case.state,
                        "strict_due": dues[case.number].isoformat(),
                    }
                    for case in opened.cases
                ],
                "without_workflow": [right.value for right in opened.without_workflow],
            }
        )
        return
    for case in opened.cases:
        out(f"{case.number}  {case.workflow}  answer by {dues[case.number].isoformat()} at latest")
    for right in opened.without_workflow:
        out(f"  For {right.value} there is no workflow here; answer it by hand.")


@click.command("set-aside")
@_LETTER
@click.option("--why", required=True, help="Why it is no request; one sentence.")
@click.option("--back", is_flag=True, help="It is one after all: back into the holding pen.")
@acting
@as_json
@pass_shell
def set_aside(
    shell: Shell, letter: int, why: str, back: bool, user: str | None, as_json: bool
) -> None:
    """Take ordinary mail out of the holding pen; nothing is deleted."""
    act = stage.take_back if back else stage.set_aside
    kept = act(shell.office, letter, why, shell.user(user))
    if as_json:
        out_json({"letter": kept.id, "aside": not back})
    elif back:
        out(f"Letter {kept.id} is in the holding pen again; received {kept.received.isoformat()}.")
    else:
        out(f"Letter {kept.id} is set aside. Undo: dsr intake set-aside {kept.id} --back --why …")
