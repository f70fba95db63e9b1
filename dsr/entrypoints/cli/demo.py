"""``dsr demo``: the eight sample letters become answers, told as a story.

Every command is printed as it would be typed, so that a reader can go on by hand. Nothing is
staged: scans are read by the OCR engine, registers change, letters pass the gate.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shlex
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from dsr import app
from dsr.entrypoints.cli.shell import Shell, out
from dsr.entrypoints.cli.sites import DEMO_DAY, make_demo
from dsr.errors import Defect
from dsr.shipped import shipped

#: Five working days after the copy was posted on Thursday 12 March.
COPY_IS_THERE = "2026-03-19"

#: What the officer writes into the case; in the language of the person's letter.
OPINION_FACTS = {
    "entry_date": "2026-02-12",
    "assessment_reason": "tekijän mukaan merkintä vastaa sitä, mitä hän käynnillä havaitsi",
    "necessity": "palvelusta vastaava varautuu seuraavaan käyntiin merkinnän perusteella",
    "author": "käynnin ammatinharjoittaja",
    "author_consulted": "yes",
    "recognisable": "yes",
    "underlying_fact_wrong": "no",
    "statement_how": "lähetä meille oma kuvauksesi käynnistä vapaamuotoisesti, niin liitämme sen "
    "merkinnän viereen",
}


@dataclass
class Teller:
    """Runs commands in this process and prints them as a person would type them."""

    site: Path
    today: str = DEMO_DAY.isoformat()
    shells: dict[str, Shell] = field(default_factory=dict)

    def run(self, *words: str, user: str | None = None) -> Any:
        """Print the command, run it, return its JSON. Raises what the command raises."""
        from dsr.entrypoints.cli.root import dsr

        words = (*words, "--as", user) if user else words
        shown = " ".join(shlex.quote(word) for word in words)
        out(f"  $ dsr --site {self.site} {shown}")
        os.environ["DSR_TODAY"] = self.today
        shell = self.shells.setdefault(self.today, Shell(self.site))
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            dsr.main([*words, "--json"], obj=shell, standalone_mode=False)
        return json.loads(printed.getvalue())

    def do(self, case: str, step: str, user: str = "officer", **facts: str) -> Any:
        """``case do`` with facts."""
        given = [part for k, v in facts.items() for part in ("--fact", f"{k}={v}")]
        return self.run("case", "do", case, step, *given, user=user)

    def say(self, text: str) -> None:
        """A sentence of the story."""
        out(text)

    def close(self) -> None:
        """Let the readers' child processes go."""
        for shell in self.shells.values():
            shell.close()


@dataclass(frozen=True)
class Logged:
    """A sample letter that was logged."""

    name: str
    cases: tuple[str, ...]
    found: Any


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="site-demo")
@click.option(
    "--customers",
    type=click.IntRange(14),
    default=2000,
    show_default=True,
    help="How many people the demo register holds.",
)
def demo(folder: Path, customers: int) -> None:
    """Build the demo site and answer eight scanned letters; an older demo site is replaced."""
    if (folder / "dsr.toml").exists():
        app.remove_folder(folder)
    out(
        f"A site for the launch controller is made in {folder}, with {customers} made-up customers."
    )
    out(f"  $ dsr init {folder} --demo --customers {customers}")
    make_demo(folder, customers, 1)
    teller = Teller(folder)
    try:
        letters = _log(teller)
        for act in (_access, _marketing, _erasure, _phone, _opinion, _unknown, _unsigned, _both):
            out()
            act(teller, letters)
    finally:
        teller.close()
    _ending(teller, folder)


def _log(teller: Teller) -> dict[str, Logged]:
    samples = shipped("letters") / "samples"
    truth = tomllib.loads((samples / "letters.toml").read_text(encoding="utf-8"))["letter"]
    out()
    out("The letter desk logs eight scans. The day of arrival is always typed, never guessed.")
    letters = {}
    for letter in truth:
        scan, received = samples / letter["file"], letter["received"].isoformat()
        found = teller.run("intake", "letter", _short(scan), "--received", received, user="desk")
        cases = tuple(case["case"] for case in found["cases"])
        letters[letter["name"]] = Logged(letter["name"], cases, found)
        rights = " and ".join(case["workflow"] for case in found["cases"])
        due = found["cases"][0]["strict_due"]
        out(f"    read as {rights}; answer by {due} at the latest: {', '.join(cases)}")
        for candidate in found["candidates"][:1]:
            why = " ".join([*candidate["why"], *candidate["warnings"]])
            out(f"    may be {candidate['register']}:{candidate['key']}. {why}")
    return letters


