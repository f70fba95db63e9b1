"""``dsr due``, ``dsr grounds``: the law on its own, without a site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click

from dsr import app
from dsr.entrypoints.cli.shell import DAY, as_json, out, out_json
from dsr.errors import WrongUsage
from dsr.law import deadline
from dsr.law.dates_in_words import spelled
from dsr.law.pauses import Pause


def _pause(text: str) -> Pause:
    parts = text.split(":")
    if len(parts) not in (2, 3) or (len(parts) == 3 and parts[2] != "uncounted"):
        raise WrongUsage(
            f"--pause {text} is not understood.",
            "Write ASKED:ANSWERED, ASKED: while it is open, or ASKED:ANSWERED:uncounted.",
        )
    try:
        asked = date.fromisoformat(parts[0])
        answered = date.fromisoformat(parts[1]) if parts[1] else None
    except ValueError:
        raise WrongUsage(
            f"--pause {text} holds something that is not a date.", "Write 2026-03-04:2026-03-14."
        ) from None
    return Pause(asked, answered, counted=len(parts) == 2)


@click.command()
@click.option("--received", type=DAY, required=True, help="The day of receipt.")
@click.option("--extended", type=click.IntRange(0, 2), default=0, help="Further months announced.")
@click.option(
    "--pause",
    "pauses",
    multiple=True,
    metavar="ASKED:ANSWERED[:uncounted]",
    help="A question about identity and its answer; ASKED: alone while it is open; repeatable.",
)
@click.option("--country", default="FI", show_default=True, help="The controller's member state.")
@click.option("--eves-are-holidays", is_flag=True, help="Count the Finnish eves as holidays.")
@as_json
def due(
    received: date,
    extended: int,
    pauses: tuple[str, ...],
    country: str,
    eves_are_holidays: bool,
    as_json: bool,
) -> None:
    """By when a request must be answered, with every day explained.

    \b
    dsr due --received 2026-03-05
    dsr due --received 2026-03-02 --pause 2026-03-04:2026-03-14 --extended 2 --json
    """
    calendar = app.calendar_for(country, eves_are_holidays=eves_are_holidays)
    found = deadline.compute(received, [_pause(p) for p in pauses], extended, calendar)
    if as_json:
        out_json(deadline.as_json(found))
        return
    for sentence in found.explanation:
        out(sentence)
    out()
    out(f"Strict date (no pauses):  {spelled(found.strict_due)}")
    out(f"Due (with pauses):        {spelled(found.due) if found.due else 'the clock stands'}")


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--right", help="Only grounds of this right, e.g. erasure.")
@click.option(
    "--language", type=click.Choice(["fi", "sv", "en"]), default="en", help="Of the titles."
)
@as_json
def grounds(codes: tuple[str, ...], right: str | None, language: str, as_json: bool) -> None:
    """The catalogue of grounds: codes and law; of the codes named also the facts each needs."""
    catalogue = app.load_catalogue()
    for code in codes:
        catalogue.get(code)  # NotFound for one that does not exist
    found = [g for g in catalogue.as_json(right, language) if not codes or g["code"] in codes]
    if as_json:
        out_json(found)
        return
    for ground in found:
        out(f"{ground['code']}  [{_list(ground['kind'])}]  {ground['title']}")
        out(f"    {_list(ground['law'])}")
        for line in _fact_lines(ground["facts"]) if codes else ():
            out(line)


def _fact_lines(facts: object) -> Iterator[str]:
    for fact in facts if isinstance(facts, list | tuple) else ():
        need = "" if fact["required"] else " (optional)"
        kind = ", ".join(fact["choices"]) or fact["type"]
        yield f"    --fact {fact['name']}=…{need}  {fact['label']} [{kind}]"


def _list(parts: object) -> str:
    return "; ".join(map(str, parts)) if isinstance(parts, list | tuple) else str(parts)
