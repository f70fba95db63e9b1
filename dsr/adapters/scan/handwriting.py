"""Whether a letter's body is typed or written by hand, from how evenly its letters stand.

Type stands on its line to within a hundredth of its height; a hand does not. The recogniser's own
confidence is the second witness. Handwriting is said, not guessed at: the clerk then types beside
the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.ocr import ReadPage
from dsr.adapters.scan.stamp import arrival_stamp

_TYPED_UNTIL, _BY_HAND_FROM = 0.35, 0.5
_SHORTEST_LINE, _FEWEST_LETTERS = 8, 6
_EVEN, _UNEVEN = 0.009, 0.015
_READS_BADLY, _READS_WELL = 0.97, 0.995


@dataclass(frozen=True)
class Handedness:
    """How much a page looks written by hand (0 typed, 1 by hand), and on how many letters."""

    score: float
    letters: int


def handedness_of(read: ReadPage) -> Handedness | None:
    """The page's handedness; None when it has too little text to tell."""
    if read.digital:
        return Handedness(0.0, sum(len(line.text) for line in read.lines))
    stamp = arrival_stamp(read.lines).lines
    lines = [ln for ln in read.lines if ln not in stamp and len(ln.text) >= _SHORTEST_LINE]
    if not lines:
        return None
    grey = cv2.cvtColor(read.picture, cv2.COLOR_BGR2GRAY)
    jumps = [jump for line in lines if (jump := _jump(grey, line)) is not None]
    if not jumps:
        return None
    letters = [len(line.text) for line in lines]
    confidence = float(np.average([line.confidence for line in lines], weights=letters))
    uneven = _ramp(float(np.median(jumps)), _EVEN, _UNEVEN)
    badly = 1.0 - _ramp(confidence, _READS_BADLY, _READS_WELL)
    return Handedness(0.7 * uneven + 0.3 * badly, sum(letters))


def body_kind(pages: Sequence[Handedness | None]) -> str:
    """``typed``, ``handwritten`` or ``unclear``."""
    known = [page for page in pages if page is not None]
    if not known:
        return "unclear"
    score = np.average([page.score for page in known], weights=[page.letters for page in known])
    if score <= _TYPED_UNTIL:
        return "typed"
    return "handwritten" if score >= _BY_HAND_FROM else "unclear"


def _jump(grey: NDArray[np.uint8], line: Line) -> float | None:
    """How far the feet of a line's letters lie off a straight line, in heights of the line."""
    height, width = grey.shape
    left, top, right, bottom = line.box
    crop = grey[int(top * height) : int(bottom * height), int(left * width) : int(right * width)]
    tall = crop.shape[0]
    if tall < 8 or crop.shape[1] < tall:
        return None
    _, ink = cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    letters = stats[1:]
    letters = letters[(letters[:, 3] > 0.2 * tall) & (letters[:, 2] < 3 * tall)]
    if len(letters) < _FEWEST_LETTERS:
        return None
    feet = (letters[:, 1] + letters[:, 3]).astype(float)
    middles = letters[:, 0] + letters[:, 2] / 2
    on_line = np.abs(feet - np.median(feet)) < 0.25 * tall
    if on_line.sum() < 4:
        return None
    slope, start = np.polyfit(middles[on_line], feet[on_line], 1)
    off = np.sort(np.abs(feet - (slope * middles + start))) / tall
    # Letters with a tail hang below the line in type as well: the worst third is left out.
    return float(off[: max(1, int(0.7 * len(off)))].mean())


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
