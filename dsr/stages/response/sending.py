"""Letters of a case: composed from its facts, past the gate, into the vault, with their step.

The order is: may the step be taken at all, is the letter complete in law, are its bytes durable,
then step and letter are stored together. A crash in between leaves at most an unused file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dsr.cases.case import Case, NewOutgoing, User
from dsr.cases.decision import Action
from dsr.cases.letter import LetterContent
from dsr.casework.answers import answer_type
from dsr.casework.data import findings_of
from dsr.casework.earlier import GIVEN, given_digests
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, check, take, workflow_of
from dsr.engine.vocabulary import VOCABULARY
from dsr.errors import BadInput, Refused
from dsr.stages.response.addressee import CONTACT_CHANGED
from dsr.stages.response.draft import RenderGround
from dsr.stages.response.enclosures import WITH_DATA
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gathering import letter_facts, of_step
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.recorded import in_words, known_to_grounds
from dsr.stages.response.redaction_log import redaction_log
from dsr.stages.response.release import release
from dsr.stages.response.versions import rules_version
from dsr.stages.response.wording import Wording

Wordings = Mapping[str, Wording]

#: The step that ends a round with its answer; every other letter asks or tells beforehand.
RELEASE = "release"
#: Facts given with a step that are for the letter alone.
LETTER_FACTS = frozenset({"late_because", "understood", "show_values", "transferred_to"})


@dataclass(frozen=True)
class Sent:
    """The case after the step, and the letters released with it as ``(type, pdf)``."""

    case: Case
    letters: tuple[tuple[str, bytes], ...]


def letter_of(step: str, case: Case) -> str | None:
    """The type of the letter a step sends; None when it sends none."""
    return answer_type(case) if step == RELEASE else VOCABULARY[step].letter


def send(
    office: Office,
    wordings: Wordings,
    case: Case,
    step: str,
    actor: User,
    supplied: Mapping[str, object],
    found: Found | None = None,
) -> Sent:
    """Take a step that sends a letter. found: what the caller looked into before.

    Raises Refused, LetterIncomplete; nothing is stored then.
    """
    for_step = {k: v for k, v in supplied.items() if k not in LETTER_FACTS}
    passed = replace(found or Found(), letter_faults=())
    check(office, case, step, actor, for_step, found=passed)
    kind = letter_of(step, case)
    if kind is None:
        raise Refused(f"{case.number}: {step} sends no letter.")
    answers = step == RELEASE
    said = _said(office, case, step, supplied)
    pdfs = _written(office, wordings, case, kind, said, answers=answers)
    outgoing = tuple(
        _outgoing(office, case, content, pdf, answers=answers and content.type == kind)
        for content, pdf in pdfs
    )
    also = _also(office, case, kind, outgoing, answers=answers)
    moved = take(office, case, step, actor, for_step, also, passed)
    return Sent(moved, tuple((content.type, pdf) for content, pdf in pdfs))


def _also(
    office: Office, case: Case, kind: str, outgoing: tuple[NewOutgoing, ...], *, answers: bool
) -> Also:
    """What is stored with the step: the letters, what their copy gave, the log of passages."""
    letters = [{"type": o.type, "digest": o.digest} for o in outgoing]
    details = {"letters": letters, **_log_kept(office, case, kind)}
    return Also(_given(office, case, kind, answers=answers), details, outgoing=outgoing)


def _said(
    office: Office, case: Case, step: str, supplied: Mapping[str, object]
) -> dict[str, object]:
    """What is given for the letter, and what the step brings to it."""
    for_letter = {k: v for k, v in supplied.items() if k in LETTER_FACTS}
    for_step = {k: v for k, v in supplied.items() if k not in LETTER_FACTS}
    return {**_renamed(for_letter), **of_step(office, case, step, for_step)}


def _written(
    office: Office,
    wordings: Wordings,
    case: Case,
    kind: str,
    said: Mapping[str, object],
    *,
    answers: bool,
) -> list[tuple[LetterContent, bytes]]:
    """The letter past the gate; with an answer also the notice to a replaced contact point."""
    kinds = [kind]
    if answers and _contact_point_changed(case):
        kinds.append(CONTACT_CHANGED)
    answering = answers or not LETTERS[kind].answers
    return [_made(office, wordings, case, one, said, answering=answering) for one in kinds]


def _outgoing(
    office: Office, case: Case, content: LetterContent, pdf: bytes, *, answers: bool
) -> NewOutgoing:
    """The letter as it is stored: its bytes, and under which words, rules and notice it stands."""
    return NewOutgoing(
        content.type,
        case.language,
        office.vault.put(pdf),
        answers,
        content.wording_version,
        rules_version(office.catalogue.version, workflow_of(office, case)),
        office.site.notice_version,
    )


def _log_kept(office: Office, case: Case, kind: str) -> dict[str, object]:
    """The passages covered, as they read, go into the vault; their log's digest into the event."""
    if kind not in WITH_DATA:
        return {}
    maps = [register.map for register in office.registers.values()]
    log = redaction_log(case, findings_of(office, case), maps, kind, office.clock.today())
    return {} if log is None else {"redaction_log": office.vault.put(log)}


