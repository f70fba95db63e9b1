"""After a restore or an import: who is back, who only seems to be, and what may not come in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journeys.desk import BAD_INPUT, REFUSED, CaseFile, Desk
from tests.journeys.people import MARKKU
from tests.journeys.scenarios.lawful import asks

LIGHTER = "only what stands in the voucher itself is kept, and only for the accounts"


@pytest.fixture
def case(desk: Desk) -> CaseFile:
    """Markku, customer 3, is erased but for his vouchers; yesterday's backup lies beside it."""
    shutil.copyfile(desk.site / "registers" / "booking.db", backup(desk))
    case = asks(desk, "erasure", "3", MARKKU, received="2026-03-04")  # Wednesday
    case.confirm()
    case.do("decide", lighter_outcome=LIGHTER)
    case.carry_out()
    return case


def backup(desk: Desk) -> Path:
    return desk.site.parent / "yesterday.db"


def restore(desk: Desk) -> None:
    shutil.copyfile(backup(desk), desk.site / "registers" / "booking.db")


def replayed(desk: Desk, *words: str) -> dict[str, list[dict[str, object]]]:
    (one,) = desk.does("register", "replay", *words)["registers"]
    return dict(one)


def test_whoever_got_the_key_of_somebody_erased_is_left_alone(desk: Desk, case: CaseFile) -> None:
    restore(desk)
    desk.plants(
        "UPDATE customers SET first_name = 'Tuuli', last_name = 'Aho', email = 'tuuli@example.fi',"
        " phone = '+358 40 555 0777' WHERE id = 3"
    )
    before = desk.counts(3)
    found = replayed(desk)
    assert found["again"] == []
    ((key, number, why),) = [(s["key"], s["case"], s["why"]) for s in found["to_look_at"]]
    assert (key, number) == ("3", case.number)
    assert "somebody else" in str(why)
    assert desk.counts(3) == before


def test_the_same_contact_point_under_another_key_is_told_to_the_officer(
    desk: Desk, case: CaseFile
) -> None:
    email = "MARKKU.Tammela@example.com"
    desk.plants("UPDATE customers SET email = ? WHERE id = 40", email)
    before = desk.counts(40)
    found = replayed(desk)
    assert [(one["key"], one["case"]) for one in found["to_look_at"]] == [("40", case.number)]
    assert (found["again"], desk.counts(40)) == ([], before)


def test_every_restore_is_replayed_and_told(desk: Desk, case: CaseFile) -> None:
    after = desk.counts(3)
    for times in (1, 2):
        restore(desk)
        assert [one["what"] for one in replayed(desk)["again"]] == ["erased"]
        assert desk.counts(3) == after
        assert [event["name"] for event in case.events].count("replay") == times
    desk.does("audit", "verify")


def test_the_ledger_and_its_events_say_nothing_about_the_person(desk: Desk, case: CaseFile) -> None:
    restore(desk)
    said = desk.says("register", "replay")
    told = said.out + said.err + str(case.events)
    assert [word for word in ("Markku", "Tammela", "example.fi", "0103") if word in told] == []


@pytest.mark.parametrize(
    "line",
    [
        "Uusi,Asiakas,MARKKU.TAMMELA@EXAMPLE.COM,,",
        "Uusi,Asiakas,,{local},",
        "Uusi,Asiakas,,{international},",
        "Uusi,Asiakas,,,3",
    ],
)
def test_an_import_is_told_which_lines_would_bring_somebody_back(
    desk: Desk, case: CaseFile, tmp_path: Path, line: str
) -> None:
    digits = "".join(c for c in MARKKU_PHONE if c.isdigit()).removeprefix("358")
    written = line.format(local=f"0{digits[:2]} - {digits[2:]}", international=f"+358({digits})")
    file = tmp_path / "import.csv"
    header = "first,last,mail,tel,customers_id"
    clean = 'Tuuli,"Aho\nRantatie 3",tuuli@example.fi,0405550777,999'
    file.write_text("\n".join([header, clean, written, clean]) + "\n", "utf-8")
    said = desk.says("register", "screen", str(file), "--json")
    assert said.exit == REFUSED
    assert [one["line"] for one in said.json["lines"]] == [4]  # a cell above spans two lines
    assert "example" not in said.out.lower()


#: As the demo's register has it.
MARKKU_PHONE = "+358 40 555 0103"


def test_an_import_of_others_is_let_in(desk: Desk, case: CaseFile, tmp_path: Path) -> None:
    file = tmp_path / "import.csv"
    file.write_text("first;mail;amount\nTuuli;tuuli@example.fi;3\n", "utf-8")
    assert desk.does("register", "screen", str(file))["lines"] == []
    said = desk.says("register", "screen", str(file), "--key", "number")
    assert (said.exit, "number" in said.err) == (BAD_INPUT, True)
