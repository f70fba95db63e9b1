"""A small real office: the made-up salon on disk, opened on the day a test says."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dsr import app, config
from dsr.cases.case import Case, Channel, Person, Right, Role, User
from dsr.casework.office import Office
from dsr.entrypoints.cli.sites import make_demo
from dsr.stages import verification
from dsr.stages.intake import Wish, receive_note

CLERK = User("desk", frozenset({Role.CLERK}))
OFFICER = User("officer", frozenset({Role.OFFICER}))
APPROVER = User("approver", frozenset({Role.APPROVER}))


@dataclass
class Salon:
    """One site; ``office`` is open on Thursday 12 March 2026 unless ``on`` names another day."""

    folder: Path
    opened: dict[str, Office] = field(default_factory=dict)

    def on(self, day: str) -> Office:
        """The office on that day."""
        if day not in self.opened:
            settings = config.load(self.folder)
            self.opened[day] = app.open_office(settings, {"DSR_TODAY": day})
        return self.opened[day]

    @property
    def office(self) -> Office:
        """The office on the demo's day."""
        return self.on("2026-03-12")  # Thursday

    def customer(self, sensitivity: str) -> str:
        """A customer whose most sensitive data are exactly so, with a street on file."""
        register = self.office.registers["booking"]
        for number in range(1, 61):
            held = [f.group.sensitivity for f in register.read((str(number),)) if f.rows]
            if held and max(held) == sensitivity and register.person(str(number)).street:
                return str(number)
        raise LookupError(sensitivity)

    def case(
        self,
        right: Right,
        key: str | None,
        *,
        person: Person | None = None,
        channel: Channel = Channel.POST,
        office: Office | None = None,
        marketing: bool = False,
    ) -> Case:
        """A case of a customer as on file, or of whoever is given; linked where a key is given."""
        office = office or self.office
        asked = person or office.registers["booking"].person(key or "1")
        wish = Wish(
            office.clock.today(),
            channel=channel,
            rights=(right,),
            language="en",
            requester=asked,
            marketing=marketing,
        )
        case = receive_note(office, wish, CLERK).cases[0]
        if key is None:
            return case
        found: Mapping[str, object] = {
            "register": "booking",
            "keys": [key],
            "paper_searched": True,
        }
        return verification.link_person(office, case, OFFICER, found)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is made."""
    folder = tmp_path_factory.mktemp("salon") / "site"
    make_demo(folder, 60, 1)
    return folder


@pytest.fixture
def salon(made_once: Path, tmp_path: Path) -> Salon:
    """A copy of it."""
    folder = tmp_path / "site"
    shutil.copytree(made_once, folder)
    return Salon(folder)
