"""One reader for the whole session: the networks load once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dsr.adapters.scan.reader import RapidScanReader
from dsr.cases.reading import Reading
from dsr.shipped import shipped

SAMPLES = shipped("letters") / "samples"
TRUTH: dict[str, Any] = tomllib.loads((SAMPLES / "letters.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def reader() -> Iterator[RapidScanReader]:
    controller = TRUTH["controller"]
    with RapidScanReader(
        controller_names=controller["names"],
        controller_streets=controller["streets"],
        controller_postcodes=controller["postcodes"],
        timeout_seconds=120.0,
    ) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_readings(reader: RapidScanReader) -> dict[str, Reading]:
    """Every sample letter, read once, by name."""
    letters = TRUTH["letter"]
    readings = reader.read_many([SAMPLES / letter["file"] for letter in letters])
    return {letter["name"]: read for letter, read in zip(letters, readings, strict=True)}


@pytest.fixture
def sample_files() -> Path:
    return SAMPLES
