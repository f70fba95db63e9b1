"""Recognise the text of a page with RapidOCR (models inside its wheel, nothing is fetched).

Settings as measured: no line classifier (it errs on short lines; the page is turned as a whole
instead), detection on 1,200 pixels, one line at a time in recognition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from rapidocr import RapidOCR

from dsr.adapters.scan import upright
from dsr.adapters.scan.lines import Line, reading_order
from dsr.adapters.scan.overprint import put_right, strip_under_stamp, without_stamp_ink
from dsr.adapters.scan.pages import Page, Picture

_SETTINGS = {
    "Global.use_cls": False,
    "Global.log_level": "critical",
    "Global.max_side_len": 2600,
    "Det.limit_side_len": 1200,
    "Det.limit_type": "max",
    "Rec.rec_batch_num": 1,
}
_STRIP = 6
_SURE = 0.90
_THICK, _LONG, _MARGIN = 1.4, 8.0, 8
_LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True)
class ReadPage:
    """An upright page and its lines in reading order; no lines on a blank page.

    quarter_turns: how far the page was turned against the clock to stand upright.
    """

    number: int
    picture: Picture
    lines: tuple[Line, ...]
    digital: bool = False
    quarter_turns: int = 0

    @property
    def blank(self) -> bool:
        return not self.lines


class Recogniser:
    """The two networks, loaded once and used for every page."""

    def __init__(self) -> None:
        self._engine = RapidOCR(params=dict(_SETTINGS))

    def read(self, page: Page, number: int) -> ReadPage:
        """The page upright, with its lines."""
        if page.text_layer:
            layer = tuple(reading_order(page.text_layer))
            return ReadPage(number, page.picture, layer, digital=True)
        picture = upright.squared(page.picture) if page.photograph else page.picture
        boxes = self._detect(picture)
        if boxes is None:
            return ReadPage(number, picture, ())
        picture, boxes, turns = self._stand_upright(picture, boxes)
        skew = upright.skew_of(boxes)
        if skew:
            picture = upright.turned_by(picture, skew)
            boxes = self._detect(picture)
        lines: list[Line] = []
        if boxes is not None:
            lines = self._recognise(picture, boxes, number)
            lines += self._missed(picture, boxes, lines, number)
            lines = self._under_stamp(picture, lines, number)
        return ReadPage(number, picture, tuple(reading_order(lines)), quarter_turns=turns)

    def _detect(self, picture: Picture) -> upright.Boxes | None:
        found: Any = self._engine(picture, use_det=True, use_cls=False, use_rec=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None or not len(boxes):
            return None
        return np.asarray(boxes, dtype=np.float32)

    def _missed(
        self, picture: Picture, boxes: upright.Boxes, lines: list[Line], number: int
    ) -> list[Line]:
        """Lines swallowed into a neighbour's box: thick boxes, looked at again."""
        spans = boxes.max(axis=1) - boxes.min(axis=1)
        tall = _THICK * np.median(spans[:, 1])
        missed = []
        for box in boxes[(spans[:, 1] > tall) & (spans[:, 0] > _LONG * spans[:, 1])]:
            corner = np.maximum(box.min(axis=0) - _MARGIN, 0).astype(int)
            end = (box.max(axis=0) + _MARGIN).astype(int)
            found = self._detect_enlarged(picture[corner[1] : end[1], corner[0] : end[0]])
            if found is not None:
                again = self._recognise(picture, found + corner.astype(np.float32), number)
                missed += [line for line in again if not _known(line, lines)]
        return missed

    def _under_stamp(self, picture: Picture, lines: list[Line], number: int) -> list[Line]:
        """The lines, with what the arrival stamp hides read once more without its ink."""
        part = strip_under_stamp(lines)
        if part is None:
            return lines
        height, width = picture.shape[:2]
        left, top = int(part[0] * width), int(part[1] * height)
        right, bottom = int(part[2] * width), int(part[3] * height)
        cleared = np.full_like(picture, 255)
        cleared[top:bottom, left:right] = without_stamp_ink(picture[top:bottom, left:right])
        found = self._detect(np.ascontiguousarray(cleared[top:bottom, left:right]))
        if found is None:
            return lines
        boxes = found + np.array([left, top], dtype=np.float32)
        return put_right(lines, self._recognise(cleared, boxes, number))

    def _detect_enlarged(self, strip: Picture) -> upright.Boxes | None:
        """Detection at twice the size; the strip is narrow, so this costs little."""
        detector = self._engine.text_det
        usual = detector.limit_side_len
        detector.limit_side_len = 2 * max(strip.shape[:2])
        try:
            found = self._detect(np.repeat(np.repeat(strip, 2, axis=0), 2, axis=1))
        finally:
            detector.limit_side_len = usual
        return None if found is None else found * np.float32(0.5)

    def _stand_upright(
        self, picture: Picture, boxes: upright.Boxes
    ) -> tuple[Picture, upright.Boxes, int]:
        """Turn the page by quarters until a strip of its longest lines reads best."""
        turns = 0
        if upright.lies_on_its_side(boxes):
            picture, turns = upright.quarter_turned(picture, 1), 1
            boxes = self._or_same(self._detect(picture), boxes)
        strip = self._strip(picture, boxes)
        straight = self._confidence(strip)
        if straight < _SURE:
            upside_down = self._confidence([np.ascontiguousarray(c[::-1, ::-1]) for c in strip])
            if upside_down > straight:
                picture, turns = upright.quarter_turned(picture, 2), turns + 2
                boxes = self._or_same(self._detect(picture), boxes)
        return picture, boxes, turns

    @staticmethod
    def _or_same(found: upright.Boxes | None, before: upright.Boxes) -> upright.Boxes:
        return before if found is None else found

    def _strip(self, picture: Picture, boxes: upright.Boxes) -> list[Picture]:
        widths = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
        # Lines of middling length: the longest cost most and show no more.
        order = np.argsort(-widths)
        chosen = boxes[order[: max(_STRIP, len(order) // 2)][-_STRIP:]]
        crops: list[Picture] = self._engine.crop_text_regions(picture, chosen)
        return crops

    def _confidence(self, crops: list[Picture]) -> float:
        read: Any = self._engine.recognize_txt(crops)
        lengths = [max(1, len(text)) for text in read.txts]
        return float(np.average(read.scores, weights=lengths))

    def _recognise(self, picture: Picture, boxes: upright.Boxes, number: int) -> list[Line]:
        crops = self._engine.crop_text_regions(picture, boxes)
        read: Any = self._engine.recognize_txt(crops)
        height, width = picture.shape[:2]
        lines: list[Line] = []
        for corners, text, score in zip(boxes, read.txts, read.scores, strict=True):
            if not text.strip() or score < _LEAST_CONFIDENCE:
                continue
            left, top = corners.min(axis=0)
            right, bottom = corners.max(axis=0)
            box = (
                float(left) / width,
                float(top) / height,
                float(right) / width,
                float(bottom) / height,
            )
            lines.append(Line(text.strip(), number, box, float(score)))
        return lines


def _known(line: Line, lines: list[Line]) -> bool:
    """Whether the line was read already, as a whole or as part of another."""
    return any(fuzz.partial_ratio(line.text, other.text) > 75 for other in lines)
