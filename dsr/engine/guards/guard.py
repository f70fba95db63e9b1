"""What a guard is: a name, what it demands, and a predicate that says why it does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dsr.engine.situation import Situation
from dsr.errors import Fault

Predicate = Callable[[Situation], str | None]


@dataclass(frozen=True)
class Guard:
    """One condition of a step. Called with a situation it returns None, or cause and way out.

    demands: what it asks, for the rendered table. reads: the facts given with the step that it
    judges; before they are given, nothing can be said. details: faults that stand behind the
    refusal, each on its own.
    """

    name: str
    demands: str
    predicate: Predicate
    reads: tuple[str, ...] = ()
    details: Callable[[Situation], tuple[Fault, ...]] | None = None

    def __call__(self, situation: Situation) -> str | None:
        """None when it holds, else a sentence with the cause and the way out."""
        return self.predicate(situation)

    def faults(self, situation: Situation) -> tuple[Fault, ...]:
        """Nothing when it holds; else its refusal, followed by the faults behind it."""
        sentence = self(situation)
        if sentence is None:
            return ()
        behind = self.details(situation) if self.details else ()
        return (Fault(f"guard.{self.name}", "", sentence), *behind)


def guard(
    demands: str,
    *,
    reads: tuple[str, ...] = (),
    details: Callable[[Situation], tuple[Fault, ...]] | None = None,
) -> Callable[[Predicate], Guard]:
    """Make a predicate the guard of the same name."""

    def named(predicate: Predicate) -> Guard:
        return Guard(predicate.__name__, demands, predicate, reads, details)

    return named
