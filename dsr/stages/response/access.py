"""The answer to an access request: each group of data in plain words, then the data (L11-L20)."""

from __future__ import annotations

from dsr.cases.letter import Block, BulletList, Element, FactList, Paragraph
from dsr.cases.register import VAULT_FILE, Finding
from dsr.stages.response import non_disclosure
from dsr.stages.response.data_copy import copy_of
from dsr.stages.response.draft import Draft
from dsr.stages.response.kept_until import last_days
from dsr.stages.response.redaction import copied, left_out_here, pointer, refers


def searched(draft: Draft) -> tuple[Element, ...]:
    """Where we looked, when, and with what (L04)."""
    facts = draft.facts
    blocks: list[Block | str] = []
    if facts.executed_on:
        blocks.append(draft.say("searched.on", date=draft.day(facts.executed_on)))
    paper = facts.site.paper_searched
    systems = (*facts.systems_searched, *([draft.text(paper)] if paper else []))
    if systems:
        blocks += [draft.say("searched.where"), BulletList(tuple(dict.fromkeys(systems)))]
    if silent := facts.words("not_searched"):
        blocks += [draft.say("searched.not"), BulletList(silent)]
    if used := facts.words("searched_with"):
        blocks.append(draft.say("searched.with", used=", ".join(used)))
    return (draft.element("L04", *blocks, heading="what_we_did"),)


def confirmed(draft: Draft) -> tuple[Element, ...]:
    """That data are processed, and which groups (L11, L13)."""
    labels = tuple(draft.text(f.group.label) for f in draft.facts.findings if f.rows)
    intro = draft.say("confirmed.yes", register=draft.text(draft.facts.site.register_name))
    return (draft.element("L11 L13", intro, BulletList(labels), heading="your_data"),)


def nothing_held(draft: Draft) -> tuple[Element, ...]:
    """That no data are processed besides this request (L11)."""
    return (draft.element("L11", draft.say("confirmed.no"), heading="your_data"),)


def groups(draft: Draft) -> tuple[Element, ...]:
    """Per group: why, on which basis, whence, to whom, until when; the copy; what is left out."""
    parts: list[Element] = []
    for finding in draft.facts.findings:
        if finding.rows:
            parts += [_about(draft, finding), _copy(draft, finding), left_out_here(draft, finding)]
    return tuple(parts)


def _about(draft: Draft, finding: Finding) -> Element:
    group = finding.group
    recipients = "; ".join(group.recipients) or draft.say("about.nobody")
    items = (
        (draft.say("label.purpose"), draft.text(group.purpose)),
        (draft.say("label.basis"), draft.text(group.basis_text)),
        (draft.say("label.source"), draft.text(group.source)),
        (draft.say("label.recipients"), recipients),
        (draft.say("label.retention"), draft.text(group.retention_text)),
        *_last_day(draft, finding),
    )
    codes = ("L12", "L13", "L14", "L15", "L17")
    return Element(codes, (FactList(items),), draft.text(group.label), level=3)


def _last_day(draft: Draft, finding: Finding) -> tuple[tuple[str, str], ...]:
    """The last day in a word where it is known; where the rows differ it stands beside each."""
    found = last_days(finding, finding.rows, draft.facts.site.accounting_year_end)
    days = found.different
    if not days or (found.moves and days[-1] < draft.facts.today):
        return ()
    label = draft.say("kept_until.label_visit" if found.moves else "kept_until.label")
    if len(days) == 1:
        over = days[0] < draft.facts.today
        day = draft.day(days[0])
        return ((label, draft.say("kept_until.over", date=day) if over else day),)
    span = {"first": draft.day(days[0]), "last": draft.day(days[-1])}
    return ((label, draft.say("kept_until.differs", **span)),)


def _copy(draft: Draft, finding: Finding) -> Element:
    if (decision := refers(draft.facts, finding)) is not None:
        return pointer(draft, decision)
    rows = copied(draft, finding)
    blocks = tuple(copy_of(draft, finding, rows))
    if any(VAULT_FILE in row.traits for row in rows):
        blocks = (*blocks, Paragraph(draft.say("copy.files")))
    return Element(("L20",), blocks)


def how_copied(draft: Draft) -> tuple[Element, ...]:
    """That the letter holds the copy, and the same data as files inside the PDF."""
    enclosed = draft.element("", draft.say("copy.enclosed"), heading="copy")
    return (enclosed, *non_disclosure.notice(draft))


def other_rights(draft: Draft) -> tuple[Element, ...]:
    """The other rights, automated decisions, transfers (L16, L18, L19)."""
    site = draft.facts.site
    return (
        draft.element("L16", draft.say("rights.list"), heading="more_about"),
        draft.element(
            "L18", draft.say("rights.automated", text=draft.text(site.automated_decisions))
        ),
        draft.element("L19", draft.say("rights.transfers", text=draft.text(site.transfers))),
    )
