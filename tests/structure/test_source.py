"""Rules of the house that a linter does not know, each a function that names what breaks it.

Every rule is tried on planted bad text first and then on the files of the repository.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
    "time.time_ns",
    "func.now",
    "func.current_timestamp",
}
# In pieces, for this file is read too.
FORBIDDEN_WORDS = tuple(
    "".join(pieces)
    for pieces in (
        ("pypi.", "org"),
        ("python", "hosted.org"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("deb.", "debian.org"),
        ("archive.", "ubuntu.com"),
        ("index", "-url"),
        ("/wo", "rk/"),
        ("/fa", "rm/"),
        ("/ro", "ot/"),
        ("/tmp/", "bash_jobs"),
        ("/opt/", "pypi"),
        ("BEGIN PRIVATE", " KEY"),
        ("BEGIN RSA PRIVATE", " KEY"),
        ("BEGIN EC PRIVATE", " KEY"),
    )
)
UNESCAPED = ("|safe", "Markup(", "autoescapefalse")


def repository_files() -> list[Path]:
    """Every file git tracks or would track: not what .gitignore names."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return sorted({ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def modules() -> list[Path]:
    return sorted((ROOT / "dsr").rglob("*.py"))


def text_of(raw: bytes) -> str | None:
    """None for a binary file. Raises UnicodeDecodeError for text that is not UTF-8."""
    return None if b"\0" in raw[:8192] else raw.decode("utf-8")


