"""The command line: ``dsr``. Exit codes and JSON shapes are a contract (docs/reference/cli.md)."""

from __future__ import annotations

from dsr.entrypoints.cli.root import main

__all__ = ["main"]
