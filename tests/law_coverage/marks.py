"""Which test shows what: ``@pytest.mark.shows("R6", "EXT-12-3")``, read without a run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
JOURNEYS = "tests/journeys/"


@dataclass(frozen=True)
class Shown:
    """One code that one test shows. file: below the repository."""

    code: str
    file: str
    test: str

    @property
    def in_a_journey(self) -> bool:
        """Whether the test goes through the command line on a real site."""
        return self.file.startswith(JOURNEYS)


class UnreadableMark(ValueError):
    """A marker whose codes are not written out."""


def all_shown(folder: Path = TESTS, root: Path = ROOT) -> tuple[Shown, ...]:
    """Every mark of every test module, in the order of files and lines."""
    found: list[Shown] = []
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(root).as_posix()
        found += marks_of(path.read_text(encoding="utf-8"), name)
    return tuple(found)


def marks_of(source: str, name: str) -> Iterator[Shown]:
    """The marks in one module: of its tests, of the parameters of a test, of the whole module."""
    tree = ast.parse(source)
    tests = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            for code in _codes(node.value, name):
                yield from (Shown(code, name, test.name) for test in tests)
    for test in tests:
        codes = [code for decorator in test.decorator_list for code in _codes(decorator, name)]
        yield from (Shown(code, name, test.name) for code in dict.fromkeys(codes))


def _codes(tree: ast.expr, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.shows":
            for argument in node.args:
                if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                    raise UnreadableMark(f"{name}:{node.lineno}: write the codes out as texts.")
                yield argument.value
