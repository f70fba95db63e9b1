"""``dsr init`` and ``dsr doctor``: a site is made, and looked after."""

from __future__ import annotations

import json
import os
from datetime import date
from importlib.resources import files
from pathlib import Path

import click

from dsr import app, config
from dsr.cases.case import Role, User
from dsr.entrypoints.cli.shell import Shell, as_json, note, out, out_json, pass_shell
from dsr.errors import BadConfiguration
from dsr.stages.checkup import checkup

#: The day on which the demo's story is told; dsr.toml of the demo allows simulated time.
DEMO_DAY = date(2026, 3, 12)
DEMO_USERS = {"desk": Role.CLERK, "officer": Role.OFFICER, "approver": Role.APPROVER}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--demo", is_flag=True, help="The launch controller with a made-up register.")
@click.option(
    "--customers",
    type=click.IntRange(14),
    default=2000,
    show_default=True,
    help="How many people the demo register holds.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another seed makes other people."
)
@as_json
def init(folder: Path, demo: bool, customers: int, seed: int, as_json: bool) -> None:
    """Make a new site: one controller's folder, never inside the repository.

    Without --demo it asks who the controller is; the register's mapping is written next.
    """
    if demo:
        make_demo(folder, customers, seed)
    else:
        _ask_and_make(folder)
    if as_json:
        out_json({"site": str(folder), "demo": demo, "customers": customers if demo else None})
        return
    out(f"The site is in {folder}. Try: dsr --site {folder} doctor")


def make_demo(folder: Path, customers: int, seed: int) -> None:
    """The demo site with its register, its users and its own key."""
    toml = files("dsr.entrypoints").joinpath("demo", "dsr.toml").read_text(encoding="utf-8")
    app.make_demo_site(folder, toml, customers=customers, seed=seed, today=DEMO_DAY)
    office = app.open_office(config.load(folder), os.environ)
    for name, role in DEMO_USERS.items():
        office.store.add_user(User(name, frozenset({role})))


def _ask_and_make(folder: Path) -> None:
    ask = {
        "NAME": click.prompt("Controller's legal name"),
        "BUSINESS_ID": click.prompt("Business id"),
        "STREET": click.prompt("Street address"),
        "POSTCODE": click.prompt("Postcode"),
        "CITY": click.prompt("Town"),
        "EMAIL": click.prompt("E-mail for data protection matters"),
        "REGISTER": click.prompt("Name of the register, as customers know it"),
        "PROCESSOR": click.prompt("Processor that runs it (empty if none)", default=""),
        "NOTICE": click.prompt("Date of your privacy notice", default="2026-01-01"),
    }
    text = files("dsr.entrypoints").joinpath("site", "dsr.toml").read_text(encoding="utf-8")
    for name, value in ask.items():
        text = text.replace(f'"{name}"', json.dumps(value, ensure_ascii=False))
    app.make_site(folder, text)


@click.command()
@as_json
@pass_shell
def doctor(shell: Shell, as_json: bool) -> None:
    """Every check with pass or fail and the way out; exit 5 if one fails."""
    checks = checkup(shell.office, app.probes(shell.settings))
    if as_json:
        out_json({"checks": [vars(check) for check in checks]})
    else:
        for check in checks:
            out(f"{'pass' if check.passed else 'FAIL'}  {check.name}: {check.sentence}")
            if not check.passed:
                out(f"      {check.way_out}")
    failed = [check for check in checks if not check.passed]
    if failed:
        # Not as an error: with --json the checks are the one object on standard output.
        note(f"dsr: {len(failed)} of {len(checks)} checks failed.")
        raise click.exceptions.Exit(BadConfiguration.exit_code)
