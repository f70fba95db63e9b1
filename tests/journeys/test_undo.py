"""What an erasure took can be brought back for as long as the site says, and then by nobody."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.desk import DONE, REFUSED, CaseFile, Desk
from tests.journeys.people import MARKKU
from tests.journeys.scenarios.lawful import LANGUAGES, asks, day_in, says

LIGHTER = "only what stands in the voucher itself is kept, and only for the accounts"
WHY = "the letter was about another customer of the same name"
#: Stands nowhere else; in the register it is the wish of a booking.
CANARY = "kanarialintu-7Q2x, hajusteeton öljy"


@pytest.fixture
def undoing(desk: Desk) -> Desk:
    """A site that can bring back what it erased for fourteen days."""
    settings = desk.site / "dsr.toml"
    settings.write_text(f"undo_days = 14\n{settings.read_text('utf-8')}", "utf-8")
    desk.plants("UPDATE bookings SET wish = ? WHERE customer_id = 3", CANARY)
    return desk


def register(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the booking register but our receipts."""
    with closing(sqlite3.connect(desk.site / "registers" / "booking.db")) as db:
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = [name for (name,) in named if not name.startswith(("dsr_", "sqlite_"))]
        return {name: db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}


def erased(desk: Desk, language: str = "fi") -> CaseFile:
    """Markku is erased, all but his vouchers."""
    case = asks(desk, "erasure", "3", {**MARKKU, "language": language}, received="2026-03-04")
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    assert desk.counts(3)["bookings"] == 0
    return case


def same_moments(tables: dict[str, list[tuple[object, ...]]]) -> dict[str, list[list[str]]]:
    """SQLite writes a moment with or without its noughts; both are the same moment."""
    return {
        name: [[str(value).removesuffix(".000000") for value in row] for row in rows]
        for name, rows in tables.items()
    }


def test_what_was_erased_is_put_back_row_by_row(undoing: Desk) -> None:
    before = same_moments(register(undoing))
    case = erased(undoing)
    assert same_moments(register(undoing)) != before
    undoing.on("2026-03-26")  # Thursday, the fourteenth day
    done = undoing.does("case", "undo", case.number, "--why", WHY, user="approver")
    assert same_moments(register(undoing)) == before
    assert (done["state"], done["restored"]["booking"]["customers"]) == ("in_decision", 1)
    told = case.events[-1]
    assert (told["name"], told["details"]["counts"]) == ("undo", done["restored"])
    assert list((undoing.site / "quarantine").iterdir()) == []
    # It was brought back on purpose: no replay erases it again.
    assert undoing.does("register", "replay")["registers"][0]["again"] == []
    assert same_moments(register(undoing)) == before
    # Erasing once more is another order, and can be undone once more.
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    undoing.does("case", "undo", case.number, "--why", WHY, user="approver")
    assert same_moments(register(undoing)) == before


def test_an_erasure_is_undone_by_an_approver_who_says_why(undoing: Desk) -> None:
    case = erased(undoing)
    after = register(undoing)
    by_officer = undoing.says("case", "undo", case.number, "--why", WHY)
    too_thin = undoing.says("case", "undo", case.number, "--why", "-", user="approver")
    assert (by_officer.exit, too_thin.exit) == (REFUSED, REFUSED)
    assert "approver" in by_officer.err
    assert (register(undoing), case.state) == (after, "carried_out")


def test_what_was_written_since_is_not_overwritten(undoing: Desk) -> None:
    case = erased(undoing)
    undoing.plants("UPDATE customers SET last_name = 'Uusi' WHERE id = 3")
    after = register(undoing)
    said = undoing.says("case", "undo", case.number, "--why", WHY, user="approver")
    assert (said.exit, "booking.customers" in said.err) == (6, True)
    assert "Uusi" not in said.err
    assert (register(undoing), case.state) == (after, "carried_out")


def test_after_the_answer_a_new_round_begins(undoing: Desk) -> None:
    case = erased(undoing)
    case.tell(*case.shown["recipients_due"])
    case.post_and_close(*case.release())
    undoing.on("2026-03-20")  # Friday
    undoing.does("case", "undo", case.number, "--why", WHY, user="approver")
    assert (case.state, undoing.counts(3)["bookings"]) == ("in_decision", 2)
    assert (case.shown["round"], case.events[-1]["name"]) == (2, "undo_answered")


@pytest.mark.shows("REST")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_says_until_when_it_can_be_brought_back(undoing: Desk, language: str) -> None:
    case = erased(undoing, language)
    case.tell(*case.shown["recipients_due"])
    (answer,) = case.release()
    said = {"fi": "Palauttaminen", "sv": "Återställning", "en": "Restoring"}
    says(answer, said[language], day_in(language, "2026-03-26"))  # Thursday


def test_an_answer_after_the_window_promises_nothing(undoing: Desk) -> None:
    case = erased(undoing)
    case.tell(*case.shown["recipients_due"])
    undoing.on("2026-03-27")  # Friday, the day after
    (answer,) = case.release()
    assert "Palauttaminen" not in answer.text


def test_once_the_days_are_over_the_values_are_nowhere(undoing: Desk, tmp_path: Path) -> None:
    case = erased(undoing)
    blobs = [path for path in (undoing.site / "quarantine").iterdir() if path.suffix == ".blob"]
    assert len(blobs) == 1
    assert places_of_canary(undoing.site) == []  # sealed, also while it can be brought back
    copy = tmp_path / "copy.blob"
    shutil.copyfile(blobs[0], copy)

    undoing.on("2026-03-27")  # Friday, the day after the last one
    assert undoing.does("register", "shred", "--dry-run")["shredded"] != []
    assert undoing.does("work", "--once") == {"cases": []}
    assert list((undoing.site / "quarantine").iterdir()) == []
    assert undoing.does("register", "shred")["shredded"] == []
    assert places_of_canary(undoing.site) == []
    said = undoing.says("case", "undo", case.number, "--why", WHY, user="approver")
    assert said.exit == REFUSED
    # A copy of the blob in some backup is put back: without its key it opens to nobody.
    shutil.copyfile(copy, blobs[0])
    undoing.on("2026-03-26")
    said = undoing.says("case", "undo", case.number, "--why", WHY, user="approver")
    assert (said.exit, undoing.counts(3)["bookings"]) == (REFUSED, 0)


def places_of_canary(site: Path) -> list[str]:
    """Files in which it stands in clear, in any encoding one would write it in; databases dumped
    as well, so that no page is missed for how it is laid out."""
    forms = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("latin-1")]
    forms.append(CANARY.encode("ascii", "backslashreplace"))
    found = []
    for path in sorted(site.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        if content.startswith(b"SQLite format 3"):
            with closing(sqlite3.connect(path)) as database:
                content += "\n".join(database.iterdump()).encode()
        if any(form in content for form in forms):
            found.append(path.name)
    return found


def test_a_site_that_sets_no_days_keeps_nothing(desk: Desk) -> None:
    case = erased(desk)
    assert not (desk.site / "quarantine").exists()
    said = desk.says("case", "undo", case.number, "--why", WHY, user="approver")
    assert (said.exit, "gone" in said.err) == (REFUSED, True)
    assert "undo_days" in said.err


def test_days_out_of_reason_are_refused(desk: Desk) -> None:
    settings = desk.site / "dsr.toml"
    settings.write_text(f"undo_days = 31\n{settings.read_text('utf-8')}", "utf-8")
    said = desk.says("today")
    assert said.exit != DONE
    assert "undo_days" in said.err
