"""How a letter begins: the outcome, which request, who answers, by when (L01-L04, DUE, LATE)."""

from __future__ import annotations

from dsr.cases.case import Right
from dsr.cases.decision import NEED_GROUND, Action
from dsr.cases.letter import Block, BulletList, DataTable, Element, FactList
from dsr.stages.response.changed import changed_fields
from dsr.stages.response.draft import Draft
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.matrix import LETTERS, NO_TRANSFER
from dsr.stages.response.non_disclosure import is_protected
from dsr.stages.response.questions import asks_writer, no_right_of_writer, request_for_another
from dsr.stages.response.values import one_line_address

#: What ends a processing that was objected to.
_ENDED = frozenset({Action.STOP, Action.STOP_MARKETING, Action.ERASE, Action.ANONYMISE})


def outcome(draft: Draft) -> tuple[Element, ...]:
    """The greeting and, in the first sentence, what came of the request (L03)."""
    facts = draft.facts
    name = facts.recipient.name if LETTERS[facts.type].to_subject else ""
    named = name and not _is_contact_point(name)
    greeting = draft.say("greeting.named", name=name) if named else draft.say("greeting.plain")
    said = draft.say(f"outcome.{facts.type}{_variant(draft)}")
    # Before the outcome: a representative must not read that her own data are gone.
    if whose := _on_behalf(draft):
        return (draft.element("L02 L03", greeting, whose, said),)
    return (draft.element("L03", greeting, said),)


def _variant(draft: Draft) -> str:
    """Which of a type's first sentences is true here."""
    facts = draft.facts
    if facts.type == "LT-CLOSE":
        return f"-{facts.word('close_reason') or 'no_reply'}"
    if facts.type == "LT-CLARIFY" and facts.extra.get("situation") is True:
        return "-SITUATION"
    if facts.type == "LT-ACCESS-FULL" and is_protected(facts):
        return "-PROTECTED"
    if facts.type == "LT-RESTRICT" and not facts.answering:
        return "-MEANWHILE"
    if facts.type == "LT-RESTRICT" and facts.limiting:
        return "-PART"
    if facts.type == "LT-OBJ-REFUSED" and _partly_stopped(facts):
        return "-PART"
    if facts.type == "LT-ERASE-FULL" and any(d.action is Action.ANONYMISE for d in facts.decisions):
        return "-ANONYMISED"
    if facts.type == "LT-PROCESSOR":
        return f"-{facts.word('what') or 'search'}"
    if facts.type == "LT-PORT" and facts.limiting:
        return "-PART" if any(d.action is Action.GIVE for d in facts.decisions) else "-NONE"
    if facts.type == "LT-CONSENT-WD" and facts.limiting:
        return "-PART"
    own = facts.case.initiator == "controller" and draft.wording.has(f"outcome.{facts.type}-OWN")
    return "-OWN" if own else ""


def _partly_stopped(facts: LetterFacts) -> bool:
    """Whether an objection ended some of the processing though not all of it."""
    return any(d.action in _ENDED for d in facts.decisions)


def _is_contact_point(name: str) -> bool:
    """An e-mail address or number stands where nobody gave a name."""
    return "@" in name or name.startswith("+")


def request(draft: Draft) -> tuple[Element, ...]:
    """Which request this answers: case, receipt, channel, how it was understood (L02)."""
    facts, letter = draft.facts, draft.facts.case.letter
    if asks_writer(facts):
        return request_for_another(draft)
    if facts.case.initiator == "controller":
        return (draft.element("L02", draft.say("request.own", case=facts.case.number)),)
    received = draft.say(
        "request.received",
        received=draft.day(facts.received),
        channel=draft.say(f"channel.{letter.channel}"),
        case=facts.case.number,
    )
    what = "marketing" if facts.type == "LT-DM-STOP" else facts.case.right
    understood = facts.word("understood") or draft.say(f"understood.{what}")
    sentences = [received, draft.say("request.understood", understood=understood)]
    if (who := facts.word("representative_name")) and not draft.addressee_acts:
        sentences.append(draft.say("request.by_representative", name=who))
    if facts.case.siblings:
        others = ", ".join(facts.case.siblings)
        sentences.append(draft.say("request.siblings", others=others))
    return (draft.element("L02", " ".join(sentences)),)


def _on_behalf(draft: Draft) -> str:
    """To the representative: whose data the letter speaks of. Empty where "you" is the reader."""
    name = draft.facts.case.requester.name
    if not (draft.addressee_acts and name) or asks_writer(draft.facts):
        return ""
    return draft.say("request.on_behalf", name=name)


def request_of_subject(draft: Draft) -> tuple[Element, ...]:
    """Which request a recipient is told about, without the request itself (L02, Art. 19)."""
    if draft.facts.case.initiator == "controller":
        own = draft.say("request.third_own", case=draft.facts.case.number)
        return (draft.element("L02", own),)
    return (
        draft.element(
            "L02",
            draft.say(
                "request.third",
                received=draft.day(draft.facts.received),
                case=draft.facts.case.number,
            ),
        ),
    )


def controller(draft: Draft) -> tuple[Element, ...]:
    """The controller's legal name, business id, address and contact role (L01)."""
    c = draft.facts.site.controller
    who = draft.say(
        "controller.who",
        name=c.name,
        business_id=c.business_id,
        address=one_line_address(c.street, c.postcode, c.city),
    )
    contact = draft.say("controller.contact", role=draft.text(c.contact_role), email=c.email)
    return (draft.element("L01", f"{who} {contact}"),)


