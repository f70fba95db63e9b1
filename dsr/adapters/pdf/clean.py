"""Text of strangers made printable: nothing invisible, nothing without a glyph, nothing endless.

PDF/A and PDF/UA forbid a missing glyph, and WeasyPrint embeds one silently; a lone surrogate stops
it; one unbroken text of 16,000 characters keeps it busy for half a minute. What is changed here is
only how the letter looks: the JSON enclosed holds the exact value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

#: A single text longer than this is cut, with the language's note. The composer divides longer
#: texts into paragraphs, so only something absurd is ever cut.
MOST_CHARACTERS = 4_000
CUT = {"fi": "… [leikattu]", "sv": "… [avkortat]", "en": "… [cut]"}

#: Invisible characters that carry meaning: joiners of Arabic and Persian script.
_JOINERS = frozenset("\u200c\u200d")
_LONG_TOKEN = re.compile(r"\S{41,}")
_CHUNK = 40
ZERO_WIDTH_SPACE = "\u200b"


@cache
def covered(fonts: Path) -> frozenset[int]:
    """The code points for which some bundled font has a glyph."""
    points: set[int] = set()
    for path in sorted(fonts.rglob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            points.update(font.getBestCmap())
    return frozenset(points)


def clean(text: str, glyphs: frozenset[int], language: str = "en") -> str:
    """The text as it is printed: NFC, line feeds kept, no control or bidi characters.

    A character without a glyph becomes ``[U+XXXX]``. Long tokens get places to break.
    """
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS] + CUT.get(language, CUT["en"])
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = "".join(_shown(char, glyphs) for char in text)
    return _LONG_TOKEN.sub(_breakable, shown)


def _shown(char: str, glyphs: frozenset[int]) -> str:
    if char in "\n\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category in ("Cc", "Cs") or (category == "Cf" and char not in _JOINERS):
        return ""
    if ord(char) in glyphs:
        return char
    if category == "Zs":
        return " "
    return f"[U+{ord(char):04X}]"


def _breakable(token: re.Match[str]) -> str:
    text = token.group()
    return ZERO_WIDTH_SPACE.join(text[i : i + _CHUNK] for i in range(0, len(text), _CHUNK))
