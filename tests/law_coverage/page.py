"""The page for the lawyer: each rule, ground, element and scenario with the tests that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.law_coverage.codes import WHOLE, families, grounds
from tests.law_coverage.marks import Shown, all_shown

HEAD = """\
# What the tests show of the law

Generated from the markers of the tests; a test compares them. Change a test or its marker, then:
`python -m tests.law_coverage docs/law-coverage.md`.

A **journey** goes through the command line on a whole site: letter or note in, decision, register,
PDF out. Other tests look at one part, some of them at everything of its kind: those are named
once, above the table. What is shown here is what the program does. Whether that is the law, a
lawyer confirms: [what a lawyer must confirm](lawyer.md).
"""
GAPS = Path(__file__).with_name("gaps.md")


def page() -> str:
    """The whole page."""
    shown = all_shown()
    parts = [HEAD, _counts(shown), GAPS.read_text(encoding="utf-8").rstrip() + "\n"]
    for title, family in families().items():
        parts.append("\n".join(_part(title, family, shown)) + "\n")
    return "\n".join(parts)


def unshown(shown: Sequence[Shown]) -> tuple[str, ...]:
    """Codes that no test shows, in the order of the page."""
    by_all = {code for one in shown if one.code in WHOLE for code in families()[WHOLE[one.code]]}
    named = {one.code for one in shown} | by_all
    return tuple(code for family in families().values() for code in family if code not in named)


def _counts(shown: Sequence[Shown]) -> str:
    """How much of each kind a journey shows."""
    lines = ["| what | all | shown by a journey | by other tests only |", "|---|---|---|---|"]
    for title, family in families().items():
        journeys = {s.code for s in shown if s.in_a_journey and s.code in family}
        rest = len(family) - len(journeys)
        lines.append(f"| {title} | {len(family)} | {len(journeys)} | {rest} |")
    return "\n".join(lines) + "\n"


def _part(title: str, family: Mapping[str, str], shown: Sequence[Shown]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    over_all = [s for s in shown if WHOLE.get(s.code) == title]
    if over_all:
        yield f"Everything of this kind: {_names(over_all)}."
        yield ""
    yield "| code | what | journeys | other tests |"
    yield "|---|---|---|---|"
    for code, words in family.items():
        mine = [s for s in shown if s.code == code]
        journeys = _names([s for s in mine if s.in_a_journey])
        others = _names([s for s in mine if not s.in_a_journey])
        instead = "only those above" if over_all and not others and not journeys else ""
        yield f"| {_code(code)} | {words} | {journeys} | {others or instead} |"


def _code(code: str) -> str:
    return f"[`{code}`](grounds.md#{code.lower()})" if code in grounds() else code


def _names(shown: Sequence[Shown]) -> str:
    """``test_file: this is shown; that is shown``, one file after the other."""
    files: dict[str, list[str]] = {}
    for one in shown:
        files.setdefault(one.file, []).append(one.test.removeprefix("test_").replace("_", " "))
    return "<br>".join(
        f"[{Path(file).stem.removeprefix('test_')}](../{file}): {'; '.join(dict.fromkeys(tests))}"
        for file, tests in files.items()
    )


def write(target: Path) -> None:
    """Write the page."""
    target.write_text(page(), encoding="utf-8")
