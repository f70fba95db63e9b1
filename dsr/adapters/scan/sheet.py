"""One page after it was looked at: its lines and marks, without the picture."""

from __future__ import annotations

from dataclasses import dataclass

from dsr.adapters.scan.handwriting import Handedness, handedness_of
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.marks import qr_codes
from dsr.adapters.scan.ocr import ReadPage
from dsr.adapters.scan.pages import Page
from dsr.adapters.scan.signature import Strokes, strokes_on


@dataclass(frozen=True)
class Sheet:
    """What a page says and shows.

    strokes: what may be a signature on it; handedness: how typed it looks (None: too little text).
    """

    number: int
    lines: tuple[Line, ...]
    qr: tuple[str, ...] = ()
    strokes: Strokes | None = None
    handedness: Handedness | None = None

    @property
    def blank(self) -> bool:
        return not self.lines


def looked_at(page: Page, read: ReadPage) -> Sheet:
    """The sheet of a recognised page."""
    return Sheet(
        number=read.number,
        lines=read.lines,
        qr=qr_codes(page.picture),
        strokes=strokes_on(read),
        handedness=handedness_of(read),
    )
