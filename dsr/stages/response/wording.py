"""The letters' sentences, one file a language, changed by a lawyer and loaded strictly.

A file that lacks a sentence, has one too many, or speaks of other facts than its sisters is
refused as a whole, with every difference named.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dsr.errors import BadConfiguration, Defect, Fault

FILE_NAME = "letters.toml"


@dataclass(frozen=True)
class Wording:
    """The sentences of one language. texts: ``section.key`` -> sentence with ``{placeholders}``."""

    language: str
    version: str
    texts: Mapping[str, str]

    def say(self, key: str, **values: str) -> str:
        """The sentence with its facts. Raises Defect for an unknown key or a missing fact."""
        try:
            return self.texts[key].format_map(values)
        except KeyError as missing:
            raise Defect(
                f"The letter's sentence {key} cannot be written: {missing} is missing.",
                "Report this; no letter was made.",
            ) from None

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.texts


def load(folder: Path, languages: tuple[str, ...] = ("fi", "sv", "en")) -> dict[str, Wording]:
    """Read ``folder/<language>/letters.toml`` of every language. Raises BadConfiguration."""
    wordings = {language: _read(folder / language / FILE_NAME, language) for language in languages}
    faults = differences(wordings)
    if faults:
        raise BadConfiguration(
            f"The wording of the letters has {len(faults)} faults.",
            "Give every language the same sentences with the same facts.",
            faults=faults,
        )
    return wordings


def _read(path: Path, language: str) -> Wording:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(
            f"The letters' wording for language {language} cannot be read.",
            f"Mend letters/wording/{language}/{FILE_NAME}.",
        ) from error
    version, named = str(raw.pop("version", "")), raw.pop("language", None)
    if not version or named != language:
        raise BadConfiguration(
            f"letters/wording/{language}/{FILE_NAME} does not begin with its version and language.",
            f'Write version = "YYYY-MM-DD" and language = "{language}" at the top.',
        )
    texts = {
        f"{section}.{key}": " ".join(text.split())
        for section, entries in raw.items()
        for key, text in entries.items()
    }
    return Wording(language, version, texts)


def differences(wordings: Mapping[str, Wording]) -> list[Fault]:
    """Every key that is missing or empty somewhere, every placeholder that differs."""
    every = sorted({key for wording in wordings.values() for key in wording.texts})
    faults = []
    for key in every:
        expected = max((placeholders(w.texts.get(key, "")) for w in wordings.values()), key=len)
        for language, wording in wordings.items():
            place = f"letters/wording/{language}/{FILE_NAME}:{key}"
            text = wording.texts.get(key, "")
            if not text:
                faults.append(Fault("wording.missing", place, f"The sentence {key} is missing."))
            elif (found := placeholders(text)) != expected:
                shown = ", ".join(sorted(found ^ expected)) or "a malformed placeholder"
                faults.append(
                    Fault("wording.facts", place, f"The sentence {key} differs in facts: {shown}.")
                )
    return faults


def placeholders(text: str) -> frozenset[str]:
    """The names between braces. A dotted or indexed name reaches into objects: not accepted."""
    try:
        names = [name for _, name, spec, turn in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return frozenset({"(unbalanced brace)"})
    return frozenset(n if n.isidentifier() else f"({n} is not a plain name)" for n in names)
