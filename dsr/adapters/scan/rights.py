"""Which rights a letter asks for (GDPR Art. 7(3), 15-18, 20, 21), sentence by sentence.

The phrases are data (``phrases/*.toml``). A right is named only with the sentence that asks for
it, so that the clerk sees why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dsr.adapters.scan.misread import mended
from dsr.adapters.scan.phrases import LANGUAGES, RIGHTS, PhraseBook, folded, phrase_book
from dsr.adapters.scan.sentences import Sentence, without_quotes

_CLAUSE_END = re.compile(
    r"[;:]|,(?!\s*(?:etta|att|that)\b)|\b(?:vaan|mutta|utan|men|but|only|sondern)\b"
    r"|\b(?:ja|och|and)\s+(?=pyyda|haluan|vaadin|jag|i\b|please|ber\b|kraver)"
)
_WORDS_BEFORE = 7
_HEADING = 4
# The negation is itself the request: "I do not want your offers".
_MAY_BE_NEGATED = frozenset({"objection", "consent_withdrawal"})


@dataclass(frozen=True)
class Asked:
    """A right, the sentence that asks for it, and whether and how marketing is meant."""

    right: str
    sentence: Sentence
    marketing: bool = False
    channels: tuple[str, ...] = ()


def rights_asked(sentences: Iterable[Sentence], language: str | None) -> list[Asked]:
    """The rights in the lawful order of answering, each once, with its first sentence.

    Other languages are tried only where the letter's own has nothing.
    """
    sentences = list(sentences)
    own = [language] if language else []
    for languages in (own, [code for code in LANGUAGES if code != language]):
        found: dict[str, Asked] = {}
        for code in languages:
            for asked in _in_one_language(sentences, phrase_book(code)):
                found[asked.right] = _merged(found.get(asked.right), asked)
        if found:
            return [found[right] for right in RIGHTS if right in found]
    return []


def _merged(first: Asked | None, second: Asked) -> Asked:
    """One request out of two for the same right; a whole sentence shows more than a heading."""
    if first is None:
        return second
    heading = len(first.sentence.text.split()) <= _HEADING < len(second.sentence.text.split())
    sentence = second.sentence if heading else first.sentence
    channels = tuple(dict.fromkeys((*first.channels, *second.channels)))
    return Asked(first.right, sentence, first.marketing or second.marketing, channels)


def _in_one_language(sentences: list[Sentence], book: PhraseBook) -> Iterable[Asked]:
    for sentence in sentences:
        text = folded(without_quotes(sentence.text))
        sure = min((line.confidence for line in sentence.lines), default=1.0)
        text = mended(text, book.language, sure)
        if book.told.search(text):
            continue
        rights = [right for right in RIGHTS if _asks(text, right, book)]
        for right in rights or _asked_alone(text, book):
            yield _with_marketing(right, sentence, text, book)


def _asked_alone(text: str, book: PhraseBook) -> list[str]:
    """Rights that weaker words ask for where nothing else is asked: "everything you hold"."""
    return [
        right
        for right, phrases in book.rights.items()
        if phrases.unless_other.search(text)
        and not phrases.never.search(text)
        and not book.not_asked.search(text)
    ]


def _with_marketing(right: str, sentence: Sentence, text: str, book: PhraseBook) -> Asked:
    if right not in _MAY_BE_NEGATED or not book.marketing.search(text):
        return Asked(right, sentence)
    channels = tuple(name for name, words in book.channels.items() if words.search(text))
    return Asked(right, sentence, True, channels)


def _asks(text: str, right: str, book: PhraseBook) -> bool:
    phrases = book.rights[right]
    if phrases.never.search(text):
        return False
    negatable = right in _MAY_BE_NEGATED
    for match in phrases.enough.finditer(text):
        if negatable or not _turned_down(text, match.start(), book):
            return True
    for ask, about in phrases.requests:
        if not about.search(text):
            continue
        for match in ask.finditer(text):
            if negatable or not _turned_down(text, match.start(), book):
                return True
    return False


def _turned_down(text: str, position: int, book: PhraseBook) -> bool:
    """Whether the words before ``position``, in the same clause, say that it is not asked."""
    clause = _CLAUSE_END.split(text[:position])[-1]
    near = " ".join(clause.split()[-_WORDS_BEFORE:])
    return bool(book.not_asked.search(near))
