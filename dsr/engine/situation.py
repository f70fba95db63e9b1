"""Everything a guard may look at, computed before by the stages. Guards only read.

Days a step records are ISO strings in ``case.facts``; facts given with the step are parsed values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dsr.cases.case import Case, User
from dsr.cases.site import Site
from dsr.errors import Fault


@dataclass(frozen=True)
class Situation:
    """A case, somebody who wants to take a step, the day, and what the stages found out.

    supplied: facts given with the step, parsed. strict_due: the date without pauses (R9). due:
    with pauses, None while one is open. clock: ``running`` or ``stopped``.
    needed_level, proven_level: evidence levels 0..4 (E0..E4), None when not known yet.
    findings_codes: the data groups in which something is held, as ``register.group``.
    ground_faults: what the combination rules and missing ground facts give, of the decisions that
    stand. second_person_required: a ground of the decisions is marked so (the legal minimum).
    plan_digest: of the plan as it is now; at ``carry_out`` of the plan that was run.
    recipients_due: recipients still to be told (Art. 19). letter_faults: what the letter lacks,
    None when no letter has been composed. register_untouched: the register holds no receipt of
    this round's order. differs_from_proposal: the decision given is not what the engine proposes.
    erasing_level: the level that erasing the data decided so needs, None when not known.
    registers: the names of all that have to be searched; persons: those of them that are a person
    who is asked; ordered: those that an approved order concerns. step: filled in by ``fire``.
    """

    case: Case
    actor: User
    today: date
    site: Site
    strict_due: date
    due: date | None
    clock: str = "running"
    supplied: Mapping[str, object] = field(default_factory=dict)
    needed_level: int | None = None
    proven_level: int | None = None
    findings_codes: tuple[str, ...] = ()
    ground_faults: tuple[Fault, ...] = ()
    second_person_required: bool = False
    plan_digest: str | None = None
    recipients_due: tuple[str, ...] = ()
    letter_faults: tuple[Fault, ...] | None = None
    register_untouched: bool = False
    differs_from_proposal: bool = False
    erasing_level: int | None = None
    registers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    step: str = ""

    def recorded(self, name: str) -> object:
        """What an earlier step recorded under this name, or None."""
        return self.case.facts.get(name)

    def recorded_text(self, name: str) -> str | None:
        """A recorded text; None when nothing or something else was recorded."""
        value = self.recorded(name)
        return value if isinstance(value, str) and value else None

    def recorded_day(self, name: str) -> date | None:
        """A recorded day; None when nothing was recorded."""
        value = self.recorded_text(name)
        return date.fromisoformat(value) if value else None

    def recorded_number(self, name: str) -> int | None:
        """A recorded whole number; None when nothing was recorded."""
        value = self.recorded(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def given(self, name: str) -> object:
        """A fact given with the step, or None."""
        return self.supplied.get(name)

    def given_text(self, name: str) -> str:
        """A text given with the step, stripped; empty when none was given."""
        value = self.given(name)
        return value.strip() if isinstance(value, str) else ""

    def given_day(self, name: str) -> date | None:
        """A day given with the step, or None."""
        value = self.given(name)
        return value if type(value) is date else None  # a datetime does not compare with a day

    @property
    def not_searched(self) -> tuple[str, ...]:
        """Registers of which nobody said yet whether they hold anything of the person."""
        return self.case.not_searched(self.registers)

    @property
    def restriction_is_on(self) -> bool:
        """Whether the data are marked as restricted now (Art. 18)."""
        return bool(self.recorded("restricted_on")) and not self.recorded("lifted_on")
