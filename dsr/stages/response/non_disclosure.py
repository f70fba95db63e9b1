"""A person whose address is kept secret for her safety: it is printed nowhere (legal spec D.1).

Finnish *turvakielto*, Swedish *spärrmarkering*. Whoever opens the envelope, stands at the printer
or lives with somebody who shares the letter must not learn it; she gets it when she asks in person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise

from dsr.cases.letter import Block, BulletList, DataTable, Element, FactList, Paragraph
from dsr.cases.register import ColumnMap, Finding, FoundRow, RegisterMap, Texts
from dsr.cases.site import Site
from dsr.casework.secret_address import ADDRESS_ROLES, NON_DISCLOSURE, is_marked
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.values import one_line_address

#: The fact of a letter without findings that holds what is to be hidden in it.
PARTS = "protected_parts"
#: A part of an address shorter than this may stand anywhere by chance.
_SHORTEST = 3
#: A name longer than this is found with the endings of Finnish too.
_LONG = 5
#: ``Street 1 A 2, 00100 Town`` in a text of a register, whoever's it is.
_SHAPE = r"(?<!\w)[^\W\d_][\w-]*(?:\s[^\W\d_][\w-]*){0,3}\s\d+[\w ]*,\s*\d{5}\s[^\W\d_][\w-]*"
_PHONE = re.compile(r"^\+?[\d\s()/-]{6,}$")
_NUMBERED = re.compile(r"^(?P<name>[^\d,]*[^\W\d_])\s*\d")


class _Same:
    """Facts as a key of a cache: the very same object, looked through once."""

    def __init__(self, facts: LetterFacts) -> None:
        self.facts = facts

    def __hash__(self) -> int:
        return id(self.facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.facts is self.facts


def is_protected(facts: LetterFacts) -> bool:
    """Whether the person's address must not be printed: recorded in the case or in a register."""
    return _is_protected(_Same(facts))


@lru_cache(maxsize=4)
def _is_protected(same: _Same) -> bool:
    facts = same.facts
    recorded = True in (facts.case.facts.get(NON_DISCLOSURE), facts.extra.get(NON_DISCLOSURE))
    return recorded or is_marked(facts.findings, facts.maps)


def is_address(facts: LetterFacts, finding: Finding, row: FoundRow, column: ColumnMap) -> bool:
    """Whether a value is a postal address or a part of one."""
    if column.role is not None:
        return column.role in ADDRESS_ROLES
    value = str(row.values.get(column.name) or "")
    table = facts.table(finding.register, row.table)
    if table is not None and table.marketing and table.marketing.contact == column.name:
        channel = str(row.values.get(table.marketing.channel))
        return table.marketing.channels.get(channel) == "address"
    if not column.contact_point or column.kind not in ("text", "free_text"):
        return False
    return "@" not in value and not _PHONE.match(value)


def address_parts(facts: LetterFacts) -> tuple[str, ...]:
    """Every part of every address known of the person, longest first."""
    return _address_parts(_Same(facts))


@lru_cache(maxsize=4)
def _address_parts(same: _Same) -> tuple[str, ...]:
    facts = same.facts
    return _telling(facts, set(_known(facts)))


def _known(facts: LetterFacts) -> Iterator[str]:
    asked = facts.case.requester
    yield from (part for part in (asked.street, asked.postcode, asked.city) if part)
    theirs = facts.case.facts.get("representative_street")
    for known in facts.case.facts.values():
        if isinstance(known, Mapping) and known.get("street") not in (None, "", theirs):
            yield from (str(known[key]) for key in sorted(ADDRESS_ROLES) if known.get(key))
    for finding in facts.findings:
        for row in finding.rows:
            table = facts.table(finding.register, row.table)
            for column in table.columns if table else ():
                value = row.values.get(column.name)
                if value and is_address(facts, finding, row, column):
                    yield str(value)
    yield from facts.words(PARTS)
    for decision in facts.decisions:
        for field, value in decision.values.items():
            if value and _is_address_field(facts, decision.group, field):
                yield str(value)


def _is_address_field(facts: LetterFacts, group: str, field: str) -> bool:
    table_name, _, name = field.partition(".")
    table = facts.table(group.partition(".")[0], table_name)
    columns = table.columns if table else ()
    return any(c.name == name and c.role in ADDRESS_ROLES for c in columns)


def _telling(facts: LetterFacts, parts: set[str]) -> tuple[str, ...]:
    """The parts, and the bare name of each street; a word of her own name tells no address."""
    for part in tuple(parts):
        if found := _NUMBERED.match(part.strip()):
            parts.add(found["name"].strip())
    names = {w.casefold() for w in f"{facts.recipient.name} {facts.case.requester.name}".split()}
    kept = {p.strip() for p in parts if len(p.strip()) >= _SHORTEST}
    return tuple(sorted((p for p in kept if p.casefold() not in names), key=lambda p: (-len(p), p)))


