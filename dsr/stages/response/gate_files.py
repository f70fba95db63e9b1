"""Whether the files that go along are those that are given: none left out, none too many.

A register that is a person returns files; each row that is given has its file in the PDF, byte for
byte, and a file of a row that is left out is nowhere (GDPR Art. 15(3)-(4)).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dsr.cases.letter import Enclosure, LetterContent
from dsr.cases.register import VAULT_FILE
from dsr.errors import Fault
from dsr.stages.response import non_disclosure
from dsr.stages.response.enclosures import RETURNED, WITH_DATA
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.redaction import given_rows


def faults(content: LetterContent, facts: LetterFacts) -> Iterator[Fault]:
    """Every file that is missing, changed, or not to be given; and one nobody can look through."""
    there = {e.name: e for e in content.enclosures if e.relationship == RETURNED}
    wanted = expected(facts)
    for name in sorted(wanted.keys() | there.keys()):
        found = there.get(name)
        if found is None or hashlib.sha256(found.content).hexdigest() != wanted.get(name):
            sentence = (
                "The files in the letter are not exactly those that are given (Art. 15(3)-(4)). "
                "Report it."
            )
            yield Fault("letter.files", name, sentence)
    if non_disclosure.is_protected(facts):
        for enclosure in there.values():
            if as_text(enclosure) is None:
                sentence = (
                    "Her address is protected (Art. 5(1)(f)) and this file cannot be looked "
                    "through. Withhold the row, or have the file returned as plain text."
                )
                yield Fault("letter.protected", enclosure.name, sentence)


def expected(facts: LetterFacts) -> dict[str, str]:
    """The digest of every file to be given, by the name the program gave it."""
    if facts.type not in WITH_DATA:
        return {}
    return {
        str(row.values["file"]): str(row.traits[VAULT_FILE])
        for finding in facts.findings
        for row in given_rows(facts, finding)
        if VAULT_FILE in row.traits
    }


def as_text(enclosure: Enclosure) -> str | None:
    """What stands in an enclosure, if it is a text; None for pictures, PDFs and archives."""
    try:
        text = enclosure.content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text or text.startswith("%PDF-") else text
