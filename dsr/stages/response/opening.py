"""How a letter begins: the outcome, which request, who answers, by when (L01-L04, DUE, LATE)."""

from __future__ import annotations

from dsr.cases.decision import NEED_GROUND, Action
from dsr.cases.letter import Block, BulletList, DataTable, Element, FactList
from dsr.stages.response.changed import changed_fields
from dsr.stages.response.draft import Draft
from dsr.stages.response.matrix import LETTERS
from dsr.stages.response.values import one_line_address


def outcome(draft: Draft) -> tuple[Element, ...]:
    """The greeting and, in the first sentence, what came of the request (L03)."""
    facts = draft.facts
    name = facts.recipient.name if LETTERS[facts.type].to_subject else ""
    named = name and not _is_contact_point(name)
    greeting = draft.say("greeting.named", name=name) if named else draft.say("greeting.plain")
    key = f"outcome.{facts.type}"
    if facts.type == "LT-CLOSE":
        key += f"-{facts.word('close_reason') or 'no_reply'}"
    if facts.case.initiator == "controller" and draft.wording.has(f"{key}-OWN"):
        key += "-OWN"
    return (draft.element("L03", greeting, draft.say(key)),)


def _is_contact_point(name: str) -> bool:
    """An e-mail address or number stands where nobody gave a name."""
    return "@" in name or name.startswith("+")


def request(draft: Draft) -> tuple[Element, ...]:
    """Which request this answers: case, receipt, channel, how it was understood (L02)."""
    facts, letter = draft.facts, draft.facts.case.letter
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
    if facts.case.siblings:
        others = ", ".join(facts.case.siblings)
        sentences.append(draft.say("request.siblings", others=others))
    return (draft.element("L02", " ".join(sentences)),)


def request_of_subject(draft: Draft) -> tuple[Element, ...]:
    """Which request a recipient is told about, without the request itself (L02, Art. 19)."""
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
    key = f"done.{facts.type}"
    blocks: list[Block | str] = []
    if draft.wording.has(key):
        blocks.append(draft.say(key))
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


def changes(draft: Draft) -> tuple[Element, ...]:
    """The fields corrected; the new value only where that is safe (CHANGED)."""
    facts = draft.facts
    rows: list[tuple[str, ...]] = []
    for decision in facts.decisions:
        if decision.action is Action.CORRECT:
            rows += changed_fields(draft, decision)
    if not rows:
        return ()
    headers = [draft.say("label.field")]
    if facts.extra.get("show_values") is True:
        headers.append(draft.say("label.new"))
        table = DataTable(draft.say("caption.changes"), tuple(headers), tuple(rows))
        return (draft.element("CHANGED", table),)
    names = BulletList(tuple(row[0] for row in rows))
    return (draft.element("CHANGED", draft.say("done.fields"), names),)


def _outcomes(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """One line a data group; where a part went and a part stays, the line says so."""
    actions: dict[str, list[Action]] = {}
    for decision in draft.facts.decisions:
        if decision.action is not Action.NOTHING:
            actions.setdefault(decision.group, []).append(decision.action)
    rows: list[tuple[str, ...]] = []
    for group, taken in actions.items():
        split = Action.ERASE in taken and Action.KEEP in taken
        said = ("partly",) if split else tuple(dict.fromkeys(taken))
        rows += [(draft.group_label(group), draft.say(f"action.{word}")) for word in said]
    return tuple(dict.fromkeys(rows))


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
