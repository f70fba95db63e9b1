"""A line of text on an upright page, and the order in which a person reads the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions (0 to 1) of the upright page's width and height."""

_SAME_LINE = 0.5
_WIDEST_GAP_IN_HEIGHTS = 1.6
_DATE = re.compile(r"\d{1,2}\s?[./]\s?\d{1,2}\s?[./]\s?\d{4}|\d{4}-\d{1,2}-\d{1,2}")
A4_RATIO = 1.414


@dataclass(frozen=True)
class Line:
    """One printed or written line.

    page counts from 1; confidence is the recogniser's, 0 to 1 (a text layer has 1.0).
    """

    text: str
    page: int
    box: Box
    confidence: float

    @property
    def height(self) -> float:
        """Height of the line as a fraction of the page height."""
        return self.box[3] - self.box[1]

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def top(self) -> float:
        return self.box[1]

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


def reading_order(pieces: Iterable[Line]) -> list[Line]:
    """Join the pieces of one line and sort the lines from top to bottom, left to right.

    Pieces that stand far apart on one level (a sender at the left and a date at the right) stay
    two lines: they belong to two columns.
    """
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda line: (line.page, line.left)):
        host = next((i for i, line in enumerate(lines) if _continues(line, piece)), None)
        if host is None:
            lines.append(piece)
        else:
            lines[host] = join(lines[host], piece)
    return _top_to_bottom(lines)


def _continues(line: Line, piece: Line) -> bool:
    if line.page != piece.page:
        return False
    shared = min(line.box[3], piece.box[3]) - max(line.box[1], piece.box[1])
    if shared < _SAME_LINE * min(line.height, piece.height):
        return False
    if max(line.height, piece.height) > 2.0 * min(line.height, piece.height):
        return False
    if _DATE.search(line.text) and _DATE.search(piece.text):
        # The letter's date and the stamp's stand side by side: never one line.
        return False
    gap = (piece.box[0] - line.box[2]) / A4_RATIO
    # Boxes of one line may overlap a little; a piece inside another is a reading of its own.
    return -0.8 * line.height < gap < _WIDEST_GAP_IN_HEIGHTS * min(line.height, piece.height)


def join(first: Line, second: Line) -> Line:
    """Two neighbours as one line."""
    a, b = first.box, second.box
    return Line(
        text=f"{first.text} {second.text}",
        page=first.page,
        box=(min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])),
        confidence=min(first.confidence, second.confidence),
    )


def _top_to_bottom(lines: Sequence[Line]) -> list[Line]:
    """Rows first: lines whose middles are on one level are read from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: (item.page, item.middle)):
        last = rows[-1][0] if rows else None
        if last and last.page == line.page and line.middle < last.box[3] - 0.3 * last.height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda item: item.left)]