def _short(path: Path) -> str:
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def _link(teller: Teller, logged: Logged, case: str) -> None:
    """The officer looks at the candidates and takes the one that the reasons speak for."""
    best = logged.found["candidates"][0]
    teller.do(
        case,
        "link_person",
        register=best["register"],
        keys=best["key"],
        paper_searched="yes",
    )


def _approve_and_run(teller: Teller, case: str, user: str) -> Any:
    digest = teller.run("case", "plan", case)["digest"]
    teller.do(case, "approve", user, plan=digest[:16])
    return teller.run("case", "run", case)


def _tell_recipients(teller: Teller, case: str, names: Sequence[str]) -> None:
    for name in names:
        teller.do(case, "tell_recipient", recipient=name, outcome="told")


def _recipients(teller: Teller, case: str) -> Sequence[str]:
    shown = teller.run("case", "show", case)
    names: list[str] = shown["recipients_due"]
    return names


def _answer(teller: Teller, case: str) -> None:
    """Release, print, post."""
    released = teller.run("letter", "release", case, user="officer")
    _print_and_post(teller, case, released["letters"])


def _print_and_post(teller: Teller, case: str, letters: Sequence[Any]) -> None:
    for letter in letters:
        number, kind = letter["letter"], letter["type"]
        target = teller.site / "out" / f"{case}-{kind}.pdf"
        teller.run("letter", "print", case, "--letter", str(number), "--out", str(target))
        teller.do(
            case,
            "record_posting",
            "desk",
            letter=str(number),
            posted_on=teller.today,
            proof="posting list of the day",
        )
        out(f"    {kind} lies in {target}")


def _give_copy(teller: Teller, case: str) -> None:
    """Nothing is asked, everything is given, and the answer is posted."""
    teller.do(case, "accept_identity")
    teller.run("case", "confirm", case, user="officer")
    teller.do(case, "decide")
    _approve_and_run(teller, case, "officer")
    _answer(teller, case)


