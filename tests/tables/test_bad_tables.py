"""Each property of the checker rejects a table that was planted to break it, and only for that."""

from __future__ import annotations

import difflib
import re
import shutil
from pathlib import Path

import pytest

from dsr.engine import check as checker
from dsr.engine.check import check, check_tables
from dsr.engine.load import load_tables
from dsr.engine.proofs import demands
from dsr.engine.table import Workflow
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import BadConfiguration
from dsr.shipped import shipped

HERE = Path(__file__).parent
GOOD = [path for path in sorted((HERE / "good").glob("*.toml")) if path.stem != "piece"]
BAD = sorted((HERE / "bad").glob("*.toml"))
HEADER = re.compile(r"# (check\.[a-z_]+), planted in ([a-z]+): .+\.")
#: Where the planted thing needs a state and a letter of its own, it takes this many lines.
MOST_LINES = 6


def _table(path: Path, folder: Path) -> Workflow:
    shutil.copy(path, folder / path.name)
    if "\ninclude = " in path.read_text(encoding="utf-8"):
        shutil.copy(HERE / "good" / "piece.toml", folder / "piece.toml")
    return load_tables(folder, prove=False)[path.stem]


def _header(path: Path) -> tuple[str, str]:
    match = HEADER.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
    assert match is not None, path.name
    return match[1], match[2]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_table_has_no_fault(path: Path, tmp_path: Path) -> None:
    assert check(_table(path, tmp_path), VOCABULARY) == ()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_table_is_rejected_for_what_was_planted(path: Path, tmp_path: Path) -> None:
    code, _ = _header(path)
    faults = check(_table(path, tmp_path), VOCABULARY)
    assert {fault.code for fault in faults} == {code}
    assert all(fault.place.startswith(f"{path.stem}.toml") for fault in faults)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_only_the_planted_lines_differ_from_the_good_table(path: Path) -> None:
    base = HERE / "good" / f"{_header(path)[1]}.toml"
    bad, good = (p.read_text(encoding="utf-8").splitlines()[1:] for p in (path, base))
    changed = [line for line in difflib.ndiff(good, bad) if line[0] in "+-"]
    assert 1 <= len(changed) <= MOST_LINES


def test_every_property_has_a_planted_table() -> None:
    files = [Path(checker.__file__), *Path(demands.__file__).parent.glob("*.py")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    yielded = set(re.findall(r'(?:broken\(|yield )"([a-z_]+)"', source))
    codes = {f"check.{code}" for code in yielded | {d.code for d in demands.DEMANDS}}
    assert codes == {_header(path)[0] for path in BAD}


def test_guards_and_steps_that_no_table_uses_are_told() -> None:
    tables = load_tables(shipped("workflows"))
    assert check_tables(tables) == ()
    del tables["rectification"]
    assert {(f.code, f.place) for f in check_tables(tables)} == {
        ("check.unused_guard", "nothing_is_refused")
    }
    del tables["marketing_objection"]
    assert ("check.unused_step", "stop_marketing") in {
        (f.code, f.place) for f in check_tables(tables)
    }


def test_an_unlawful_table_is_not_loaded(tmp_path: Path) -> None:
    shutil.copy(HERE / "bad" / "unverified_change.toml", tmp_path)
    with pytest.raises(BadConfiguration) as refused:
        load_tables(tmp_path)
    assert "check.unverified_change" in {fault.code for fault in refused.value.faults}


def test_a_fault_shows_the_path_that_breaks_the_law(tmp_path: Path) -> None:
    path = HERE / "bad" / "unverified_change.toml"
    (fault,) = check(_table(path, tmp_path), VOCABULARY)
    assert "ask_identity, identity_answered, decide, approve, carry_out" in fault.sentence
