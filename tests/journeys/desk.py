"""A desk on a real site: what the clerk, the officer and the approver do, through the command line.

Every verb is one call of ``dsr`` in this process, on an SQLite site of its own, on the day the test
says. A verb that succeeds asserts exit code 0; ``refused`` asserts 3 and gives the reasons.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pypdfium2

from dsr.entrypoints.cli.root import dsr
from dsr.entrypoints.cli.shell import run

DONE, REFUSED, NOT_FOUND, BAD_INPUT, CHANGED = 0, 3, 4, 5, 6


@dataclass(frozen=True)
class Said:
    """What one call of the command said."""

    exit: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON object on standard output."""
        return json.loads(self.out)


def dsr_says(*words: str, env: Mapping[str, str]) -> Said:
    """One call of ``dsr``; no variable of the surrounding shell is seen by it."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["dsr", *words]
    bare = {"DSR_SITE": "", "DSR_USER": "", "DSR_TODAY": "", "DSR_DEBUG": "", **env}
    with (
        patch.dict("os.environ", bare),
        patch("sys.argv", argv),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run(dsr.main, {"args": list(words), "prog_name": "dsr"})
    return Said(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Letter:
    """A released letter as it lies in the vault, read back."""

    id: int
    type: str
    pdf: bytes

    @property
    def text(self) -> str:
        """Every page's text on one line, without the hyphens of line breaks."""
        with closing(pypdfium2.PdfDocument(self.pdf)) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
        joined = " ".join(pages).replace("\u00ad", "").replace("\ufffe\r\n", "")
        return re.sub(r"\s+", " ", joined.replace("\ufffe", "").replace("\u00a0", " "))

    @property
    def attachments(self) -> dict[str, bytes]:
        """The files inside the PDF, by name."""
        with closing(pypdfium2.PdfDocument(self.pdf)) as document:
            found = [document.get_attachment(n) for n in range(document.count_attachments())]
            return {one.get_name(): bytes(one.get_data()) for one in found}


@dataclass
class Desk:
    """One site on one day."""

    site: Path
    today: date = date(2026, 3, 12)  # Thursday
    calls: list[Said] = field(default_factory=list)

    # ------------------------------------------------------------ the day and the command

    def on(self, day: str) -> None:
        """It is another day."""
        self.today = date.fromisoformat(day)

    def says(self, *words: str, user: str = "officer") -> Said:
        """Any call, whatever comes of it."""
        env = {
            "DSR_SITE": str(self.site),
            "DSR_TODAY": self.today.isoformat(),
            "DSR_USER": user,
        }
        said = dsr_says(*words, env=env)
        self.calls.append(said)
        return said

    def does(self, *words: str, user: str = "officer") -> Any:
        """A call that succeeds; its JSON."""
        said = self.says(*words, "--json", user=user)
        assert said.exit == DONE, f"dsr {' '.join(words)}\n{said.err}"
        return said.json

    # ------------------------------------------------------------ intake

    def notes(self, *rights: str, received: str, **given: str) -> list[CaseFile]:
        """The clerk logs a call, a visit or a message; one case per right, in lawful order."""
        found = self.takes_in("note", *rights, received=received, **given)
        return [CaseFile(self, case["case"]) for case in found["cases"]]

    def notes_one(self, right: str, *, received: str, **given: str) -> CaseFile:
        """The same, of one right."""
        (case,) = self.notes(right, received=received, **given)
        return case

    def takes_in(self, kind: str, *rights: str, received: str, **given: str) -> Any:
        """The whole answer of an intake. ``scan`` is the letter's file, ``marketing`` a flag."""
        words = ["intake", kind]
        if scan := given.pop("scan", None):
            words.append(scan)
        if given.pop("marketing", None):
            words.append("--marketing")
        words += ["--received", received]
        for right in rights:
            words += ["--right", right]
        for name, value in given.items():
            words += [f"--{name}", value]
        return self.does(*words, user="desk")

    # ------------------------------------------------------------ the register

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of the demo's booking register, read beside the program."""
        with closing(sqlite3.connect(self.site / "registers" / "booking.db")) as register:
            return register.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[Any, ...]:
        """The one row."""
        (found,) = self.rows(sql, *values)
        return found

    def plants(self, sql: str, *values: object) -> None:
        """Something is written into the register by the booking system itself."""
        with closing(sqlite3.connect(self.site / "registers" / "booking.db")) as register:
            register.execute(sql, values)
            register.commit()

    def counts(self, customer: int) -> dict[str, int]:
        """How many rows each table holds of a customer."""
        with closing(sqlite3.connect(self.site / "registers" / "booking.db")) as register:
            tables = [
                name
                for (name,) in register.execute("SELECT name FROM sqlite_master WHERE type='table'")
                if any(
                    c[1] == "customer_id" for c in register.execute(f"PRAGMA table_info({name})")
                )
            ]
            return {
                name: register.execute(
                    f"SELECT count(*) FROM {name} WHERE customer_id = ?", (customer,)
                ).fetchone()[0]
                for name in tables
            }

    def files(self, *folders: str) -> Iterator[tuple[str, bytes]]:
        """Every file of the site with its bytes, the write-ahead logs of SQLite too."""
        for path in sorted(self.site.rglob("*")):
            name = path.relative_to(self.site).as_posix()
            if path.is_file() and (not folders or name.startswith(folders)):
                yield name, path.read_bytes()