def last_day(draft: Draft) -> tuple[Element, ...]:
    """By when we answer, and what happens next (DUE)."""
    due = draft.day(draft.facts.last_day)
    return (
        draft.element(
            "DUE", draft.say("due.by", due=due), draft.say("due.next"), heading="what_next"
        ),
    )


def self_service(draft: Draft) -> tuple[Element, ...]:
    """Information only: what one can also see oneself. Never an answer (Art. 15(3))."""
    where = draft.facts.site.self_service
    return (draft.element("", draft.say("self_service.also", where=where)),) if where else ()


def lateness(draft: Draft) -> tuple[Element, ...]:
    """The reason for the delay and an apology, when the last day has passed (LATE)."""
    facts = draft.facts
    if not facts.late:
        return ()
    due, reason = draft.day(facts.last_day), facts.word("delay_reason")
    if not reason:
        return ()
    return (draft.element("LATE", draft.say("late.sorry", due=due, reason=reason)),)


def done(draft: Draft) -> tuple[Element, ...]:
    """What was done with each group, and on which day (L04)."""
    facts = draft.facts
    key = f"done.{facts.type}{_variant(draft)}"
    key = key if draft.wording.has(key) else f"done.{facts.type}"
    blocks: list[Block | str] = []
    if draft.wording.has(key):
        blocks.append(draft.say(key))
    if _tells_nothing(facts):
        blocks.append(draft.say("done.says_nothing"))
    rows = _outcomes(draft)
    if rows:
        headers = (draft.say("label.data"), draft.say("label.outcome"))
        blocks.append(DataTable(draft.say("caption.outcomes"), headers, rows))
    if channels := facts.words("channels"):
        blocks.append(draft.say("done.channels", channels=", ".join(channels)))
    if facts.executed_on:
        acted = any(d.action not in NEED_GROUND | {Action.NOTHING} for d in facts.decisions)
        key = "done.executed" if acted else "done.checked"
        blocks.append(draft.say(key, date=draft.day(facts.executed_on)))
    return (draft.element("L04", *blocks, heading="what_we_did"),)


def _tells_nothing(facts: LetterFacts) -> bool:
    """Whether the reader must not learn from this letter what is held: not identified, no proof
    of authority, or not entitled to the child's or the late person's data."""
    if facts.type == "LT-CLOSE":
        return facts.word("close_about") == "authority"
    return facts.type == "LT-ID-FAIL" or no_right_of_writer(facts)


def changes(draft: Draft) -> tuple[Element, ...]:
    """The fields corrected; the new value only where that is safe (CHANGED)."""
    facts = draft.facts
    rows: list[tuple[str, ...]] = []
    for decision in facts.decisions:
        if decision.action is Action.CORRECT:
            rows += changed_fields(draft, decision)
        elif decision.action is Action.ERASE and facts.case.right is Right.RECTIFICATION:
            # What need not be there is put right by taking it away; it is named by its group.
            rows.append((f"{draft.group_label(decision.group)}: {draft.say('action.erase')}",))
    if not rows:
        return ()
    headers = [draft.say("label.field")]
    if facts.extra.get("show_values") is True:
        headers.append(draft.say("label.new"))
        full = tuple((*row, "")[: len(headers)] for row in rows)
        table = DataTable(draft.say("caption.changes"), tuple(headers), full)
        return (draft.element("CHANGED", table),)
    names = BulletList(tuple(row[0] for row in rows))
    return (draft.element("CHANGED", draft.say("done.fields"), names),)


def _outcomes(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """One line a data group; where a part went and a part stays, the line says so."""
    actions: dict[str, list[Action]] = {}
    transfer = draft.facts.with_ground(NO_TRANSFER)
    for decision in draft.facts.decisions:
        if decision.action is not Action.NOTHING and decision not in transfer:
            actions.setdefault(decision.group, []).append(decision.action)
    rows: list[tuple[str, ...]] = []
    for group, taken in actions.items():
        split = Action.ERASE in taken and Action.KEEP in taken
        said = ("partly",) if split else tuple(dict.fromkeys(taken))
        rows += [(draft.group_label(group), _said_of(draft, word)) for word in said]
    if transfer:
        rows.append((draft.say("label.direct_transfer"), draft.say("action.no_transfer")))
    return tuple(dict.fromkeys(rows))


def _said_of(draft: Draft, word: str) -> str:
    """What was done with a group; an export is no copy on paper, so its letter has own words."""
    own = f"action.{word}-{draft.facts.type}"
    return draft.say(own if draft.wording.has(own) else f"action.{word}")


def whom(draft: Draft) -> tuple[Element, ...]:
    """The least a recipient needs to find the person (WHOM, Art. 19)."""
    pairs = draft.facts.extra.get("identifiers", ())
    items = tuple((str(a), str(b)) for a, b in pairs) if isinstance(pairs, list | tuple) else ()
    return (draft.element("WHOM", draft.say("recipient.who"), FactList(items), heading="whom"),)


def please_confirm(draft: Draft) -> tuple[Element, ...]:
    """What a recipient is asked to do, and by when to confirm it (CONFIRM, Art. 19, 28(3)(e))."""
    confirm_by = draft.day(draft.facts.day("confirm_by"))
    ask = draft.say("recipient.confirm", confirm_by=confirm_by)
    return (draft.element("CONFIRM", ask, draft.say("recipient.law"), heading="please_confirm"),)
