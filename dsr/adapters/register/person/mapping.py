"""The mapping of a person as register: whom to ask, and the groups of data. It has no tables.

Each group gets one table of the files returned, so that decisions, copies and the reading aids
work on them as on any row.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dsr.adapters.register.mapping import CODE, LANGUAGES, parse, read_group
from dsr.adapters.register.sections import Section
from dsr.cases.register import Asked, ColumnMap, DataGroup, RegisterMap, TableMap, Texts
from dsr.errors import BadConfiguration, Fault

#: The kinds of files in words, for the customer.
KINDS: dict[str, Texts] = {
    "pdf": {"fi": "PDF-tiedosto", "sv": "PDF-fil", "en": "PDF file"},
    "png": {"fi": "kuva (PNG)", "sv": "bild (PNG)", "en": "picture (PNG)"},
    "jpg": {"fi": "kuva (JPEG)", "sv": "bild (JPEG)", "en": "picture (JPEG)"},
    "tif": {"fi": "kuva (TIFF)", "sv": "bild (TIFF)", "en": "picture (TIFF)"},
    "txt": {"fi": "teksti", "sv": "text", "en": "text"},
    "json": {"fi": "tiedot (JSON)", "sv": "uppgifter (JSON)", "en": "data (JSON)"},
    "docx": {"fi": "asiakirja (Word)", "sv": "dokument (Word)", "en": "document (Word)"},
    "xlsx": {"fi": "taulukko (Excel)", "sv": "tabell (Excel)", "en": "table (Excel)"},
    "odt": {"fi": "asiakirja (ODT)", "sv": "dokument (ODT)", "en": "document (ODT)"},
    "ods": {"fi": "taulukko (ODS)", "sv": "tabell (ODS)", "en": "table (ODS)"},
}
_COLUMNS = (
    ColumnMap("digest", "key"),
    ColumnMap("file", "text", {"fi": "Tiedosto", "sv": "Fil", "en": "File"}),
    ColumnMap("kind", "code", {"fi": "Laji", "sv": "Slag", "en": "Kind"}, KINDS),
    ColumnMap("bytes", "number", {"fi": "Tavuja", "sv": "Byte", "en": "Bytes"}),
    ColumnMap(
        "returned_on", "date", {"fi": "Saatu meille", "sv": "Kom till oss", "en": "Reached us"}
    ),
)


def load_person_map(path: Path, *, languages: Sequence[str] = LANGUAGES) -> RegisterMap:
    """Read the mapping. Raises BadConfiguration with every fault of the file at once."""
    content = parse(path)
    faults: list[Fault] = []
    top = Section(content, path.name, faults)
    register = _read(top, languages)
    if faults:
        raise BadConfiguration(
            f"The mapping {path.name} has {len(faults)} fault(s).",
            "Correct them; nothing of it is used until then.",
            faults=faults,
        )
    return register


def _read(top: Section, languages: Sequence[str]) -> RegisterMap:
    name = top.text("name", "register")
    if not CODE.match(name):
        top.fault("bad_name", "use small letters, digits and underscores", "name")
    groups = tuple(read_group(c, s, languages) for c, s in top.sections("groups").items())
    if not groups:
        top.fault("no_groups", "say at least one group of data that the person holds", "groups")
    register = RegisterMap(
        name=name,
        label=top.texts("label", languages),
        identity="",
        groups=groups,
        tables=tuple(_table(group) for group in groups),
        asked=_asked(top, languages),
    )
    top.close()
    return register


def _asked(top: Section, languages: Sequence[str]) -> Asked:
    section = top.section("asked")
    if section is None:
        top.fault("missing", "say whom to ask: a table [asked] with a name", "asked")
        return Asked("")
    street, postcode, city = (
        section.text(part, required=False) for part in ("street", "postcode", "city")
    )
    language = section.text("language", required=False) or None
    if language is not None and language not in languages:
        section.fault("unknown_language", "there are no letters in this language", "language")
    asked = Asked(section.text("name"), street, postcode, city, language)
    section.close()
    return asked


def _table(group: DataGroup) -> TableMap:
    """The files returned of one group."""
    return TableMap(group.code, group.code, ("digest",), (), _COLUMNS, label=group.label)
