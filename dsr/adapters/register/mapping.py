"""The loader of a register's mapping: ``registers/*.toml`` becomes a RegisterMap, or all faults.

A mapping decides for every column what it is, to whom it is given and how it is erased (GDPR
Art. 15(1), 17, 30). So the loader is strict: one unknown key refuses the file.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dsr.adapters.register.mapping_tables import read_table
from dsr.adapters.register.sections import Section
from dsr.cases.register import DataGroup, RegisterMap, TableMap
from dsr.errors import BadConfiguration, Fault

LANGUAGES = ("fi", "sv", "en")
SENSITIVITIES = ("S0", "S1", "S2", "S3")
#: Who provided the data of a group (GDPR Art. 20(1)); the person unless the mapping says else.
PROVIDERS = ("person", "controller")
_BASIS = re.compile(r"^(6\(1\)\([a-f]\)|9\(2\)\([a-j]\))(, (6\(1\)\([a-f]\)|9\(2\)\([a-j]\)))*$")
CODE = re.compile(r"^[a-z][a-z0-9_]*$")


def load_map(path: Path, *, languages: Sequence[str] = LANGUAGES) -> RegisterMap:
    """Read a mapping. Raises BadConfiguration with every fault of the file at once."""
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


def parse(path: Path) -> dict[str, Any]:
    """The TOML of a mapping. Raises BadConfiguration."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadConfiguration(f"The mapping {path.name} is missing.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        fault = Fault("mapping.not_toml", path.name, f"this is not TOML: {error}")
        raise BadConfiguration(f"The mapping {path.name} cannot be read.", faults=[fault]) from None


def _read(top: Section, languages: Sequence[str]) -> RegisterMap:
    name = top.text("name", "register")
    if not CODE.match(name):
        top.fault("bad_name", "use small letters, digits and underscores", "name")
    register = RegisterMap(
        name=name,
        label=top.texts("label", languages),
        identity=top.text("identity"),
        groups=tuple(read_group(c, s, languages) for c, s in top.sections("groups").items()),
        tables=tuple(read_table(n, s, languages) for n, s in top.sections("tables").items()),
        ignored=top.words("ignore"),
        erased_word=top.text("erased_word", "[erased]", required=False),
        phone_region=top.text("phone_region", "FI", required=False),
    )
    top.close()
    _check_groups(register, top)
    _check_identity(register, top)
    for table in register.tables:
        _check_path(table, register, top)
    return register


def read_group(code: str, section: Section, languages: Sequence[str]) -> DataGroup:
    """One group of data; faults go to the section's list."""
    basis = section.text("basis", "6(1)(b)")
    if not _BASIS.match(basis):
        section.fault("unknown_basis", "write it like 6(1)(b) or 9(2)(h)", "basis")
    group = DataGroup(
        code=code,
        label=section.texts("label", languages),
        purpose=section.texts("purpose", languages),
        basis=basis,
        basis_text=section.texts("basis_text", languages),
        source=section.texts("source", languages),
        recipients=section.texts_list("recipients"),
        retention=section.text("retention"),
        retention_text=section.texts("retention_text", languages),
        sensitivity=section.one_of("sensitivity", SENSITIVITIES),
        marketing=section.flag("marketing"),
        provided=section.one_of("provided", PROVIDERS, PROVIDERS[0]) == PROVIDERS[0],
    )
    section.close()
    return group


def _check_groups(register: RegisterMap, top: Section) -> None:
    known = {group.code for group in register.groups}
    used = set()
    for table in register.tables:
        for code in table.groups:
            used.add(code)
            if code not in known:
                sentence = f'there is no group "{code}": define it or correct its spelling'
                top.fault("unknown_group", sentence, f"tables.{table.name}")
        if table.marketing and table.group in known and not register.group(table.group).marketing:
            sentence = f'the group "{table.group}" must say marketing = true'
            top.fault("not_marketing", sentence, f"tables.{table.name}.marketing")
    for code in sorted(known - used):
        top.fault("empty_group", "no table belongs to this group", f"groups.{code}")
    for name in register.ignored:
        if any(table.name == name for table in register.tables):
            top.fault("mapped_and_ignored", "a table is either mapped or ignored", f"ignore.{name}")


def _check_identity(register: RegisterMap, top: Section) -> None:
    identity = next((t for t in register.tables if t.name == register.identity), None)
    if identity is None:
        top.fault("unknown_identity", "name a mapped table as the identity table", "identity")
        return
    place = f"tables.{identity.name}"
    if len(identity.key) > 1:
        top.fault("composite_identity", "a person's key must be one column", f"{place}.key")
    roles = {column.role for column in identity.columns}
    if not roles & {"name", "last_name"}:
        sentence = 'give a column the role "name" (or "first_name" and "last_name")'
        top.fault("no_name", sentence, f"{place}.columns")


def _check_path(table: TableMap, register: RegisterMap, top: Section) -> None:
    place = f"tables.{table.name}.path"
    if table.name == register.identity:
        if table.path:
            top.fault("path_of_identity", "the identity table has no path", place)
        return
    if not table.path:
        sentence = f"say how a row leads to {register.identity}, or put the table under [ignore]"
        top.fault("missing_path", sentence, place)
        return
    tables = {t.name: t for t in register.tables}
    here, seen = table, {table.name}
    for column, parent, _ in table.path:
        if column not in {c.name for c in here.columns}:
            top.fault("unknown_column", f"{here.name}.{column} is not mapped", place)
        if parent in seen:
            top.fault("path_cycle", f"the path comes back to {parent}", place)
            return
        if parent not in tables:
            top.fault("unknown_table", f"{parent} is not a mapped table", place)
            return
        seen.add(parent)
        here = tables[parent]
    if here.name != register.identity:
        top.fault("path_ends_early", f"the path must end at {register.identity}", place)
