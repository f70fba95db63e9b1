"""The doctor's round: what must be right before a letter may be answered here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dsr.cases.case import Role
from dsr.casework.office import Office
from dsr.errors import DsrError, Fault


@dataclass(frozen=True)
class Check:
    """One check. sentence: what was found; way_out: what to do when it failed."""

    name: str
    passed: bool
    sentence: str
    way_out: str = ""


#: name -> a probe of the surroundings that raises a DsrError, or says what it found.
Probes = Mapping[str, Callable[[], str]]


def checkup(office: Office, probes: Probes) -> tuple[Check, ...]:
    """Every check; none stops the others."""
    found = [_probed(name, probe) for name, probe in probes.items()]
    found += [_register(office, name) for name in office.registers]
    found += [_chain(office), _people(office), _calendar(office), _clock(office)]
    if office.site.controller.former_addresses:
        found.append(_former_addresses(office))
    return tuple(found)


def _probed(name: str, probe: Callable[[], str]) -> Check:
    try:
        return Check(name, True, probe())
    except DsrError as error:
        return Check(name, False, _said(error.cause, error.faults), error.way_out or "See above.")


def _said(cause: str, faults: Sequence[Fault]) -> str:
    return " ".join([cause, *(str(fault) for fault in faults)])


def _register(office: Office, name: str) -> Check:
    try:
        faults = office.registers[name].check()
    except DsrError as error:
        return Check(f"register {name}", False, error.cause, error.way_out or "Look at it.")
    real = [fault for fault in faults if not fault.code.startswith("warning.")]
    if real:
        way_out = "Decide on every column in the register's mapping; nothing runs until then."
        return Check(f"register {name}", False, _said("The mapping does not fit.", real), way_out)
    warnings = _said("", faults).strip()
    return Check(f"register {name}", True, f"Every column is mapped. {warnings}".strip())


def _chain(office: Office) -> Check:
    faults = office.store.verify_chain()
    if faults:
        return Check("event chain", False, _said("It is broken.", faults), "Restore a backup.")
    return Check("event chain", True, "Whole.")


def _people(office: Office) -> Check:
    active = [user for user in office.store.users() if user.active]
    officers = [u for u in active if Role.OFFICER in u.roles]
    second = [u for u in active if u.roles & {Role.OFFICER, Role.APPROVER}]
    if not officers:
        way_out = "dsr user add NAME --role officer"
        return Check("people", False, "Nobody is a privacy officer.", way_out)
    if len(second) < 2 and not office.site.rules.second_look:
        way_out = "Add an approver, or set rules.second_look for a one-person office."
        return Check("people", False, "Nobody could approve what an officer decides.", way_out)
    return Check("people", True, f"{len(officers)} officer(s), {len(second)} who may approve.")


def _calendar(office: Office) -> Check:
    year = office.clock.today().year + 1
    try:
        office.calendar.check_covered(date(year, 12, 31))
    except DsrError as error:
        return Check("calendar", False, error.cause, error.way_out)
    return Check("calendar", True, f"Public holidays are known to the end of {year} at least.")


def _former_addresses(office: Office) -> Check:
    """A request is received where the notice says one may write, also where we moved out (R12)."""
    streets = ", ".join(a.street for a in office.site.controller.former_addresses)
    sentence = (
        f"The notice still names {streets}: keep the mail forwarded from there, and change the "
        "notice. What arrives there counts from that day."
    )
    return Check("former addresses", True, sentence)


def _clock(office: Office) -> Check:
    now = office.clock.now()
    return Check("clock", True, f"It is {now:%Y-%m-%d} in {office.site.timezone}.")
