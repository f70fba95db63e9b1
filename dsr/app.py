"""The only wiring: settings in, a working office out, which the stages take as their argument.

Adapters are imported where they are wired: ``dsr due`` must not wait for a database driver, nor
``dsr case list`` for a PDF engine.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from dsr.adapters.clock import clock_for
from dsr.adapters.site_folder import make_folder, remove_folder
from dsr.config import RegisterSettings, Settings
from dsr.errors import BadConfiguration, Fault, OutsideFailed
from dsr.law.calendar import Calendar, finland
from dsr.shipped import shipped

if TYPE_CHECKING:
    from dsr.adapters.pdf.printer import WeasyPrinter
    from dsr.adapters.scan.reader import RapidScanReader
    from dsr.cases.site import Site
    from dsr.casework.office import Office
    from dsr.engine.table import Workflow
    from dsr.law.grounds import Catalogue
    from dsr.ports import CaseStore, Register
    from dsr.stages.response.sending import Wordings

__all__ = [
    "calendar_for",
    "check_register",
    "joined",
    "load_catalogue",
    "load_wordings",
    "load_workflows",
    "open_office",
    "open_reader",
    "open_register",
    "remove_folder",
    "search_indexes",
]

VAULT_KEY = "vault.key"
_E164 = re.compile(r"\+\d{7,15}")
#: A vault that runs full loses time, not letters; the doctor warns before.
LEAST_FREE = 500 * 2**20
#: States in which a case no longer counts as open when a duplicate is looked for.
ENDED = ("answered", "closed", "withdrawn")


T = TypeVar("T")


class _OnFirstUse:
    """Stands for something that is dear to make; it is made when first asked for anything."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if "_made" not in self.__dict__:
            self._made = self._make()
        return getattr(self._made, name)


def on_first_use(make: Callable[[], T]) -> T:
    """What ``make`` makes, but only once it is used."""
    return cast(T, _OnFirstUse(make))


def calendar_for(country: str, *, eves_are_holidays: bool = False) -> Calendar:
    """The calendar of a member state. Raises BadInput for another country."""
    if country == "FI":  # frozen in law/: the package of the other countries takes long to load
        return finland(eves_are_holidays=eves_are_holidays)
    from dsr.adapters.calendars import calendar_for as others

    return others(country, eves_are_holidays=eves_are_holidays)


def joined(pdfs: Sequence[bytes]) -> bytes:
    """Letters joined for the printer's tray, without their attachments."""
    from dsr.adapters.pdf.tray import joined as for_the_tray

    return for_the_tray(pdfs)


def open_office(settings: Settings, env: Mapping[str, str]) -> Office:
    """The site at work. Raises BadConfiguration with every fault, OutsideFailed."""
    from dsr.adapters.quarantine import DirectoryQuarantine
    from dsr.adapters.storage import SqlCaseStore, open_engine, upgrade
    from dsr.adapters.vault import DirectoryVault, derived, hasher, read_key
    from dsr.casework.office import Office

    site = settings.site
    key_file = settings.keys / VAULT_KEY
    key = read_key(key_file)
    hashed = hasher(key)
    engine = open_engine(settings.database)
    upgrade(engine)
    store = SqlCaseStore(engine, number_prefix=settings.number_prefix, end_states=ENDED)
    return Office(
        site=site,
        clock=clock_for(site.timezone, settings.simulated_time, env),
        calendar=calendar_for(site.country, eves_are_holidays=site.eves_are_holidays),
        store=store,
        vault=DirectoryVault(settings.vault, key_file),
        registers={r.name: _register(r, settings, store) for r in settings.registers},
        reader=on_first_use(lambda: open_reader(env, site)),
        printer=on_first_use(letter_printer),
        workflows=load_workflows(),
        catalogue=load_catalogue(),
        hash_contact=lambda point: hashed(normalised_contact(point)),
        quarantine=DirectoryQuarantine(settings.quarantine, derived(key, "quarantine")),
        persons=tuple(r.name for r in settings.registers if r.kind == "person"),
    )


def open_register(
    one: RegisterSettings, settings: Settings, store: CaseStore | None = None
) -> Register:
    """A register by its settings. Raises BadConfiguration with every fault of its mapping.

    store: where a person who is a register finds what was asked and returned.
    """
    from dsr.adapters.register.kinds import opened

    room = settings.root / "registers"
    return opened(
        one.name,
        one.url,
        one.map,
        room=room,
        receipts=one.receipts,
        token_file=one.token_file,
        facts_of=None if store is None else lambda number: store.case(number).facts,
    )


def _register(one: RegisterSettings, settings: Settings, store: CaseStore) -> Register:
    """A folder that is not there, or a service, stops no work that does not need it."""
    if one.kind == "sql":
        return open_register(one, settings)
    return on_first_use(lambda: open_register(one, settings, store))


def search_indexes(one: RegisterSettings, settings: Settings) -> tuple[str, ...] | None:
    """Statements that let a big database be searched without reading it all; None for other kinds.

    Raises BadConfiguration, OutsideFailed.
    """
    from dsr.adapters.register.sql import SqlRegister

    register = open_register(one, settings)
    return register.missing_indexes() if isinstance(register, SqlRegister) else None


def check_register(one: RegisterSettings, settings: Settings) -> tuple[Fault, ...]:
    """Every fault of a mapping and of its fit to the live register. Raises OutsideFailed.

    Codes that begin ``warning.`` stop no work.
    """
    try:
        return open_register(one, settings).check()
    except BadConfiguration as wrong:
        return wrong.faults or (Fault("register.unusable", one.name, str(wrong)),)


