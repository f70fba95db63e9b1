"""Whether a letter names whom and what the facts name: controller, reader, authority, questions."""

from __future__ import annotations

from collections.abc import Iterator

from dsr.cases.letter import LetterContent
from dsr.errors import Fault
from dsr.stages.response import instruction, non_disclosure
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS, OTHER_CONTROLLER
from dsr.stages.response.printed_text import bare, texts
from dsr.stages.response.values import in_language

#: Facts of ``extra`` that must stand word for word in which element.
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "LT-NEED-ID": (("L05", "doubt_reason"),),
    "LT-NEED-AUTH": (("L05", "missing_authority"),),
    "LT-CLARIFY": (("L05", "clarify_question"), ("L05", "clarify_reason")),
    "LT-FEE": (("L08", "fee_amount"), ("L08", "cost_calculation")),
    "LT-EXTEND": (("L05", "extension_reason"),),
    "LT-ID-FAIL": (("L10", "asked_info"), ("L10", "received_info")),
    "LT-RESTRICT-LIFT": (("L05", "lift_reason"),),
    "LT-PORT": (("L29", "transferred_to"),),
    "LT-PROCESSOR": (("TASK", "instruction"),),
}


def faults(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Everything that the letter names otherwise than the case, or leaves unnamed."""
    for code, name, wanted in named(facts):
        told = bare("".join("".join(texts(e)) for e in content.elements if code in e.codes))
        if not all(part in told for part in _shown(facts, wanted)) and _is_there(content, code):
            sentence = (
                f"The {name} in the letter is not the recorded one (Art. 5(1)(d), 12(1)). Mend "
                "the record or the settings, and write the letter anew."
            )
            yield Fault("letter.name", f"{code} {name}", sentence)


def _shown(facts: LetterFacts, wanted: str) -> tuple[str, ...]:
    """What has to be seen of a text: all of it, but never a protected address that stands in it."""
    if not non_disclosure.is_protected(facts):
        return (bare(wanted),)
    return tuple(bare(part) for part, hit in non_disclosure.divided(facts, wanted) if not hit)


def _is_there(content: LetterContent, code: str) -> bool:
    """Whether the element stands in the letter; a mandatory one that does not is told elsewhere."""
    return any(code in element.codes for element in content.elements)


def named(facts: LetterFacts) -> Iterator[tuple[str, str, str]]:
    """``(element code, what it is, text)`` of everything that must stand in the letter."""
    yield from _house(facts)
    yield from _reader(facts)
    for code, name in _WORDS.get(facts.type, ()):
        yield code, name, facts.word(name)
    for label, _ in instruction.pairs(facts, "tasks"):
        yield "TASK", "task", label
    if not LETTERS[facts.type].to_subject:
        for _, value in instruction.pairs(facts, "identifiers"):
            yield "WHOM", "identifier", value
    if paid := facts.word("paid_amount"):
        yield "L08", "paid_amount", paid
    for request in facts.words("earlier_requests"):
        yield "EARLIER", "earlier request", request
    if "REST" in LETTERS[facts.type].mandatory and facts.undo_until:
        for system in facts.words("undo_registers"):
            yield "REST", "system that takes data back", system
    if LETTERS[facts.type].to_subject:
        for decision in facts.with_ground(OTHER_CONTROLLER):
            told = str(decision.facts.get("other_controller") or "").strip().rstrip(".")
            yield "OTHER", "other controller", told


def _house(facts: LetterFacts) -> Iterator[tuple[str, str, str]]:
    """The controller, its contacts, the authority's contacts, how long the case is kept."""
    site, language = facts.site, facts.language
    yield "L01", "controller's name", site.controller.name
    yield "L01", "business id", site.controller.business_id
    yield "L01", "contact role", in_language(site.controller.contact_role, language)
    yield "L26", "storage period", in_language(site.case_retention, language).rstrip(".")
    yield "L27", "case number", facts.case.number
    yield "L27", "e-mail", site.controller.email
    yield "L18", "automated decisions", in_language(site.automated_decisions, language)
    yield "L19", "transfers", in_language(site.transfers, language)
    lines = site.authority.lines.get(language) or site.authority.lines.get("en", ())
    for line in (in_language(site.authority.name, language), *lines):
        yield "L06", "supervisory authority", line


def _reader(facts: LetterFacts) -> Iterator[tuple[str, str, str]]:
    """The name of the reader, and of the person for whom a representative acts."""
    name = facts.recipient.name
    if LETTERS[facts.type].to_subject and name and "@" not in name and not name.startswith("+"):
        yield "L03", "reader's name", name
    if "L02" in LETTERS[facts.type].mandatory:
        yield "L02", "case number", facts.case.number
        if facts.extra.get("addressee_acts") is True:
            yield "L02", "person represented", facts.case.requester.name or ""
