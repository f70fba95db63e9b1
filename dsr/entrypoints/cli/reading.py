"""``dsr read``: what stands in a scanned letter. No case, no site."""

from __future__ import annotations

import os
from pathlib import Path

import click

from dsr import app
from dsr.entrypoints.cli.shell import as_json, note, out, out_json

SCANS = click.argument(
    "scans", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)


@click.command()
@SCANS
@as_json
def read(scans: tuple[Path, ...], as_json: bool) -> None:
    """Read scanned letters (PDF, TIFF, JPEG, PNG, HEIC), each a letter of its own.

    Proposes, never decides: every field carries its confidence and its place on the page.
    """
    readings = []
    with app.open_reader(os.environ) as reader:
        for number, reading in enumerate(reader.read_many(scans), start=1):
            readings.append(reading)
            if len(scans) > 1:
                note(f"{number} of {len(scans)} read")
    if as_json:
        found = [reading.as_json() for reading in readings]
        out_json(found[0] if len(found) == 1 else found)
        return
    for reading in readings:
        rights = ", ".join(reading.rights) or "no data-subject request"
        out(f"{reading.pages} pages, language {reading.language or '?'}: {rights}")
        for name, field in reading.fields.items():
            out(f"  {name:12} {field.value}   ({field.confidence:.0%} sure, page {field.page})")
        signed = "a signature is seen" if reading.signature.present else "no signature is seen"
        out(f"  {signed}; it is neither demanded nor trusted")
