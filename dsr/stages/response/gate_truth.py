"""Whether the letter tells the truth: its dates, reasons and data are those of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, timedelta

from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.letter import FactList, LetterContent
from dsr.cases.register import ColumnMap, Finding, FoundRow
from dsr.errors import Fault
from dsr.stages.response.asking import METHODS
from dsr.stages.response.data_copy import labelled
from dsr.stages.response.facts import WHOLE_CASE, LetterFacts
from dsr.stages.response.matrix import LETTERS, NEEDED_FACTS
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.values import in_language, spell_date

ACCESS_LETTERS = frozenset({"LT-ACCESS-FULL", "LT-ACCESS-PART"})
#: Kinds of columns whose printed form needs no wording, so that the gate can spell them itself.
_PLAIN_KINDS = frozenset({"text", "free_text", "number", "date"})


def faults(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Everything in which the letter differs from the case."""
    said = _Said(content)
    yield from _identity_of_letter(content, facts)
    yield from _needed(facts)
    yield from _dates(said, facts)
    yield from _reasons(said, facts)
    yield from _identity_question(facts)
    if facts.type in ACCESS_LETTERS:
        for finding in facts.findings:
            if finding.rows:
                yield from _group(said, facts, finding)


class _Said:
    """What the letter says, by element code, as bare text."""

    def __init__(self, content: LetterContent) -> None:
        self.elements = content.elements
        self.all = bare("".join("".join(texts(e)) for e in content.elements))

    def under(self, code: str) -> str:
        """Everything said in elements with this code."""
        return bare("".join("".join(texts(e)) for e in self.elements if code in e.codes))


