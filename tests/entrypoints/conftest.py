"""One demo site a module: made once, for what is asked of it changes nothing or is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import stories
from tests.faults.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return stories.open_site(tmp_path_factory.mktemp("site") / "site")


@pytest.fixture
def own_desk(tmp_path: Path) -> Desk:
    """A site that a test may spoil."""
    return stories.open_site(tmp_path / "site")
