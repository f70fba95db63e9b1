"""Where the limits of an answer lie: other controllers, the Ombudsman, portability, consent."""

from __future__ import annotations

from dsr.cases.decision import Action
from dsr.cases.letter import BulletList, Element
from dsr.stages.response.draft import Draft
from dsr.stages.response.matrix import INDIRECT_ACCESS, NO_TRANSFER, OTHER_CONTROLLER
from dsr.stages.response.redaction import earlier_copy

_REPETITIVE = "EXC-12-5-EXC"


def other_controller(draft: Draft) -> tuple[Element, ...]:
    """For which data somebody else is the controller, with name and contacts (OTHER)."""
    by_contact: dict[str, list[str]] = {}
    for decision in draft.facts.with_ground(OTHER_CONTROLLER):
        contact = str(decision.facts.get("other_controller") or "").strip().rstrip(".")
        desc = str(decision.facts.get("data_desc") or "").strip().rstrip(".")
        label = desc or draft.group_label(decision.group)
        if contact and label not in by_contact.setdefault(contact, []):
            by_contact[contact].append(label)
    if not by_contact:
        return ()
    items = tuple(
        draft.say("other.whose", data="; ".join(labels), contact=contact)
        for contact, labels in by_contact.items()
    )
    intro, after = draft.say("other.intro"), draft.say("other.forward")
    return (draft.element("OTHER", intro, BulletList(items), after, heading="other_controller"),)


def own_data(draft: Draft) -> tuple[Element, ...]:
    """Whether we ourselves process other data of the person (L11)."""
    key = "own" if draft.facts.extra.get("own_data_held") is True else "no_own"
    return (draft.element("L11", draft.say(f"other.{key}"), heading="your_data"),)


def indirect_access(draft: Draft) -> tuple[Element, ...]:
    """The Ombudsman receives on request what cannot be given (L28, Data Protection Act 34(4))."""
    if not draft.facts.with_ground(INDIRECT_ACCESS):
        return ()
    return (draft.element("L28", draft.say("indirect.ask"), heading="indirect"),)


def referred(draft: Draft) -> tuple[Element, ...]:
    """Which data are the same as in a copy given before, and of which day (REFERRED)."""
    items = []
    for decision in draft.facts.decisions:
        if decision.action is Action.REFER:
            day, _ = earlier_copy(draft.facts, decision)
            parts = [draft.group_label(decision.group), draft.day(day)]
            items.append(": ".join(part for part in parts if part))
    if not items:
        return ()
    listed = BulletList(tuple(dict.fromkeys(items)))
    return (draft.element("REFERRED", draft.say("referred.intro"), listed, heading="referred"),)


def export(draft: Draft) -> tuple[Element, ...]:
    """The files, and whether they went straight to another controller (L29, Art. 20(1)-(2))."""
    facts = draft.facts
    if not any(d.action is Action.GIVE for d in facts.decisions):
        text = draft.say("export.none")
        return (draft.element("L29", text, heading="export"),)
    to = facts.word("transferred_to")
    if facts.with_ground(NO_TRANSFER):
        transfer = draft.say("export.not_feasible")
    elif to:
        transfer = draft.say("export.transferred", to=to, date=draft.day(facts.executed_on))
    else:
        transfer = draft.say("export.not_asked")
    files, paper = draft.say("export.files"), draft.say("export.paper")
    return (draft.element("L29", files, paper, transfer, heading="export"),)


def past(draft: Draft) -> tuple[Element, ...]:
    """That what was done before the withdrawal stays lawful (PAST, Art. 7(3))."""
    return (draft.element("PAST", draft.say("consent.past")),)


def earlier(draft: Draft) -> tuple[Element, ...]:
    """The earlier requests a refusal rests on, or that it rests on none (EARLIER, Art. 12(5))."""
    if not draft.facts.with_ground(_REPETITIVE):
        return (draft.element("EARLIER", draft.say("earlier.none"), heading="earlier"),)
    requests = draft.facts.words("earlier_requests")
    if not requests:
        return ()  # the gate refuses: what is called repetitive has to be named
    intro = draft.say("earlier.these")
    return (draft.element("EARLIER", intro, BulletList(requests), heading="earlier"),)
