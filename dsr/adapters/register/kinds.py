"""A register of any kind by its URL. What a kind needs is imported when one is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dsr.adapters.register.mapping import load_map
from dsr.adapters.register.person.mapping import load_person_map
from dsr.cases.register import RegisterMap
from dsr.errors import BadConfiguration

if TYPE_CHECKING:
    from dsr.adapters.register.person.register import FactsOf
    from dsr.ports import Register


def opened(
    name: str,
    url: str,
    mapping: Path,
    *,
    room: Path,
    receipts: bool = True,
    token_file: Path | None = None,
    facts_of: FactsOf | None = None,
) -> Register:
    """The register. Raises BadConfiguration with every fault of its mapping, or of its token.

    room: the folder of the site where we keep what we must remember of a register that can't.
    facts_of: a case's facts, for a person who is asked.
    """
    is_person = url.partition(":")[0] == "person"
    register_map = load_person_map(mapping) if is_person else load_map(mapping)
    if register_map.name != name:
        raise BadConfiguration(
            f"The mapping of the register {name} says that it is of {register_map.name}.",
            "Give both the same name: decisions and letters name the register by it.",
        )
    match url.partition(":")[0]:
        case "person":
            return _person(register_map, facts_of)
        case "folder":
            return _folder(url.partition(":")[2], register_map)
        case "http" | "https":
            return _service(url, register_map, room / f"{name}.state", token_file)
        case _:
            # Where no table of ours may be added, what is about to be done is written down here.
            return _database(url, register_map, None if receipts else room / f"{name}.intents")


def _person(register_map: RegisterMap, facts_of: FactsOf | None) -> Register:
    from dsr.adapters.register.person import PersonRegister

    return PersonRegister(register_map, facts_of or (lambda number: {}))


def _database(url: str, register_map: RegisterMap, intents: Path | None) -> Register:
    from dsr.adapters.register.sql import SqlRegister

    return SqlRegister(url, register_map, intents=intents)


def _folder(path: str, register_map: RegisterMap) -> Register:
    from dsr.adapters.register.files import FileRegister

    return FileRegister(Path(path), register_map)


def _service(url: str, register_map: RegisterMap, state: Path, token_file: Path | None) -> Register:
    from dsr.adapters.register.http import HttpRegister

    token = None if token_file is None else read_token(register_map.name, token_file)
    return HttpRegister(url, register_map, state, token=token)


def read_token(register: str, file: Path) -> str:
    """The token from its file. Raises BadConfiguration for one that others can read."""
    try:
        mode = file.stat().st_mode
        token = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(
            f"The token of the register {register} cannot be read ({type(error).__name__}).",
            "Put the processor's token, and nothing else, into the file named as token_file.",
        ) from None
    if mode & 0o077:
        raise BadConfiguration(
            f"Others than its owner can read the token of the register {register}.",
            "Have the processor make a new one, and keep it with: chmod 600",
        )
    if not token or len(token.split()) > 1:
        raise BadConfiguration(
            f"The token file of the register {register} does not hold one token.",
            "Put the processor's token, and nothing else, into it.",
        )
    return token
