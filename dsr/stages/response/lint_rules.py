"""Rules for one text of the wording: its form, its words, its placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dsr.errors import Fault

#: Words that no letter may say: a signature cannot be demanded (Art. 12(2), 12(6)), the identity
#: code proves nothing and is not printed (Data Protection Act 29), nobody is addressed as a case.
FORBIDDEN = {
    "fi": r"allekirjoit|henkilötunnu|henkilökunt|\bhetu|\bTe\b|\bteidän\b|sosiaaliturvatunnu",
    "sv": r"underteckn|underskri|namnteckn|personbeteckning|personnummer",
    "en": r"\bsign(?:ed|ature|atures)?\b|identity (?:code|number)|social security",
}
#: Facts that stand in a sentence as they are: days, numbers, names of our own words.
_NEVER_INFLECTED = frozenset(
    [
        *("asked_date", "business_id", "case", "channel", "confirm_by", "count", "date", "due"),
        *("email", "first", "last", "lift_date", "mark", "name", "new_due_date", "number"),
        *("letters", "others", "pages", "place", "received", "reply_by", "strict_due", "total"),
    ]
)
#: A name may be read out only where nothing is said of it: a greeting, or after "is".
_NAMES = frozenset({"greeting.named", "controller.who"})
#: Parts of sentences, headings and labels: no full stop at their end.
_PHRASES = re.compile(
    r"^(?:kind|greeting|closing|footer|title|channel|understood|label|caption|heading|action|value"
    r"|identifier|enclosure|files)\.|^come_back\.(?:post|email|phone)$|\.title$|\.choices\."
    r"|^told\.(?:impossible|disproportionate)$|^case_data\.one_case$|^copy\.record$"
    r"|^restriction\.ground_|^right_named\.|^redacted\.(?:mark|places|count|rows)$"
    r"|^protected\.(?:mark|delivery|delivery_label)$|^kept_until\.(?:label|label_visit|column|differs)$"
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_ENDING = re.compile(r"\}[:’'\u2011-]?[a-zåäö]")
_STOP = re.compile(r"[.:!?](?:[)\]”\"]*)$|\{[a-z_]+\}\]?$")
_DOUBLED = re.compile(r"(?<=\S)(?:[ \t]{2,}|[ \t]+(?=\n)|\u00a0{2,})(?=\S|\n)")


def rule_faults(language: str, texts: Mapping[str, str], place: str) -> Iterator[Fault]:
    """Every fault of form in the texts of one file; a fault's place is ``file:key``."""
    for key, text in texts.items():
        for code, sentence in _faults(language, key, text):
            yield Fault(code, f"{place}:{key}", sentence)


def _faults(language: str, key: str, text: str) -> Iterator[tuple[str, str]]:
    if not text.strip():
        yield "wording.empty", "The text is empty. Write it."
        return
    if _DOUBLED.search(text.strip()):
        yield "wording.spaces", "Two spaces follow each other, or a line ends in one. Take it out."
    if hit := re.search(FORBIDDEN[language], text, re.IGNORECASE):
        yield "wording.forbidden", f"“{hit[0]}” must not be asked for or said. Word it otherwise."
    if _ENDING.search(text):
        yield (
            "wording.inflected",
            "A placeholder is followed by an ending; what is filled in cannot be inflected. Put it "
            "after a colon, or make it a sentence.",
        )
    for name in _misplaced(key, text):
        yield (
            "wording.inflected",
            f"{{{name}}} stands where Finnish would inflect it. Put it after a colon.",
        )
    last = " ".join(text.split())
    phrase = bool(_PHRASES.search(key))
    if not phrase and not _STOP.search(last):
        yield "wording.stop", "A sentence ends in a full stop or a colon. Add it."
    if phrase and last.endswith(".") and not key.endswith(".withheld.telling_would_endanger"):
        yield from _stop_too_many(key)


def _stop_too_many(key: str) -> Iterator[tuple[str, str]]:
    if ".choices." not in key:
        yield (
            "wording.stop",
            "A heading, label or part of a sentence has no full stop. Take it out.",
        )


def _misplaced(key: str, text: str) -> Iterator[str]:
    """Placeholders in the midst of a sentence whose value may be any word."""
    whole = " ".join(text.split())
    for match in _PLACEHOLDER.finditer(whole):
        name, before = match[1], whole[: match.start()]
        free = name in _NEVER_INFLECTED and (name != "name" or key in _NAMES)
        if not free and not re.search(r"(?:: |^|[.!?] |[(\[] ?|, )$", before):
            yield name


def same_in_two_languages(read: Mapping[str, Mapping[str, str]], name: str) -> Iterator[Fault]:
    """Texts that are the same in two languages: one of them was not translated."""
    languages = list(read)
    for number, one in enumerate(languages):
        for other in languages[number + 1 :]:
            for key, text in read[one].items():
                if text == read[other].get(key) and _has_words(text):
                    sentence = f"The same as in {one}. Translate it."
                    yield Fault(
                        "wording.untranslated", f"letters/wording/{other}/{name}:{key}", sentence
                    )


def _has_words(text: str) -> bool:
    """Whether anything but placeholders and signs is left; some words are those of both."""
    bare = _PLACEHOLDER.sub("", text)
    return any(char.isalpha() for char in bare)
