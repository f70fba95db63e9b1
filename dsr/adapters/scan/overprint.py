"""What stands below an arrival stamp: the stamp's ink is lighter or coloured, the text's is black.

Most addresses that are lost on real post are lost below a stamp. The strip around it is cleared of
everything that is not black and read once more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from dsr.adapters.scan.lines import Box, Line
from dsr.adapters.scan.pages import Picture
from dsr.adapters.scan.stamp import arrival_stamp

_LEFT, _RIGHT, _ABOVE, _BELOW = 0.28, 0.14, 0.05, 0.05
_BLACK, _NOT_BLACK = 70.0, 118.0
_SURE = 0.9
_SAME_LINE = 0.4


def strip_under_stamp(lines: Sequence[Line]) -> Box | None:
    """The part of the page around the arrival stamp; None when there is no stamp."""
    stamp = arrival_stamp(lines).lines
    if not stamp:
        return None
    return (
        max(0.0, min(line.box[0] for line in stamp) - _LEFT),
        max(0.0, min(line.box[1] for line in stamp) - _ABOVE),
        min(1.0, max(line.box[2] for line in stamp) + _RIGHT),
        min(1.0, max(line.box[3] for line in stamp) + _BELOW),
    )


def without_stamp_ink(strip: Picture) -> Picture:
    """The strip with only its black ink: a colour shows in its brightest channel."""
    brightest = strip.max(axis=2).astype(np.float32)
    cleared = np.clip((brightest - _BLACK) / (_NOT_BLACK - _BLACK), 0.0, 1.0) * 255.0
    return np.repeat(cleared.astype(np.uint8)[:, :, None], 3, axis=2)


def put_right(lines: Sequence[Line], again: Sequence[Line]) -> list[Line]:
    """The lines with those that the second reading saw better or at all."""
    stamp = arrival_stamp(lines).lines
    kept = list(lines)
    for line in again:
        if line.confidence < _SURE or len(line.text) < 4 or _is_stamps(line, stamp):
            continue
        rivals = [old for old in kept if old not in stamp and _on_one_line(old, line)]
        if any(_reads_as_well(old, line) for old in rivals):
            continue
        kept = [old for old in kept if old not in rivals]
        kept.append(line)
    return kept


def _reads_as_well(old: Line, line: Line) -> bool:
    """Whether the first reading is kept: it has more text, or the same text read as surely."""
    if len(old.text) > len(line.text) + 3:
        return True
    same = fuzz.ratio(old.text.replace(" ", ""), line.text.replace(" ", "")) > 96
    return same and old.confidence >= line.confidence - 0.01


def _is_stamps(line: Line, stamp: Sequence[Line]) -> bool:
    return any(fuzz.ratio(line.text, part.text) > 70 for part in stamp)


def _on_one_line(one: Line, other: Line) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
    return across > 0 and shared > _SAME_LINE * min(one.height, other.height)
