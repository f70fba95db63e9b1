"""How well and how fast letters are read: exact fields against a truth file, seconds a page.

    python bench/read.py DIR [--limit N]      (or DSR_BENCH_LETTERS=DIR)

DIR holds scans and ``truth.jsonl``: a line a letter with ``file``, ``pages``, ``lang``, ``types``,
``body`` (typed or hand), ``fields``, ``signature``, ``arrival_stamp`` and ``qr``. Without DIR the
project's own samples are read. Writes ``bench/results/read.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dsr.adapters.scan.reader import RapidScanReader
from dsr.cases.reading import Reading
from dsr.shipped import shipped

RESULTS = Path(__file__).resolve().parent / "results" / "read.json"
PARTS = ("name", "street", "postcode", "city", "email", "phone")
OTHER_RIGHTS = frozenset({"restriction", "portability", "consent_withdrawal"})


def main() -> None:
    """Read every letter, compare, print the table and write the result file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("DSR_BENCH_LETTERS"))
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    truths = list(truths_in(Path(options.folder)) if options.folder else own_truths())
    result = measured(truths[: options.limit])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    for body, rates in result["exact"].items():
        print(body, "  ".join(f"{field} {rate}" for field, rate in rates.items()))
    print(f"{result['seconds_a_page']} s a page, {result['pages']} pages")


def truths_in(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The letters of a folder with their truth."""
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        yield folder / truth["file"], truth


def own_truths() -> Iterator[tuple[Path, dict[str, Any]]]:
    """The project's own samples in the same form."""
    folder = shipped("letters") / "samples"
    samples = tomllib.loads((folder / "letters.toml").read_text(encoding="utf-8"))["letter"]
    for sample in samples:
        stamp = sample.get("arrival_stamp")
        yield (
            folder / sample["file"],
            {
                "lang": sample["language"],
                "types": sample["rights"],
                "body": "hand" if sample["body"] == "handwritten" else "typed",
                "fields": sample["sender"] | {"date": sample["letter_date"].isoformat()},
                "signature": {"present": sample["signed"]},
                "arrival_stamp": {"date": stamp.isoformat()} if stamp else None,
                "qr": None,
            },
        )


def measured(truths: list[tuple[Path, dict[str, Any]]]) -> dict[str, Any]:
    """The rates ``right/all`` by typed and hand, and the time."""
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    pages = 0
    with RapidScanReader() as reader:
        reader.read([truths[0][0]])
        start = time.perf_counter()
        for path, truth in truths:
            reading = reader.read([path])
            pages += reading.pages
            for field, is_right in judged(reading, truth):
                total[truth["body"], field] += 1
                right[truth["body"], field] += is_right
        seconds = time.perf_counter() - start
    exact: dict[str, dict[str, str]] = {}
    for body, field in total:
        rates = exact.setdefault(body, {})
        rates[field] = f"{right[body, field]}/{total[body, field]}"
    return {"exact": exact, "pages": pages, "seconds_a_page": round(seconds / max(1, pages), 2)}


def judged(reading: Reading, truth: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each field of the truth and whether it was read exactly (case of letters aside)."""
    sender = reading.sender.as_json()
    for part in PARTS:
        expected = truth["fields"].get(part)
        if expected is not None:
            yield part, (sender[part] or "").lower() == expected.lower()
    if truth["fields"].get("date"):
        found = reading.letter_date.isoformat() if reading.letter_date else None
        yield "date", found == truth["fields"]["date"]
    rights = {"other" if right in OTHER_RIGHTS else right for right in reading.rights}
    yield "rights", (rights or {"none"}) == set(truth["types"])
    yield "language", reading.language == truth["lang"]
    yield "signature", reading.signature.present == truth["signature"]["present"]
    yield "qr", list(reading.qr) == ([truth["qr"]] if truth["qr"] else [])
    if truth["arrival_stamp"]:
        found = reading.arrival_stamp.isoformat() if reading.arrival_stamp else None
        yield "arrival_stamp", found == truth["arrival_stamp"]["date"]


if __name__ == "__main__":
    main()
