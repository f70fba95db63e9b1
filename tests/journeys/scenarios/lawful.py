"""What the scenarios share: words of the letters by language, faults by code, rows planted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from sqlite3 import connect

from tests.journeys.desk import REFUSED, CaseFile, Desk, Letter

LANGUAGES = ("fi", "sv", "en")
#: The authority as each letter with remedies names it, and the court.
AUTHORITY = {
    "fi": "Tietosuojavaltuutetun toimisto",
    "sv": "Dataombudsmannens byrå",
    "en": "Office of the Data Protection Ombudsman",
}
COURT = {"fi": "käräjäoikeu", "sv": "tingsrätt", "en": "District Court"}
#: Words by which somebody would be asked to sign or to send a document.
ASKS_TOO_MUCH = {
    "fi": ("allekirjoit", "henkilötunnu"),
    "sv": ("underskrift", "underteckna", "personbeteckning"),
    "en": ("signature", "sign the", "identity code"),
}


def day_in(language: str, iso: str) -> str:
    """A day as the letters write it: 7.4.2026, 7 April 2026."""
    year, month, day = (int(part) for part in iso.split("-"))
    if language != "en":
        return f"{day}.{month}.{year}"
    names = "January February March April May June July August September October November December"
    return f"{day} {names.split()[month - 1]} {year}"


def says(letter: Letter, *words: str) -> None:
    """Each of these stands in the text extracted from the PDF."""
    assert [word for word in words if word not in letter.text] == [], letter.text


def never_says(letter: Letter, *words: str) -> None:
    """None of these stands in it, in whatever case."""
    text = letter.text.casefold()
    assert [word for word in words if word.casefold() in text] == []


def tells_the_remedies(letter: Letter, language: str) -> None:
    """Complaint and court, as every refusal has to (Art. 12(4))."""
    says(letter, AUTHORITY[language], COURT[language])


def dates(case: CaseFile) -> tuple[str, str | None]:
    """(strict date, due date)."""
    shown = case.shown
    return shown["strict_due"], shown["due"]


def faults(case: CaseFile, step: str, *, user: str = "officer", **facts: str) -> Mapping[str, str]:
    """The step is refused (exit 3) and nothing moves: code of each fault -> place and sentence."""
    given = [word for name, value in facts.items() for word in ("--fact", f"{name}={value}")]
    before = len(case.events)
    said = case.desk.says("case", "do", case.number, step, *given, "--json", user=user)
    assert said.exit == REFUSED, f"exit {said.exit}: {said.out}{said.err}"
    assert len(case.events) == before  # no step, no letter, no decision without an event
    found = json.loads(said.out)
    assert found["way_out"] or all(f["sentence"] for f in found["faults"])
    return {f["code"]: f"{f['place']}: {f['sentence']}" for f in found["faults"]}


def decisions(case: CaseFile) -> dict[str, tuple[str, str | None]]:
    """Group -> (action, ground) of a case in which each group has one decision."""
    return {d["group"]: (d["action"], d["ground"]) for d in case.shown["decisions"]}


def in_todays_list(desk: Desk, code: str, case: CaseFile) -> bool:
    """Whether ``dsr today`` names the case under this heading."""
    return any(
        case.number in sentence["cases"]
        for sentence in desk.does("today")["sentences"]
        if sentence["code"] == code
    )


def plant(desk: Desk, table: str, **values: object) -> int:
    """One row, written by the booking system itself; its id. Nothing is restricted by itself."""
    names = ", ".join([*values, "restricted"])
    marks = ", ".join("?" * len(values))
    with closing(connect(desk.site / "registers" / "booking.db")) as register:
        found = register.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks}, 0)", tuple(values.values())
        )
        register.commit()
        assert found.lastrowid is not None
        return found.lastrowid


def asks(desk: Desk, right: str, key: str, who: Mapping[str, str], **given: str) -> CaseFile:
    """A request comes and is linked; identity is shown by a call-back to the number on file."""
    case = desk.notes_one(right, **{"channel": "post", **who, **given})
    case.prove(key, method="call_back")
    return case
