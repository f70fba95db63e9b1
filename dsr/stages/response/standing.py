"""What stands in many letters alike: free of charge, remedies, rights, the case's own data."""

from __future__ import annotations

from dataclasses import replace

from dsr.cases.letter import BulletList, Element
from dsr.stages.response.draft import Draft
from dsr.stages.response.values import one_line_address, unbroken


def free_of_charge(draft: Draft) -> tuple[Element, ...]:
    """That nothing is charged, or which fee was paid after its notice (L08, Art. 12(5))."""
    if paid := draft.facts.word("paid_amount"):
        return (draft.element("L08", draft.say("free.paid", amount=paid)),)
    return (draft.element("L08", draft.say("free.of_charge")),)


def complaint(draft: Draft) -> tuple[Element, ...]:
    """The right to lodge a complaint, with the authority's name and contacts (L06, Art. 77)."""
    facts = draft.facts
    closed = facts.type == "LT-CLOSE" and facts.word("close_reason") != "withdrawn"
    first = draft.say(f"complaint.lead_{'refused' if facts.limiting or closed else 'plain'}")
    text = draft.say("complaint.right")
    return (draft.element("L06", first, text, _authority_block(draft), heading="disagree"),)


def _authority_block(draft: Draft) -> str:
    """The authority's name and contacts, a line each; empty when the site has none."""
    authority = draft.facts.site.authority
    lines = authority.lines.get(draft.wording.language) or authority.lines.get("en", ())
    name = draft.text(authority.name)
    return "\n".join((name, *(line for line in lines if line != name))) if lines else ""


def court(draft: Draft) -> tuple[Element, ...]:
    """The judicial remedy (L07, Art. 79)."""
    return (draft.element("L07", draft.say("court.remedy")),)


def object_to_marketing(draft: Draft) -> tuple[Element, ...]:
    """The right to object, boxed so that it is presented clearly and separately (L24)."""
    element = draft.element("L24", draft.say("object.marketing"), heading="object")
    return (replace(element, boxed=True),)


def object_in_general(draft: Draft) -> tuple[Element, ...]:
    """Both rights to object, Art. 21(1) and 21(2), boxed (L24)."""
    element = draft.element(
        "L24", draft.say("object.situation"), draft.say("object.marketing"), heading="object"
    )
    return (replace(element, boxed=True),)


def restriction(draft: Draft) -> tuple[Element, ...]:
    """What restriction means and that its end is announced beforehand (L25, Art. 18(2)-(3))."""
    reason, ground = draft.facts.word("restriction_reason"), draft.facts.word("restriction_ground")
    if not reason and ground:
        reason = draft.say(f"restriction.ground_{ground}")
    why = draft.say("restriction.why", reason=reason) if reason else ""
    return (
        draft.element(
            "L25",
            why,
            draft.say("restriction.means"),
            draft.say("restriction.notice"),
            heading="restriction",
        ),
    )


def case_data(draft: Draft) -> tuple[Element, ...]:
    """How the data of this very case are processed, and for how long (L26, Art. 13)."""
    site = draft.facts.site
    retention = draft.text(site.case_retention).rstrip(".")
    text = draft.say("case_data.purpose", retention=retention)
    if site.processors:
        who = draft.say("case_data.who_processors", processors=", ".join(site.processors))
    else:
        who = draft.say("case_data.who")
    rights = draft.say("case_data.rights")
    blocks: list[str | BulletList] = [f"{text} {who} {rights}"]
    if own := draft.facts.words("own_cases"):
        blocks += [draft.say("case_data.cases"), BulletList(own)]
    return (draft.element("L26", *blocks, heading="case_data"),)


def come_back(draft: Draft) -> tuple[Element, ...]:
    """How to reach us about this letter; no account and no e-mail needed (L27)."""
    c = draft.facts.site.controller
    ways = [
        draft.say(
            "come_back.post", address=f"{c.name}, {one_line_address(c.street, c.postcode, c.city)}"
        )
    ]
    ways.append(draft.say("come_back.email", email=c.email))
    if c.phone:
        ways.append(draft.say("come_back.phone", phone=unbroken(c.phone)))
    intro = draft.say("come_back.intro", case=draft.facts.case.number)
    after = draft.say("come_back.free_form")
    return (draft.element("L27", intro, BulletList(tuple(ways)), after, heading="questions"),)


def warning(draft: Draft) -> tuple[Element, ...]:
    """What to do if somebody else changed the contact details (WARN)."""
    return (draft.element("WARN", draft.say("warn.not_you"), heading="not_you"),)


def changed_contacts(draft: Draft) -> tuple[Element, ...]:
    """Which kinds of contact details changed, and when; never the values (L04).

    Where they changed in an earlier case, that a copy of the data was asked for since then.
    """
    labels = _contact_labels(draft)
    if draft.facts.case.facts.get("old_contact_address"):
        when = draft.day(draft.facts.executed_on)
        handled = draft.say("contact.copy_handled", date=when)
        return (draft.element("L04", handled, draft.say("contact.no_values")),)
    day = draft.day(draft.facts.executed_on)
    intro, after = draft.say("contact.changed", date=day), draft.say("contact.no_values")
    return (draft.element("L04", intro, BulletList(labels) if labels else "", after),)


def _contact_labels(draft: Draft) -> tuple[str, ...]:
    facts, labels = draft.facts, []
    for decision in facts.decisions:
        for field in decision.values:
            table_name, _, column_name = field.partition(".")
            table = facts.table(decision.group.partition(".")[0], table_name)
            for column in table.columns if table else ():
                if column.name == column_name and column.contact_point and column.label:
                    labels.append(draft.text(column.label))
    return tuple(dict.fromkeys(labels))
