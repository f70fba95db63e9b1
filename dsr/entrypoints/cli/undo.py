"""``dsr case undo``: what an erasure took is put back, while the site's days for it last."""

from __future__ import annotations

import click

from dsr.entrypoints.cli.shell import Shell, acting, as_json, out, out_json, pass_shell
from dsr.stages.undo import undo as bring_back


@click.command()
@click.argument("number", metavar="CASE")
@click.option("--why", required=True, help="Why; one sentence a colleague understands in a year.")
@acting
@as_json
@pass_shell
def undo(shell: Shell, number: str, why: str, user: str | None, as_json: bool) -> None:
    """Put back what an erasure took, and see that it is there. Exit 3 once the days are over."""
    office = shell.office
    done = bring_back(office, office.store.case(number), shell.user(user), why)
    if as_json:
        counts = {register: dict(tables) for register, tables in done.counts.items()}
        out_json({"case": number, "state": done.case.state, "restored": counts})
        return
    out(f"{number} is now {done.case.state}.")
    for register, tables in done.counts.items():
        for table, count in tables.items():
            out(f"  {register}.{table}: {count} put back as they were, and seen there.")
