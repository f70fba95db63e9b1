"""Why not, and what stays: reasons per group, what was left out, what is kept (L05, L21-L23)."""

from __future__ import annotations

from datetime import date, timedelta

from dsr.cases.decision import Action, GroupDecision
from dsr.cases.letter import BulletList, DataTable, Element, Paragraph
from dsr.stages.response.draft import Draft
from dsr.stages.response.matrix import NO_TRANSFER
from dsr.stages.response.redaction import left_out_list
from dsr.stages.response.values import NO_VALUE


def reasons(draft: Draft) -> tuple[Element, ...]:
    """For every refusal or limit its facts, the rule and the conclusion, group by group (L05)."""
    by_text: dict[str, list[str]] = {}
    for decision in draft.facts.limiting:
        text = draft.reason(decision)
        labels = by_text.setdefault(text, []) if text else []
        if decision.ground == NO_TRANSFER:  # only how they are sent, not the data themselves
            label = draft.say("label.direct_transfer")
        else:
            label = draft.group_label(decision.group)
        if label not in labels:
            labels.append(label)
    if not by_text:
        return ()
    head = draft.element("", draft.say("reasons.intro"), heading="reasons")
    parts = (
        Element(("L05",), (Paragraph(text),), ", ".join(labels), level=3)
        for text, labels in by_text.items()
    )
    return (head, *parts)


def close_reason(draft: Draft) -> tuple[Element, ...]:
    """Why a case ends without action: she withdrew it, or never answered our question (L05)."""
    facts = draft.facts
    if facts.word("close_reason") == "withdrawn":
        text = draft.say("close.withdrawn", date=draft.day(facts.day("withdrawn_on")))
    else:
        about = facts.word("close_about")
        text = draft.say(
            f"close.no_reply_{about}" if about else "close.no_reply",
            asked_date=draft.day(facts.day("asked_date")),
            asked_info=facts.word("asked_info"),
        )
    return (draft.element("L05", text, heading="reasons"),)


def lift_date(draft: Draft) -> tuple[Element, ...]:
    """On which day a restriction will be lifted (LIFT, Art. 18(3))."""
    day = draft.day(draft.facts.day("lift_date"))
    return (draft.element("LIFT", draft.say("lift.when", lift_date=day), draft.say("lift.after")),)


def lift_reason(draft: Draft) -> tuple[Element, ...]:
    """Why a restriction is lifted (L05, Art. 18(3))."""
    reason = draft.facts.word("lift_reason")
    return (draft.element("L05", draft.say("lift.why", reason=reason), heading="reasons"),)


def left_out(draft: Draft) -> tuple[Element, ...]:
    """Which parts of the copy were left out, and how much; the reasons stand beside them (L21)."""
    what = left_out_list(draft)
    if what is None:
        return ()
    return (draft.element("L21", draft.say("left_out.intro"), what, heading="left_out"),)


def kept(draft: Draft) -> tuple[Element, ...]:
    """A table of what stays, why and until when, and who may see it (L23)."""
    rows = tuple(dict.fromkeys(_kept_row(draft, d) for d in draft.facts.limiting if _stays(d)))
    if not rows:
        return ()
    headers = tuple(draft.say(f"label.{name}") for name in ("data", "why", "until"))
    table = DataTable(draft.say("caption.kept"), headers, rows)
    return (draft.element("L23", table, draft.say("kept.who_sees"), heading="what_stays"),)


def _stays(decision: GroupDecision) -> bool:
    return decision.action in (Action.KEEP, Action.REFUSE)


def _kept_row(draft: Draft, decision: GroupDecision) -> tuple[str, str, str]:
    key, group = f"why.{decision.ground}", draft.facts.group(decision.group)
    if draft.wording.has(key):
        why = draft.say(key)
    else:
        why = draft.text(group.basis_text) if group else draft.say("why.see_reasons")
    if decision.until:
        until = draft.day(decision.until)
    else:
        until = draft.text(group.retention_text) if group else NO_VALUE
    return draft.group_label(decision.group), why, until


def remains(draft: Draft) -> tuple[Element, ...]:
    """What an erasure or objection leaves behind: backups, the suppression entry (L23, REST)."""
    facts, items = draft.facts, []
    erased = any(d.action in (Action.ERASE, Action.ANONYMISE) for d in facts.decisions)
    if erased and facts.executed_on:
        last = facts.executed_on + timedelta(days=facts.site.backup_days)
        items.append(draft.say("remains.backup", date=draft.day(last)))
    if until := facts.undo_until:
        items.append(_undoing(draft, until))
    if facts.extra.get("suppressed") is True:
        items.append(draft.say("remains.suppression"))
    if facts.extra.get("objection_in_register") is True:
        items.append(draft.say("remains.objection"))
    items.append(draft.say("remains.case_file"))
    return (
        draft.element(
            "L23 REST", draft.say("remains.intro"), BulletList(tuple(items)), heading="what_remains"
        ),
    )


def _undoing(draft: Draft, until: date) -> str:
    """Until when what was erased can be brought back, and where, if not everywhere."""
    day, systems = draft.day(until), draft.facts.words("undo_registers")
    if systems:
        return draft.say("remains.undo_in", date=day, systems=", ".join(systems))
    return draft.say("remains.undo", date=day)


def stopped_purpose(draft: Draft) -> tuple[Element, ...]:
    """What is still processed for other purposes after an objection was upheld (L23)."""
    return (draft.element("L23", draft.say("remains.other_purposes"), heading="what_stays"),)


def recipients_told(draft: Draft) -> tuple[Element, ...]:
    """Who was told of the rectification, erasure or restriction, by name (L22, Art. 19)."""
    outcomes = draft.facts.recipients_told
    if not outcomes and (names := _recipients(draft)):
        if draft.facts.answering:
            return ()  # nothing true can be said yet; where it is mandatory, the gate refuses
        soon = draft.say("told.soon")
        return (draft.element("L22", soon, BulletList(names), heading="told_soon"),)
    if not outcomes:
        return (draft.element("L22", draft.say("told.nobody"), heading="told"),)
    told = tuple(name for name, outcome in outcomes if outcome == "told")
    others = tuple(f"{n}: {draft.say(f'told.{o}')}" for n, o in outcomes if o != "told")
    blocks: list[str | BulletList] = []
    for key, names in (("these", told), ("others", others)):
        if names:
            blocks += [draft.say(f"told.{key}"), BulletList(names)]
    if confirmed := draft.facts.words("recipients_confirmed"):
        blocks += [draft.say("told.confirmed"), BulletList(confirmed)]
    return (draft.element("L22", *blocks, heading="told"),)


def _recipients(draft: Draft) -> tuple[str, ...]:
    """To whom what was decided on had been disclosed."""
    groups = (draft.facts.group(decision.group) for decision in draft.facts.decisions)
    return tuple(dict.fromkeys(name for group in groups if group for name in group.recipients))


def statement_offer(draft: Draft) -> tuple[Element, ...]:
    """The supplementary statement and restriction while accuracy is checked (Art. 16, 18(1)(a))."""
    restricted = draft.facts.extra.get("restricted") is True
    restriction = "restricted_now" if restricted else "restriction"
    return (
        draft.element(
            "STATEMENT",
            draft.say("statement.offer"),
            draft.say(f"statement.{restriction}"),
            heading="your_statement",
        ),
    )
