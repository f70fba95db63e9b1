"""Reading TOML strictly: every key is asked for by name, what was not asked for is a fault.

A typo in a mapping must never drop a rule in silence, so a reader notes all faults of a file
instead of stopping at the first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dsr.cases.register import Texts
from dsr.errors import Fault


class Section:
    """One table of a TOML file. ``close()`` reports the keys nobody asked for."""

    def __init__(self, content: Any, place: str, faults: list[Fault]) -> None:
        self.place = place
        self.faults = faults
        self._content: dict[str, Any] = content if isinstance(content, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(content, dict):
            self.fault("not_a_table", "a table of keys is expected here")

    def fault(self, code: str, sentence: str, key: str = "") -> None:
        """Note a fault of this section, or of one key in it."""
        place = f"{self.place}.{key}" if key else self.place
        self.faults.append(Fault(f"mapping.{code}", place, sentence))

    def _take(self, key: str, required: bool) -> Any:
        self._asked.add(key)
        if key not in self._content and required:
            self.fault("missing_key", f'add the key "{key}"', key)
        return self._content.get(key)

    def text(self, key: str, default: str = "", *, required: bool = True) -> str:
        """A non-empty string."""
        value = self._take(key, required)
        if value is None:
            return default
        if not isinstance(value, str) or not value.strip():
            self.fault("wrong_type", "a text that is not empty is expected", key)
            return default
        return value

    def option(self, key: str) -> str | None:
        """A non-empty string or nothing."""
        return self.text(key, required=False) or None

    def one_of(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of these words; required when there is no default."""
        value = self.text(key, default or allowed[0], required=default is None)
        if value not in allowed:
            self.fault(f"unknown_{key}", f"use one of {', '.join(allowed)}", key)
            return allowed[0]
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when it is not there."""
        value = self._take(key, required=False)
        if value is not None and not isinstance(value, bool):
            self.fault("wrong_type", "true or false is expected", key)
        return value is True

    def texts_list(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """A list of strings."""
        value = self._take(key, required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            self.fault("wrong_type", "a list of texts is expected", key)
            return ()
        return tuple(value)

    def words(self, key: str) -> Mapping[str, str]:
        """A table of name -> text; empty when it is not there."""
        value = self._take(key, required=False)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(v, str) and v for v in value.values()):
            self.fault("wrong_type", "a table of texts is expected", key)
            return {}
        return value

    def texts(self, key: str, languages: Sequence[str]) -> Texts:
        """A text in every language of the letters."""
        return check_texts(self._take(key, required=True), f"{self.place}.{key}", languages, self)

    def texts_option(self, key: str, languages: Sequence[str]) -> Texts | None:
        """The same, or None when the key is not there."""
        value = self._take(key, required=False)
        if value is None:
            return None
        return check_texts(value, f"{self.place}.{key}", languages, self)

    def sections(self, key: str, *, required: bool = True) -> Mapping[str, Section]:
        """A table of tables, in the file's order."""
        value = self._take(key, required)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault("wrong_type", "a table of tables is expected", key)
            return {}
        return {
            name: Section(inner, f"{self.place}.{key}.{name}", self.faults)
            for name, inner in value.items()
        }

    def section(self, key: str) -> Section | None:
        """An inner table, or None when it is not there."""
        value = self._take(key, required=False)
        if value is None:
            return None
        return Section(value, f"{self.place}.{key}", self.faults)

    def raw(self, key: str) -> Any:
        """The value as it stands, for keys of more than one shape."""
        return self._take(key, required=False)

    def close(self) -> None:
        """Report every key nobody asked for."""
        for key in self._content:
            if key not in self._asked:
                self.fault("unknown_key", "no such key: correct its spelling or remove it", key)


def check_texts(value: Any, place: str, languages: Sequence[str], section: Section) -> Texts:
    """The value as texts in exactly these languages; faults go to the section's list."""
    if value is None:
        return {}
    given = value if isinstance(value, dict) else {}
    for language in languages:
        word = given.get(language)
        if not isinstance(word, str) or not word.strip():
            sentence = f'the text in the language "{language}" is missing'
            section.faults.append(Fault("mapping.missing_language", place, sentence))
    for language in given:
        if language not in languages:
            sentence = f'"{language}" is not a language of the letters'
            section.faults.append(Fault("mapping.unknown_language", place, sentence))
    return {k: v for k, v in given.items() if isinstance(v, str)}
