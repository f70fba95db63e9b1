"""From facts to a letter: which sections, in which order, for each type.

The order is the reader's: what came of it, which request, what was done, why, what she can do, how
to come back. Which codes must be there is not decided here but in ``matrix``; the gate compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dsr.cases.letter import Element, LetterContent
from dsr.errors import BadInput
from dsr.stages.response import (
    access,
    asking,
    instruction,
    non_disclosure,
    opening,
    questions,
    reasons,
    scope,
    standing,
)
from dsr.stages.response.draft import Draft, RenderGround
from dsr.stages.response.enclosures import data_files, returned_files
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.values import unbroken
from dsr.stages.response.wording import Wording

Builder = Callable[[Draft], tuple[Element, ...]]

#: The name of a section in the table below -> what builds it.
SECTIONS: Mapping[str, Builder] = MappingProxyType(
    {
        "outcome": opening.outcome,
        "request": opening.request,
        "request_of_subject": opening.request_of_subject,
        "controller": opening.controller,
        "last_day": opening.last_day,
        "self_service": opening.self_service,
        "late": opening.lateness,
        "done": opening.done,
        "changes": opening.changes,
        "whom": opening.whom,
        "please_confirm": opening.please_confirm,
        "tasks": instruction.tasks,
        "please_answer": instruction.please_answer,
        "doubt": asking.doubt,
        "ways": asking.ways,
        "clock": asking.clock_effect,
        "was_asked": asking.was_asked,
        "request_for_another": questions.request_for_another,
        "authority_missing": questions.authority_missing,
        "authority_ways": questions.authority_ways,
        "clarify": questions.clarify,
        "everything": questions.everything_will_do,
        "fee": questions.fee,
        "fee_choices": questions.fee_choices,
        "other_controller": scope.other_controller,
        "own_data": scope.own_data,
        "indirect": scope.indirect_access,
        "referred": scope.referred,
        "export": scope.export,
        "past": scope.past,
        "earlier": scope.earlier,
        "extension": asking.extension,
        "extension_reason": asking.extension_reason,
        "searched": access.searched,
        "confirmed": access.confirmed,
        "nothing_held": access.nothing_held,
        "groups": access.groups,
        "how_copied": access.how_copied,
        "other_rights": access.other_rights,
        "reasons": reasons.reasons,
        "close_reason": reasons.close_reason,
        "lift_date": reasons.lift_date,
        "lift_reason": reasons.lift_reason,
        "left_out": reasons.left_out,
        "kept": reasons.kept,
        "remains": reasons.remains,
        "stopped_purpose": reasons.stopped_purpose,
        "told": reasons.recipients_told,
        "statement": reasons.statement_offer,
        "free": standing.free_of_charge,
        "complaint": standing.complaint,
        "court": standing.court,
        "object": standing.object_to_marketing,
        "object_both": standing.object_in_general,
        "restriction": standing.restriction,
        "case_data": standing.case_data,
        "come_back": standing.come_back,
        "warning": standing.warning,
        "changed_contacts": standing.changed_contacts,
    }
)

_BEGIN = "outcome late request controller "
_REMEDIES = " free complaint court "
_END = " case_data come_back"

_ACCESS_PARTS = (
    "searched left_out reasons indirect other_controller confirmed referred how_copied groups "
    "other_rights object"
)

#: Letter type -> its sections in the reader's order. Sections without anything to say stay out.
ORDER: Mapping[str, str] = MappingProxyType(
    {
        "LT-ACK": "outcome request last_day self_service controller free" + _END,
        "LT-NEED-ID": "outcome request doubt ways clock controller" + _REMEDIES + _END,
        "LT-NEED-AUTH": "outcome request_for_another authority_missing authority_ways clock "
        + "controller"
        + _REMEDIES
        + _END,
        "LT-CLARIFY": "outcome request clarify everything clock controller" + _REMEDIES + _END,
        "LT-FEE": "outcome request reasons fee fee_choices controller complaint court" + _END,
        "LT-EXTEND": "outcome request extension extension_reason controller" + _REMEDIES + _END,
        "LT-ACCESS-FULL": _BEGIN + _ACCESS_PARTS + _REMEDIES + _END,
        "LT-ACCESS-PART": _BEGIN + _ACCESS_PARTS + _REMEDIES + _END,
        "LT-NODATA": _BEGIN + "searched nothing_held reasons" + _REMEDIES + _END,
        "LT-OTHER-CTRL": _BEGIN + "done other_controller own_data reasons" + _REMEDIES + _END,
        "LT-PORT": _BEGIN + "done export reasons" + _REMEDIES + _END,
        "LT-CONSENT-WD": _BEGIN + "done past kept reasons remains told" + _REMEDIES + _END,
        "LT-REFUSE-12-5": _BEGIN + "done reasons earlier" + _REMEDIES + _END,
        "LT-REFUSED": _BEGIN + "done reasons indirect" + _REMEDIES + _END,
        "LT-RECT-DONE": _BEGIN + "done changes told" + _REMEDIES + _END,
        "LT-RECT-PART": _BEGIN + "done changes reasons statement told" + _REMEDIES + _END,
        "LT-RECT-REFUSED": _BEGIN + "done reasons statement" + _REMEDIES + _END,
        "LT-ERASE-FULL": _BEGIN + "done remains told reasons" + _REMEDIES + _END,
        "LT-ERASE-PART": _BEGIN + "done kept reasons remains told" + _REMEDIES + " object" + _END,
        "LT-ERASE-REFUSED": _BEGIN + "done kept reasons" + _REMEDIES + " object" + _END,
        "LT-OBJ-UPHELD": _BEGIN
        + "done stopped_purpose told reasons"
        + _REMEDIES
        + " object"
        + _END,
        "LT-OBJ-REFUSED": _BEGIN + "done kept reasons" + _REMEDIES + " object_both" + _END,
        "LT-DM-STOP": _BEGIN + "done remains told object" + _REMEDIES + _END,
        "LT-RESTRICT": _BEGIN + "done restriction told reasons" + _REMEDIES + _END,
        "LT-RESTRICT-LIFT": "outcome request lift_date lift_reason done controller"
        + _REMEDIES
        + _END,
        "LT-ID-FAIL": _BEGIN + "done was_asked reasons" + _REMEDIES + _END,
        "LT-CLOSE": _BEGIN + "done close_reason reasons" + _REMEDIES + _END,
        "LT-A19-RECIPIENT": "outcome request_of_subject whom done please_confirm controller",
        "LT-PROCESSOR": "outcome whom tasks please_answer controller",
        "LT-CONTACT-CHANGED": "outcome changed_contacts warning controller" + _END,
    }
)


def compose(
    facts: LetterFacts, wording: Mapping[str, Wording], render_ground: RenderGround
) -> LetterContent:
    """The letter's content, in the language of the case. Nothing is checked here: see ``gate``.

    Raises BadInput for a type or language that does not exist.
    """
    if facts.type not in ORDER or facts.language not in wording:
        raise BadInput(
            "There is no such letter in this language.",
            f"Types: {', '.join(sorted(ORDER))}. Languages: {', '.join(sorted(wording))}.",
        )
    draft = Draft(facts, wording[facts.language], render_ground)
    site = facts.site.controller
    return LetterContent(
        type=facts.type,
        language=facts.language,
        case=facts.case.number,
        on=facts.today,
        title=draft.say(f"title.{facts.type}"),
        sender=(site.name, site.street, f"{site.postcode} {site.city}"),
        recipient=facts.recipient.lines(),
        reference=_reference(draft),
        elements=_elements(draft),
        closing=(draft.say("closing.greeting"), _capital(draft.text(site.contact_role)), site.name),
        footer=_footer(draft),
        enclosures=(*data_files(draft), *returned_files(draft), *facts.enclosures),
        wording_version=draft.wording.version,
    )


def _elements(draft: Draft) -> tuple[Element, ...]:
    """The sections of the type in their order; those without anything to say stay out."""
    order = ORDER[draft.facts.type].split()
    made = (e for name in order for e in SECTIONS[name](draft) if e.blocks)
    return non_disclosure.hidden(draft, tuple(made))


def _reference(draft: Draft) -> tuple[tuple[str, str], ...]:
    facts = draft.facts
    return (
        ("", draft.say(f"kind.{facts.kind}")),
        (draft.say("label.date"), draft.day(facts.today)),
        (draft.say("label.case"), facts.case.number),
        (draft.say("label.received"), draft.day(facts.received)),
        *non_disclosure.delivery(draft),
    )


def _footer(draft: Draft) -> str:
    c = draft.facts.site.controller
    parts = [
        c.name,
        draft.say("footer.business_id", business_id=c.business_id),
        c.email,
        unbroken(c.phone or ""),
    ]
    return " · ".join(part for part in parts if part)


def _capital(text: str) -> str:
    """The first letter large: a role that stands where a name would."""
    return text[:1].upper() + text[1:]
