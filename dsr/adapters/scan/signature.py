"""Whether a hand-written signature seems to be there: strokes of a pen below the closing phrase.

What is left of the page's ink below the closing phrase, once ordinary lines, ruled lines and the
arrival stamp are taken away, is weighed by its shape. A signature runs wide and encloses little; a
logo, a stamp or a drawing is compact or closed. A name written large above the same name printed
is a signature too. The result is a score for the clerk: here a signature is neither demanded nor
trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from dsr.adapters.scan.lines import Box, Line
from dsr.adapters.scan.names import closing_line, is_person_name
from dsr.adapters.scan.ocr import ReadPage
from dsr.adapters.scan.phrases import folded
from dsr.adapters.scan.stamp import arrival_stamp, usual_height
from dsr.cases.reading import SignatureReading

Ink = NDArray[np.uint8]
"""Height x width, 255 where there is ink."""

_PRESENT = 0.5
_ZONE_DOWN, _ZONE_LEFT, _ZONE_RIGHT = 0.16, 0.10, 0.52
_ORDINARY = 1.5
_SURE = 0.9
_WORDMARK = 0.97
_SCRIPT_SCORE, _LARGE_NAME_SCORE = 0.85, 0.7
_LARGE_NAME = 1.65


@dataclass(frozen=True)
class Strokes:
    """The best candidate for a signature on a page: its score (0 to 1), page and place."""

    score: float
    page: int
    box: Box


def signature_of(candidates: Sequence[Strokes | None]) -> SignatureReading:
    """The letter's signature: the best candidate of its pages."""
    found = [candidate for candidate in candidates if candidate is not None]
    if not found:
        return SignatureReading()
    best = max(found, key=lambda candidate: candidate.score)
    present = best.score >= _PRESENT
    return SignatureReading(
        present=present,
        confidence=best.score,
        page=best.page if present else None,
        bbox=best.box if present else None,
    )


def strokes_on(read: ReadPage) -> Strokes | None:
    """The best candidate on a page; None when the page has no closing phrase or no ink below it."""
    closing = closing_line(read.lines)
    if closing is None:
        return None
    stamp = arrival_stamp(read.lines).lines
    usual = usual_height([line for line in read.lines if line not in stamp])
    below = [
        line
        for line in read.lines
        if line not in stamp and line is not closing and _in_zone(line, closing)
    ]
    candidates = [
        _written_name(below, usual, read.number),
        _pen_strokes(read, closing, [*below, closing], stamp, usual),
    ]
    found = [candidate for candidate in candidates if candidate is not None]
    return max(found, key=lambda candidate: candidate.score, default=None)


def _in_zone(line: Line, closing: Line) -> bool:
    return closing.middle < line.box[3] and line.top < closing.box[3] + _ZONE_DOWN


def _written_name(below: Sequence[Line], usual: float, page: int) -> Strokes | None:
    """A name above its printed twin, or one name much larger than the letter's writing."""
    for index, line in enumerate(below[:3]):
        if len(line.text) > 40 or line.height < usual:
            continue
        twin = any(
            is_person_name(other.text) and _same_surname(line.text, other.text)
            for other in below[index + 1 : index + 3]
        )
        if twin:
            return Strokes(_SCRIPT_SCORE, page, line.box)
        if is_person_name(line.text) and line.height > _LARGE_NAME * usual:
            return Strokes(_LARGE_NAME_SCORE, page, line.box)
    return None


def _same_surname(one: str, other: str) -> bool:
    first, second = folded(one).replace(".", " ").split(), folded(other).split()
    return bool(first and second) and fuzz.ratio(first[-1], second[-1]) >= 60


