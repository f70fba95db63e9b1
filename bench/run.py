"""``make bench``: what one access, one erasure, one letter and one step cost.

Every figure stands beside its limit measured in the same run; only the ratio travels between
machines. Results go to bench/results/*.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import case, letter, register, store

RESULTS = Path(__file__).resolve().parent / "results"

BENCHES: Mapping[str, Callable[[], Mapping[str, object]]] = {
    "case": case.measure,
    "register": register.measure,
    "letter": letter.measure,
    "store": store.measure,
}


def main(names: list[str]) -> None:
    """Run the benches named, or all, and print what each measured."""
    RESULTS.mkdir(exist_ok=True)
    for name in names or list(BENCHES):
        found = BENCHES[name]()
        text = json.dumps(found, indent=2, sort_keys=True, default=str)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(f"\n{name}")
        for line in flat(found):
            print("  " + line)


def flat(value: object, path: str = "") -> list[str]:
    """``a.b   value`` lines, floats rounded to four digits."""
    if isinstance(value, Mapping):
        return [line for key, part in value.items() for line in flat(part, f"{path}.{key}")]
    shown = f"{value:.4g}" if isinstance(value, float) else str(value)
    return [f"{path.strip('.'):48} {shown}"]


if __name__ == "__main__":
    main(sys.argv[1:])
