"""A letter's content as the plain data its template prints: cleaned, with widths of columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from dsr.cases.letter import (
    Block,
    BulletList,
    DataTable,
    Element,
    FactList,
    LetterContent,
    Paragraph,
)

#: Widths of columns are counted in twentieths of the table.
PARTS = 20
_LEAST_PARTS = 2
#: An address line longer than this is set smaller, so that it stays one line in the window.
_LONG_ADDRESS_LINE = 42
#: A paragraph of this many set lines at most, such as an address, stays on one page.
_MOST_LINES_TOGETHER = 8

Clean = Callable[[str], str]


def letter_data(content: LetterContent, clean: Clean) -> dict[str, object]:
    """What ``letter.html.j2`` needs: strings, lists and dicts only, every string cleaned."""
    recipient = [clean(line).replace("\n", " ") for line in content.recipient]
    return {
        "language": content.language,
        "case": clean(content.case),
        "on": content.on.isoformat(),
        "title": clean(content.title),
        "sender": [clean(line) for line in content.sender],
        "recipient": recipient,
        "narrow": any(len(line) > _LONG_ADDRESS_LINE for line in recipient),
        "reference": [(clean(label), clean(text)) for label, text in content.reference],
        "elements": [
            {**_element(element, clean), "leads": _leads(element, following)}
            for element, following in zip_longest(content.elements, content.elements[1:])
        ],
        "closing": [clean(line) for line in content.closing],
        "footer": clean(content.footer),
    }


def _leads(element: Element, following: Element | None) -> bool:
    """Whether the next element belongs below this one's heading and must not part from it."""
    return following is not None and bool(following.heading) and following.level > element.level


def _element(element: Element, clean: Clean) -> dict[str, object]:
    return {
        "heading": clean(element.heading) if element.heading else "",
        "level": element.level,
        "boxed": element.boxed,
        "blocks": [_block(block, clean) for block in element.blocks],
    }


def _block(block: Block, clean: Clean) -> dict[str, object]:
    match block:
        case Paragraph():
            lines = clean(block.text).split("\n")
            together = 1 < len(lines) <= _MOST_LINES_TOGETHER
            return {"kind": "paragraph", "lines": lines, "together": together}
        case BulletList():
            return {"kind": "list", "entries": [clean(item) for item in block.items]}
        case FactList():
            pairs = [(clean(label), clean(text)) for label, text in block.items]
            return {"kind": "facts", "caption": clean(block.caption), "pairs": pairs}
        case DataTable():
            headers = [clean(head) for head in block.headers]
            rows = [[clean(cell) for cell in row] for row in block.rows]
            return {
                "kind": "table",
                "caption": clean(block.caption),
                "headers": headers,
                "rows": rows,
                "widths": column_widths(headers, rows),
            }


def column_widths(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Twentieths of the table for each column, by its longest word and its usual length.

    Fixed layout is four times as fast as automatic, but would make all columns equal.
    """
    needs = []
    for number, head in enumerate(headers):
        cells = [row[number] for row in rows]
        word = max((len(w) for text in (head, *cells) for w in text.split()), default=1)
        usual = sum(map(len, cells)) / max(len(cells), 1)
        needs.append(max(min(word, 24), min(usual, 48)) + 2)
    total = sum(needs)
    widths = [max(_LEAST_PARTS, int(need / total * PARTS)) for need in needs]
    while sum(widths) > PARTS and max(widths) > _LEAST_PARTS:
        widths[widths.index(max(widths))] -= 1
    while sum(widths) < PARTS:
        missing = [need / total * PARTS - width for need, width in zip(needs, widths, strict=True)]
        widths[missing.index(max(missing))] += 1
    return widths
