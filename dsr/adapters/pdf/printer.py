"""The letter printer: content in, PDF/A-3a and PDF/UA-1 out; and the text read back for the gate.

Jinja2 escapes everything and refuses undefined names. The same content gives the same bytes with
the same versions of WeasyPrint, Pango and HarfBuzz.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import jinja2
import pypdfium2

from dsr.adapters.pdf.clean import clean, covered
from dsr.adapters.pdf.engine import Engine, load_engine
from dsr.adapters.pdf.form import Form, load_form
from dsr.adapters.pdf.markup import letter_data
from dsr.cases.letter import LetterContent
from dsr.errors import BadInput

#: PDFium gives a hyphen at the end of a line as this.
_LINE_END_HYPHEN = "\ufffe"

#: Neither Pango's nor PDFium's handles may be used by two threads at once.
_ONE_AT_A_TIME = Lock()


class WeasyPrinter:
    """Prints letters on one paper form. Nothing is loaded before the first letter.

    templates: folder with ``letter.html.j2`` and ``letter.css.j2``. fonts: folder with
    ``fonts.conf``. form: a file of ``letters/forms/``.
    """

    def __init__(self, templates: Path, fonts: Path, form: Path) -> None:
        self.form: Form = load_form(form)
        self._fonts = fonts
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )

    def print(self, content: LetterContent) -> bytes:
        """PDF/A-3a and PDF/UA-1 in one file. Raises BadConfiguration, BadInput, Defect."""
        if len(content.recipient) > self.form.most_lines:
            raise BadInput(
                f"The address has more than {self.form.most_lines} lines.",
                "Shorten it: the envelope's window shows no more.",
            )
        html = self.html(content)
        with _ONE_AT_A_TIME, _no_garbage_collection():
            return self._engine.pdf(html, self._stylesheet, content.enclosures, content.on)

    def html(self, content: LetterContent) -> str:
        """The letter as HTML, cleaned and escaped."""
        glyphs = covered(self._fonts)
        data = letter_data(content, lambda text: clean(text, glyphs, content.language))
        return self._templates.get_template("letter.html.j2").render(letter=data)

    def text(self, pdf: bytes) -> tuple[str, ...]:
        """The text of each page as PDFium extracts it. Raises BadInput when it is no PDF."""
        with _ONE_AT_A_TIME:
            try:
                document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                raise BadInput("This is no readable PDF.") from error
            try:
                return tuple(_page_text(document[number]) for number in range(len(document)))
            finally:
                document.close()

    @cached_property
    def _engine(self) -> Engine:
        return load_engine(self._fonts)

    @cached_property
    def _stylesheet(self) -> Any:
        css = self._templates.get_template("letter.css.j2").render(form=self.form)
        return self._engine.stylesheet(css)


def _page_text(page: Any) -> str:
    textpage = page.get_textpage()
    try:
        text: str = textpage.get_text_range()
    finally:
        textpage.close()
        page.close()
    return text.replace(_LINE_END_HYPHEN, "-")


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """The cyclic collector costs up to a third of the time of a long letter."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
