"""The printer as shipped, for the tests of letters."""

from __future__ import annotations

from functools import cache

from dsr.adapters.pdf.printer import WeasyPrinter
from dsr.shipped import shipped

FORM = shipped("letters") / "forms" / "fi-c5-e65.toml"


@cache
def printer() -> WeasyPrinter:
    """One printer for all tests: loading WeasyPrint takes a second."""
    return WeasyPrinter(shipped("templates") / "letter", shipped("letters") / "fonts", FORM)
