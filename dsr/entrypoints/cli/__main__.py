"""``python -m dsr.entrypoints.cli``."""

from __future__ import annotations

from dsr.entrypoints.cli.root import main

main()
