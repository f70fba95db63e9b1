"""Whether the letter tells the truth: its reasons and data are those of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from dsr.cases.decision import NEED_GROUND, Action, GroupDecision
from dsr.cases.letter import FactList, LetterContent
from dsr.cases.register import ColumnMap, Finding, FoundRow
from dsr.errors import Fault
from dsr.stages.response.asking import METHODS
from dsr.stages.response.data_copy import labelled
from dsr.stages.response.facts import WHOLE_CASE, LetterFacts
from dsr.stages.response.matrix import LETTERS, NEEDED_FACTS, WHOLE_REFUSALS
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.redaction import given_rows, pieces
from dsr.stages.response.values import in_language, spell_date

ACCESS_LETTERS = frozenset({"LT-ACCESS-FULL", "LT-ACCESS-PART"})
#: Kinds of columns whose printed form needs no wording, so that the gate can spell them itself.
_PLAIN_KINDS = frozenset({"text", "free_text", "number", "date"})


def faults(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Everything in which the letter differs from the case."""
    said = _Said(content)
    yield from _identity_of_letter(content, facts)
    yield from _needed(facts)
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
            sentence = "The letter is not the one of this case (Art. 5(1)(f)). Write it anew."
            yield Fault("letter.other_case", place, sentence)


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
            sentence = (
                "This fact of the letter is not recorded (Art. 12(1), 12(4)). Record it with the "
                f"step, or give it: --fact {name}=..."
            )
            yield Fault("letter.fact_missing", name, sentence)


def _reasons(said: _Said, facts: LetterFacts) -> Iterator[Fault]:
    if not LETTERS[facts.type].to_subject:
        return
    for decision in facts.limiting:
        label = _label(facts, decision.group)
        for sentence in (
            *_without_reason(said, decision, label),
            *_not_told(said, facts, decision, bare(label)),
        ):
            code = "letter.no_ground" if sentence is _NO_GROUND else "letter.no_reason"
            yield Fault(code, decision.group, sentence)


_NO_GROUND = (
    "A refusal or limit has no ground (Art. 12(4)). Decide again with a ground: see dsr grounds."
)


def _without_reason(said: _Said, decision: GroupDecision, label: str) -> Iterator[str]:
    """Every refusal or limit has its ground, and the letter tells it (Art. 12(4))."""
    if decision.ground is None:
        if decision.action in NEED_GROUND:
            yield _NO_GROUND
    elif not _reason_given(said, decision, label):
        yield (
            "The reason for this refusal or limit is not in the letter (Art. 12(4)). Record "
            "the facts of its ground."
        )


def _not_told(
    said: _Said, facts: LetterFacts, decision: GroupDecision, label: str
) -> Iterator[str]:
    """What stays and what was left out is named where the reader looks for it."""
    if decision.action is Action.KEEP and label not in said.under("L23"):
        yield (
            "The letter does not say that these data stay (Art. 17(3)). Choose the letter for "
            "a partial answer, or decide on the group again."
        )
    copied = "L21" in LETTERS[facts.type].mandatory
    if copied and decision.action is Action.WITHHOLD and label not in said.under("L21"):
        yield (
            "The letter does not say that this was left out (Art. 15(4)). Choose the letter "
            "for a partial answer."
        )


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
    unnamed = code == WHOLE_CASE or group is None or facts.type in WHOLE_REFUSALS
    return "" if unnamed or group is None else in_language(group.label, facts.language)


def _identity_question(facts: LetterFacts) -> Iterator[Fault]:
    """At least two ways, one of them without an identity document (EDPB 01/2022, 73)."""
    if facts.type != "LT-NEED-ID":
        return
    methods = set(facts.words("methods"))
    if len(methods) < 2 or all(METHODS.get(method, True) for method in methods):
        sentence = "Offer at least two ways, one of them without an identity document (Art. 12(6))."
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
            sentence = "This is not told of the group (Art. 15(1)). Fill it in in the mapping."
            yield Fault("letter.group", f"{code} {finding.code}", sentence)
    copied = said.under("L20")
    for row in given_rows(facts, finding):
        for value in _plain_values(facts, finding, row):
            if bare(value) not in copied:
                sentence = "The copy lacks a value of this row (Art. 15(3)). Write the letter anew."
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
        parts = pieces(facts, finding, row, column)
        if column.kind in _PLAIN_KINDS and any(part.mark for part in parts):
            yield from (part.text for part in parts if part.mark is None)
        elif column.kind in _PLAIN_KINDS and value not in (None, ""):
            yield _plain(value, column, facts.language)


def _plain(value: object, column: ColumnMap, language: str) -> str:
    if column.kind == "date" and isinstance(value, date):
        return spell_date(value, language)
    return "" if column.kind == "date" else str(value)
