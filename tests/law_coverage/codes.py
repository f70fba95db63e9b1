"""Every code of the law that some test has to show, with the words of the page for it.

Rules, elements of letters and grounds are read from the program itself, so that a new one without
a test is seen the same day. Combination rules and scenarios are listed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dsr.law.grounds import Catalogue, load
from dsr.law.rules import RULES
from dsr.shipped import shipped
from dsr.stages.response.matrix import MEANING

#: How grounds stand together (dsr/law/ground_rules.py).
COMBINATIONS: Mapping[str, str] = {
    "C1": "One request may rest on several grounds, each tied to its data group.",
    "C2": "An exception from erasure limits a data group; “refused” as a whole needs a ground for "
    "every group.",
    "C3": "A ground on excessive requests stands beside no ground on the data.",
    "C4": "Pointing to self-service is never the only answer.",
    "C5": "A ground that is off by default needs the data protection officer’s activation.",
}

#: Situations of a desk with one lawful end each.
SCENARIOS: Mapping[str, str] = {
    "G01": "Erasure of a customer who has not come for three years; one voucher is still kept",
    "G02": "Objection to e-mail marketing from a bare address: done at once, nobody asks who",
    "G03": "The same, and the address stands on no list",
    "G04": "A mother asks for access for her child of fifteen",
    "G07": "A letter to the other address of the controller, carried over a week later",
    "G08": "A letter to an address given up two years ago, forwarded by the post",
    "G10": "The third “I am still waiting”",
    "G11": "“The therapist wrote that I was aggressive; delete it”",
    "G14": "A signed letter from an address that the register does not know asks for everything",
    "G15": "An unsigned letter; its address is the one on file",
    "G16": "An e-mail from the address on file asks for access by e-mail",
    "G17": "A son asks for the data of his dead mother",
    "G18": "A lawyer asks with a power of attorney and no document of the client",
    "G19": "A friend writes “on behalf of”, without authority",
    "G20": "“Delete my account”, from the log-in",
    "G23": "Erasure of a masseur’s patient notes",
    "G25": "“I object to you processing my invoice”",
    "G26": "Access received on 24 November 2026: due on Christmas Eve",
    "G27": "An extension announced three days too late",
    "G30": "A full copy of a passport comes unasked",
    "G32": "A customer asks who has looked at her data",
    "G33": "The answer comes back: unknown at the address",
    "G34": "A request in Swedish by e-mail",
    "G36": "Consent to a note on an allergy is withdrawn",
    "G37": "Portability answered with a PDF",
    "G38": "Last week’s backup is restored after an attack",
}

#: Elements beside those of the matrix, or not yet in it.
BESIDE: Mapping[str, str] = {
    "L28": "that the Ombudsman looks at the data instead (Data Protection Act 1050/2018, s. 34)",
    "L29": "the files for machines (Art. 20(1))",
    "L30": "never: an identity code, data of others, a secret address (Art. 5(1)(f))",
}

#: What a test over everything of its kind names -> the heading of that kind.
WHOLE: Mapping[str, str] = {
    "every rule": "Rules of time",
    "every element": "What a letter must say",
    "every ground": "Grounds",
}


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue of grounds."""
    return load(shipped("letters"))


@cache
def grounds() -> Mapping[str, str]:
    """Code -> title of each ground."""
    return {ground.code: ground.title for ground in catalogue()}


#: Heading of the page -> code -> words.
def families() -> Mapping[str, Mapping[str, str]]:
    """The parts of the page, in order."""
    return {
        "Scenarios": SCENARIOS,
        "Rules of time": RULES,
        "How grounds stand together": COMBINATIONS,
        "What a letter must say": {**BESIDE, **MEANING},
        "Grounds": grounds(),
    }


def known() -> frozenset[str]:
    """Every code a marker may name."""
    return frozenset(WHOLE) | {code for family in families().values() for code in family}
