"""docs/law-coverage.md is complete, up to date, and no marker names what is not there."""

from __future__ import annotations

import pytest

from tests.law_coverage.codes import SCENARIOS, known
from tests.law_coverage.marks import ROOT, Shown, UnreadableMark, all_shown, marks_of
from tests.law_coverage.page import page, unshown

SOURCE = """
import pytest

pytestmark = pytest.mark.shows("R1")

@pytest.mark.shows("R2", "G01")
def test_one():
    pass

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.shows("L09"))])
def test_two(n):
    pass

def not_a_test():
    pass
"""


def test_marks_are_read_wherever_they_stand() -> None:
    found = {(s.code, s.test) for s in marks_of(SOURCE, "tests/journeys/test_x.py")}
    assert found == {
        ("R1", "test_one"),
        ("R1", "test_two"),
        ("R2", "test_one"),
        ("G01", "test_one"),
        ("L09", "test_two"),
    }


def test_a_mark_that_cannot_be_read_is_an_error() -> None:
    source = "import pytest\n@pytest.mark.shows(CODE)\ndef test_x():\n    pass\n"
    with pytest.raises(UnreadableMark, match=r"test_x\.py:2"):
        list(marks_of(source, "test_x.py"))


def test_only_a_journey_counts_as_one() -> None:
    assert Shown("G01", "tests/journeys/scenarios/test_a.py", "test_b").in_a_journey
    assert not Shown("G01", "tests/law/test_a.py", "test_b").in_a_journey


def test_a_code_without_a_test_would_be_seen() -> None:
    shown = [s for s in all_shown() if s.code not in ("G15", "C4")]
    assert unshown(shown) == ("G15", "C4")


def test_no_mark_names_an_unknown_code() -> None:
    assert [s for s in all_shown() if s.code not in known()] == []


def test_every_code_of_the_law_has_a_test() -> None:
    assert unshown(all_shown()) == ()


def test_every_scenario_is_a_journey() -> None:
    assert set(SCENARIOS) - {s.code for s in all_shown() if s.in_a_journey} == set()


def test_the_page_is_the_generated_one() -> None:
    written = (ROOT / "docs" / "law-coverage.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m tests.law_coverage docs/law-coverage.md"