def _pen_strokes(
    read: ReadPage, closing: Line, lines: Sequence[Line], stamp: Sequence[Line], usual: float
) -> Strokes | None:
    height, width = read.picture.shape[:2]
    top, bottom = closing.middle, min(1.0, closing.box[3] + _ZONE_DOWN)
    left, right = max(0.0, closing.left - _ZONE_LEFT), min(1.0, closing.left + _ZONE_RIGHT)
    x, y = int(left * width), int(top * height)
    crop = read.picture[y : int(bottom * height), x : int(right * width)]
    unit = usual * height
    if crop.shape[0] < 2 * unit or crop.shape[1] < 2 * unit:
        return None
    ink = _ink(crop, unit)
    for line in [*lines, *stamp]:
        if line in stamp or _is_print(line, usual):
            _wipe(ink, line, x, y, height, width, 2.0 * unit if line in stamp else 0.15 * unit)
    found = _best_shape(ink, unit)
    if found is None:
        return None
    score, (a, b, w, h) = found
    box = ((x + a) / width, (y + b) / height, (x + a + w) / width, (y + b + h) / height)
    return Strokes(score, read.number, box)


def _is_print(line: Line, usual: float) -> bool:
    """An ordinary line, or one large word that reads too well to be a signature (a wordmark)."""
    if line.height < _ORDINARY * usual:
        return line.confidence > _SURE
    return line.confidence > _WORDMARK and len(line.text) > 4 and " " not in line.text.strip()


def _ink(crop: NDArray[np.uint8], unit: float) -> Ink:
    """The dark marks of a crop without ruled lines and specks."""
    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    block = int(3 * unit) | 1
    ink = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 22
    )
    ruler = cv2.getStructuringElement(cv2.MORPH_RECT, (int(5 * unit), 1))
    ruled = cv2.morphologyEx(ink, cv2.MORPH_OPEN, ruler)
    ink = cv2.subtract(ink, cv2.dilate(ruled, np.ones((5, 1), np.uint8)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    small = [i for i in range(1, count) if max(stats[i, 2], stats[i, 3]) < 0.3 * unit]
    ink[np.isin(labels, small)] = 0
    return np.asarray(ink, dtype=np.uint8)


def _wipe(ink: Ink, line: Line, x: int, y: int, height: int, width: int, margin: float) -> None:
    box = line.box
    top = max(0, int(box[1] * height - y - margin))
    bottom = max(0, int(box[3] * height - y + margin))
    left = max(0, int(box[0] * width - x - margin))
    right = max(0, int(box[2] * width - x + margin))
    ink[top:bottom, left:right] = 0


def _best_shape(ink: Ink, unit: float) -> tuple[float, tuple[int, int, int, int]] | None:
    """The best group of strokes: its score and its box (left, top, width, height) in the crop."""
    reach = max(3, int(0.5 * unit))
    groups = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(groups, connectivity=8)
    best: tuple[float, tuple[int, int, int, int]] | None = None
    for index in range(1, count):
        left, top, width, height = (int(value) for value in stats[index, :4])
        if height < 1.2 * unit or width < 1.5 * unit:
            continue
        own = np.where(labels == index, ink, 0).astype(np.uint8)
        score = _score(own, width / unit, height / unit)
        if best is None or score > best[0]:
            best = (score, (left, top, width, height))
    return best


def _score(strokes: Ink, width: float, height: float) -> float:
    """How much a group looks like pen strokes; width and height in the letter's line heights."""
    outlines, _ = cv2.findContours(strokes, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return 0.0
    hull = cv2.convexHull(np.vstack(outlines))
    enclosed = sum(cv2.contourArea(outline) for outline in outlines)
    filled = enclosed / max(1.0, cv2.contourArea(hull))
    wide = _ramp(width, 1.8, 4.0)
    tall = _ramp(height, 1.2, 2.2)
    open_shape = 1.0 - _ramp(filled, 0.40, 0.62)
    not_scattered = _ramp(filled, 0.02, 0.05)
    shape = _ramp(width / max(height, 0.1), 0.55, 1.1)
    return float(round(wide * tall * open_shape * not_scattered * shape, 3))


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
