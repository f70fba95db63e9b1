"""What each letter must contain: the legal matrix as data.

Element codes L01-L30 are those of the legal specification, each with its article. Codes in words
are ours; ``MEANING`` says what each is. L27, how to come back, is mandatory in every letter to a
data subject by our own policy: Art. 12(2) asks to facilitate the rights. What the gate adds by the
facts of a case stands in ``demands``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Reasons and remedies: forced into every letter that refuses or limits (Art. 12(4)).
REFUSAL_CODES = frozenset({"L05", "L06", "L07"})

#: What a letter sent too late has to carry besides the elements of its type.
LATE_CODES = frozenset({"LATE", "L06", "L07", "L08"})

#: Element code -> what is missing when it is missing, for the officer.
MEANING: Mapping[str, str] = MappingProxyType(
    {
        "L01": "who the controller is and how to reach it (Art. 12(1))",
        "L02": "which request is answered and when it was received (Art. 12(1))",
        "L03": "the outcome (Art. 12(3))",
        "L04": "what was done, and when (Art. 12(3))",
        "L05": "the reasons (Art. 12(4))",
        "L06": "the right to lodge a complaint, with the authority's contacts (Art. 12(4))",
        "L07": "the judicial remedy (Art. 12(4))",
        "L08": "that the request is free of charge (Art. 12(5))",
        "L09": "the extension: receipt, new date, reasons (Art. 12(3))",
        "L10": "how identity can be confirmed (Art. 12(6))",
        "L11": "whether personal data are processed (Art. 15(1))",
        "L12": "the purposes (Art. 15(1)(a))",
        "L13": "the categories of data held (Art. 15(1)(b))",
        "L14": "the recipients by name (Art. 15(1)(c))",
        "L15": "the storage period (Art. 15(1)(d))",
        "L16": "the other rights (Art. 15(1)(e))",
        "L17": "the source of the data (Art. 15(1)(g))",
        "L18": "automated decision-making, or that there is none (Art. 15(1)(h))",
        "L19": "transfers to third countries, or that there are none (Art. 15(2))",
        "L20": "the copy of the data (Art. 15(3))",
        "L21": "what was left out of the copy, and why (Art. 15(4))",
        "L22": "the recipients who were told (Art. 19)",
        "L23": "what is kept, why and until when (Art. 17(3), 13(2)(a))",
        "L24": "the right to object, set apart (Art. 21(4))",
        "L25": "what restriction means, and the notice before lifting it (Art. 18)",
        "L26": "how the data of this case are processed (Art. 13)",
        "L27": "how to come back to us (Art. 12(2))",
        "L28": "access through the Ombudsman (Data Protection Act 34(4))",
        "L29": "the machine-readable export and the direct transfer (Art. 20(1)-(2))",
        "DUE": "the last day of our answer (Art. 12(3))",
        "CLOCK": "what the question does to the period, both dates (Art. 12(3))",
        "HERE": "at which place of the copy something was left out (Art. 15(4))",
        "LATE": "why the answer is late, with an apology (Art. 12(3))",
        "CHANGED": "which fields were corrected (Art. 12(3), 16)",
        "REST": "what is left: backups, suppression entry, case file (Art. 13(2)(a))",
        "LIFT": "on which day the restriction ends (Art. 18(3))",
        "WHOM": "whom the notification concerns (Art. 19)",
        "CONFIRM": "by when the recipient has to confirm (Art. 19, 28(3)(e))",
        "TASK": "what the register is asked to do (Art. 28(3)(a), 28(3)(e), 29)",
        "ANSWER": "by when and how the register answers (Art. 12(3), 28(3)(e))",
        "STATEMENT": "the supplementary statement and restriction (Art. 16, 18(1)(a))",
        "WARN": "what to do if somebody else changed the contact details (Art. 32)",
        "EVERYTHING": "that the request may concern everything (Art. 12(2), recital 63)",
        "MARKETING": "that direct marketing stops without reasons (Art. 21(3))",
        "DETAIL": "that a few own words on what is wrong are enough (Art. 12(2), 16)",
        "OTHER": "who the other controller is and how to reach it (Art. 4(7), 12(2))",
        "PAST": "that processing before the withdrawal stays lawful (Art. 7(3))",
        "WITHDRAW": "that the request may be continued, limited or withdrawn (Art. 12(5))",
        "REPLY": "by when to reply, and that the period runs on (Art. 12(3), 12(5))",
        "EARLIER": "which earlier requests it rests on, or that it rests on none (Art. 12(5))",
        "REFER": "at which place of the copy an earlier one is pointed to (Art. 15(3))",
        "REFERRED": "which data are the same as in the copy given before (Art. 12(5), 15(3))",
    }
)

#: What the officer does about a missing element; ``way_out`` says what holds for all others.
_WAY_OUT: Mapping[str, str] = MappingProxyType(
    {
        "L01": "Fill in the controller in dsr.toml.",
        "L04": "Record on which day it was done.",
        "L05": "Give each refusal its ground with the facts that it needs.",
        "L06": "Fill in the supervisory authority in dsr.toml.",
        "L09": "Record the reason and the months of the extension.",
        "L10": "Offer at least two ways, and say what was asked.",
        "L15": "Fill in the storage period of each group in the register's mapping.",
        "L20": "Look the person up again, so that the data are found.",
        "L22": "Record what each recipient was told: dsr case do CASE tell_recipient.",
        "L23": "Decide for each group that stays until when, and on which ground.",
        "L26": "Fill in the storage period of cases in dsr.toml.",
        "L29": "Decide which groups are given.",
        "DUE": "Record the day of receipt.",
        "LATE": "Give the reason for the delay: --fact late_because=...",
        "CHANGED": "Decide which fields are corrected.",
        "OTHER": "Record the other controller's name and contacts with its ground.",
        "EARLIER": "Record the earlier requests with the ground.",
        "LIFT": "Record the day on which the restriction ends.",
        "WHOM": "Say by what the recipient finds the person.",
        "CONFIRM": "Say by when the recipient is to confirm.",
    }
)


def way_out(code: str) -> str:
    """What the officer does when this element is missing, as a sentence."""
    return _WAY_OUT.get(code, "Record the facts it is made of, or choose another type of letter.")


#: Grounds that inform, ask or guard: standing alone they neither refuse nor limit. Every other
#: ground counts as limiting, so that a new code errs on the side of reasons and remedies.
INFORMING_GROUNDS = frozenset(
    {
        "SCOPE-NODATA",
        "SCOPE-SELF",
        "SCOPE-CLARIFY",
        "ID-12-6-ASK",
        "ID-REP",
        "EXT-12-3",
        "ERA-SUPPRESS",
        "ERA-BACKUP",
        "RES-18-3",
        "OBJ-21-1-SITUATION",
        "OBJ-DM",
        "CON-7-3",
    }
)


@dataclass(frozen=True)
class LetterType:
    """One row of the matrix.

    kind: the wording's ``kind.*``, the document's type at the top right. answers: whether the
    letter answers the request, as questions and notices don't. to_subject: the reader is the data
    subject. forbidden: codes this letter must never carry.
    """

    kind: str
    answers: bool
    mandatory: frozenset[str]
    recommended: frozenset[str]
    to_subject: bool = True
    forbidden: frozenset[str] = frozenset()


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _answer(mandatory: str, recommended: str = "", forbidden: str = "") -> LetterType:
    always = "L01 L02 L03 L04 L26 L27 "
    return LetterType(
        "answer", True, _codes(always + mandatory), _codes(recommended), forbidden=_codes(forbidden)
    )


_ACCESS = "L06 L08 L11 L12 L13 L14 L15 L16 L17 L18 L19 L20"

LETTERS: Mapping[str, LetterType] = MappingProxyType(
    {
        "LT-ACK": LetterType("notice", False, _codes("L01 L02 L26 L27 DUE"), _codes("L03 L08")),
        "LT-NEED-ID": LetterType(
            "question",
            False,
            _codes("L01 L02 L05 L08 L10 L26 L27 CLOCK"),
            _codes("L06 L07"),
            forbidden=_codes("L13 L20"),
        ),
        "LT-NEED-AUTH": LetterType(
            "question",
            False,
            _codes("L01 L02 L05 L08 L10 L26 L27 CLOCK"),
            _codes("L06 L07"),
            forbidden=_codes("L11 L13 L20 L23"),
        ),
        "LT-CLARIFY": LetterType(
            "question",
            False,
            _codes("L01 L02 L05 L08 L27 CLOCK EVERYTHING"),
            _codes("L06 L07 L26"),
            forbidden=_codes("L10 L11 L13 L20"),
        ),
        "LT-EXTEND": LetterType(
            "notice", False, _codes("L01 L02 L05 L09 L27"), _codes("L03 L06 L07 L08 L26")
        ),
        "LT-ACCESS-FULL": _answer(_ACCESS, "L07 L24", "L21"),
        "LT-ACCESS-PART": _answer(_ACCESS + " L05 L07 L21", "L24"),
        "LT-NODATA": _answer("L08 L11", "L06 L07"),
        "LT-OTHER-CTRL": _answer("L05 L06 L07 L08 L11 OTHER"),
        "LT-RECT-DONE": _answer("CHANGED L22", "L06 L07 L08"),
        "LT-RECT-PART": _answer("CHANGED L05 L06 L07 L08 L22 STATEMENT"),
        "LT-RECT-REFUSED": _answer("L05 L06 L07 L08 STATEMENT"),
        "LT-ERASE-FULL": _answer("L22 L23 REST", "L06 L07 L08"),
        "LT-ERASE-PART": _answer("L05 L06 L07 L08 L22 L23 REST", "L24"),
        "LT-ERASE-REFUSED": _answer("L05 L06 L07 L08 L23", "L24"),
        "LT-OBJ-UPHELD": _answer("L23", "L06 L07 L08 L22 L24"),
        "LT-OBJ-REFUSED": _answer("L05 L06 L07 L08 L23 L24"),
        "LT-DM-STOP": _answer("L23 L24 REST", "L06 L07 L08", "L05 L09 L10 CLOCK"),
        "LT-RESTRICT": _answer("L22 L25", "L06 L07 L08"),
        "LT-PORT": _answer("L08 L29", "L05 L06 L07"),
        "LT-CONSENT-WD": _answer("L23 PAST REST", "L06 L07 L08 L22", "L09 L10 CLOCK"),
        "LT-FEE": LetterType(
            "question",
            False,
            _codes("L01 L02 L05 L08 L27 REPLY WITHDRAW"),
            _codes("L06 L07 L26"),
            forbidden=_codes("L10 L11 L13 L20"),
        ),
        "LT-REFUSE-12-5": _answer("L05 L06 L07 L08 EARLIER", "", "L13 L20"),
        "LT-REFUSED": _answer("L05 L06 L07 L08", "L28", "L13 L20 L21 L23"),
        "LT-ID-FAIL": _answer("L05 L06 L07 L08 L10", "", "L13 L20 L23"),
        "LT-CLOSE": _answer("L05 L06 L07", "L08", "L13 L20"),
        "LT-RESTRICT-LIFT": LetterType(
            "notice", False, _codes("L01 L02 L03 L04 L05 L27 LIFT"), _codes("L06 L07 L22 L26")
        ),
        "LT-A19-RECIPIENT": LetterType(
            "notice", False, _codes("L01 L02 L03 L04 WHOM CONFIRM"), frozenset(), to_subject=False
        ),
        "LT-PROCESSOR": LetterType(
            "instruction",
            False,
            _codes("L01 L03 WHOM TASK ANSWER"),
            frozenset(),
            to_subject=False,
            forbidden=_codes("L02 L05 L13 L20"),
        ),
        "LT-CONTACT-CHANGED": LetterType(
            "notice", False, _codes("L01 L04 L27 WARN"), _codes("L26"), forbidden=_codes("L13 L20")
        ),
    }
)

#: Letters that say the whole request was granted: a refusal or limit makes that untrue.
#: LT-RESTRICT is none of them: what goes on all the same (Art. 18(2)) is told in it, with remedies.
GRANTS = frozenset(
    {
        "LT-ACCESS-FULL",
        "LT-RECT-DONE",
        "LT-ERASE-FULL",
        "LT-OBJ-UPHELD",
        "LT-DM-STOP",
    }
)

#: Answers to rights that nobody may refuse or charge for (Art. 7(3), 21(3)).
NEVER_REFUSED = frozenset({"LT-DM-STOP", "LT-CONSENT-WD"})

#: Answers that refuse the request as a whole. They name no group of data: to say which groups there
#: are would say what is held.
WHOLE_REFUSALS = frozenset({"LT-REFUSED", "LT-REFUSE-12-5", "LT-ID-FAIL"})

#: The ground of the letter that names another controller.
OTHER_CONTROLLER = "SCOPE-OTHER-CTRL"

#: Grounds by which the requester has no right of her own, nor another's to use.
NOT_HERS_TO_ASK = ("ID-CHILD", "SCOPE-DECEASED")

#: The decision that a direct transfer is not technically feasible (Art. 20(2)).
NO_TRANSFER = "POR-20-2"

#: Grounds that carry the indirect access through the Ombudsman (Data Protection Act 34(4)).
INDIRECT_ACCESS = "ACC-FI34-"

#: Facts without which a letter's sentences would be hollow: names of ``LetterFacts.extra``, and
#: ``executed_on`` where the letter says that something was done.
NEEDED_FACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "LT-NEED-ID": ("doubt_reason", "methods"),
        "LT-NEED-AUTH": ("representative_name", "missing_authority", "reply_by"),
        "LT-CLARIFY": ("clarify_question",),
        "LT-FEE": ("fee_amount", "cost_calculation", "fee_reply_by"),
        "LT-EXTEND": ("extension_reason", "new_due_date"),
        "LT-ACCESS-FULL": ("executed_on",),
        "LT-ACCESS-PART": ("executed_on",),
        "LT-NODATA": ("executed_on", "systems_searched"),
        "LT-OTHER-CTRL": ("executed_on",),
        "LT-PORT": ("executed_on",),
        "LT-CONSENT-WD": ("executed_on",),
        "LT-REFUSE-12-5": ("executed_on",),
        "LT-REFUSED": ("executed_on",),
        "LT-RECT-DONE": ("executed_on",),
        "LT-RECT-PART": ("executed_on",),
        "LT-ERASE-FULL": ("executed_on",),
        "LT-ERASE-PART": ("executed_on",),
        "LT-OBJ-UPHELD": ("executed_on",),
        "LT-DM-STOP": ("executed_on",),
        "LT-RESTRICT": ("executed_on",),
        "LT-RESTRICT-LIFT": ("lift_date", "lift_reason", "decisions"),
        "LT-ID-FAIL": ("asked_date", "asked_info", "received_info"),
        "LT-CLOSE": ("close_reason",),
        "LT-A19-RECIPIENT": ("identifiers", "confirm_by"),
        "LT-PROCESSOR": ("identifiers", "confirm_by", "tasks"),
        "LT-CONTACT-CHANGED": ("executed_on",),
    }
)
