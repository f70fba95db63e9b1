"""Everything that can go wrong, one class per cause, each with a stable code and an exit code.

The message says the cause, then the way out. It never carries a register's values or a person's
name: errors are printed, logged and stored (GDPR Art. 5(1)(f)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    code: stable, machine readable, e.g. ``mapping.unknown_column``.
    place: where it is, e.g. ``registers/booking.toml: customers.shoe_size``.
    sentence: what is wrong and what to do, for a person.
    """

    code: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


class DsrError(Exception):
    """The base of every error of ours. ``code`` is for programs, ``exit_code`` for the shell."""

    code = "defect"
    exit_code = 70

    def __init__(self, cause: str, way_out: str = "", *, faults: Iterable[Fault] = ()) -> None:
        self.cause = cause
        self.way_out = way_out
        self.faults = tuple(faults)
        super().__init__(" ".join(part for part in (cause, way_out) if part))

    def as_json(self) -> dict[str, object]:
        """``{"error", "message", "way_out", "faults": [{"code", "place", "sentence"}]}``."""
        return {
            "error": self.code,
            "message": self.cause,
            "way_out": self.way_out,
            "faults": [
                {"code": f.code, "place": f.place, "sentence": f.sentence} for f in self.faults
            ],
        }


class WrongUsage(DsrError):
    """The command was called wrongly."""

    code = "usage"
    exit_code = 2


class Refused(DsrError):
    """Refused by law, by the workflow or by permission. ``faults`` lists every reason."""

    code = "refused"
    exit_code = 3


class NotPermitted(Refused):
    """This user may not do this."""

    code = "refused.permission"


class LetterIncomplete(Refused):
    """The release gate found a mandatory statement missing (GDPR Art. 12(3)-(4), 15-21)."""

    code = "refused.letter_incomplete"


class PlanVoid(Refused):
    """The register changed since the plan was approved: plan and approve again."""

    code = "refused.plan_void"
    exit_code = 6


class NotFound(DsrError):
    """No such case, letter, user, register."""

    code = "not_found"
    exit_code = 4


class BadInput(DsrError):
    """A file or value from outside cannot be used."""

    code = "bad_input"
    exit_code = 5


class BadConfiguration(DsrError):
    """The site's settings, a mapping or a workflow table is wrong."""

    code = "bad_configuration"
    exit_code = 5


class ChangedMeanwhile(DsrError):
    """Somebody else changed the same thing first: look again."""

    code = "changed_meanwhile"
    exit_code = 6


class OutsideFailed(DsrError):
    """A system outside failed (register, disk, mail): nothing is half done, try again."""

    code = "outside_failed"
    exit_code = 7


class Defect(DsrError):
    """A fault of ours."""
