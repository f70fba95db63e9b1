"""Each import contract of pyproject.toml is seen to fail on a violation planted in a copied tree.

That the real tree keeps them all is `make lint`'s business; here the question is whether a
contract can fail at all. A contract without a planted violation fails too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


@dataclass(frozen=True)
class Planted:
    """Files put into the copied tree, and the words the contract's report must then contain."""

    contract: str
    files: dict[str, str]
    reported: str


PLANTED = (
    Planted(
        "one-way",
        {"law/planted.py": "import dsr.stages\n"},
        "dsr.law.planted -> dsr.stages",
    ),
    Planted("one-way", {"planted_stray.py": ""}, "planted_stray"),
    Planted(
        "stages-apart",
        {"stages/planted.py": "import dsr.stages.planted_too\n", "stages/planted_too.py": ""},
        "dsr.stages.planted -> dsr.stages.planted_too",
    ),
    Planted(
        "rights-apart",
        {"rights/planted.py": "import dsr.rights.planted_too\n", "rights/planted_too.py": ""},
        "dsr.rights.planted -> dsr.rights.planted_too",
    ),
    Planted(
        "adapters-apart",
        {
            "adapters/planted/__init__.py": "",
            "adapters/planted/inner.py": "import dsr.adapters.planted_too\n",
            "adapters/planted_too.py": "",
        },
        "dsr.adapters.planted.inner -> dsr.adapters.planted_too",
    ),
    Planted(
        "entrypoints-apart",
        {
            "entrypoints/planted.py": "import dsr.entrypoints.planted_too\n",
            "entrypoints/planted_too.py": "",
        },
        "dsr.entrypoints.planted -> dsr.entrypoints.planted_too",
    ),
    Planted(
        "adapters-know-no-case-work",
        {"adapters/planted_engine.py": "import dsr.engine\n"},
        "dsr.adapters.planted_engine -> dsr.engine",
    ),
    Planted(
        "config",
        {"entrypoints/planted_web.py": "import dsr.config\n"},
        "dsr.entrypoints.planted_web -> dsr.config",
    ),
    Planted(
        "transitions",
        {"stages/planted_machine.py": "import transitions\n"},
        "dsr.stages.planted_machine -> transitions",
    ),
    Planted(
        "database",
        {"stages/planted_sql.py": "import alembic\nimport sqlalchemy\n"},
        "dsr.stages.planted_sql -> sqlalchemy",
    ),
    Planted(
        "pdf",
        {"stages/planted_pdf.py": "import PIL, pypdfium2, rapidocr\nfrom weasyprint import HTML\n"},
        "dsr.stages.planted_pdf -> weasyprint",
    ),
    Planted(
        "jinja",
        {"adapters/planted_page.py": "import jinja2\n"},
        "dsr.adapters.planted_page -> jinja2",
    ),
    Planted(
        "terminal",
        {"stages/planted_prompt.py": "import click\n"},
        "dsr.stages.planted_prompt -> click",
    ),
    Planted(
        "no-circles",
        {
            "cases/planted/__init__.py": "",
            "cases/planted/left.py": "import dsr.cases.planted.right\n",
            "cases/planted/right.py": "import dsr.cases.planted.left\n",
        },
        "dsr.cases.planted",
    ),
)


def lint_imports(tree: Path) -> str:
    """What `lint-imports` says of the tree, without colours or line breaks inside an import."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "400", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


def report_of(name: str, output: str) -> str:
    """The part of the output under the broken contract's own heading; empty when it is kept."""
    heading = re.compile(rf"^{re.escape(name)}\n-+\n(.*?)(?=^\S[^\n]*\n-{{3,}}\n|\Z)", re.M | re.S)
    found = heading.search(output)
    return found.group(1) if found else ""


@pytest.fixture(scope="module")
def planted_report(tmp_path_factory: pytest.TempPathFactory) -> str:
    tree = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "dsr", tree / "dsr", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    for planted in PLANTED:
        for name, text in planted.files.items():
            path = tree / "dsr" / name
            path.parent.mkdir(exist_ok=True)
            assert not path.exists(), f"{name} is a file of the program, choose another name"
            path.write_text(text, encoding="utf-8")
    return lint_imports(tree)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: f"{p.contract}:{p.reported}")
def test_contract_sees_its_violation(planted: Planted, planted_report: str) -> None:
    name = next(c["name"] for c in CONTRACTS if c["id"] == planted.contract)
    report = report_of(name, planted_report)
    assert planted.reported in report, planted_report


def test_every_contract_has_a_planted_violation() -> None:
    assert {p.contract for p in PLANTED} == {c["id"] for c in CONTRACTS}