def _access(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["access-fi"]
    case = logged.cases[0]
    out("1. A typed Finnish letter asks for everything. It came from the address on file and the")
    out("   answer goes there, so nothing is asked: the full copy is given.")
    _link(teller, logged, case)
    _give_copy(teller, case)
    _explain(teller, case)


def _marketing(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["marketing-sv"]
    case = logged.cases[0]
    out("2. A handwritten Swedish letter objects to advertising. No identity is asked; there is no")
    out("   step to refuse it in its table. It stops in every channel at once.")
    _link(teller, logged, case)
    teller.do(case, "stop_marketing", "desk")
    teller.run("case", "run", case)
    _answer(teller, case)


def _erasure(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["erasure-fi"]
    case = logged.cases[0]
    out(
        "3. A customer with a two-year-old voucher wants to be erased. Erasing cannot be undone, so"
    )
    out("   the officer calls the number on file back. The Accounting Act keeps the voucher.")
    _link(teller, logged, case)
    teller.do(case, "accept_identity", method="call_back")
    teller.run("case", "confirm", case, user="officer")
    for decided in teller.run("case", "show", case)["decisions"]:
        until = f" until {decided['until']} ({decided['ground']})" if decided["until"] else ""
        out(f"    {decided['group']}: {decided['action']}{until}")
    teller.do(case, "decide", lighter_outcome="Only what stands in the voucher itself is kept.")
    _approve_and_run(teller, case, "approver")
    _tell_recipients(teller, case, _recipients(teller, case))
    _answer(teller, case)


def _phone(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["rectify-phone-fi"]
    case = logged.cases[0]
    out("4. A new phone number. Whoever changes a contact point can take over an account, so it is")
    out("   confirmed first, and the old contact point is told.")
    _link(teller, logged, case)
    teller.do(case, "accept_identity", method="call_back", concerns="booking.contact")
    new = logged.found["reading"]["sender"]["phone"]
    teller.do(
        case,
        "set_decision",
        group="booking.contact",
        action="correct",
        values=json.dumps({"customers.phone": new}),
        why="She told it, and confirmed it from the number on file.",
    )
    teller.do(case, "decide")
    _approve_and_run(teller, case, "officer")
    _tell_recipients(teller, case, _recipients(teller, case))
    _answer(teller, case)


def _opinion(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["rectify-opinion-fi"]
    case = logged.cases[0]
    out("5. A customer disputes what a practitioner noted. The note is restricted while it is")
    out("   checked; it is an assessment, rightly recorded. Refused with reasons, by two people,")
    out("   and a statement of his own is offered.")
    _link(teller, logged, case)
    teller.do(case, "accept_identity", method="call_back", concerns="booking.notes")
    teller.do(case, "restrict", restrict_why="The accuracy of the note is contested.")
    teller.run("case", "run", case)
    teller.do(
        case,
        "set_decision",
        group="booking.notes",
        action="refuse",
        ground="REC-OPINION",
        why="The author was asked; the note gives the assessment as it was made.",
        **OPINION_FACTS,
    )
    teller.do(case, "refuse", lighter_outcome="A statement beside the note is offered.")
    teller.do(case, "approve_refusal", "approver")
    _answer(teller, case)


def _unknown(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["access-unknown-address-en"]
    case = logged.cases[0]
    out("6. A signed letter from an address nobody knows. A signature proves nothing: the officer")
    out("   asks, with a concrete doubt and two ways to answer. The clock stands, and both dates")
    out("   are shown.")
    _link(teller, logged, case)
    sent = teller.do(
        case,
        "ask_identity",
        doubt_reason="Your letter came from an address that we do not have on file, and it asks us "
        "to send your data there.",
        methods="code_letter,call_back",
        answer_by="2026-03-26",
    )
    _print_and_post(teller, case, sent["letters"])
    _explain(teller, case)


def _unsigned(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["access-unsigned-fi"]
    case = logged.cases[0]
    out("7. An unsigned letter from a matching address is accepted as it is; another customer has")
    out("   the same name, so the address decides, and the officer sees the warning.")
    _link(teller, logged, case)
    _give_copy(teller, case)


def _both(teller: Teller, letters: dict[str, Logged]) -> None:
    logged = letters["access-and-erasure-sv"]
    access, erasure = logged.cases
    out("8. One Swedish letter asks for a copy and then for erasure: two cases, in that order. A")
    out("   voucher whose time was over is erased and the own breach recorded; a newer one stays.")
    for case in (access, erasure):
        _link(teller, logged, case)
    _give_copy(teller, access)
    teller.today = COPY_IS_THERE
    out(f"   The erasure waits until the copy is there: it is {teller.today} now.")
    teller.do(erasure, "accept_identity", method="call_back")
    teller.run("case", "confirm", erasure, user="officer")
    teller.do(erasure, "decide", lighter_outcome="Only what stands in the voucher itself is kept.")
    _approve_and_run(teller, erasure, "approver")
    _tell_recipients(teller, erasure, _recipients(teller, erasure))
    _answer(teller, erasure)


def _explain(teller: Teller, case: str) -> None:
    shown = teller.run("case", "show", case)
    for sentence in shown["explanation"]:
        out(f"    {sentence}")
    due = shown["due"] or "none while the clock stands"
    out(f"    strict date {shown['strict_due']}, date with pauses: {due}")


def _ending(teller: Teller, folder: Path) -> None:
    printed = sorted((folder / "out").glob("*.pdf"))
    if len(printed) < 10:
        raise Defect(f"The demo printed only {len(printed)} letters.")
    out()
    out("What happened")
    for pdf in printed:
        out(f"  {pdf}")
    out()
    out("Go on by hand; the demo site may move its clock:")
    out(f"  export DSR_SITE={folder} DSR_TODAY={teller.today} DSR_USER=officer")
    out("  .venv/bin/dsr today")
    out("  .venv/bin/dsr case history DSR-2026-0003")
    out("  .venv/bin/dsr audit verify")
