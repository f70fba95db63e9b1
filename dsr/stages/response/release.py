"""Letting a letter out: composed, printed, read back from the PDF, checked; or refused."""

from __future__ import annotations

from collections.abc import Mapping

from dsr.cases.letter import LetterContent
from dsr.errors import LetterIncomplete
from dsr.ports import LetterPrinter
from dsr.stages.response.compose import compose
from dsr.stages.response.draft import RenderGround
from dsr.stages.response.facts import LetterFacts
from dsr.stages.response.gate import check
from dsr.stages.response.wording import Wording


def release(
    facts: LetterFacts,
    wording: Mapping[str, Wording],
    render_ground: RenderGround,
    printer: LetterPrinter,
) -> tuple[LetterContent, bytes]:
    """The letter and its PDF, both past the gate. Raises LetterIncomplete with every fault."""
    content = compose(facts, wording, render_ground)
    pdf = printer.print(content)
    faults = check(content, printer.text(pdf), facts)
    if faults:
        raise LetterIncomplete(
            f"The letter {facts.type} cannot be sent: {len(faults)} faults.",
            "Record the facts that are missing and try again.",
            faults=faults,
        )
    return content, pdf