def divided(facts: LetterFacts, text: str, *, shapes: bool = False) -> tuple[tuple[str, bool], ...]:
    """The text in parts: ``(part, whether it is the person's address)``; our own stay ours.

    shapes: whatever looks like a postal address counts too, as in a value of a register.
    """
    parts, own = address_parts(facts), own_phrases(facts.site, facts.maps)
    pattern = _pattern(parts, own, shapes=shapes)
    found = [m.span() for m in pattern.finditer(text) if m.lastgroup == "hers"]
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if spans and not text[spans[-1][1] : start].strip(" ,;\n\u00a0"):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    cuts = [0, *(at for span in spans for at in span), len(text)]
    cut = ((text[a:b], n % 2 == 1) for n, (a, b) in enumerate(pairwise(cuts)))
    return tuple((part, hit) for part, hit in cut if part)


@lru_cache(maxsize=16)
def _pattern(parts: tuple[str, ...], own: tuple[str, ...], *, shapes: bool) -> re.Pattern[str]:
    """What is looked for: our own phrases first, so that our own address is not taken for hers."""
    ours = "|".join(rf"(?<!\w){_spaced(phrase)}(?!\w)" for phrase in own) or "(?!)"
    hers = [rf"(?<!\w){_spaced(part)}{_ending(part)}" for part in parts]
    whole = "|".join([*hers, *([_SHAPE] if shapes else [])]) or "(?!)"
    return re.compile(f"(?P<ours>{ours})|(?P<hers>{whole})", re.IGNORECASE)


def _spaced(text: str) -> str:
    return r"[\s\u00a0]+".join(re.escape(word) for word in text.split())


def _ending(part: str) -> str:
    """A long street or town is found in every case of Finnish too; a number only as it is."""
    if len(part) > _LONG and not any(char.isdigit() for char in part):
        return r"\w*(?:\s+\d{1,3}(?!\d)\w?(?:\s\w(?!\w))?(?:\s\d{1,4}(?!\d))?)?"
    return r"(?!\w)"


def own_phrases(site: Site, maps: tuple[RegisterMap, ...]) -> tuple[str, ...]:
    """What the controller says of itself, the authority and its registers; it may name a town."""
    c = site.controller
    phrases = {c.name, c.street, f"{c.postcode} {c.city}"}
    phrases.add(one_line_address(c.street, c.postcode, c.city))
    phrases |= {line for a in (site.authority.lines or {}).values() for line in a}
    texts: list[Texts] = [site.authority.name, c.contact_role, site.register_name]
    texts += [site.case_retention, site.automated_decisions, site.transfers, *site.systems]
    texts += [site.paper_searched] if site.paper_searched else []
    for register in maps:
        texts.append(register.label)
        for group in register.groups:
            texts += [group.label, group.purpose, group.basis_text, group.source]
            texts.append(group.retention_text)
            phrases |= set(group.recipients)
        for table in register.tables:
            texts += [table.label] if table.label else []
            texts += [column.label for column in table.columns if column.label]
    phrases |= set(site.processors) | {text for one in texts for text in one.values()}
    phrases |= {line for address in site.controller.other_addresses for line in address.lines()}
    return tuple(sorted((p for p in phrases if p.strip()), key=lambda p: (-len(p), p)))


# ------------------------------------------------------------------ what the reader is told


def hidden(draft: Draft, elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """The letter's parts with a mark wherever the address stood; unchanged for everybody else."""
    if not is_protected(draft.facts):
        return elements
    mark = draft.say("protected.mark")

    def safe(text: str) -> str:
        return "".join(mark if hit else part for part, hit in divided(draft.facts, text))

    return tuple(
        Element(
            e.codes,
            tuple(_safe_block(block, safe) for block in e.blocks),
            e.heading,
            e.level,
            e.boxed,
        )
        for e in elements
    )


def _safe_block(block: Block, safe: Callable[[str], str]) -> Block:
    match block:
        case Paragraph():
            return Paragraph(safe(block.text))
        case BulletList():
            return BulletList(tuple(safe(item) for item in block.items))
        case FactList():
            return FactList(tuple((a, safe(b)) for a, b in block.items), block.caption)
        case DataTable():
            rows = tuple(tuple(safe(cell) for cell in row) for row in block.rows)
            return DataTable(block.caption, block.headers, rows)


def notice(draft: Draft) -> tuple[Element, ...]:
    """Why the address is not in the copy, and how she gets it (HERE)."""
    if not is_protected(draft.facts):
        return ()
    mark = draft.say("protected.mark")
    return (draft.element("HERE", draft.say("protected.why", mark=mark)),)


def delivery(draft: Draft) -> tuple[tuple[str, str], ...]:
    """A line of the reference for whoever posts the letter: there is no address in its window."""
    if not is_protected(draft.facts):
        return ()
    return ((draft.say("protected.delivery_label"), draft.say("protected.delivery")),)
