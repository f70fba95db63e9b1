"""The site's settings: ``dsr.toml`` and ``DSR_*``, read once, strictly, into frozen dataclasses.

An unknown key is an error and every fault is told at once: a misspelt approval rule that is
silently ignored would let a refusal leave the house with one pair of eyes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsr.cases.register import Texts
from dsr.cases.site import Address, Authority, Controller, Rules, Site
from dsr.errors import BadConfiguration, Fault, NotFound

LANGUAGES = ("fi", "sv", "en")
#: Erasing is done without undue delay, within the month at the latest.
MOST_UNDO_DAYS = 30
SECOND_PERSON = frozenset({"refuse", "limit", "erase", "identity_failed", "extend", "charge"})


@dataclass(frozen=True)
class RegisterSettings:
    """Where a register is and how it is mapped.

    url: of a database, ``folder:PATH``, ``https://…`` of a processor's service, or ``person:``.
    receipts: whether our table may be added to a database. token_file: a service lets us in by it.
    """

    name: str
    url: str
    map: Path
    receipts: bool = True
    token_file: Path | None = None

    @property
    def kind(self) -> str:
        """``sql``, ``folder``, ``http`` or ``person``."""
        return _KINDS.get(self.url.partition(":")[0], "sql")


_KINDS = {"folder": "folder", "person": "person", "http": "http", "https": "http"}


@dataclass(frozen=True)
class Settings:
    """Everything a site's folder says. ``root`` is the folder; paths are absolute."""

    root: Path
    site: Site
    database: str
    vault: Path
    keys: Path
    registers: tuple[RegisterSettings, ...]
    simulated_time: bool
    number_prefix: str

    @property
    def quarantine(self) -> Path:
        """Where what an erasure took lies while it can be brought back."""
        return self.root / "quarantine"

    @property
    def out(self) -> Path:
        """Where ``dsr letter print`` and the demo put PDFs."""
        return self.root / "out"


class _Reader:
    """Takes values out of a table one by one; remembers every fault and every unknown key."""

    def __init__(self, table: Mapping[str, Any], place: str, faults: list[Fault]) -> None:
        self.left = dict(table)
        self.place = place
        self.faults = faults

    def fault(self, code: str, key: str, sentence: str) -> None:
        self.faults.append(Fault(f"config.{code}", f"{self.place}{key}", sentence))

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        if key not in self.left:
            if default is ...:
                self.fault("missing", key, f"The setting {key} is missing; add it.")
                return None
            return default
        value = self.left.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.fault("wrong_type", key, f"The setting {key} has the wrong type.")
            return default if default is not ... else None
        return value

    def each(self, key: str, kind: type, default: Sequence[Any] = ()) -> list[Any]:
        """The items of a list; one of another type is a fault and is left out."""
        items = self.take(key, list, list(default)) or []
        for number, item in enumerate(items):
            if not isinstance(item, kind):
                self.fault("wrong_type", f"{key}[{number}]", "This item has the wrong type.")
        return [item for item in items if isinstance(item, kind)]

    def texts(self, key: str, *, optional: bool = False) -> Texts:
        """A text in every language of the letters."""
        value = self.take(key, dict, {} if optional else ...) or {}
        if value or not optional:
            for language in LANGUAGES:
                if not str(value.get(language, "")).strip():
                    self.fault("missing", f"{key}.{language}", "Every language needs this text.")
        return {k: str(v) for k, v in value.items()}

    def table(self, key: str, *, optional: bool = False) -> _Reader:
        value = self.take(key, dict, {} if optional else ...) or {}
        return _Reader(value, f"{self.place}{key}.", self.faults)

    def done(self) -> None:
        for key in self.left:
            self.fault("unknown", key, f"The setting {key} is not known; check its spelling.")