def letter_form() -> Path:
    """The geometry of the sheet and its window envelope."""
    return shipped("letters") / "forms" / "fi-c5-e65.toml"


def letter_printer() -> WeasyPrinter:
    """The printer of letters, with the bundled templates and fonts."""
    from dsr.adapters.pdf.printer import WeasyPrinter

    letters = shipped("letters")
    return WeasyPrinter(shipped("templates") / "letter", letters / "fonts", letter_form())


def open_reader(env: Mapping[str, str], site: Site | None = None) -> RapidScanReader:
    """The reader of scans; it knows the controller's own names and addresses if given a site."""
    from dsr.adapters.scan.reader import RapidScanReader

    timeout = _seconds(env.get("DSR_SCAN_SECONDS", "60"))
    if site is None:
        return RapidScanReader(timeout_seconds=timeout)
    controller = site.controller
    others = (*controller.other_addresses, *controller.former_addresses)
    streets = (controller.street, *(address.street for address in others))
    postcodes = (controller.postcode, *(address.postcode for address in others))
    return RapidScanReader(
        controller_names=(controller.name,),
        controller_streets=streets,
        controller_postcodes=postcodes,
        controller_email_domains=(controller.email.partition("@")[2],),
        timeout_seconds=timeout,
    )


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise BadConfiguration("DSR_SCAN_SECONDS is not a number of seconds.", "Write it like 60.")
    return seconds


def normalised_contact(point: str) -> str:
    """An e-mail address in small letters, a number in E.164 however it was written."""
    point = point.strip()
    if "@" in point:
        return point.casefold()
    if _E164.fullmatch(point):
        return point
    from dsr.adapters.register.normal import phone_form

    return phone_form(point) or re.sub(r"[^\d+]", "", point)


def load_workflows(folder: Path | None = None) -> dict[str, Workflow]:
    """The shipped tables, or those of a folder, proven lawful. Raises BadConfiguration."""
    from dsr.engine.load import load_tables

    return load_tables(folder or shipped("workflows"))


def load_catalogue() -> Catalogue:
    """The grounds with their wording. Raises BadConfiguration."""
    from dsr.law import grounds

    return grounds.load(shipped("letters"))


def load_wordings() -> Wordings:
    """The letters' wording in every language. Raises BadConfiguration."""
    from dsr.stages.response import wording

    return wording.load(shipped("letters") / "wording")


def lint_wording(folder: Path | None = None) -> list[Fault]:
    """Every fault in the wording of letters and grounds, of the shipped folder or another."""
    from dsr.stages.response.lint import lint

    return lint(folder or shipped("letters"))


def make_site(root: Path, settings: str) -> None:
    """A new site from the text of its dsr.toml. Raises Refused when there already is one."""
    from dsr.adapters.vault import create_key

    make_folder(root, {"dsr.toml": settings}, key=VAULT_KEY, create_key=create_key)


def make_demo_site(root: Path, settings: str, *, customers: int, seed: int, today: date) -> None:
    """The demo: the launch controller with a generated register of made-up customers."""
    from dsr.adapters.register.demo.generator import generate
    from dsr.adapters.vault import create_key

    mapping = files("dsr.adapters.register").joinpath("demo", "booking.toml")
    texts = {
        "registers/booking.toml": mapping.read_text(encoding="utf-8"),
        "dsr.toml": settings,
    }
    make_folder(root, texts, key=VAULT_KEY, create_key=create_key)
    register = root.resolve() / "registers" / "booking.db"
    generate(f"sqlite:///{register}", customers=customers, seed=seed, today=today)


def probes(settings: Settings) -> dict[str, Callable[[], str]]:
    """The doctor's looks at the surroundings: keys, vault, letters, reading, SQLite."""
    return {
        "keys": lambda: _keys(settings),
        "disk": lambda: _disk(settings),
        "letters": _letters,
        "scan reading": _reading,
        "workflows": lambda: f"{len(load_workflows())} tables, every property proven.",
        "wording": lambda: f"{len(load_catalogue())} grounds, {len(load_wordings())} languages.",
    }


def _keys(settings: Settings) -> str:
    from dsr.adapters.vault import read_key

    read_key(settings.keys / VAULT_KEY)
    return "The vault's key is there and only its owner can read it."


def _disk(settings: Settings) -> str:
    free = shutil.disk_usage(settings.root).free
    if free < LEAST_FREE:
        raise OutsideFailed("Less than 500 MB are free.", "Make room on the site's disk.")
    return f"{free // 2**20:,} MB are free."


def _letters() -> str:
    from dsr.cases.letter import Element, LetterContent, Paragraph

    content = LetterContent(
        type="LT-ACK",
        language="fi",
        case="DSR-0000-0000",
        on=date(2026, 1, 2),
        title="Koe",
        sender=("Koe Oy",),
        recipient=("Koe",),
        reference=(("Päivä", "2.1.2026"),),
        elements=(Element(("L01",), (Paragraph("Äiti söi åländska pannkakor."),)),),
        closing=(),
        footer="Koe Oy",
    )
    printer = letter_printer()
    if "åländska" not in " ".join(printer.text(printer.print(content))):
        raise BadConfiguration("A printed letter cannot be read back.", "Run make setup again.")
    return "A letter was printed with the bundled fonts and read back."


def _reading() -> str:
    for module in ("rapidocr", "onnxruntime", "cv2", "pypdfium2", "pillow_heif", "zxingcpp"):
        if find_spec(module) is None:
            raise BadConfiguration(f"{module} is not installed.", "Run make setup again.")
    return "The OCR engine and its models are installed."
