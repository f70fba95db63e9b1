"""``dsr register replay``, ``screen`` and ``shred``: what was erased stays erased."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from dsr.cases.case import Role
from dsr.casework.office import Office, require_role
from dsr.casework.screening import screen as held_against_the_lists
from dsr.casework.shredding import due
from dsr.casework.shredding import shred as destroy
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.errors import BadInput, Fault, NotFound, OutsideFailed, Refused
from dsr.stages.replay import ERASED, Replayed
from dsr.stages.replay import replay as do_again

_WORDS = {ERASED: "erased again", "marketing_stopped": "marketing stopped again"}


@click.command()
@click.option("--register", "only", metavar="NAME", help="One register; else all of them.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be done.")
@acting
@as_json
@pass_shell
def replay(shell: Shell, only: str | None, dry_run: bool, user: str | None, as_json: bool) -> int:
    """After a restore or an import: erase again whoever is back, and stop marketing again.

    The suppression list comes first. May be killed and called again. Exit 7 while something waits.
    """
    office = shell.office
    require_role(shell.user(user), Role.OFFICER, Role.ADMIN, Role.SYSTEM)
    if only is not None and only not in office.registers:
        known = ", ".join(office.registers)
        raise NotFound(f"There is no register {only}.", f"There are: {known}.")
    done = [
        do_again(office, register, dry_run=dry_run)
        for name, register in office.registers.items()
        if only in (None, name)
    ]
    if as_json:
        out_json({"dry_run": dry_run, "registers": [_view(one) for one in done]})
    else:
        for one in done:
            _say(one, dry_run=dry_run)
    unsettled = any(one.waits or any(again.residuals for again in one.again) for one in done)
    return OutsideFailed.exit_code if unsettled else 0


def _view(one: Replayed) -> dict[str, object]:
    return {
        "register": one.register,
        "looked_at": one.looked_at,
        "again": [{**vars(a), "counts": dict(a.counts)} for a in one.again],
        "to_look_at": [vars(suspect) for suspect in one.suspects],
        "waits": dict(one.waits),
    }


def _say(one: Replayed, *, dry_run: bool) -> None:
    out(f"{one.register}: {one.looked_at} persons looked at.")
    for again in one.again:
        rows = ", ".join(f"{table} {count}" for table, count in again.counts.items())
        would = "would be " if dry_run else ""
        out(f"  {again.case}: {would}{_WORDS[again.what]} ({rows})")
        for residual in again.residuals:
            out(f"    still there: {residual}")
    for suspect in one.suspects:
        out(f"  to look at: key {suspect.key} ({suspect.case}). {suspect.why}")
    for case, code in one.waits.items():
        out(f"  waits: {case} ({code}); call this again.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", "keys", multiple=True, metavar="COLUMN", help="Where customer keys stand.")
@as_json
@pass_shell
def screen(shell: Shell, file: Path, keys: tuple[str, ...], as_json: bool) -> int:
    """Which lines of an import hold a suppressed contact point or somebody erased: exit 3.

    FILE is CSV with a header. Only the numbers of its lines are told.
    """
    office = shell.office
    columns = keys or _key_columns(office)
    hits = held_against_the_lists(office, lines_of(file, keys), columns)
    if as_json:
        out_json({"lines": [{"line": hit.line, "why": list(hit.why)} for hit in hits]})
    else:
        for hit in hits:
            out(f"line {hit.line}: {', '.join(hit.why).replace('_', ' ')}")
        if not hits:
            out("No line holds a suppressed contact point or somebody erased.")
    return Refused.exit_code if hits else 0


def _key_columns(office: Office) -> tuple[str, ...]:
    """The names under which the registers themselves keep the identity key."""
    found = []
    for register in office.registers.values():
        if register.map.tables:
            identity = register.map.table(register.map.identity)
            found += [identity.key[0], f"{identity.name}_{identity.key[0]}"]
    return tuple(dict.fromkeys(found))


def lines_of(file: Path, keys: Sequence[str] = ()) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each record with the number of its first line. Raises BadInput.

    keys: columns that the file must have.
    """
    with file.open(encoding="utf-8-sig", newline="") as source:
        try:
            separator = _separator(source.readline())
            source.seek(0)
            records = csv.reader(source, delimiter=separator)
            header = next(records, [])
            _refuse_missing(file, header, keys)
            before = records.line_num
            for record in records:
                yield before + 1, dict(zip(header, record, strict=False))
                before = records.line_num
        except (UnicodeDecodeError, csv.Error):
            raise BadInput(
                f"{file.name} is no CSV file in UTF-8.", "Save it as CSV, UTF-8, and try again."
            ) from None


def _separator(header: str) -> str:
    return max((",", ";", "\t"), key=header.count)


def _refuse_missing(file: Path, header: Sequence[str], keys: Sequence[str]) -> None:
    faults = [
        Fault("screen.no_such_column", key, "the file has no such column")
        for key in keys
        if key not in header
    ]
    if faults or not header:
        raise BadInput(
            f"{file.name} has no header with the columns named.",
            "Write the names of the columns into the first line.",
            faults=faults,
        )


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what is due.")
@as_json
@pass_shell
def shred(shell: Shell, dry_run: bool, as_json: bool) -> None:
    """Destroy what can no longer be brought back: its key first, then its bytes."""
    office = shell.office
    gone = due(office) if dry_run else destroy(office)
    if as_json:
        out_json({"dry_run": dry_run, "shredded": [vars(held) for held in gone]})
        return
    for held in gone:
        out(f"{held.case}: {held.register}, could be brought back until {held.until}.")
    if not gone:
        out("Nothing is due.")
