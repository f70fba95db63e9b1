"""Looking through the wording of letters and grounds: what a lawyer's edit may have broken.

Which sentences are used is not searched for in the program: every letter is composed, in every way
it can be said, and what it says is heard.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dsr.cases.case import Right
from dsr.errors import BadConfiguration, Fault
from dsr.law import grounds as catalogue
from dsr.stages.response.compose import compose
from dsr.stages.response.lint_rules import rule_faults, same_in_two_languages
from dsr.stages.response.recorded import in_words, own_cases, searched_with
from dsr.stages.response.specimen import specimens
from dsr.stages.response.specimen_site import case as specimen_case
from dsr.stages.response.wording import FILE_NAME, Wording, differences, placeholders

LANGUAGES = ("fi", "sv", "en")
_GROUNDS = "grounds.toml"


@dataclass(frozen=True)
class Heard(Wording):
    """Words that remember what was said, with which facts, and never fail."""

    said: dict[str, frozenset[str]] = field(default_factory=dict)

    def say(self, key: str, **values: str) -> str:
        """The sentence as it stands; notes the key and the facts that are always given with it."""
        before = self.said.get(key, frozenset(values))
        self.said[key] = before & frozenset(values)
        return self.texts.get(key, "") or key

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self.texts


def lint(folder: Path) -> list[Fault]:
    """Every fault in ``folder/wording/<language>/``; empty when there is none.

    folder: a ``letters`` folder. A fault's place is ``file:key``. Raises nothing for a bad file: it
    is a fault like others.
    """
    faults: list[Fault] = []
    read = {language: _read(folder, language, FILE_NAME, faults) for language in LANGUAGES}
    wordings = {
        language: Wording(language, "lint", {k: " ".join(t.split()) for k, t in texts.items()})
        for language, texts in read.items()
    }
    faults += differences(wordings)
    faults += _use_faults(wordings, _codes(folder, faults))
    for language, texts in read.items():
        place = f"letters/wording/{language}/{FILE_NAME}"
        faults += rule_faults(language, texts, place)
    faults += same_in_two_languages(read, FILE_NAME)
    faults += _ground_faults(folder, faults)
    return list(dict.fromkeys(faults))


def _read(folder: Path, language: str, name: str, faults: list[Fault]) -> dict[str, str]:
    """``section.key`` -> text as written; what cannot be read is a fault and empty."""
    place = f"letters/wording/{language}/{name}"
    try:
        raw = tomllib.loads((folder / "wording" / language / name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        sentence = "The file cannot be read as TOML in UTF-8. Mend it."
        faults.append(Fault("wording.unreadable", place, sentence))
        return {}
    return dict(_flat(raw, ""))


def _flat(table: Mapping[str, object], before: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        elif before and isinstance(value, str):
            yield f"{before}{key}", value


def _codes(folder: Path, faults: list[Fault]) -> tuple[str, ...]:
    """The codes of the catalogue, as far as it can be read."""
    try:
        raw = tomllib.loads((folder / _GROUNDS).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        faults.append(Fault("grounds.unreadable", f"letters/{_GROUNDS}", "Mend the file."))
        return ()
    return tuple(raw.get("ground", {}))


def _use_faults(wordings: Mapping[str, Wording], codes: tuple[str, ...]) -> Iterator[Fault]:
    """Sentences nobody says, sentences that are said but not there, facts that nobody gives."""
    for language, wording in wordings.items():
        heard = Heard(language, wording.version, wording.texts)
        for facts in specimens(language, codes):
            compose(facts, {language: heard}, lambda code, language, facts: f"{code}.")
        _say_beside(heard)
        place = f"letters/wording/{language}/{FILE_NAME}"
        for key in sorted(set(heard.said) - set(wording.texts)):
            sentence = "A letter says this, but it is not there. Write it."
            yield Fault("wording.missing", f"{place}:{key}", sentence)
        for key in sorted(set(wording.texts) - set(heard.said)):
            sentence = "No letter ever says this. Take it out in every language."
            yield Fault("wording.unused", f"{place}:{key}", sentence)
        for key, given in sorted(heard.said.items()):
            unknown = placeholders(wording.texts.get(key, "")) - given
            for name in sorted(unknown):
                sentence = f"{{{name}}} is never filled in. Known here: {_listed(given)}."
                yield Fault("wording.placeholder", f"{place}:{key}", sentence)


def _say_beside(heard: Heard) -> None:
    """What is worded outside a letter's sections: identifiers, our own files."""
    case = specimen_case(Right.ACCESS, heard.language)
    searched_with(case.requester, heard)
    in_words(["key"], heard)
    own_cases([case], case, heard)


def _listed(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "nothing"


def _ground_faults(folder: Path, faults: list[Fault]) -> list[Fault]:
    """What the catalogue refuses when it is loaded, and the rules that hold for every text."""
    found: list[Fault] = []
    try:
        catalogue.load(folder)
    except BadConfiguration as refused:
        found += [_placed(fault) for fault in refused.faults]
    read = {language: _read(folder, language, _GROUNDS, faults) for language in LANGUAGES}
    for language, texts in read.items():
        found += rule_faults(language, texts, f"letters/wording/{language}/{_GROUNDS}")
    return [*found, *same_in_two_languages(read, _GROUNDS)]


def _placed(fault: Fault) -> Fault:
    """The loader's own place, which begins at the letters folder."""
    return Fault(fault.code, f"letters/{fault.place}", fault.sentence)
