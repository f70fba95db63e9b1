"""Which stage takes which step, and how its facts are typed on a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dsr import app
from dsr.cases.case import Case, User
from dsr.casework.identity_evidence import weigh
from dsr.casework.office import Office
from dsr.casework.step import Also, Found, take
from dsr.engine.facts import parse_facts
from dsr.engine.vocabulary import VOCABULARY
from dsr.entrypoints.cli.shell import Shell
from dsr.errors import WrongUsage
from dsr.stages import (
    closing,
    decision,
    execution,
    fee,
    inquiries,
    pen,
    representation,
    undo,
    verification,
)
from dsr.stages.response import processor_letter, sending

Supplied = Mapping[str, object]
Stage = Callable[[Office, Case, User, Supplied], Case]

_STAGES: Mapping[str, Stage] = {
    "link_person": verification.link_person,
    "name_representative": representation.name_representative,
    "accept_authority": representation.accept_authority,
    "hear_minor": representation.hear_minor,
    "mark_non_disclosure": representation.mark_non_disclosure,
    "accept_identity": verification.accept_identity,
    "start_own_initiative": verification.start_own_initiative,
    "identity_failed": decision.identity_failed,
    "set_decision": decision.set_decision,
    "decide": lambda o, c, u, s: decision.decide(o, c, u, "decide", s),
    "refuse": lambda o, c, u, s: decision.decide(o, c, u, "refuse", s),
    "approve": decision.approve,
    "stop_marketing": decision.stop_marketing,
    "restrict": execution.order_restriction,
    "lift_restriction": execution.order_lift,
    "prove_again": execution.prove_again,
    "recall": execution.recall,
    "undo": lambda o, c, u, s: undo.undo(o, c, u, str(s.get("reason") or "")).case,
    "undo_answered": lambda o, c, u, s: undo.undo(o, c, u, str(s.get("reason") or "")).case,
    "act_again": decision.act_again,
    "send_back": decision.send_back,
    "propose_fee": fee.propose_fee,
    "record_payment": fee.record_payment,
    "waive_fee": fee.waive_fee,
    "register_answered": inquiries.register_answered,
    "settle_exception": inquiries.settle_exception,
    "record_posting": closing.record_posting,
    "record_letter": pen.record_letter,
    "contest": closing.contest,
    "reopen": closing.reopen,
}

#: Letters that go to a register, not to the person: their own facts, their own language.
_TO_REGISTERS = {
    "ask_register": processor_letter.ask,
    "remind_register": processor_letter.remind,
}
#: Facts a stage or a letter takes beside those of the step's meaning.
_BESIDE = frozenset({"method", "answer_to", "concerns", "paper_searched"}) | sending.LETTER_FACTS
#: Steps the program takes itself: dsr case run.
_BY_ITSELF = frozenset({"carry_out", "mark_restricted", "mark_lifted", "plan_is_void"}) | {
    "register_is_down",
    "replay",
}


def parse(step: str, given: Sequence[str]) -> dict[str, object]:
    """``K=V`` texts as typed facts. Raises WrongUsage, or BadInput with every fault."""
    texts: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            # Not repeated: a value typed without its name may well be a person's.
            raise WrongUsage("A --fact is not understood.", "Write --fact NAME=VALUE.")
        texts[name.strip()] = value
    meaning = VOCABULARY.get(step)
    if meaning is None:
        return dict(texts)
    beside = {name: value for name, value in texts.items() if name in _BESIDE}
    own = {name: value for name, value in texts.items() if name not in _BESIDE}
    return {**parse_facts(meaning, own), **beside}


def do(shell: Shell, case: Case, step: str, actor: User, supplied: Supplied) -> Case:
    """Take the step through its stage. Raises Refused with every reason."""
    office = shell.office
    if step in _BY_ITSELF:
        raise WrongUsage(f"{step} is the program's own step.", f"Run: dsr case run {case.number}")
    if step in _TO_REGISTERS:
        return _TO_REGISTERS[step](office, app.load_wordings(), case, actor, supplied)
    sends = step in VOCABULARY and sending.letter_of(step, case) is not None
    if sends:
        found, supplied = _looked_into(office, case, step, actor, supplied)
        words = app.load_wordings()
        return sending.send(office, words, case, step, actor, supplied, found).case
    stage = _STAGES.get(step)
    if stage is not None:
        return stage(office, case, actor, supplied)
    return take(office, case, step, actor, supplied, Also())


def _looked_into(
    office: Office, case: Case, step: str, actor: User, supplied: Supplied
) -> tuple[Found, Supplied]:
    """What has to be known before a letter goes out, and the facts that are left for the step."""
    if step == "ask_clarification" and case.workflow == "consent_withdrawal":
        return weigh(office, case).levels, supplied
    if step != "ask_identity":
        return Found(), supplied
    asked = {k: v for k, v in supplied.items() if k not in sending.LETTER_FACTS}
    found = verification.may_ask(office, case, actor, asked)
    return found, {k: v for k, v in supplied.items() if k not in verification.WEIGHED_BY}
