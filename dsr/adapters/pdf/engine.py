"""WeasyPrint, loaded when the first letter is printed, shut off from disk and network.

Importing it takes 0.4 s and needs Pango; fontconfig reads FONTCONFIG_FILE once, so it is set
before. The fetcher knows no address at all: letters have no pictures, and whatever a hostile text
smuggles past the template's escaping must not reach a file or a host.
"""

from __future__ import annotations

import logging
import os
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from dsr.adapters.pdf.standards import finish
from dsr.cases.letter import Enclosure
from dsr.errors import BadConfiguration, Defect

APT_LINE = (
    "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0"
)


@dataclass(frozen=True)
class Engine:
    """WeasyPrint with our fonts. One a process: fontconfig cannot be pointed elsewhere later."""

    weasyprint: Any
    font_config: Any
    fetcher: Any

    def stylesheet(self, css: str) -> Any:
        """A parsed stylesheet, to be kept for many letters."""
        return self.weasyprint.CSS(
            string=css, font_config=self.font_config, url_fetcher=self.fetcher, base_url="asset:"
        )

    def pdf(self, html: str, stylesheet: Any, enclosures: tuple[Enclosure, ...], on: date) -> bytes:
        """One letter. Raises Defect when the document would fetch anything."""
        try:
            document = self.weasyprint.HTML(
                string=html, base_url="asset:", url_fetcher=self.fetcher
            ).render(stylesheets=[stylesheet], font_config=self.font_config)
            made: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                attachments=[self._attachment(e, on) for e in _sorted(enclosures)],
                finisher=finish,
            )
        except self.weasyprint.urls.FatalURLFetchingError as error:  # a BaseException
            raise Defect("A letter tried to load something from outside.") from error
        return made

    def _attachment(self, enclosure: Enclosure, on: date) -> Any:
        midnight = datetime.combine(on, time(), UTC)  # the clock would make the bytes differ
        return self.weasyprint.Attachment(
            string=enclosure.content,
            name=enclosure.name,
            description=enclosure.description,
            created=midnight,
            modified=midnight,
            relationship=enclosure.relationship,
            url_fetcher=self.fetcher,
        )


@cache
def load_engine(fonts: Path) -> Engine:
    """Import WeasyPrint with the fonts of this folder. Raises BadConfiguration without Pango."""
    os.environ["FONTCONFIG_FILE"] = str(fonts / "fonts.conf")
    try:
        with redirect_stdout(StringIO()):  # it prints advice to standard output before it fails
            import weasyprint
            import weasyprint.text.fonts as font_module
            import weasyprint.urls as urls
    except OSError as error:
        raise BadConfiguration(
            "Letters cannot be printed: Pango or HarfBuzz is missing on this machine.",
            f"Install it: {APT_LINE}",
        ) from error
    # Its messages quote the document, and documents are letters to persons.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL + 1)

    class NothingToFetch(urls.URLFetcher):  # type: ignore[misc]
        """Refuses every address, data: included."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("A letter loads nothing.")

    fetcher = NothingToFetch(allowed_protocols=[], fail_on_errors=True)
    return Engine(weasyprint, font_module.FontConfiguration(), fetcher)


def _sorted(enclosures: tuple[Enclosure, ...]) -> list[Enclosure]:
    """By name: a PDF's name tree must be sorted, and WeasyPrint does not do it."""
    return sorted(enclosures, key=lambda e: e.name)
