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
from dsr.config import Settings
from dsr.errors import BadConfiguration, OutsideFailed
from dsr.law.calendar import Calendar, finland
from dsr.shipped import shipped

if TYPE_CHECKING:
    from dsr.adapters.pdf.printer import WeasyPrinter
    from dsr.adapters.scan.reader import RapidScanReader
    from dsr.cases.site import Site
    from dsr.casework.office import Office
    from dsr.engine.table import Workflow
    from dsr.law.grounds import Catalogue
    from dsr.stages.response.sending import Wordings

__all__ = [
    "calendar_for",
    "joined",
    "load_catalogue",
    "load_wordings",
    "load_workflows",
    "open_office",
    "open_reader",
    "remove_folder",
]

VAULT_KEY = "vault.key"
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
    from dsr.adapters.register import SqlRegister, load_map
    from dsr.adapters.storage import SqlCaseStore, open_engine, upgrade
    from dsr.adapters.vault import DirectoryVault, keyed_hash, read_key
    from dsr.casework.office import Office

    site = settings.site
    key_file = settings.keys / VAULT_KEY
    key = read_key(key_file)
    engine = open_engine(settings.database)
    upgrade(engine)
    return Office(
        site=site,
        clock=clock_for(site.timezone, settings.simulated_time, env),
        calendar=calendar_for(site.country, eves_are_holidays=site.eves_are_holidays),
        store=SqlCaseStore(engine, number_prefix=settings.number_prefix, end_states=ENDED),
        vault=DirectoryVault(settings.vault, key_file),
        registers={r.name: SqlRegister(r.url, load_map(r.map)) for r in settings.registers},
        reader=on_first_use(lambda: open_reader(env, site)),
        printer=on_first_use(letter_printer),
        workflows=load_workflows(),
        catalogue=load_catalogue(),
        hash_contact=lambda point: keyed_hash(key, normalised_contact(point)),
    )


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
    streets = (controller.street, *(a.street for a in controller.other_addresses))
    postcodes = (controller.postcode, *(a.postcode for a in controller.other_addresses))
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
    """An e-mail address in small letters, a number as its digits with the plus sign."""
    point = point.strip()
    if "@" in point:
        return point.casefold()
    return re.sub(r"[^\d+]", "", point)


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
