"""``dsr audit``: the event chain proved unbroken."""

from __future__ import annotations

import click

from dsr.entrypoints.cli.shell import Shell, as_json, out, out_json, pass_shell
from dsr.errors import BadInput


@click.group()
def audit() -> None:
    """Proofs over the record of what was done."""


@audit.command("verify")
@as_json
@pass_shell
def verify(shell: Shell, as_json: bool) -> None:
    """Recompute the hash chain of every case; exit 5 and every break if one is found."""
    faults = shell.office.store.verify_chain()
    cases = len(shell.office.store.cases())
    if faults:
        raise BadInput(
            "The event chain is broken.", "Restore the newest backup beside it.", faults=faults
        )
    if as_json:
        out_json({"whole": True, "cases": cases})
    else:
        out(f"The event chains of {cases} cases are whole.")
