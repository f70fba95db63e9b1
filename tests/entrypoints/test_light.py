"""Light commands stay light: what a person types often must not wait for an OCR engine."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.faults import stories

HEAVY = ("sqlalchemy", "weasyprint", "rapidocr", "onnxruntime", "cv2", "pypdfium2", "holidays")


def imported(*words: str) -> set[str]:
    command = [sys.executable, "-X", "importtime", "-m", "dsr.entrypoints.cli", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


def seconds(*words: str) -> float:
    """Processor time of the best of three calls."""

    def used() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    found = []
    for _ in range(3):
        before = used()
        command = [sys.executable, "-m", "dsr.entrypoints.cli", *words]
        subprocess.run(command, capture_output=True, check=True)
        found.append(used() - before)
    return min(found)


def test_due_needs_the_law_alone() -> None:
    words = ("due", "--received", "2026-03-05", "--json")
    assert imported(*words).isdisjoint(HEAVY)
    assert seconds(*words) < 0.4


def test_a_list_of_cases_loads_no_pdf_and_no_reading(tmp_path: Path) -> None:
    desk = stories.open_site(tmp_path / "site")
    words = ("--site", str(desk.site), "case", "list")
    found = imported(*words)
    assert "sqlalchemy" in found
    assert found.isdisjoint(set(HEAVY) - {"sqlalchemy"})