def _called(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each called name with its line, import aliases undone: ``dt.now`` is ``datetime.now``."""
    alias = {
        name.asname: name.name.rpartition(".")[2]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if name.asname
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first, *rest = ast.unparse(node.func).split(".")
            yield ".".join([alias.get(first, first), *rest]), node.lineno


def clock_readings(source: str) -> list[str]:
    """Calls that ask the machine for the time. ``clock.now()``, the port, is no such call."""
    tree = ast.parse(source)
    return [
        f"line {line}: {name}()"
        for name, line in _called(tree)
        if ".".join(name.split(".")[-2:]) in CLOCKS
    ]


def prints(source: str) -> list[str]:
    return [f"line {line}" for name, line in _called(ast.parse(source)) if name == "print"]


def waits_and_skips(source: str) -> list[str]:
    """What makes a test slow or lets it pass without having run."""
    tree = ast.parse(source)
    bad = [f"line {n}: {name}" for name, n in _called(tree) if name.split(".")[-1] == "sleep"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            if name.startswith("pytest.") and name.split(".")[-1] in {
                "skip",
                "skipif",
                "xfail",
                "importorskip",
            }:
                bad.append(f"line {node.lineno}: {name}")
    return bad


def foreign_imports(source: str) -> list[str]:
    """Imported packages that are neither the standard library nor our own."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.split(".")[0])
    return sorted(found - sys.stdlib_module_names - {"dsr"})


def too_long(source: str) -> list[str]:
    lines = len(source.splitlines())
    return [f"{lines} lines"] if lines > LONGEST_FILE else []


def docstring_missing(source: str) -> list[str]:
    """An empty ``__init__.py`` only marks a folder and needs none."""
    if not source.strip() or ast.get_docstring(ast.parse(source)):
        return []
    return ["no module docstring"]


def forbidden_words(source: str) -> list[str]:
    """Registry hosts, paths of one machine, private keys."""
    return [
        f"line {number}: {word}"
        for number, line in enumerate(source.splitlines(), 1)
        for word in FORBIDDEN_WORDS
        if word in line
    ]


def unescaped(source: str) -> list[str]:
    """Ways past the escaping of a template (Jinja2 allows blanks around the bar)."""
    squeezed = "".join(source.split())
    return [word for word in UNESCAPED if word in squeezed]


Rule = Callable[[str], list[str]]

PLANTED: tuple[tuple[Rule, str], ...] = (
    (clock_readings, "import datetime\nx = datetime.datetime.now(tz)\n"),
    (clock_readings, "from datetime import date as d\nx = d.today()\n"),
    (clock_readings, "import time as t\nx = t.time()\n"),
    (clock_readings, "column(server_default=sqlalchemy.func.now())\n"),
    (prints, "def f():\n    print('x')\n"),
    (waits_and_skips, "import time\ntime.sleep(1)\n"),
    (waits_and_skips, "@pytest.mark.skipif(True, reason='x')\ndef test(): ...\n"),
    (waits_and_skips, "cv2 = pytest.importorskip('cv2')\n"),
    (foreign_imports, "import numpy.linalg\n"),
    (foreign_imports, "def f():\n    from holidays import Finland\n"),
    (too_long, "x = 1\n" * (LONGEST_FILE + 1)),
    (docstring_missing, "x = 1\n"),
    *((forbidden_words, f"a {word} b") for word in FORBIDDEN_WORDS),
    (unescaped, "{{ name|safe }}"),
    (unescaped, "{{ name | safe }}"),
    (unescaped, "{% autoescape  false %}"),
)

INNOCENT: tuple[tuple[Rule, str], ...] = (
    (clock_readings, "x = clock.now()\ny = self.clock.today()\n"),
    (prints, "blueprint('x')\n"),
    (foreign_imports, "import json\nfrom dsr.law import x\nfrom . import y\n"),
    (too_long, "x = 1\n" * LONGEST_FILE),
    (docstring_missing, ""),
    (unescaped, "{{ name }} is safe"),
)


@pytest.mark.parametrize(("rule", "text"), PLANTED)
def test_rule_sees_the_planted_fault(rule: Rule, text: str) -> None:
    assert rule(text)


@pytest.mark.parametrize(("rule", "text"), INNOCENT)
def test_rule_leaves_the_innocent_alone(rule: Rule, text: str) -> None:
    assert rule(text) == []


def test_text_that_is_not_utf8_is_seen() -> None:
    with pytest.raises(UnicodeDecodeError):
        text_of("ä".encode("latin-1"))
    assert text_of(b"PNG\0\xff") is None


def broken(rule: Rule, paths: list[Path]) -> list[str]:
    assert paths, "a rule over no file proves nothing"
    return [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in paths
        for fault in rule(path.read_text(encoding="utf-8"))
    ]


def test_only_the_clock_adapter_reads_the_clock() -> None:
    clock = ROOT / "dsr" / "adapters" / "clock.py"
    assert broken(clock_readings, [path for path in modules() if path != clock]) == []


def test_only_entry_points_print() -> None:
    rest = [path for path in modules() if "entrypoints" not in path.parts]
    assert broken(prints, rest) == []


def test_law_and_cases_need_the_standard_library_alone() -> None:
    inner = [ROOT / "dsr" / "errors.py", ROOT / "dsr" / "shipped.py"]
    for package in ("law", "cases"):
        inner += sorted((ROOT / "dsr" / package).rglob("*.py"))
    assert broken(foreign_imports, inner) == []


def test_no_module_is_too_long() -> None:
    assert broken(too_long, modules()) == []


def test_every_module_says_what_it_is() -> None:
    assert broken(docstring_missing, modules()) == []


def test_every_folder_of_modules_is_a_package() -> None:
    """Without ``__init__.py`` the import contracts would not see the folder at all.

    Alembic loads migrations by path; they are no modules of the program.
    """
    folders = {path.parent for path in modules() if "migrations" not in path.parts}
    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()] == []


def test_no_test_waits_or_skips() -> None:
    assert broken(waits_and_skips, sorted((ROOT / "tests").rglob("*.py"))) == []


def test_no_template_goes_past_escaping() -> None:
    templates = [path for path in repository_files() if "templates" in path.parts]
    assert broken(unescaped, templates) == []


def test_every_text_is_utf8_and_names_no_registry_and_no_machine() -> None:
    files = repository_files()
    assert ROOT / "pyproject.toml" in files
    texts = [path for path in files if text_of(path.read_bytes()) is not None]
    assert broken(forbidden_words, texts) == []


def test_the_locks_name_no_host() -> None:
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert broken(lambda text: ["names a host"] if "://" in text else [], locks) == []