def load(root: Path) -> Settings:
    """Settings of the site in ``root``. Raises NotFound, or BadConfiguration with all faults."""
    root = root.resolve()
    path = root / "dsr.toml"
    if not path.is_file():
        raise NotFound(f"There is no site in {root}.", "Make one with: dsr init DIR --demo")
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise BadConfiguration("dsr.toml is not valid TOML.", str(broken)) from None
    faults: list[Fault] = []
    top = _Reader(raw, "dsr.toml: ", faults)
    site = _site(top)
    database = top.take("database", str, "sqlite:///cases.db")
    simulated = top.take("simulated_time", bool, False)
    prefix = top.take("number_prefix", str, "DSR")
    registers = _registers(top.table("registers"), root)
    top.done()
    if faults:
        raise BadConfiguration("The site's settings are wrong.", faults=faults)
    return Settings(
        root=root,
        site=site(),
        database=located(database, root),
        vault=root / "vault",
        keys=root / "keys",
        registers=registers,
        simulated_time=simulated,
        number_prefix=prefix,
    )


def located(url: str, root: Path) -> str:
    """An SQLite or a folder's URL with a relative path points into the site's folder."""
    for head in ("sqlite:///", "folder:"):
        if url.startswith(head) and not url[len(head) :].startswith("/"):
            return f"{head}{(root / url[len(head) :]).resolve()}"
    return url


def _registers(table: _Reader, root: Path) -> tuple[RegisterSettings, ...]:
    found = []
    for name in list(table.left):
        one = table.table(name)
        url = one.take("url", str)
        file = one.take("map", str, f"registers/{name}.toml")
        receipts = one.take("receipts", bool, True)
        token = one.take("token_file", str, None)
        one.done()
        if url:
            settings = RegisterSettings(
                name, located(url, root), root / file, receipts, root / token if token else None
            )
            _check_kind(one, settings)
            found.append(settings)
    if not found:
        table.fault("missing", "", "A site needs at least one register.")
    return tuple(found)


def _check_kind(one: _Reader, settings: RegisterSettings) -> None:
    """Settings that another kind of register has, and ways to a service that others may hear."""
    if settings.kind != "http" and settings.token_file:
        one.fault("misplaced", "token_file", "Only a service over https has a token_file.")
    if settings.kind != "sql" and not settings.receipts:
        one.fault("misplaced", "receipts", "Only a database has the setting receipts.")
    if settings.kind != "http":
        return
    address = urlsplit(settings.url)
    if address.scheme == "http" and address.hostname not in ("127.0.0.1", "::1", "localhost"):
        one.fault("unsafe", "url", "Personal data go over https; http is for this machine alone.")
    if address.username or address.password or address.query:
        one.fault("unsafe", "url", "What lets us in is no part of the url: put it in a token_file.")


def _site(top: _Reader) -> Callable[[], Site]:
    """Reads every part; what is returned builds the Site once no fault was found."""
    controller = _controller(top.table("controller"))
    authority = _authority(top.table("authority"))
    rules = _rules(top.table("rules", optional=True))
    register_name = top.texts("register_name")
    country = top.take("country", str)
    timezone = top.take("timezone", str)
    _check_zone(top, timezone)
    languages = tuple(top.each("languages", str, LANGUAGES))
    for language in languages:
        if language not in LANGUAGES:
            top.fault("unknown", "languages", f"There are no letters in {language!r}.")
    notice = top.take("notice_version", str)
    processors = tuple(top.each("processors", str))
    texts = {k: top.texts(k) for k in ("case_retention", "automated_decisions", "transfers")}
    systems = _systems(top)
    paper = top.texts("paper_searched", optional=True) or None
    self_service = top.take("self_service", str, None)
    year_end = _month_day(top)
    backup_days = top.take("backup_days", int, 30)
    undo_days = _undo_days(top)
    eves = top.take("eves_are_holidays", bool, False)
    return lambda: Site(
        controller=controller(),
        register_name=register_name,
        country=country,
        timezone=timezone,
        languages=languages,
        authority=authority(),
        rules=rules(),
        notice_version=notice,
        processors=processors,
        case_retention=texts["case_retention"],
        automated_decisions=texts["automated_decisions"],
        transfers=texts["transfers"],
        self_service=self_service,
        systems=systems,
        paper_searched=paper,
        accounting_year_end=year_end,
        backup_days=backup_days,
        undo_days=undo_days,
        eves_are_holidays=eves,
    )