def _identity_of_letter(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    same = {
        "type": content.type == facts.type,
        "case": content.case == facts.case.number,
        "language": content.language == facts.language,
        "date": content.on == facts.today,
    }
    for place, holds in same.items():
        if not holds:
            yield Fault("letter.other_case", place, "The letter is not the one of this case.")


def _needed(facts: LetterFacts) -> Iterator[Fault]:
    names = list(NEEDED_FACTS.get(facts.type, ()))
    if facts.type == "LT-CLOSE":
        withdrawn = facts.word("close_reason") == "withdrawn"
        names += ["withdrawn_on"] if withdrawn else ["asked_date", "asked_info"]
    if facts.late:
        names.append("delay_reason")
    own = {field.name for field in fields(facts)}
    for name in names:
        value = getattr(facts, name) if name in own else facts.extra.get(name)
        if value is None or value in ("", (), []) or not str(value).strip():
            yield Fault("letter.fact_missing", name, "This fact of the letter is not recorded.")


def _dates(said: _Said, facts: LetterFacts) -> Iterator[Fault]:
    for code, name, day in _dated(facts):
        if day is not None and bare(spell_date(day, facts.language)) not in said.under(code):
            yield Fault("letter.date", f"{code} {name}", "This date is not in the letter.")
    lift, new_due = facts.day("lift_date"), facts.day("new_due_date")
    if facts.type == "LT-RESTRICT-LIFT" and lift and lift <= facts.today:
        yield Fault("letter.too_late", "lift_date", "Tell before the restriction is lifted.")
    if facts.type == "LT-EXTEND":
        if facts.today > facts.strict_due:
            yield Fault("letter.too_late", "L09", "The day for announcing an extension has passed.")
        if new_due and new_due <= facts.strict_due:
            yield Fault("letter.date", "new_due_date", "The new date is not later than the first.")
    if facts.type == "LT-NEED-ID" and not (_paused(facts) or facts.day("due_if_replied")):
        sentence = "Say the last day with the waiting time too: due, or due_if_replied."
        yield Fault("letter.fact_missing", "due_if_replied", sentence)


def _dated(facts: LetterFacts) -> Iterator[tuple[str, str, date | None]]:
    """Which date must stand in which element."""
    to_subject = LETTERS[facts.type].to_subject
    if facts.case.initiator != "controller" and facts.type != "LT-CONTACT-CHANGED":
        yield "L02", "received", facts.received
    if facts.executed_on and to_subject:
        yield "L04", "executed_on", facts.executed_on
    match facts.type:
        case "LT-ACK":
            yield "DUE", "due", facts.last_day
        case "LT-EXTEND":
            yield "L09", "received", facts.received
            yield "L09", "new_due_date", facts.day("new_due_date")
        case "LT-NEED-ID":
            yield "CLOCK", "strict_due", facts.strict_due
            yield "CLOCK", "due", facts.due
            yield "CLOCK", "due_if_replied", facts.day("due_if_replied")
            yield "CLOCK", "reply_by", facts.day("reply_by")
        case "LT-RESTRICT-LIFT":
            yield "LIFT", "lift_date", facts.day("lift_date")
        case "LT-ID-FAIL":
            yield "L10", "asked_date", facts.day("asked_date")
        case "LT-A19-RECIPIENT":
            yield "CONFIRM", "confirm_by", facts.day("confirm_by")
    if facts.late:
        yield "LATE", "due", facts.last_day
    if to_subject:
        for decision in facts.decisions:
            if decision.action is Action.KEEP:
                yield "L23", "until", decision.until
    erased = any(d.action in (Action.ERASE, Action.ANONYMISE) for d in facts.decisions)
    if erased and facts.executed_on and "REST" in LETTERS[facts.type].mandatory:
        days = timedelta(days=facts.site.backup_days)
        yield "REST", "backup", facts.executed_on + days


def _paused(facts: LetterFacts) -> bool:
    return facts.due is not None and facts.due != facts.strict_due


def _reasons(said: _Said, facts: LetterFacts) -> Iterator[Fault]:
    if not LETTERS[facts.type].to_subject:
        return
    for decision in facts.limiting:
        label = _label(facts, decision.group)
        if decision.ground is None:
            if decision.action in NEED_GROUND:
                sentence = "A refusal or limit has no ground (Art. 12(4))."
                yield Fault("letter.no_ground", decision.group, sentence)
        elif not _reason_given(said, decision, label):
            sentence = "The reason for this refusal or limit is not in the letter (Art. 12(4))."
            yield Fault("letter.no_reason", decision.group, sentence)
        if decision.action is Action.KEEP and bare(label) not in said.under("L23"):
            sentence = "The letter does not say that these data stay (Art. 17(3))."
            yield Fault("letter.no_reason", decision.group, sentence)
        if decision.action is Action.WITHHOLD and bare(label) not in said.under("L21"):
            sentence = "The letter does not say that this was left out (Art. 15(4))."
            yield Fault("letter.no_reason", decision.group, sentence)


def _reason_given(said: _Said, decision: GroupDecision, label: str) -> bool:
    """A reason stands under the group's name and speaks of the decision's own facts."""
    told = [bare(str(v)) for v in decision.facts.values() if isinstance(v, str) and len(v) > 8]
    for element in said.elements:
        if "L05" not in element.codes or (label and bare(label) not in bare(element.heading or "")):
            continue
        text = bare("".join(texts(element)))
        if not told or any(fact.rstrip(".") in text for fact in told):
            return True
    return False


def _label(facts: LetterFacts, code: str) -> str:
    group = facts.group(code)
    return "" if code == WHOLE_CASE or group is None else in_language(group.label, facts.language)


def _identity_question(facts: LetterFacts) -> Iterator[Fault]:
    """At least two ways, one of them without an identity document (EDPB 01/2022, 73)."""
    if facts.type != "LT-NEED-ID":
        return
    methods = set(facts.words("methods"))
    if len(methods) < 2 or all(METHODS.get(method, True) for method in methods):
        sentence = "Offer at least two ways, one of them without an identity document."
        yield Fault("letter.methods", "L10", sentence)


def _group(said: _Said, facts: LetterFacts, finding: Finding) -> Iterator[Fault]:
    group, lang = finding.group, facts.language
    wanted = {
        "L12": (in_language(group.purpose, lang), in_language(group.basis_text, lang)),
        "L13": (in_language(group.label, lang),),
        "L14": group.recipients,
        "L15": (in_language(group.retention_text, lang),),
        "L17": (in_language(group.source, lang),),
    }
    about = [e for e in said.elements if "L12" in e.codes and e.heading == wanted["L13"][0]]
    told = [bare(t) for e in about for b in e.blocks if isinstance(b, FactList) for _, t in b.items]
    for code, values in wanted.items():
        said_so = bool(about) if code == "L13" else _all_told(values, told)
        if not said_so:
            yield Fault("letter.group", f"{code} {finding.code}", "This is not told of the group.")
    copied = said.under("L20")
    for row in finding.rows:
        if facts.is_withheld(finding, row):
            continue
        for value in _plain_values(facts, finding, row):
            if bare(value) not in copied:
                sentence = "The copy lacks a value of this row (Art. 15(3))."
                yield Fault("letter.copy", f"{finding.code} {row.table}", sentence)
                break
    if any(facts.is_withheld(finding, row) for row in finding.rows) and not said.under("HERE"):
        sentence = "The copy does not show where something was left out (Art. 15(4))."
        yield Fault("letter.copy", finding.code, sentence)


def _all_told(values: tuple[str, ...], told: list[str]) -> bool:
    """Whether one item names all recipients, or each value is an item of its own."""
    if all(bare(value) in told for value in values):
        return bool(told)
    return any(all(bare(value) in item for value in values) for item in told) and len(values) > 1


def _plain_values(facts: LetterFacts, finding: Finding, row: FoundRow) -> Iterator[str]:
    table = facts.table(finding.register, row.table)
    for column in labelled(table) if table else ():
        value = row.values.get(column.name)
        if column.kind in _PLAIN_KINDS and value not in (None, ""):
            yield _plain(value, column, facts.language)


def _plain(value: object, column: ColumnMap, language: str) -> str:
    if column.kind == "date" and isinstance(value, date):
        return spell_date(value, language)
    return "" if column.kind == "date" else str(value)
