"""The part of the mapping's loader for tables, their columns, paths and ways of erasure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dsr.adapters.register.facts import parse_fact
from dsr.adapters.register.sections import Section, check_texts
from dsr.cases.register import ROLES, ColumnMap, MarketingMap, TableMap, Texts

KINDS = (
    "text",
    "date",
    "datetime",
    "money_cents",
    "flag",
    "code",
    "number",
    "key",
    "free_text",
)
CONTACTS = ("email", "phone", "address")
_HOP = re.compile(r"^(\w+)\s*->\s*(\w+)\.(\w+)$")


def read_table(name: str, section: Section, languages: Sequence[str]) -> TableMap:
    """One ``[tables.NAME]``; its faults go to the section's list."""
    columns = tuple(_column(c, s, languages) for c, s in section.sections("columns").items())
    way, objection_columns = _objection(section)
    table = TableMap(
        name=name,
        group=section.text("group"),
        key=section.texts_list("key"),
        path=_path(section),
        columns=columns,
        on_erasure=section.one_of("on_erasure", ("delete", "anonymise")),
        restriction=section.option("restriction"),
        statement=section.option("statement"),
        label=section.texts("label", languages),
        traits=section.words("traits"),
        group_when=tuple(section.words("group_when").items()),
        on_objection=way,
        objection_columns=objection_columns,
        marketing=_marketing(section),
    )
    section.close()
    _check_names(table, section)
    _check_traits(table, section)
    return table


def _column(name: str, section: Section, languages: Sequence[str]) -> ColumnMap:
    kind = section.one_of("kind", KINDS)
    role = section.option("role")
    if role is not None and role not in ROLES:
        section.fault("unknown_role", f"use one of {', '.join(ROLES)}", "role")
    column = ColumnMap(
        name=name,
        kind=kind,
        label=section.texts_option("label", languages),
        codes=_codes(section, languages),
        on_erasure=_column_way(section),
        correctable=section.flag("correctable"),
        contact_point=section.flag("contact_point"),
        role=role,
        lookup=section.option("lookup"),
    )
    section.close()
    if column.kind == "code" and not column.codes and column.label is not None:
        section.fault("no_codes", "explain each code of this column under codes")
    if column.lookup is not None:
        fact = parse_fact(column.lookup)
        if fact is None or fact.table is None or fact.column != name:
            section.fault("bad_lookup", f"write it like {name} -> table.column", "lookup")
    return column


def _codes(section: Section, languages: Sequence[str]) -> Mapping[str, Texts]:
    value = section.raw("codes")
    if value is None:
        return {}
    if not isinstance(value, dict):
        section.fault("wrong_type", "a table of code -> texts is expected", "codes")
        return {}
    return {
        code: check_texts(texts, f"{section.place}.codes.{code}", languages, section)
        for code, texts in value.items()
    }


def _column_way(section: Section) -> str | None:
    way = section.option("on_erasure")
    if way is not None and way not in ("clear", "fixed", "keep"):
        section.fault("unknown_on_erasure", "use one of clear, fixed, keep", "on_erasure")
    return way


def _path(section: Section) -> tuple[tuple[str, str, str], ...]:
    hops = []
    for hop in section.texts_list("path"):
        found = _HOP.match(hop)
        if found is None:
            section.fault("bad_path", "write each step like customer_id -> customers.id", "path")
            continue
        hops.append((found[1], found[2], found[3]))
    return tuple(hops)


def _objection(section: Section) -> tuple[str | None, tuple[str, ...]]:
    """``"delete"``, ``{ clear = ["a", "b"] }`` or ``{ mark = "objected_on" }``."""
    value = section.raw("on_objection")
    if value is None:
        return None, ()
    if value == "delete":
        return "delete", ()
    if isinstance(value, dict) and set(value) == {"clear"} and isinstance(value["clear"], list):
        return "clear", tuple(str(name) for name in value["clear"])
    if isinstance(value, dict) and set(value) == {"mark"} and isinstance(value["mark"], str):
        return "mark", (value["mark"],)
    sentence = 'use "delete", { clear = ["column"] } or { mark = "column" }'
    section.fault("unknown_on_objection", sentence, "on_objection")
    return None, ()


def _marketing(section: Section) -> MarketingMap | None:
    inner = section.section("marketing")
    if inner is None:
        return None
    channels = inner.words("channels")
    if not channels:
        inner.fault("missing_key", "say for every channel which contact point it uses", "channels")
    for code, contact in channels.items():
        if contact not in CONTACTS:
            inner.fault("unknown_contact", f"use one of {', '.join(CONTACTS)}", f"channels.{code}")
    marketing = MarketingMap(
        channel=inner.text("channel"),
        permission=inner.text("permission"),
        objected_on=inner.text("objected_on"),
        channels=channels,
        contact=inner.option("contact"),
    )
    inner.close()
    return marketing


def _named_columns(table: TableMap) -> list[tuple[str, str]]:
    named = [("key", name) for name in table.key]
    named += [("on_objection", name) for name in table.objection_columns]
    if table.restriction:
        named.append(("restriction", table.restriction))
    if table.statement:
        named.append(("statement", table.statement))
    if marketing := table.marketing:
        names = [marketing.channel, marketing.permission, marketing.objected_on]
        names += [marketing.contact] if marketing.contact else []
        named += [("marketing", name) for name in names]
    return named


def _check_names(table: TableMap, section: Section) -> None:
    if not table.key:
        # Without it an UPDATE could hit the rows of other people.
        section.fault("missing_primary_key", "name the columns of the primary key", "key")
    known = {column.name for column in table.columns}
    for key, name in _named_columns(table):
        if name not in known:
            section.fault("unknown_column", f'"{name}" is not a column of this mapping', key)


def _check_traits(table: TableMap, section: Section) -> None:
    known = {column.name for column in table.columns}
    for name, text in table.traits.items():
        fact = parse_fact(text)
        if fact is None:
            sentence = "write it as column, column == 'word' or fk -> table.column"
            section.fault("bad_trait", sentence, f"traits.{name}")
        elif fact.column not in known:
            sentence = f'"{fact.column}" is not a column of this mapping'
            section.fault("unknown_column", sentence, f"traits.{name}")
    for trait, _ in table.group_when:
        if trait not in table.traits:
            section.fault("unknown_trait", f'"{trait}" is not a trait of this table', "group_when")