def _check_zone(top: _Reader, timezone: str | None) -> None:
    try:
        ZoneInfo(timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        top.fault("unknown", "timezone", "The time zone is not known, e.g. Europe/Helsinki.")


def _undo_days(top: _Reader) -> int:
    days = int(top.take("undo_days", int, 0) or 0)
    if not 0 <= days <= MOST_UNDO_DAYS:
        # What can be brought back is not erased yet (GDPR Art. 17(1), 12(3)).
        top.fault("out_of_range", "undo_days", f"Give 0 to {MOST_UNDO_DAYS} days.")
    return days


def _month_day(top: _Reader) -> tuple[int, int]:
    text = top.take("accounting_year_end", str, "12-31") or ""
    try:
        day = date.fromisoformat(f"2024-{text}")
    except ValueError:
        top.fault("wrong_type", "accounting_year_end", "Give month and day, e.g. 12-31.")
        return (12, 31)
    return (day.month, day.day)


def _systems(top: _Reader) -> tuple[Texts, ...]:
    found = []
    for n, entry in enumerate(top.each("systems", dict)):
        one = _Reader({"name": entry}, f"dsr.toml: systems[{n}].", top.faults)
        found.append(one.texts("name"))
    return tuple(found)


def _controller(table: _Reader) -> Callable[[], Controller]:
    keys = ("name", "business_id", "street", "postcode", "city", "email")
    plain = {key: table.take(key, str) for key in keys}
    phone = table.take("phone", str, None)
    role = table.texts("contact_role")
    others = _addresses(table, "other_addresses")
    former = _addresses(table, "former_addresses")
    table.done()
    return lambda: Controller(
        **plain,
        phone=phone,
        contact_role=role,
        other_addresses=tuple(Address(plain["name"], *parts) for parts in others),
        former_addresses=tuple(Address(plain["name"], *parts) for parts in former),
    )


def _addresses(table: _Reader, key: str) -> list[list[Any]]:
    """Street, postcode and town of each address in a list."""
    found = []
    for n, entry in enumerate(table.each(key, dict)):
        one = _Reader(entry, f"dsr.toml: controller.{key}[{n}].", table.faults)
        found.append([one.take(part, str) for part in ("street", "postcode", "city")])
        one.done()
    return found


def _authority(table: _Reader) -> Callable[[], Authority]:
    name = table.texts("name")
    lines = table.take("lines", dict) or {}
    for language in LANGUAGES:
        block = lines.get(language)
        if not isinstance(block, list) or not block or not all(isinstance(x, str) for x in block):
            table.fault("missing", f"lines.{language}", "Contact details in every language.")
    verified = table.take("verified_on", date)
    table.done()
    return lambda: Authority(name, {k: tuple(v) for k, v in lines.items()}, verified)


def _rules(table: _Reader) -> Callable[[], Rules]:
    second = frozenset(table.each("second_person", str, sorted(Rules().second_person)))
    for name in sorted(second - SECOND_PERSON):
        table.fault("unknown", "second_person", f"{name!r} is not a kind of decision.")
    look = table.take("second_look", bool, False)
    grounds = frozenset(table.each("activated_grounds", str))
    ask = table.take("ask_within_working_days", int, 5)
    notice = table.take("restriction_notice_days", int, 7)
    post = table.take("post_by_working_days", int, 5)
    table.done()
    return lambda: Rules(second, look, grounds, ask, notice, post)
