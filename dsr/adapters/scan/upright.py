"""Make a page fit to read: square up a photographed sheet, take out a small skew."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from dsr.adapters.scan.pages import Picture

Boxes = NDArray[np.float32]
"""n x 4 x 2: the corners of text boxes, clockwise from the top left, in pixels."""

_SMALL_SIDE = 700
_LEAST_SHEET = 0.25
_WHOLE_FRAME = 0.97
_LEAST_SKEW = 0.15
_MOST_SKEW = 15.0
_TALL = 1.5


def squared(picture: Picture) -> Picture:
    """The sheet of paper seen from straight above, where its outline stands out; else as it is."""
    corners = _sheet_corners(picture)
    if corners is None:
        return picture
    width = max(_length(corners[0], corners[1]), _length(corners[3], corners[2]))
    height = max(_length(corners[0], corners[3]), _length(corners[1], corners[2]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    flat = cv2.warpPerspective(picture, matrix, (int(width), int(height)), flags=cv2.INTER_CUBIC)
    return np.asarray(flat, dtype=np.uint8)


def _length(start: NDArray[np.float32], end: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(end - start))


def _sheet_corners(picture: Picture) -> NDArray[np.float32] | None:
    """The sheet's corners clockwise from the top left, or None when no sheet stands out."""
    scale = _SMALL_SIDE / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (7, 7), 0)
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # Text is closed over, so that the sheet is one bright patch.
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (25, 25))
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, kernel)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    sheet = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(sheet) / float(grey.size)
    if not _LEAST_SHEET < share < _WHOLE_FRAME:
        return None
    corners = _four_corners(sheet)
    if corners is None or cv2.contourArea(sheet) < 0.93 * cv2.contourArea(corners):
        return None
    return _clockwise(corners / scale)


def _four_corners(outline: NDArray[np.int32]) -> NDArray[np.float32] | None:
    around = cv2.arcLength(outline, True)
    for tolerance in (0.02, 0.03, 0.04, 0.06):
        shape = cv2.approxPolyDP(outline, tolerance * around, True)
        if len(shape) == 4:
            return np.asarray(shape.reshape(4, 2), dtype=np.float32)
    return None


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    total, difference = corners.sum(axis=1), np.diff(corners, axis=1).ravel()
    order = [np.argmin(total), np.argmin(difference), np.argmax(total), np.argmax(difference)]
    return np.asarray(corners[order], dtype=np.float32)


def lies_on_its_side(boxes: Boxes) -> bool:
    """Whether most of the text runs from top to bottom, so the page needs a quarter turn."""
    widths = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    heights = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    area = widths * heights
    tall = area[heights > _TALL * widths].sum()
    return bool(tall > 0.5 * area.sum())


def skew_of(boxes: Boxes) -> float:
    """The slope of the lines in degrees, positive clockwise; 0 where it is too small to matter."""
    edges = boxes[:, 1] - boxes[:, 0]
    lengths = np.linalg.norm(edges, axis=1)
    long = lengths >= max(60.0, float(np.median(lengths)))
    if not long.any():
        return 0.0
    slopes = np.degrees(np.arctan2(edges[long, 1], edges[long, 0]))
    slope = float(np.median(slopes))
    return slope if _LEAST_SKEW < abs(slope) < _MOST_SKEW else 0.0


def turned_by(picture: Picture, degrees: float) -> Picture:
    """The picture turned back by a small skew, on white paper."""
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        picture,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return np.asarray(turned, dtype=np.uint8)


def quarter_turned(picture: Picture, turns: int) -> Picture:
    """The picture after so many quarter turns against the clock."""
    return np.ascontiguousarray(np.rot90(picture, turns))
