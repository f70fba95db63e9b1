"""Which language a letter is written in: Finnish, Swedish or English, by its small words."""

from __future__ import annotations

import re

from dsr.adapters.scan.phrases import LANGUAGES, folded, phrase_book

_WORD = re.compile(r"[a-z']+")
_LEAST_WORDS = 2


def language_of(text: str) -> str | None:
    """``fi``, ``sv``, ``en``, or None when too little of any of them is there."""
    words = _WORD.findall(folded(text))
    counts = {
        language: sum(word in phrase_book(language).words for word in words)
        for language in LANGUAGES
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _LEAST_WORDS else None
