"""One two-page letter with a table of 30 rows, beside bare WeasyPrint on the same HTML.

The limit is WeasyPrint's own time for the same page without tags, standards and enclosures: what we
add above it is ours to answer for. CPU time, because the machine is shared.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

from dsr.adapters.pdf.printer import WeasyPrinter
from dsr.cases.letter import DataTable, Element, Enclosure, LetterContent
from dsr.shipped import shipped
from tests.stages.response.salon import letter

ROUNDS = 9
ROWS = 30


def two_page_letter() -> LetterContent:
    """An acknowledgement with a table of 30 rows and four columns, JSON and CSV enclosed."""
    content, _ = letter("LT-ACK", "fi")
    rows = tuple((f"{n}.2.2025", "hieronta", f"Hieroja {n % 5}", "45,00 €") for n in range(ROWS))
    table = DataTable("Varaukset", ("Aika", "Palvelu", "Tekijä", "Hinta"), rows)
    data = json.dumps(rows, ensure_ascii=False).encode()
    enclosures = (
        Enclosure("a.csv", "taulukko", data, "Alternative"),
        Enclosure("a.json", "tarkka jäljennös", data, "Data"),
    )
    elements = (*content.elements[:3], Element(("L20",), (table,)), *content.elements[-2:])
    return replace(content, elements=elements, enclosures=enclosures)


def cpu_ms(work: Callable[[], object]) -> float:
    """Processor time of one call in milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measure() -> dict[str, object]:
    """Medians of ``ROUNDS`` rounds after two to warm up; both kinds alternate in one run."""
    letters = shipped("letters")
    printer = WeasyPrinter(
        shipped("templates") / "letter", letters / "fonts", letters / "forms" / "fi-c5-e65.toml"
    )
    content = two_page_letter()
    pages = len(printer.text(printer.print(content)))
    html, style, engine = printer.html(content), printer._stylesheet, printer._engine

    def bare() -> bytes:
        document = engine.weasyprint.HTML(string=html, url_fetcher=engine.fetcher)
        made: bytes = document.write_pdf(stylesheets=[style], font_config=engine.font_config)
        return made

    ours, limit, read = [], [], []
    pdf = printer.print(content)
    for turn in range(ROUNDS + 2):
        times = cpu_ms(lambda: printer.print(content)), cpu_ms(bare)
        reading = cpu_ms(lambda: printer.text(pdf))
        if turn >= 2:
            ours.append(times[0])
            limit.append(times[1])
            read.append(reading)
    return {
        "name": "letter, two pages, 30 rows, PDF/A-3a and PDF/UA-1 with two enclosures",
        "pages": pages,
        "bytes": len(pdf),
        "cpu_ms": round(median(ours), 1),
        "bare_weasyprint_cpu_ms": round(median(limit), 1),
        "ratio": round(median(ours) / median(limit), 3),
        "read_back_cpu_ms": round(median(read), 1),
        "rounds": ROUNDS,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
