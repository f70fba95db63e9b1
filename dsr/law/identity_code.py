"""Finds Finnish personal identity codes in text, to refuse or mask them.

The code alone, or with a name, may not be used to establish identity (Data Protection Act
1050/2018 s. 29 as in force since 1 January 2024), must not be printed in a letter (s. 29(4)), and
has no place in a reason, a note or a log. Form: ``DDMMYYcNNNx``; c is the sign of the century,
with the further signs in use since 2023; x is the remainder of the nine digits by 31.
"""

from __future__ import annotations

import re
from datetime import date

CHECK_SIGNS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURIES = {
    **dict.fromkeys("+", 1800),
    **dict.fromkeys("-YXWVU", 1900),
    **dict.fromkeys("ABCDEF", 2000),
}
_DASHES = dict.fromkeys("‐‑‒–—−", "-")  # what typists and OCR put for the hyphen
_CODE = re.compile(
    r"(?<![0-9A-Za-z])(\d{6})[ ]?([-+A-FU-Y‐‑‒–—−])[ ]?(\d{3})([0-9A-Z])(?![0-9A-Za-z])",
    re.IGNORECASE,
)

Span = tuple[int, int]
"""Start and end offsets into the text, as ``text[start:end]``."""


def find_identity_codes(text: str) -> tuple[Span, ...]:
    """Where valid codes stand in the text, in order: real calendar date and right check sign.

    Lower case, one space around the sign of the century and typographic dashes are accepted.
    Numbers 900-999, which are given for temporary use only, count as codes too.
    """
    return tuple(match.span() for match in _CODE.finditer(text) if _is_valid(match))


def masked(text: str, sign: str = "•") -> str:
    """The text with every character of every valid code replaced; its length stays the same."""
    for start, end in find_identity_codes(text):
        text = text[:start] + sign * (end - start) + text[end:]
    return text


def check_sign(birth_digits: str, number: str) -> str:
    """The last character of a code: ``birth_digits`` as DDMMYY, ``number`` of three digits."""
    return CHECK_SIGNS[int(birth_digits + number) % len(CHECK_SIGNS)]


def _is_valid(match: re.Match[str]) -> bool:
    born, sign, number, check = (part.upper() for part in match.groups())
    century = CENTURIES.get(_DASHES.get(sign, sign))
    if century is None or int(number) < 2:  # 000 and 001 are never given
        return False
    try:
        date(century + int(born[4:6]), int(born[2:4]), int(born[0:2]))
    except ValueError:
        return False
    return check == check_sign(born, number)
