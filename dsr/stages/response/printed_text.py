"""Whether a text really stands on the printed pages, however its lines were broken.

Compared are characters alone: no spaces, no hyphens, nothing invisible. A character the printer had
no glyph for stands as ``[U+XXXX]`` and counts as itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dsr.cases.letter import BulletList, DataTable, Element, FactList, Paragraph

_NO_GLYPH = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
#: Spaces, hyphens and control characters: what a line break takes away or puts in.
_DROPPED = re.compile("[\\s\x00-\x1f\x7f-\x9f\xad\u2010\u2011\ufffe-]+")
_INVISIBLE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs"})
#: Right-to-left runs come out of a PDF in another order than they were written.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")


def bare(text: str) -> str:
    """The text's characters for comparison."""
    text = _DROPPED.sub("", unicodedata.normalize("NFC", text))
    if "[U+" in text:
        text = _NO_GLYPH.sub(lambda m: chr(int(m[1], 16)), text)
    if text.isascii():
        return text
    return "".join(c for c in text if c < "\u0250" or unicodedata.category(c) not in _INVISIBLE)


def texts(element: Element) -> tuple[str, ...]:
    """Every text of an element, heading first; cells and items one by one."""
    found: list[str] = [element.heading] if element.heading else []
    for block in element.blocks:
        match block:
            case Paragraph():
                found.append(block.text)
            case BulletList():
                found += block.items
            case FactList():
                found += [block.caption, *(part for pair in block.items for part in pair)]
            case DataTable():
                found += [block.caption, *block.headers, *(c for row in block.rows for c in row)]
    return tuple(found)


def body(element: Element) -> str:
    """What an element says, without headings, labels and captions; empty when it says nothing."""
    found: list[str] = []
    for block in element.blocks:
        match block:
            case FactList():
                found += [text for _, text in block.items]
            case DataTable():
                found += [cell for row in block.rows for cell in row]
            case _:
                found += texts(Element((), (block,)))
    return "\n".join(text for text in found if text.strip())


def is_printed(text: str, pages: Sequence[str]) -> bool:
    """Whether the text stands on the pages given as ``bare`` text, across page breaks too."""
    pieces = _RIGHT_TO_LEFT.split(text)
    return all(_stands(bare(piece), pages) for piece in pieces)


def _stands(wanted: str, pages: Sequence[str]) -> bool:
    if not wanted or any(wanted in page for page in pages):
        return True
    return any(_runs_on(wanted, pages[i], pages[i + 1 :]) for i in range(len(pages) - 1))


def _runs_on(wanted: str, page: str, following: Sequence[str]) -> bool:
    """Whether a text begins on one page and goes on at the next."""
    low, high = 0, len(wanted)
    while low < high:  # the longest beginning that stands on this page
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in page else (low, middle - 1)
    if low == 0 or not following:
        return False
    # What follows the break may by chance go on for a letter or two: try shorter beginnings too.
    return any(
        wanted[cut:] in following[0] or _runs_on(wanted[cut:], following[0], following[1:])
        for cut in range(low, max(low - 4, 0), -1)
    )
