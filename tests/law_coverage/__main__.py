"""``python -m tests.law_coverage docs/law-coverage.md``."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.law_coverage.page import write

if __name__ == "__main__":
    write(Path(sys.argv[1]))
