"""The grounds catalogue: the codes of letters/grounds.toml bound to their wording.

Loading is strict: a code without wording in a shipped language, a wording without a code, or a
placeholder without a fact stops the program with all faults at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dsr.errors import BadConfiguration, Fault, NotFound
from dsr.law.ground import KINDS, RIGHTS, Ground, Wording
from dsr.law.ground_facts import fact_faults
from dsr.law.ground_reading import check_patterns, read_facts, read_ground, read_wording
from dsr.law.ground_rules import Decision, combination_faults
from dsr.law.ground_tables import open_table
from dsr.law.ground_text import render_ground

__all__ = ["KINDS", "RIGHTS", "Catalogue", "Decision", "Ground", "Wording", "fact_faults", "load"]

FILE = "grounds.toml"


@dataclass(frozen=True)
class Catalogue:
    """All grounds in the order of the file, and their wordings: language -> code -> wording."""

    version: str
    languages: tuple[str, ...]
    grounds: Mapping[str, Ground]
    wordings: Mapping[str, Mapping[str, Wording]]

    def __iter__(self) -> Iterator[Ground]:
        return iter(self.grounds.values())

    def __len__(self) -> int:
        return len(self.grounds)

    def get(self, code: str) -> Ground:
        """The ground of that code. Raises NotFound."""
        try:
            return self.grounds[code]
        except KeyError:
            raise NotFound(f"There is no ground {code}.", "See dsr grounds.") from None

    def for_right(self, right: str) -> tuple[Ground, ...]:
        """The grounds that belong to a right. Raises NotFound for an unknown right."""
        if right not in RIGHTS:
            raise NotFound(f"There is no right {right}.", f"One of: {', '.join(RIGHTS)}.")
        return tuple(ground for ground in self if right in ground.rights)

    def wording(self, code: str, language: str) -> Wording:
        """Heading and text of a code. Raises NotFound for an unknown code or language."""
        self.get(code)
        if language not in self.wordings:
            known = ", ".join(self.languages)
            raise NotFound(f"There is no wording in {language}.", f"One of: {known}.")
        return self.wordings[language][code]

    def render(self, code: str, language: str, facts: Mapping[str, object]) -> str:
        """The reason as the data subject reads it, plain text (not escaped).

        facts: JSON or typed values by name, with the supplied ones (``received_date``) where the
        text uses them. Raises LetterIncomplete when a placeholder stays unfilled.
        """
        return render_ground(self.get(code), self.wording(code, language), language, facts)

    def fact_faults(
        self, code: str, facts: Mapping[str, object], *, on: date | None = None
    ) -> tuple[Fault, ...]:
        """See :func:`dsr.law.ground_facts.fact_faults`; an unknown code is a fault too."""
        if code not in self.grounds:
            return (Fault("grounds.unknown_code", code, "No such ground. See dsr grounds."),)
        return fact_faults(self.grounds[code], facts, on=on)

    def combination_faults(
        self,
        right: str,
        decisions: Sequence[Decision],
        all_groups: Collection[str],
        *,
        marketing: bool = False,
        activated: frozenset[str] = frozenset(),
        granted: Collection[str] = (),
        refused_as_a_whole: bool = False,
    ) -> tuple[Fault, ...]:
        """See :func:`dsr.law.ground_rules.combination_faults`."""
        return combination_faults(
            self.grounds,
            right,
            decisions,
            all_groups,
            marketing=marketing,
            activated=activated,
            granted=granted,
            refused_as_a_whole=refused_as_a_whole,
        )

    def as_json(
        self,
        right: str | None = None,
        language: str = "en",
        activated: frozenset[str] = frozenset(),
    ) -> list[dict[str, object]]:
        """The list that ``dsr grounds --json`` prints; ``enabled`` is this controller's state."""
        grounds = tuple(self) if right is None else self.for_right(right)
        return [
            {
                "code": ground.code,
                "kind": list(ground.kinds),
                "rights": list(ground.rights),
                "law": list(ground.law),
                "title": self.wording(ground.code, language).title,
                "facts": [fact.as_json() for fact in ground.facts.values()],
                "dpv": list(ground.dpv),
                "text": self.wording(ground.code, language).text,
                "enabled": ground.is_enabled(activated),
                "second_person": ground.second_person,
                "status": ground.status,
            }
            for ground in grounds
        ]


def load(folder: Path) -> Catalogue:
    """Read ``folder/grounds.toml`` and ``folder/wording/<language>/grounds.toml``.

    folder: the shipped ``letters`` folder. Raises BadConfiguration with every fault found.
    """
    faults: list[Fault] = []
    file = open_table(folder / FILE, faults)
    version = file.text("version")
    languages = file.texts("languages")
    supplied_table = file.table("engine_facts")
    supplied = read_facts(supplied_table)
    phrases = file.table("never_values")
    never = tuple(phrase for language in languages for phrase in phrases.texts(language))
    phrases.close()
    grounds = {
        code: read_ground(code, row, supplied, never)
        for code, row in file.table("ground").tables().items()
    }
    file.close()
    check_patterns(grounds, faults)
    wordings = {}
    for language in languages:
        table = open_table(folder / "wording" / language / FILE, faults)
        of_wording, wordings[language] = read_wording(table, language, grounds)
        if of_wording != version and table.is_readable:
            table.report("version", f"Has to be {version}, the catalogue's own.", "version")
    faults += _undeclared_languages(folder, languages)
    if faults:
        raise BadConfiguration(
            f"The grounds catalogue has {len(faults)} faults.", "Mend letters/.", faults=faults
        )
    return Catalogue(version, languages, grounds, wordings)


def _undeclared_languages(folder: Path, languages: tuple[str, ...]) -> list[Fault]:
    sentence = "This language is not declared: add it to languages in grounds.toml."
    return [
        Fault("grounds.language", f"wording/{path.parent.name}/{FILE}", sentence)
        for path in sorted((folder / "wording").glob(f"*/{FILE}"))
        if path.parent.name not in languages
    ]