def _given(office: Office, case: Case, kind: str, *, answers: bool) -> dict[str, object]:
    """What a copy gave, as keyed digests: a later request is compared with it (Art. 15(3))."""
    if not (answers and "L20" in LETTERS[kind].mandatory):
        return {}
    return {GIVEN: given_digests(office, case, findings_of(office, case), case.decisions)}


def preview(
    office: Office,
    wordings: Wordings,
    case: Case,
    kind: str | None = None,
    supplied: Mapping[str, object] | None = None,
) -> tuple[str, bytes]:
    """The letter as it would be released now: the answer, or the type named. Stores nothing."""
    kind = kind or answer_type(case)
    if kind not in LETTERS:
        raise BadInput(f"There is no letter {kind}.", f"There are: {', '.join(LETTERS)}.")
    return kind, _made(office, wordings, case, kind, _renamed(supplied or {}), answering=True)[1]


def _renamed(supplied: Mapping[str, object]) -> dict[str, object]:
    """``delay_reason`` of a case says why a question was late; that of a letter, why it is."""
    late = {"delay_reason": supplied["late_because"]} if "late_because" in supplied else {}
    return {**supplied, **late}


def _made(
    office: Office,
    wordings: Wordings,
    case: Case,
    kind: str,
    said: Mapping[str, object],
    *,
    answering: bool,
) -> tuple[LetterContent, bytes]:
    wording = wordings[case.language]
    facts = letter_facts(office, case, kind, wording, said, answering=answering)
    return release(facts, wordings, renderer(office, facts, wording), office.printer)


def renderer(office: Office, facts: LetterFacts, wording: Wording) -> RenderGround:
    """Writes the catalogue's reasons, with what the program itself knows of the case."""
    known = known_to_grounds(office, facts.case, facts.extra)

    def render(code: str, language: str, given: Mapping[str, object]) -> str:
        used = in_words(given.get("identifiers_used"), wording)
        own = {} if used is None else {"identifiers_used": used}
        return office.catalogue.render(code, language, {**given, **known, **own})

    return render


def _contact_point_changed(case: Case) -> bool:
    """A corrected address, number or e-mail is told to the old contact point (D.3); so is an
    answer with data soon after such a change, where it goes elsewhere now (D.4, guard a)."""
    if case.facts.get("tell_old_contact_point") is not True:
        return False
    if any(decision.action is Action.CORRECT for decision in case.decisions):
        return True
    old, now = case.facts.get("old_contact_address"), case.facts.get("answer_address")
    return isinstance(old, Mapping) and bool(old.get("street")) and old != now