@dataclass(frozen=True)
class CaseFile:
    """One case on the desk."""

    desk: Desk
    number: str

    # ------------------------------------------------------------ looking

    @property
    def shown(self) -> Any:
        """``dsr case show``."""
        return self.desk.does("case", "show", self.number)

    @property
    def state(self) -> str:
        """The state."""
        return str(self.shown["state"])

    @property
    def events(self) -> list[dict[str, Any]]:
        """``dsr case history``."""
        return list(self.desk.does("case", "history", self.number)["events"])

    def step(self, name: str, user: str = "officer") -> Any:
        """One step as ``dsr case steps`` sees it; None where the table has no such step."""
        steps = self.desk.does("case", "steps", self.number, user=user)["steps"]
        return next((step for step in steps if step["step"] == name), None)

    @property
    def plan(self) -> Any:
        """The dry run."""
        return self.desk.does("case", "plan", self.number)

    # ------------------------------------------------------------ acting

    def do(self, step: str, *, user: str = "officer", **facts: str) -> Any:
        """Take a step; the case after it."""
        return self.desk.does("case", "do", self.number, step, *_facts(facts), user=user)

    def refused(self, step: str, *, user: str = "officer", **facts: str) -> str:
        """The step is refused in law or by role, exit 3: every reason. The state stays."""
        before = self.shown
        words = ("case", "do", self.number, step, *_facts(facts))
        return _refused(self, self.desk.says(*words, user=user), before)

    def link(self, *keys: str) -> None:
        """Say whose data it is; without keys, that nobody was found."""
        if keys:
            self.do("link_person", register="booking", keys=",".join(keys), paper_searched="yes")
        else:
            self.do("link_person", nothing_found="yes", paper_searched="yes")

    def prove(self, *keys: str, **shown: str) -> None:
        """Link the person and accept what was shown."""
        self.link(*keys)
        assert self.do("accept_identity", **shown)["state"] == "in_decision"

    def confirm(self) -> None:
        """Take over every proposal."""
        self.desk.does("case", "confirm", self.number)

    def set(self, group: str, action: str, why: str = "As the letter says.", **facts: str) -> None:
        """Decide one data group."""
        self.do("set_decision", group=group, action=action, why=why, **facts)

    def approve(self, user: str = "approver") -> str:
        """Look at the plan and approve exactly that; its digest."""
        digest = str(self.plan["digest"])
        assert self.do("approve", plan=digest, user=user)["state"] == "approved"
        return digest

    def run(self) -> Any:
        """``dsr case run``."""
        return self.desk.does("case", "run", self.number)

    def carry_out(self) -> None:
        """Approve and run; the second look finds nothing amiss."""
        self.approve()
        done = self.run()
        assert (done["state"], done["proven"], done["residuals"]) == ("carried_out", True, [])

    def tell(self, *recipients: str) -> None:
        """Each recipient was told (Art. 19)."""
        for recipient in recipients:
            self.do("tell_recipient", recipient=recipient, outcome="told")

    def release(self, **facts: str) -> tuple[Letter, ...]:
        """The letters that the release lets out."""
        words = ("letter", "release", self.number, *_facts(facts))
        letters = self.desk.does(*words)["letters"]
        return tuple(self.letter(one["letter"]) for one in letters)

    def release_refused(self, **facts: str) -> str:
        """The release is refused, exit 3: every reason. No letter is stored."""
        before = self.shown
        said = self.desk.says("letter", "release", self.number, *_facts(facts))
        return _refused(self, said, before)

    def letter(self, number: int) -> Letter:
        """A letter as it would be printed."""
        target = self.desk.site / "out" / f"{self.number}-{number}.pdf"
        said = self.desk.says(
            "letter", "print", self.number, "--letter", str(number), "--out", str(target)
        )
        assert said.exit == DONE, said.err
        kind = next(o["type"] for o in self.shown["letters"] if o["letter"] == number)
        pdf = target.read_bytes()
        target.unlink()  # the printed sheet leaves the office
        return Letter(number, kind, pdf)

    def sent(self, kind: str) -> Letter:
        """The newest letter of a type."""
        return self.letter(max(o["letter"] for o in self.shown["letters"] if o["type"] == kind))

    def post(self, *letters: Letter) -> None:
        """The letters go to the post today."""
        for letter in letters:
            self.do(
                "record_posting",
                letter=str(letter.id),
                posted_on=self.desk.today.isoformat(),
                proof="posting list 12, signed at the counter",
                user="desk",
            )

    def close(self) -> None:
        """Close the case."""
        assert self.do("close")["state"] == "closed"

    def post_and_close(self, *letters: Letter) -> None:
        """The end of every journey."""
        self.post(*letters)
        self.close()


def _facts(facts: Mapping[str, str]) -> list[str]:
    return [word for name, value in facts.items() for word in ("--fact", f"{name}={value}")]


def _refused(case: CaseFile, said: Said, before: Any) -> str:
    assert said.exit == REFUSED, f"exit {said.exit}: {said.out}{said.err}"
    after = case.shown
    assert (after["state"], after["letters"]) == (before["state"], before["letters"])
    return said.err
