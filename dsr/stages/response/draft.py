"""What every builder of an element gets: the facts, the words, and the catalogue's reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dsr.cases.decision import GroupDecision
from dsr.cases.letter import Block, Element, Paragraph
from dsr.cases.register import Texts
from dsr.stages.response.facts import WHOLE_CASE, LetterFacts
from dsr.stages.response.matrix import WHOLE_REFUSALS
from dsr.stages.response.values import in_language, spell_date
from dsr.stages.response.wording import Wording

#: ``render_ground(code, language, facts)``: the catalogue's reason, written for the data subject.
RenderGround = Callable[[str, str, Mapping[str, object]], str]


@dataclass(frozen=True)
class Draft:
    """A letter in the making."""

    facts: LetterFacts
    wording: Wording
    render_ground: RenderGround

    @property
    def addressee_acts(self) -> bool:
        """Whether the reader is a representative of the person."""
        return self.facts.extra.get("addressee_acts") is True

    def say(self, key: str, **values: str) -> str:
        """A sentence of the wording with its facts."""
        return self.wording.say(key, **values)

    def text(self, texts: Texts) -> str:
        """A text of the site or the mapping in the letter's language."""
        return in_language(texts, self.wording.language)

    def day(self, day: date | None) -> str:
        """A date in words, empty when there is none."""
        return "" if day is None else spell_date(day, self.wording.language)

    def element(self, codes: str, *blocks: Block | str, heading: str | None = None) -> Element:
        """An element with the codes given in one string; plain strings become paragraphs."""
        made = tuple(Paragraph(b) if isinstance(b, str) else b for b in blocks if b)
        return Element(tuple(codes.split()), made, heading and self.say(f"heading.{heading}"))

    def group_label(self, code: str) -> str:
        """The data group's name as the customer reads it."""
        group = None if self.facts.type in WHOLE_REFUSALS else self.facts.group(code)
        if code == WHOLE_CASE or group is None:
            return self.say("label.whole_request")
        return self.text(group.label)

    def reason(self, decision: GroupDecision) -> str:
        """The reason for a decision: facts, rule, conclusion. Empty without a ground."""
        if decision.ground is None:
            return ""
        return self.render_ground(decision.ground, self.wording.language, decision.facts)
