"""Finnish municipalities and post towns in both languages, to mend a misread place name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from dsr.adapters.scan.phrases import folded

_LIKENESS = 86.0
_SHORTEST = 5


@cache
def _places() -> dict[str, str]:
    text = files("dsr.adapters.scan.phrases").joinpath("places.txt").read_text(encoding="utf-8")
    names = (line.strip() for line in text.splitlines() if line.strip() and line[0] != "#")
    return {folded(name): name for name in names}


def known_place(text: str) -> str | None:
    """The place as it is spelled, when the text is that name or one letter away from it."""
    places = _places()
    plain = folded(text)
    if plain in places:
        return places[plain]
    if len(plain) < _SHORTEST:
        return None
    best = process.extractOne(plain, places.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return places[best[0]] if best else None
