"""The answer to an access request: each group of data in plain words, then the data (L11-L20)."""

from __future__ import annotations

from dsr.cases.letter import Block, BulletList, Element, FactList
from dsr.cases.register import Finding
from dsr.stages.response.data_copy import copy_of
from dsr.stages.response.draft import Draft


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
            parts += [part(draft, finding) for part in (_about, _copy, _held_back)]
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
    )
    codes = ("L12", "L13", "L14", "L15", "L17")
    return Element(codes, (FactList(items),), draft.text(group.label), level=3)


def _copy(draft: Draft, finding: Finding) -> Element:
    given = tuple(row for row in finding.rows if not draft.facts.is_withheld(finding, row))
    return Element(("L20",), tuple(copy_of(draft, finding, given)))


def _held_back(draft: Draft, finding: Finding) -> Element:
    count = sum(draft.facts.is_withheld(finding, row) for row in finding.rows)
    return draft.element("HERE", draft.say("left_out.here", count=str(count)) if count else "")


def how_copied(draft: Draft) -> tuple[Element, ...]:
    """That the letter holds the copy, and the same data as files inside the PDF."""
    return (draft.element("", draft.say("copy.enclosed"), heading="copy"),)


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
