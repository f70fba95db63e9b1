"""``dsr case data`` and ``dsr case redact``: what is held, and what of it the copy covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from dsr.cases.case import Case
from dsr.entrypoints.cli import steps as doors
from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.errors import WrongUsage
from dsr.stages import redaction
from dsr.stages.redaction import HeldRow, HeldValue, Mark, Place, Wanted

_CASE = click.argument("number", metavar="CASE")
#: Characters of a value on one line; the number before it is the offset of its first.
_LINE = 60


@click.command("data")
@_CASE
@click.option("--group", help="One data group, e.g. booking.notes.")
@acting
@as_json
@pass_shell
def data(shell: Shell, number: str, group: str | None, user: str | None, as_json: bool) -> None:
    """What is held of the person, row by row, with character offsets for dsr case redact."""
    one = shell.office.store.case(number)
    rows = redaction.held_rows(shell.office, one, shell.user(user), group, one.language)
    if as_json:
        out_json({"case": number, "rows": [_row_json(row) for row in rows]})
        return
    if not rows:
        out(f"{number}: nothing is held.")
    for row in rows:
        left_out = "  (left out as a whole)" if row.withheld else ""
        out(f"{row.group}: table {row.table}, row {row.key}{left_out}")
        for value in row.values:
            _say_value(value)


def _say_value(value: HeldValue) -> None:
    covered = ", ".join(f"{start}:{end}" for start, end in value.covered)
    note = f"; covered {covered}" if covered else ""
    out(f"  {value.column}: {value.label} ({len(value.text)} characters{note})")
    for start in range(0, len(value.text), _LINE):
        part = value.text[start : start + _LINE]
        out(f"    {start:6}  {''.join(c if c.isprintable() else ' ' for c in part)}")


def _row_json(row: HeldRow) -> dict[str, object]:
    return {
        "group": row.group,
        "table": row.table,
        "row": row.key,
        "withheld": row.withheld,
        "values": [
            {
                "column": value.column,
                "label": value.label,
                "kind": value.kind,
                "text": value.text,
                "characters": len(value.text),
                "covered": [list(span) for span in value.covered],
            }
            for value in row.values
        ],
    }


@click.command("redact")
@_CASE
@click.option("--group", help="The data group, e.g. booking.notes.")
@click.option("--table", help="Its table, where two of them have a row with the same key.")
@click.option("--row", "rows", multiple=True, metavar="KEY", help="A row; * is every row.")
@click.option("--column", help="The column, by its name in dsr case data.")
@click.option("--span", "spans", multiple=True, metavar="A:B", help="Characters from A, before B.")
@click.option("--text", "words", multiple=True, help="The words as they stand there; not stored.")
@click.option("--all", "whole", is_flag=True, help="The whole value.")
@click.option("--whole-row", is_flag=True, help="Leave the row out of the copy.")
@click.option("--ground", default=redaction.GROUND, show_default=True, help="See dsr grounds.")
@click.option("--fact", "facts", multiple=True, metavar="K=V", help="A fact of the ground.")
@click.option("--why", default="", help="One sentence for colleagues.")
@click.option("--list", "listing", is_flag=True, help="What is covered, with numbers.")
@click.option("--undo", type=int, metavar="N", help="Take mark N of the list back.")
@acting
@as_json
@pass_shell
def redact(
    shell: Shell,
    /,
    number: str,
    listing: bool,
    undo: int | None,
    user: str | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """Cover a passage, a value or a row of the copy on a ground (Art. 15(4)).

    Passages add up. Facts are asked for once a group and ground; later marks may leave them out.
    """
    one = shell.office.store.case(number)
    if undo is not None:
        one = redaction.undo(shell.office, one, shell.user(user), undo)
    elif not listing:
        supplied = _supplied(shell, one, **wanted)
        one = doors.do(shell, one, "set_decision", shell.user(user), supplied)
    _say_marks(one, as_json=as_json)


def _supplied(
    shell: Shell,
    one: Case,
    *,
    group: str | None,
    table: str | None,
    rows: tuple[str, ...],
    column: str | None,
    spans: tuple[str, ...],
    words: tuple[str, ...],
    whole: bool,
    whole_row: bool,
    ground: str,
    facts: tuple[str, ...],
    why: str,
) -> Mapping[str, object]:
    """The facts of the step, out of the options."""
    _check_usage(group, rows, column, whole_row=whole_row)
    place = Place(group or "", rows, None if whole_row else column, table)
    wanted = Wanted(tuple(map(redaction.parse_span, spans)), words, whole)
    told = doors.parse("", facts)
    return redaction.supplied_for(shell.office, one, place, wanted, ground, told, why)


def _check_usage(
    group: str | None, rows: tuple[str, ...], column: str | None, *, whole_row: bool
) -> None:
    missing = [name for name, given in (("--group", group), ("--row", rows)) if not given]
    if bool(column) == whole_row:
        missing.append("either --column or --whole-row")
    if missing:
        raise WrongUsage(f"Needed: {', '.join(missing)}.", "See dsr case data CASE.")


def _say_marks(one: Case, *, as_json: bool) -> None:
    marks = redaction.marks_of(one)
    if as_json:
        out_json({"case": one.number, "marks": [_mark_json(mark) for mark in marks]})
        return
    out(f"{one.number}: {len(marks)} passage(s) or row(s) are left out of the copy.")
    for mark in marks:
        out(f"  {mark.number:3}  {_where(mark)}  {mark.decision.ground or ''}".rstrip())


def _where(mark: Mark) -> str:
    if mark.passage is None:
        return f"{mark.decision.group}: row {mark.row}, as a whole"
    found = mark.passage
    part = "all" if found.end is None else f"{found.start}:{found.end}"
    return f"{mark.decision.group}: {found.table} {found.row} {found.column} {part}"


def _mark_json(mark: Mark) -> dict[str, object]:
    found = mark.passage
    return {
        "number": mark.number,
        "group": mark.decision.group,
        "ground": mark.decision.ground,
        "table": found.table if found else None,
        "row": found.row if found else mark.row,
        "column": found.column if found else None,
        "start": found.start if found else None,
        "end": found.end if found else None,
    }
