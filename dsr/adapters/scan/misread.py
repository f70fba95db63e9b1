"""Mend words that recognition got a letter wrong, for the phrase rules only.

The letter's text stays as it was read; only the rules look at the mended copy, so that a slip in
a handwritten ``lopettakaa`` does not lose a request.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz import fuzz, process

from dsr.adapters.scan.phrases import phrase_book

_WORD = re.compile(r"[a-z]{7,}")
_LIKENESS = 87.0
_SURE_LINE = 0.985


def mended(text: str, language: str, confidence: float) -> str:
    """Folded text with its longer unknown words replaced by the phrase book's nearest word.

    A text that was read with certainty is left alone.
    """
    if confidence >= _SURE_LINE:
        return text
    return _WORD.sub(lambda match: _nearest(match.group(), language), text)


@cache
def _nearest(word: str, language: str) -> str:
    known = phrase_book(language).vocabulary
    if any(word.startswith(stem) for stem in known):
        return word
    # Endings vary and carry slips of their own: the beginnings are compared.
    best: tuple[float, str] = (0.0, word)
    for stem, score, _ in process.extract(
        word, known, scorer=_start_ratio, score_cutoff=_LIKENESS, limit=3
    ):
        best = max(best, (score, stem + word[len(stem) :]))
    return best[1]


def _start_ratio(word: str, stem: str, *, score_cutoff: float | None = None) -> float:
    if word[:1] != stem[:1]:
        return 0.0
    return max(fuzz.ratio(word[: len(stem) + extra], stem) for extra in (-1, 0, 1))
