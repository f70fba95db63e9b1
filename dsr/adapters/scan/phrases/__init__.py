"""The phrase books: what letters say, per language, as data (``fi.toml`` and its kin).

A phrase is words with ``*`` for any ending or beginning and ``...`` for up to eight words between.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("fi", "sv", "en")
RIGHTS = (
    "access",
    "portability",
    "rectification",
    "restriction",
    "objection",
    "erasure",
    "consent_withdrawal",
)
"""In the order in which they are answered: a copy before a change, erasure after all others."""

_LOOKALIKES = str.maketrans("øæłđıß’", "oaldis'")
_GAP = r"(?:\W+\w+){0,8}?\W+"
_LONG_WORD = re.compile(r"(?<!\*)\b[a-z]{7,}")
_NOTHING = re.compile(r"(?!)")


def folded(text: str) -> str:
    """Small letters without dots and rings: recognition loses those first."""
    return "".join(map(_bare, text.lower())).translate(_LOOKALIKES)


@cache
def _bare(letter: str) -> str:
    """The letter without its marks; always one character, so that places in a text stay true."""
    return unicodedata.normalize("NFKD", letter)[:1] or letter


def pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """One expression that finds any of the phrases in folded text."""
    if not phrases:
        return _NOTHING
    return re.compile("|".join(_expression(phrase) for phrase in phrases))


def _expression(phrase: str) -> str:
    parts = [_words(part) for part in folded(phrase).split("...")]
    return _GAP.join(parts)


def _words(part: str) -> str:
    return r"\W+".join(_word(word) for word in part.split())


def _word(word: str) -> str:
    body = re.escape(word.strip("*"))
    start = r"\b\w*" if word.startswith("*") else r"\b"
    return rf"{start}{body}\w*" if word.endswith("*") else rf"{start}{body}\b"


@dataclass(frozen=True)
class RightPhrases:
    """What asks for one right: ``enough`` alone, or a pair out of ``requests``.

    ``unless_other`` asks only in a sentence that asks for no other right.
    """

    enough: re.Pattern[str]
    requests: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    unless_other: re.Pattern[str]
    never: re.Pattern[str]


@dataclass(frozen=True)
class PhraseBook:
    """One language's phrases."""

    language: str
    words: frozenset[str]
    vocabulary: frozenset[str]
    not_asked: re.Pattern[str]
    told: re.Pattern[str]
    rights: dict[str, RightPhrases]
    marketing: re.Pattern[str]
    channels: dict[str, re.Pattern[str]]


@cache
def phrase_book(language: str) -> PhraseBook:
    """The phrase book of ``fi``, ``sv`` or ``en``."""
    text = files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    return PhraseBook(
        language=language,
        words=frozenset(folded(word) for word in data["language"]["words"]),
        vocabulary=_vocabulary(data),
        not_asked=pattern(data["not_asked"]),
        told=pattern(data["told"]),
        rights={right: _right_phrases(data[right]) for right in RIGHTS},
        marketing=pattern(data["marketing"]["words"]),
        channels={name: pattern(p) for name, p in data["marketing"]["channels"].items()},
    )


def _vocabulary(data: object) -> frozenset[str]:
    """Every longer word of the phrases, as a stem."""
    if isinstance(data, dict):
        return frozenset().union(*(_vocabulary(value) for value in data.values()))
    if isinstance(data, list):
        return frozenset().union(*(_vocabulary(value) for value in data))
    return frozenset(_LONG_WORD.findall(folded(str(data))))


def _right_phrases(data: dict[str, Any]) -> RightPhrases:
    requests = data.get("request", [])
    return RightPhrases(
        enough=pattern(data["enough"]),
        requests=tuple((pattern(r["ask"]), pattern(r["about"])) for r in requests),
        unless_other=pattern(data.get("unless_other", [])),
        never=pattern(data["never"]),
    )
