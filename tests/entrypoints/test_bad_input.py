"""Bad input through the command line: the right exit code, the cause, a way out, nothing half done.

What is personal in the input never comes back on standard error.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pikepdf
import pytest

from tests.faults import state, stories
from tests.faults.desk import Answer, Desk, dsr

SAMPLE = Path(__file__).resolve().parents[2] / "letters" / "samples" / "access-fi.pdf"
CANARY = "Kaarina Kanarialintu"


def told(answer: Answer, code: int, *words: str) -> None:
    """Exit code, cause and way out, and neither a traceback nor anything personal."""
    assert answer.code == code, answer.err
    for word in words:
        assert word in answer.err, answer.err
    assert "Traceback" not in answer.err and CANARY not in answer.err
    assert len(answer.err.splitlines()) > 1 or code == 4, f"no way out: {answer.err}"


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _noise(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 40)


def _renamed(file: Path) -> None:
    file.write_text(f"<html><body>{CANARY}</body></html>", encoding="utf-8")


def _cut_off(file: Path) -> None:
    file.write_bytes(SAMPLE.read_bytes()[:2000])


def _encrypted(file: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(owner="o", user="u"))


def _two_thousand_pages(file: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(2000):
            pdf.add_blank_page(page_size=(595, 842))
        pdf.save(file)


@pytest.mark.parametrize(
    "make", [_empty, _noise, _renamed, _cut_off, _encrypted, _two_thousand_pages]
)
def test_a_scan_that_cannot_be_read(desk: Desk, tmp_path: Path, make: object) -> None:
    scan = tmp_path / "scan.pdf"
    assert callable(make)
    make(scan)
    before = state.counts(desk.site)
    logged = desk.call("desk", "intake", "letter", str(scan), "--received", "2026-03-06")
    told(logged, 5)
    assert state.counts(desk.site) == before
    told(dsr("read", str(scan), "--json"), 5)


def test_a_scan_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    scan = str(tmp_path / "nothing.pdf")
    before = state.counts(desk.site)
    told(
        desk.call("desk", "intake", "letter", scan, "--received", "2026-03-06"),
        5,
        "cannot be opened",
    )
    assert state.counts(desk.site) == before


NOTE = ("intake", "note", "--right", "access", "--name", CANARY)


@pytest.mark.parametrize(
    ("user", "words", "code", "said"),
    [
        ("desk", (*NOTE, "--received", "2026-03-13"), 5, "2026-03-13"),
        ("desk", (*NOTE, "--received", "12.3.2026"), 2, "not a date"),
        ("desk", NOTE, 2, "--received"),
        ("desk", ("intake", "note", "--name", CANARY, "--received", "2026-03-06"), 5, "no right"),
        ("desk", ("intake", "note", "--right", "access", "--received", "2026-03-06"), 5, "nobody"),
        ("approver", (*NOTE, "--received", "2026-03-06"), 3, "role"),
        ("nobody", (*NOTE, "--received", "2026-03-06"), 4, "no user"),
        (None, (*NOTE, "--received", "2026-03-06"), 2, "--as"),
        ("officer", ("case", "show", "DSR-2026-9999"), 4, "DSR-2026-9999"),
        ("officer", ("case", "do", "DSR-2026-9999", "decide"), 4, "DSR-2026-9999"),
        ("officer", ("case", "run", "DSR-2026-9999"), 4, "DSR-2026-9999"),
        ("officer", ("case", "do", "CASE", "fly"), 3, "fly"),
        ("officer", ("case", "do", "CASE", "restrict"), 3, "restrict"),
        ("officer", ("case", "do", "CASE", "approve", "--fact", "plan=x"), 3, "received"),
        ("officer", ("case", "do", "CASE", "carry_out"), 2, "dsr case run"),
        ("officer", ("case", "do", "CASE", "withdraw", "--fact", CANARY), 2, "NAME=VALUE"),
        ("officer", ("case", "do", "CASE", "withdraw", "--fact", "withdrawn_on=soon"), 5, "a day"),
        ("officer", ("case", "do", "CASE", "link_person", "--fact", "register=x", "--fact",
                     "keys=3"), 4, "no register"),
        ("officer", ("case", "do", "CASE", "link_person", "--fact", "register=booking", "--fact",
                     "keys=999999"), 4, "nobody"),
        ("officer", ("letter", "release", "CASE"), 3, "received"),
        ("officer", ("letter", "print", "CASE", "--out", "x.pdf"), 4, "no such letter"),
        ("officer", ("user", "add", "desk", "--role", "clerk"), 3, "already"),
        ("officer", ("fly",), 2, "fly"),
    ],
)  # fmt: skip
def test_a_command_that_cannot_be(
    desk: Desk, user: str | None, words: tuple[str, ...], code: int, said: str
) -> None:
    number = stories.received(desk, "8", "access")
    before = state.counts(desk.site)
    given = [number if word == "CASE" else word for word in words]
    answer = dsr("--site", str(desk.site), *given, user=user)
    told(answer, code, said)
    assert state.counts(desk.site) == before


def test_an_extension_of_three_months(desk: Desk) -> None:
    case = stories.verified(desk, "8", "access")
    before = state.counts(desk.site)
    facts = {"kind": "complexity", "reason": "Many systems.", "months": "3"}
    given = [f"--fact=extension_{name}={value}" for name, value in facts.items()]
    words = ("case", "do", case, "propose_extension", *given, "--fact=legal_consulted=yes")
    told(desk.call("officer", *words), 3, "one or by two months")
    assert state.counts(desk.site) == before


@pytest.mark.parametrize("pause", ["2026-03-04", "a:b", "2026-03-04:2026-03-14:maybe", ""])
def test_a_pause_that_is_none(pause: str) -> None:
    told(dsr("due", "--received", "2026-03-02", "--pause", pause), 2, "--pause")


def test_a_pause_that_ends_before_it_begins() -> None:
    words = ("due", "--received", "2026-03-02", "--pause", "2026-03-14:2026-03-04")
    assert dsr(*words).code == 5


def test_a_time_limit_that_is_no_number() -> None:
    told(dsr("read", str(SAMPLE), DSR_SCAN_SECONDS="soon"), 5, "DSR_SCAN_SECONDS")


def test_no_site_and_a_folder_without_one(tmp_path: Path) -> None:
    told(dsr("case", "list"), 2, "--site")
    told(dsr("--site", str(tmp_path), "case", "list"), 4, "no site")
    assert list(tmp_path.iterdir()) == []


def test_a_day_that_is_moved_on_a_real_site(own_desk: Desk) -> None:
    settings = own_desk.site / "dsr.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("simulated_time = true", "simulated_time = false"), "utf-8")
    told(own_desk.call("officer", "case", "list"), 3, "DSR_TODAY")
    assert own_desk.call("officer", "case", "list", DSR_TODAY=None).code == 0
    told(own_desk.call("officer", "case", "list", DSR_TODAY="today"), 3, "DSR_TODAY")


def test_settings_with_three_faults_tell_all_three(own_desk: Desk) -> None:
    settings = own_desk.site / "dsr.toml"
    text = settings.read_text(encoding="utf-8").replace('country = "FI"\n', "")
    settings.write_text(
        'shoe_size = 44\nbackup_days = "thirty"\n' + text.replace("backup_days = 30", ""), "utf-8"
    )
    told(own_desk.call("officer", "case", "list"), 5, "shoe_size", "backup_days", "country")
    settings.write_text("this is = not toml =", "utf-8")
    told(own_desk.call("officer", "case", "list"), 5, "TOML")


def test_a_mapping_with_a_column_that_is_not_there(own_desk: Desk) -> None:
    mapping = own_desk.site / "registers" / "booking.toml"
    text = mapping.read_text(encoding="utf-8")
    assert "[tables.customers.columns]" in text
    mapping.write_text(
        text.replace(
            "[tables.customers.columns]",
            '[tables.customers.columns]\nshoe_size = { group = "contact" }',
        ),
        "utf-8",
    )
    before = state.counts(own_desk.site)
    told(own_desk.call("desk", *NOTE, "--received", "2026-03-06"), 5, "shoe_size")
    assert state.counts(own_desk.site) == before


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("ALTER TABLE customers ADD COLUMN shoe_size TEXT", "shoe_size"),
        ("ALTER TABLE notes RENAME TO remarks", "notes"),
        ("CREATE TABLE feedback (id INTEGER PRIMARY KEY, words TEXT)", "feedback"),
    ],
)
def test_a_register_that_changed_under_an_approved_plan(
    own_desk: Desk, statement: str, said: str
) -> None:
    case = stories.erasure_approved(own_desk)
    stories.alter(own_desk.site, statement)
    before = state.register(own_desk.site)
    told(own_desk.call("officer", "case", "run", case), 5, said)
    assert state.register(own_desk.site) == before
    assert state.steps_taken(own_desk.site, case)[-1] == "approve"


def test_a_row_that_changed_makes_the_plan_void_and_says_so(own_desk: Desk) -> None:
    case = stories.erasure_approved(own_desk)
    stories.alter(own_desk.site, f"UPDATE customers SET street = '{CANARY}' WHERE id = 3")
    before = state.register(own_desk.site)
    told(own_desk.call("officer", "case", "run", case), 6, "approve again", "customers")
    after = state.register(own_desk.site)
    assert {name: after[name] for name in before} == before
    assert state.receipts(own_desk.site, case) == 0
    assert own_desk.must("officer", "case", "show", case)["state"] == "in_decision"


def test_a_folder_with_a_broken_workflow(tmp_path: Path) -> None:
    folder = tmp_path / "workflows"
    shutil.copytree(SAMPLE.parents[2] / "workflows", folder)
    table = folder / "access.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("grounds_are_lawful", "grounds_are_fine"), "utf-8")
    told(dsr("workflow", "check", "--folder", str(folder)), 5, "grounds_are_fine")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert dsr("workflow", "check", "--folder", str(empty)).code == 5
    assert dsr("workflow", "show", "flying").code == 4
