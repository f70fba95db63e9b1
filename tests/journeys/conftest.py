"""A site made once, and a copy of it on the desk of every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk import Desk, dsr_says
from tests.journeys.reading_once import reading_once

CUSTOMERS = 60


@pytest.fixture(scope="module", autouse=True)
def files_are_read_once() -> Iterator[None]:
    """Tables, grounds and wording come with the program: one reading does for all calls."""
    with reading_once():
        yield


@pytest.fixture(scope="session")
def pristine_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site as ``dsr init --demo`` makes it."""
    site = tmp_path_factory.mktemp("pristine") / "site"
    said = dsr_says("init", str(site), "--demo", "--customers", str(CUSTOMERS), env={})
    assert said.exit == 0, said.err
    return site


@pytest.fixture
def desk(pristine_site: Path, tmp_path: Path) -> Desk:
    """A desk with nothing on it, on Thursday 12 March 2026."""
    site = tmp_path / "site"
    shutil.copytree(pristine_site, site)
    return Desk(site)
