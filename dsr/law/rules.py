"""The rules of time by number, so that an explanation, a test and a lawyer cite the same one.

R1-R7 and R12 read the Regulation and Regulation (EEC, Euratom) No 1182/71; R8, R13, R15 and R16
hold a policy of ours where the law leaves the figure open, and say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        "R1": "A period of one month ends on the day of the next month that has the same number "
        "as the day of receipt; the day of receipt is not counted.",
        "R2": "Where that month has no such day, the period ends on its last day.",
        "R3": "A period that would end on a Saturday, a Sunday or a public holiday ends on the "
        "next working day; this is done once, at the very end.",
        "R4": "The start never moves: what arrives on a Saturday or a holiday is received on "
        "that day.",
        "R5": "Only public holidays move the end; Christmas Eve and Midsummer Eve do not, unless "
        "the site has decided otherwise on legal advice.",
        "R6": "An extended period is one single period of two or three months from receipt, "
        "not an addition to the first due date.",
        "R7": "A counted pause lasts from the day the question was sent to the day the sufficient "
        "answer arrived and lengthens the period by that many days; overlaps count once, and a "
        "question sent after the period has ended changes nothing.",
        "R8": "A pause counts only with a concrete reason, a proportionate question, and a "
        "question asked without undue delay (policy: within five working days of receipt, later "
        "only with a recorded reason).",
        "R9": "Two dates are always shown: the strict one without pauses and the one with them.",
        "R10": "The person must be told of an extension, with reasons, by the strict date; after "
        "it the extension is lost.",
        "R11": "A refusal, in whole or in part, must be sent by the strict date even where the "
        "time for acting was extended.",
        "R12": "A request is received when it first reaches any official channel of the "
        "controller, on the date of the controller's own time zone.",
        "R13": "A letter without an arrival stamp is taken to have come on the day after its "
        "postmark, never later than the day it was scanned (policy).",
        "R14": "Each right asked for is answered on its own, from the same receipt; a reminder "
        "starts no new period.",
        "R15": "Direct marketing stops at once (policy: within one working day; printed mail "
        "already in production within three).",
        "R16": "A posted answer is handed to the post five working days before it is due (policy, "
        "because it is unsettled whether dispatch or arrival counts).",
        "R17": "Where identity was never proven, the letter that says so goes out by the strict "
        "date, and the case can be reopened.",
        "R18": "Public holidays are frozen data; an update of a library never moves a legal date.",
    }
)
