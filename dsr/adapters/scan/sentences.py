"""The sentences of a letter, put together again from its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dsr.adapters.scan.lines import Line

_END = re.compile(r"(?<=[.!?])\s+(?=[\"”“A-ZÅÄÖÜÕ0-9(])")
_QUOTE_MARK = re.compile(r"^\s*(?:>|\|)")
_QUOTED = re.compile(r"[\"”“»«][^\"”“»«]{3,400}[\"”“»«]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:as|puh|esim|ns|mm|ym|jne|nro|klo|tel|nr|bl|t\.ex|dvs|art|no|st|ao|em|tlf|s)|\b\d{1,2})\.$",
    re.IGNORECASE,
)
_SHORT_LINE = 0.52


@dataclass(frozen=True)
class Sentence:
    """A sentence and the lines it stands on; ``text`` is as written, joined by spaces."""

    text: str
    lines: tuple[Line, ...]


def sentences_of(lines: Sequence[Line]) -> list[Sentence]:
    """The sentences in reading order. Quoted lines ('>') are left out: they are others' words."""
    found: list[Sentence] = []
    for paragraph in _paragraphs([line for line in lines if not _QUOTE_MARK.match(line.text)]):
        found.extend(_split(paragraph))
    return found


def without_quotes(text: str) -> str:
    """The text without what it quotes from somebody else."""
    return _QUOTED.sub(" ", text)


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _goes_on(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _goes_on(before: Line, line: Line) -> bool:
    """Whether ``line`` continues the running text of the line before it."""
    small_start = line.text[:1].islower()
    ended = before.text.rstrip()[-1:] in ".!?:;"
    if before.page != line.page:
        return line.page == before.page + 1 and small_start and not ended
    if line.top <= before.top or line.box[1] - before.box[3] > 1.6 * max(line.height, 0.008):
        return False
    if abs(line.left - before.left) > 0.08:
        return False
    # A short line ends its paragraph unless the next one plainly goes on in small letters.
    return before.box[2] > _SHORT_LINE or small_start


def _split(paragraph: Sequence[Line]) -> list[Sentence]:
    text, starts = "", []
    for line in paragraph:
        if text.endswith("-") and line.text[:1].islower() and not text.endswith(" -"):
            text = text[:-1]
        elif text:
            text += " "
        starts.append(len(text))
        text += line.text
    pieces, begin = [], 0
    for cut in [*[match.start() for match in _END.finditer(text)], len(text)]:
        if cut < len(text) and _ABBREVIATION.search(text[begin:cut]):
            continue
        pieces.append((begin, cut))
        begin = cut
    return [
        Sentence(text[a:b].strip(), _lines_between(paragraph, starts, a, b))
        for a, b in pieces
        if text[a:b].strip()
    ]


def _lines_between(
    paragraph: Sequence[Line], starts: Sequence[int], begin: int, end: int
) -> tuple[Line, ...]:
    ends = [*starts[1:], starts[-1] + len(paragraph[-1].text) + 1]
    return tuple(
        line
        for line, start, stop in zip(paragraph, starts, ends, strict=True)
        if start < end and stop > begin + 1
    )
