"""Makes the database fixtures of tests/database known to every test."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def pytest_configure(config: pytest.Config) -> None:
    for server in ("postgres", "mariadb"):
        name = f"{server}_fixtures"
        path = Path(__file__).parent / "database" / f"{server}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        config.pluginmanager.register(module, name)
