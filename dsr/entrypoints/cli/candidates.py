"""``dsr case candidates``: who the requester may be, in every register."""

from __future__ import annotations

import click

from dsr.cases.register import Candidate
from dsr.casework.seeking import Link, Sought, links, seek
from dsr.entrypoints.cli.shell import Shell, as_json, out, out_json, pass_shell


@click.command("candidates")
@click.argument("number", metavar="CASE")
@as_json
@pass_shell
def candidates(shell: Shell, number: str, as_json: bool) -> None:
    """Who it may be in every register, and what ties the records found; nobody is linked by it."""
    office = shell.office
    one = office.store.case(number)
    sought = seek(office, one.requester)
    tied = links(office, sought)
    left = one.not_searched(office.registers)
    if as_json:
        out_json(
            {
                "case": number,
                "candidates": [candidate_view(found) for found in sought.candidates],
                "links": [_link_view(link) for link in tied],
                "silent": list(sought.silent),
                "not_searched": list(left),
            }
        )
        return
    for name in office.registers:
        _tell_register(number, name, sought, linked=one.keys_in(name), open_=name in left)
    for link in tied:
        (here, key), (there, other) = link.records
        out(f"  {here}:{key} and {there}:{other} ({', '.join(link.by)}): {link.sentence}")


def candidate_view(found: Candidate) -> dict[str, object]:
    """One of those it may be, as JSON."""
    return {
        "register": found.register,
        "key": found.key,
        "score": round(found.score, 3),
        "why": list(found.why),
        "warnings": list(found.warnings),
    }


def _link_view(link: Link) -> dict[str, object]:
    return {
        "kind": link.kind,
        "records": [{"register": register, "key": key} for register, key in link.records],
        "by": list(link.by),
        "sentence": link.sentence,
    }


def _tell_register(
    number: str, name: str, sought: Sought, *, linked: tuple[str, ...], open_: bool
) -> None:
    if name in sought.silent:
        out(f"{name}: did not answer. Search again later; without it the answer is not complete.")
        return
    state = f"linked: {', '.join(linked)}" if linked else "not said yet" if open_ else "nothing"
    out(f"{name} ({state})")
    found = [candidate for candidate in sought.candidates if candidate.register == name]
    for one in found[:5]:
        out(f"  may be {one.key}  ({one.score:.0%}): {' '.join(one.why)}")
        for warning in one.warnings:
            out(f"    note: {warning}")
    if open_:
        which = f"--fact keys={found[0].key}" if found else "--fact nothing_found=yes"
        out(f"  dsr case do {number} link_person --fact register={name} {which}")
