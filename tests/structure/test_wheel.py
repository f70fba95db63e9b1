"""The built wheel works away from the checkout: data folders inside, the command runs from it."""

from __future__ import annotations

import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("workflows", "templates", "letters")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the tree, as a release would be, without a network."""
    tree = tmp_path_factory.mktemp("tree")
    for name in ("dsr", *SHIPPED):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, tree)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"]
    subprocess.run(command, cwd=tree, check=True, capture_output=True)
    (built,) = (tree / "out").glob("dsr-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel; the locked requirements are lent by a path file."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home, with_pip=False, symlinks=True)
    scheme = {"base": str(home), "platbase": str(home)}
    target = Path(sysconfig.get_path("purelib", vars=scheme))
    scripts = home / "bin"
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install"]
    quiet = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([*pip, *quiet], check=True, capture_output=True)
    # Python follows path files only in its own folders: the lent packages are seen, the editable
    # install of this checkout, a path file among them, is not.
    (target / "lent.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return home


def run(installed: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=installed,
        env={"PATH": os.environ["PATH"], "HOME": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_every_shipped_file(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in SHIPPED:
        files = [p for p in (ROOT / folder).rglob("*") if p.is_file()]
        assert files, folder
        missing = {f"dsr/_shipped/{p.relative_to(ROOT)}" for p in files} - names
        assert not missing


def test_the_wheel_holds_no_tests(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("dsr-")} == {"dsr"}


def test_the_program_finds_its_data_inside_the_wheel(installed: Path) -> None:
    ask = "import dsr.shipped as s; print(s.__file__); print(s.shipped('letters'))"
    done = run(installed, installed / "bin" / "python", "-c", ask)
    assert done.returncode == 0, done.stderr
    module, folder = (Path(line) for line in done.stdout.splitlines())
    assert module.is_relative_to(installed)
    assert folder == module.parent / "_shipped" / "letters"


@pytest.mark.parametrize("arguments", [("--version",), ("workflow", "check"), ("grounds",)])
def test_the_command_runs_from_the_wheel(installed: Path, arguments: tuple[str, ...]) -> None:
    done = run(installed, installed / "bin" / "dsr", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
