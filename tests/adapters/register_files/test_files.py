"""A register in files is found, changed and proven like one in a database."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from dsr.adapters.register import SqlRegister
from dsr.adapters.register.files import FileRegister
from dsr.cases.case import Person
from dsr.cases.decision import Action, GroupDecision
from dsr.cases.register import Finding, Order, RegisterMap
from dsr.errors import BadConfiguration, OutsideFailed, PlanVoid, Refused
from tests.adapters.register_files.offices import rows_of
from tests.faults.desk import in_child, started, waited
from tests.faults.points import Points, counted

Approved = Callable[..., Order]
CALLS = ("fsync", "replace", "unlink")
LANES = 2
MARKKU = Person(name="Markku Tammela", email="markku.tammela@example.com")


def contents(folder: Path) -> dict[str, object]:
    """Every file a person would see; of a workbook its cells, for the file bears its hour."""
    return {
        str(path.relative_to(folder)): cells(path) if path.suffix == ".xlsx" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".dsr-")
    }


def cells(path: Path) -> list[tuple[object, ...]]:
    sheet = load_workbook(path).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def everything(folder: Path) -> bytes:
    """Whatever lies in the folder, hidden files too, workbooks unpacked."""
    parts = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    parts += [repr(cells(path)).encode() for path in folder.glob("*.xlsx")]
    return b"\n".join(parts)


def values(findings: tuple[Finding, ...]) -> dict[str, list[object]]:
    return {
        finding.code: [
            (row.table, row.key, dict(row.values), dict(row.traits))
            for row in finding.rows
            if row.table != "papers"
        ]
        for finding in findings
    }


def test_files_and_a_database_give_the_same_answer(
    register: FileRegister, same_in_sql: SqlRegister
) -> None:
    assert register.check() == ()
    for key in ("1", "3", "4", "17"):
        person = same_in_sql.person(key)
        assert register.person(key) == person
        assert values(register.read([key])) == values(same_in_sql.read([key]))
        assert [c.key for c in register.find(person)] == [c.key for c in same_in_sql.find(person)]


def test_a_paper_is_found_by_the_number_in_its_name(register: FileRegister) -> None:
    contact = next(f for f in register.read(["3"]) if f.group.code == "contact")
    papers = [row for row in contact.rows if row.table == "papers"]
    assert [row.values["file"] for row in papers] == ["3_sopimus.pdf"]
    assert register.document("papers", "3_sopimus.pdf").endswith(b"of 3")
    with pytest.raises(OutsideFailed):
        register.document("papers", "../customers.csv")


def test_an_erasure_reaches_every_kind_of_file_and_no_other_row(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    before = contents(folder)
    assert b"markku.tammela@example.com" in everything(folder)
    receipt = register.run(approved(register, "3"))
    after = contents(folder)
    assert receipt.counts["customers"] == {"anonymised": 1}
    assert receipt.counts["papers"] == {"deleted": 1}
    assert b"markku.tammela@example.com" not in everything(folder)
    assert set(before) - set(after) == {"papers/3_sopimus.pdf"}
    assert after["papers/4_sopimus.pdf"] == before["papers/4_sopimus.pdf"]
    was = rows_of(folder / "customers.csv")
    assert len(was) == 61  # the header, and everybody; one of them has no name any more
    assert [row[1] for row in was if row[0] == "3"] == [""]
    assert [row[1] for row in was if row[0] == "4"] == ["Leena"]
    assert register.prove(approved(register, "3"), MARKKU).proven


def test_an_order_is_carried_out_once(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    order = approved(register, "3")
    register.run(order)
    seen = contents(folder)
    assert register.run(order).replayed
    assert contents(folder) == seen


def test_a_recalled_order_never_runs(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    order, before = approved(register, "3"), contents(folder)
    register.recall(order)
    with pytest.raises(Refused):
        register.run(order)
    assert contents(folder) == before


def test_a_plan_is_void_when_a_row_changed_since(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    order = approved(register, "3")
    path = folder / "customers.csv"
    path.write_bytes(path.read_bytes().replace("Hämeentie 62 C 45".encode(), b"Uusikatu 1"))
    before = contents(folder)
    with pytest.raises(PlanVoid) as void:
        register.run(order)
    assert [fault.place for fault in void.value.faults] == ["booking.customers"]
    assert contents(folder) == before


def test_killed_at_any_point_the_register_is_as_before_or_done(
    few: Path, files_map: RegisterMap, approved: Approved, tmp_path: Path
) -> None:
    """Every fsync, rename and unlink of one erasure, from both sides."""
    register = FileRegister(few, files_map)
    order, before = approved(register, "3"), contents(few)
    rehearsal = copied(few, tmp_path / "rehearsal")
    code, points = in_child(lambda: passed(FileRegister(rehearsal, files_map), order))
    assert code == 0
    done = contents(rehearsal)
    assert done != before
    deadly = [n for n, place in enumerate(points, start=1) if place.split()[-1] in CALLS]
    numbers = (deadly[0] - 1, *deadly)  # in the mirror nothing of the register changes

    def lane(first: int) -> list[bool]:
        """Whether the order was done after each kill of this lane."""
        return [killed_at(number) for number in numbers[first::LANES]]

    def killed_at(number: int) -> bool:
        killed = copied(few, tmp_path / f"killed-{number}")
        code, _ = in_child(lambda: passed(FileRegister(killed, files_map), order, number))
        assert code == -signal.SIGKILL, points[number - 1]
        again = FileRegister(killed, files_map)
        assert again.prove(order, MARKKU) is not None  # looking finishes what was decided
        left = contents(killed)
        assert left in (before, done), points[number - 1]
        receipt = again.run(order)
        assert receipt.replayed is (left == done)
        assert contents(killed) == done
        assert not list(killed.glob(".dsr-mirror-*")), "no copy of the data stays behind"
        return left == done

    ends = [waited(*one) for one in [started(partial(lane, n)) for n in range(LANES)]]
    assert [code for code, _ in ends] == [0] * LANES
    found = [was_done for _, lane_found in ends for was_done in lane_found]
    assert len(found) == len(numbers)
    assert set(found) == {True, False}


def copied(folder: Path, to: Path) -> Path:
    to.mkdir()
    os.system(f"cp -a '{folder}/.' '{to}/'")
    return to


def passed(register: FileRegister, order: Order, deadly: int | None = None) -> list[str]:
    points = Points(deadly)
    # SIGKILL loses nothing that was written: waiting for the disk would only cost time.
    with patch.object(os, "fsync", lambda _: None), counted(points):
        register.run(order)
    return points.passed


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    """Another program writes the file between our reading and our writing."""
    from dsr.adapters.register.files import journal

    order = approved(register, "3")
    path = folder / "customers.csv"
    now = journal.digest_of(path)
    new = journal.NewFile("customers.csv", now or "", b"what we would write")
    path.write_bytes(path.read_bytes() + b"61;Uusi;Asiakas;;;;;;;;;0\r\n")
    before = contents(folder)
    with pytest.raises(OutsideFailed, match=r"customers\.csv"):
        journal.commit(folder, {"customers.csv": new}, {})
    assert contents(folder) == before
    assert FileRegister(folder, register.map).run(order).counts["customers"] == {"anonymised": 1}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("customers (copy).csv", "register.unmapped_table"),
        ("customers.csv.bak", "register.unknown_file"),
        ("papers/tammela.pdf", "register.unowned_document"),
        ("papers/_luonnos.pdf", "register.unowned_document"),
    ],
)
def test_a_file_nobody_decided_on_stops_the_work(
    register: FileRegister, folder: Path, approved: Approved, name: str, code: str
) -> None:
    order = approved(register, "3")
    (folder / name).write_bytes((folder / "customers.csv").read_bytes())
    found = {fault.code for fault in register.check()}
    if code == "register.unowned_document" and name.startswith("papers/tammela"):
        # A word before the dot is read as a customer's number; nobody has it.
        assert "Markku" not in str(register.check())
        return
    assert code in found
    with pytest.raises(BadConfiguration):
        register.run(order)


def test_two_rows_with_one_number_are_refused(register: FileRegister, folder: Path) -> None:
    path = folder / "customers.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[3]]))
    with pytest.raises(BadConfiguration) as refused:
        register.read(["3"])
    assert [fault.code for fault in refused.value.faults] == ["register.same_key"]
    assert "Markku" not in str(refused.value)


def test_a_correction_is_written_in_the_files_own_way(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    """Finnish dates stay Finnish dates, and a formula is text."""
    path = folder / "customers.csv"
    header, *rows = rows_of(path)
    day = header.index("last_visit_on")
    for row in rows:
        if row[day]:
            year, month, number = row[day].split("-")
            row[day] = f"{int(number)}.{int(month)}.{year}"
    lines = [";".join(cells) for cells in (header, *rows)]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="cp1252", newline="")
    correction = GroupDecision(
        "booking.contact", Action.CORRECT, values={"customers.first_name": "Mårkku"}
    )
    register.run(approved(register, "3", correction))
    written = path.read_bytes().decode("cp1252").split("\r\n")
    changed = [new for old, new in zip(lines, written, strict=False) if old != new]
    assert [line.split(";")[1] for line in changed] == ["Mårkku"]
    assert changed[0].split(";")[day].count(".") == 2


def test_text_that_looks_like_a_formula_stays_text_in_excel(
    register: FileRegister, folder: Path, approved: Approved
) -> None:
    rows = load_workbook(folder / "notes.xlsx").active
    assert rows is not None
    number, owner = next(
        (str(row[0]), str(row[1])) for row in rows.iter_rows(min_row=2, values_only=True) if row[1]
    )
    group = next(
        f.code
        for f in register.read([owner])
        for r in f.rows
        if (r.table, r.key) == ("notes", number)
    )
    hostile = '=HYPERLINK("http://example.com")\n\'); DROP TABLE notes; --\U0001f600'
    correction = GroupDecision(
        group, Action.CORRECT, values={"notes.body": hostile}, rows=(number,)
    )
    register.run(approved(register, owner, correction))
    sheet = load_workbook(folder / "notes.xlsx").active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    cell = next(
        row[header.index("body")]
        for row in sheet.iter_rows(min_row=2)
        if str(row[0].value) == number
    )
    assert (cell.value, cell.data_type) == (hostile, "s")
