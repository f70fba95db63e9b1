"""Reading letters/grounds.toml and the wordings, strictly: every fault is found at once.

A misspelt key, a missing fact or an unworded code would otherwise surface in a letter, when the
month has nearly run out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from dsr.errors import Fault
from dsr.law.ground import (
    FACT_TYPES,
    FEE_ALTERNATIVES,
    KINDS,
    REASONED,
    RIGHTS,
    STATUSES,
    Fact,
    Ground,
    Wording,
    YearsAfter,
)
from dsr.law.ground_tables import Table
from dsr.law.ground_text import wording_faults

_CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DPV = re.compile(
    r"https://w3id\.org/dpv/(justifications#[A-Z][A-Za-z]+"
    r"|legal/eu/gdpr#JustificationA\d{1,2}[A-Z][A-Za-z]+)"
)
#: A text that tells the data subject why holds at least this many characters unless it says else.
_REASON_LEAST = 20
_TEXT_LEAST = 3


def read_facts(table: Table) -> dict[str, Fact]:
    """The facts of a ground by name."""
    facts = {}
    for name, row in table.tables().items():
        if not _NAME.fullmatch(name):
            row.report("name", "A fact's name has small letters, digits and underscores.")
        facts[name] = _read_fact(name, row)
    return facts


def _read_fact(name: str, row: Table) -> Fact:
    kind = row.one_of("type", FACT_TYPES)
    reason = row.yes("reason", False)
    explicit = "min" in row.left
    least = {"text": _REASON_LEAST if reason else _TEXT_LEAST}.get(kind, 1)
    fact = Fact(
        name=name,
        kind=kind,
        label=row.text("label"),
        required=row.yes("required", True),
        reason=reason,
        least=row.number("min", least),
        choices=row.texts("choices", []),
        must=row.yes("must") if "must" in row.left else None,
        needed_if=row.text("needed_if") if "needed_if" in row.left else None,
        needed_if_not=row.text("needed_if_not") if "needed_if_not" in row.left else None,
        later_than=row.text("later_than") if "later_than" in row.left else None,
        still_ahead=row.yes("still_ahead", False),
        computed=_read_computed(row),
        at_most=_read_at_most(row),
    )
    row.close()
    misplaced = {
        "choices": bool(fact.choices) != (kind == "choice"),
        "must": fact.must is not None and kind != "bool",
        "reason": reason and kind != "text",
        "min": explicit and kind not in ("text", "list"),
        "still_ahead": fact.still_ahead and kind != "date",
        "later_than": fact.later_than is not None and kind != "date",
        "computed": fact.computed is not None and kind != "date",
        "years_at_most": fact.at_most is not None and kind != "date",
        "needed_if": fact.needed_if is not None and fact.required,
        "needed_if_not": fact.needed_if_not is not None and fact.required,
    }
    for key in (key for key, wrong in misplaced.items() if wrong):
        row.report("misplaced", f"It does not fit a fact of the type {kind or '?'}.", key)
    return fact


def _read_computed(row: Table) -> YearsAfter | None:
    for key in ("years_after", "year_end_after"):
        if key in row.left:
            rule = row.table(key)
            computed = YearsAfter(rule.text("fact"), rule.number("years"), key == "year_end_after")
            rule.close()
            return computed
    return None


def _read_at_most(row: Table) -> YearsAfter | None:
    if "years_at_most" not in row.left:
        return None
    rule = row.table("years_at_most")
    longest = YearsAfter(rule.text("fact"), rule.number("years"), False, rule.text("unless"))
    rule.close()
    return longest


def read_ground(
    code: str, row: Table, supplied: Mapping[str, Fact], never_values: tuple[str, ...]
) -> Ground:
    """One ground, with what is wrong with it by itself."""
    ground = Ground(
        code=code,
        kinds=row.texts("kind"),
        rights=row.texts("rights"),
        law=row.texts("law"),
        title=row.text("title"),
        evidence=row.text("evidence"),
        fee_alternative=row.one_of("fee_alternative", FEE_ALTERNATIVES),
        dpv=row.texts("dpv"),
        dpv_note=row.text("dpv_note", ""),
        enabled_by_default=row.yes("enabled_by_default", True),
        second_person=row.yes("second_person"),
        per_group=row.yes("per_group"),
        never_alone=row.yes("never_alone", False),
        excludes=row.texts("excludes", []),
        one_of=_read_sets(row),
        same_for_everyone=row.yes("same_for_everyone", False),
        after_execution=row.yes("after_execution", False),
        review_note=row.text("review_note"),
        status=row.one_of("status", STATUSES),
        facts=read_facts(row.table("facts")),
        supplied=supplied,
        never_values=never_values,
    )
    row.close()
    _check_ground(ground, row)
    _check_references(ground, row)
    return ground


def _read_sets(row: Table) -> tuple[tuple[str, ...], ...]:
    sets = row.left.pop("one_of", [])
    if isinstance(sets, list) and all(isinstance(names, list) and len(names) > 1 for names in sets):
        return tuple(tuple(str(name) for name in names) for names in sets)
    row.report("type", "Has to be a list of lists of two or more facts.", "one_of")
    return ()


def _check_ground(ground: Ground, row: Table) -> None:
    if not _CODE.fullmatch(ground.code):
        row.report("code", "A code has capitals, digits and hyphens.")
    for key, given, allowed in (("kind", ground.kinds, KINDS), ("rights", ground.rights, RIGHTS)):
        if not given or not set(given) <= set(allowed):
            row.report("value", f"Has to be some of: {', '.join(allowed)}.", key)
    if not ground.law:
        row.report("empty", "A ground without law is no ground.", "law")
    if {"REFUSE", "CHARGE"} & set(ground.kinds) and not ground.second_person:
        row.report("second_person", "A refusal or a fee needs a second person.", "second_person")
    if not all(_DPV.fullmatch(term) for term in ground.dpv):
        row.report("dpv", "Give the full identifier of the vocabulary.", "dpv")
    if not ground.dpv and not ground.dpv_note:
        row.report("dpv", "Say in dpv_note why there is no identifier.", "dpv_note")
    has_reason = any(fact.reason for fact in ground.facts.values())
    if REASONED & set(ground.kinds) and not (has_reason or ground.same_for_everyone):
        row.report("no_reason", "A refusal or limitation needs a fact that is a reason.", "facts")


def _check_references(ground: Ground, row: Table) -> None:
    """Facts that name other facts name existing ones of the right type."""
    for fact in ground.facts.values():
        wanted = [(fact.needed_if_not, "bool"), (fact.needed_if, "bool"), (fact.later_than, "date")]
        for rule in (fact.computed, fact.at_most):
            if rule is not None:
                wanted += [(rule.fact, "date"), (rule.unless, "text")]
        for name, kind in wanted:
            other = ground.facts.get(name) if name else None
            if name and (other is None or other.kind != kind):
                row.report("reference", f"{name} is no {kind} fact here.", f"facts.{fact.name}")
    for name in (name for names in ground.one_of for name in names):
        if name not in ground.facts or ground.facts[name].required:
            row.report("reference", f"{name} is no optional fact here.", "one_of")


def check_patterns(grounds: Mapping[str, Ground], faults: list[Fault]) -> None:
    """Every pattern in ``excludes`` meets a code."""
    for ground in grounds.values():
        for pattern in ground.excludes:
            if not any(fnmatchcase(code, pattern) for code in grounds):
                sentence = f"{pattern} meets no code."
                faults.append(Fault("grounds.reference", f"{ground.code}.excludes", sentence))


def read_wording(
    table: Table, language: str, grounds: Mapping[str, Ground]
) -> tuple[str, dict[str, Wording]]:
    """The version and the wordings of one language, checked against the grounds."""
    version = table.text("version")
    table.one_of("language", (language,))
    rows = table.tables()
    for code in sorted(set(grounds) - set(rows)):
        table.report("unworded", f"{code} has no wording in {language}.", code)
    wordings = {}
    for code, row in rows.items():
        words = Wording(row.text("title"), row.text("text"), _read_choices(row))
        row.close()
        if code in grounds:
            table.faults.extend(wording_faults(grounds[code], words, row.place))
            wordings[code] = words
        else:
            row.report("no_ground", "This wording belongs to no ground.")
    return version, wordings


def _read_choices(row: Table) -> dict[str, dict[str, str]]:
    choices = {}
    for name, table in row.table("choices", optional=True).tables().items():
        choices[name] = {choice: table.text(choice) for choice in list(table.left)}
    return choices
