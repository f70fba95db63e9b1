"""The same content gives the same bytes: another process, hash seed, zone, locale, folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tests.adapters.pdf.printing import printer
from tests.stages.response.salon import letter

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import hashlib
from tests.adapters.pdf.printing import printer
from tests.stages.response.salon import letter
printer().print(letter("LT-ACK", "en")[0])
print(hashlib.sha256(printer().print(letter("LT-ACCESS-PART", "sv")[0])).hexdigest())
"""


def test_same_bytes_in_another_world(tmp_path: Path) -> None:
    here = hashlib.sha256(printer().print(letter("LT-ACCESS-PART", "sv")[0])).hexdigest()
    world = {
        **os.environ,
        "PYTHONHASHSEED": "12345",
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
        "PYTHONPATH": str(ROOT),
    }
    there = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=world, capture_output=True, check=True
    )
    assert there.stdout.decode().split() == [here]
