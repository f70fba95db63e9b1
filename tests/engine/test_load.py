"""A table that is not written as it should be is refused with file and row, all faults at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dsr.engine.load import load_tables
from dsr.errors import BadConfiguration, Fault

GOOD = Path(__file__).parent.parent / "tables" / "good"
ROW = '["close", "answered", "closed", "officer", "answer_is_posted", "Art. 5(2)"]'


def _faults(folder: Path, *, prove: bool = False) -> tuple[Fault, ...]:
    with pytest.raises(BadConfiguration) as refused:
        load_tables(folder, prove=prove)
    assert refused.value.exit_code == 5
    return refused.value.faults


def _with(folder: Path, old: str, new: str, name: str = "access") -> tuple[Fault, ...]:
    text = (GOOD / f"{name}.toml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    shutil.copy(GOOD / "piece.toml", folder)
    (folder / "access.toml").write_text(text.replace(old, new), encoding="utf-8")
    return _faults(folder)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('right = "access"', 'right = "kindness"', "unknown_right"),
        ('right = "access"', 'right = "access"\ncolour = "blue"', "unknown_key"),
        ('article = "Art. 15"', "", "header"),
        ('ends = ["closed"]', "", "header"),
        ('ends = ["closed"]', 'ends = "closed"', "header"),
        ('ends = ["closed"]', 'ends = ["shut"]', "unknown_state"),
        ('ends = ["closed"]', 'ends = ["closed"]\nneeds_identity = "no"', "header"),
        ('include = ["piece"]', 'include = ["piece", "peace"]', "unknown_fragment"),
        ("include = [", "# include = [", "idle_fragment"),
        (ROW, ROW.replace('"closed"', '"closd"'), "unknown_state"),
        (ROW, ROW.replace('"officer"', '"auditor"'), "unknown_role"),
        (ROW, ROW.replace('"officer"', '""'), "unknown_role"),
        (ROW, ROW.replace('"answered"', '""'), "row_shape"),
        (ROW, ROW.replace('"Art. 5(2)"', '" "'), "no_basis"),
        (ROW, ROW.replace(', "Art. 5(2)"', ""), "row_shape"),
        (ROW, ROW.replace('"officer"', "7"), "row_shape"),
        (ROW, ROW.replace("answer_is_posted", "os.system"), "name"),
        (ROW, ROW.replace('"close"', '"to_Closed"'), "name"),
        (ROW, ROW.replace('"answered"', '"answered|answered"'), "repeated"),
        (ROW, f"{ROW},\n  {ROW}", "duplicate_row"),
        (ROW, f'{ROW},\n  ["acknowledge", "received", "=", "clerk", "", "x"]', "overwritten"),
        ('closed = "Closed."', 'closed = " "', "states"),
        ('closed = "Closed."', 'closed = "Closed."\nto-lift = "x"', "name"),
        ("[states]", "[states", "not_toml"),
    ],
)
def test_each_fault_of_writing_has_its_code(tmp_path: Path, old: str, new: str, code: str) -> None:
    faults = _with(tmp_path, old, new)
    assert f"table.{code}" in {fault.code for fault in faults}
    assert all(fault.sentence.endswith(".") for fault in faults)


def test_a_fault_in_a_row_names_file_and_row(tmp_path: Path) -> None:
    (fault,) = _with(tmp_path, ROW, ROW.replace('"closed"', '"closd"'))
    assert fault.place == "access.toml: row 9 (close)"


def test_a_state_explained_twice_is_refused(tmp_path: Path) -> None:
    piece = (GOOD / "piece.toml").read_text(encoding="utf-8")
    shutil.copy(GOOD / "access.toml", tmp_path)
    (tmp_path / "piece.toml").write_text(f'{piece}\n[states]\nclosed = "x"\n', encoding="utf-8")
    assert [fault.code for fault in _faults(tmp_path)] == ["table.duplicate_state"]


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("rows = 1", encoding="utf-8")
    (tmp_path / "two.toml").write_text('right = "access"', encoding="utf-8")
    places = {fault.place for fault in _faults(tmp_path)}
    assert places == {"one.toml", "two.toml"}


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_bytes(b"\xff\xfe")
    assert [fault.code for fault in _faults(tmp_path)] == ["table.not_toml"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    assert [fault.code for fault in _faults(tmp_path)] == ["table.none"]


def test_rows_and_states_of_a_fragment_belong_to_the_table(tmp_path: Path) -> None:
    for name in ("access", "piece"):
        shutil.copy(GOOD / f"{name}.toml", tmp_path)
    tables = load_tables(tmp_path, prove=False)
    assert list(tables) == ["access"]
    row = tables["access"].row_for("acknowledge", "received")
    assert row is not None
    assert (row.place, row.fragment) == ("piece.toml: row 1 (acknowledge)", "piece")
