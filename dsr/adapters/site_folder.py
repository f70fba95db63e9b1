"""A site's folder on disk: made whole or not at all, its keys readable by its owner alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from dsr.errors import Refused


def make_folder(
    root: Path, files: dict[str, str], *, key: str, create_key: Callable[[Path], None]
) -> None:
    """Make ``root`` with these text files (relative path -> content) and a fresh vault key.

    Raises Refused when there already is a site, whose keys and cases a new one would orphan.
    """
    if (root / "dsr.toml").exists():
        raise Refused(
            f"There already is a site in {root.name}.",
            "Use it, or name another folder; to begin anew, remove the old one yourself.",
        )
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)  # also where the folder was there before
    for folder in ("registers", "keys", "vault", "out"):
        (root / folder).mkdir(exist_ok=True, mode=0o700)
    key_file = root / "keys" / key
    if not key_file.exists():  # a first attempt was interrupted before dsr.toml was there
        create_key(key_file)
    # dsr.toml last: it is what makes the folder a site.
    for name in sorted(files, key=lambda name: name == "dsr.toml"):
        target = root / name
        temporary = target.with_name(f".{target.name}.part")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(files[name])
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)


def remove_folder(root: Path) -> None:
    """Remove a demo site with everything in it. Raises Refused for anything else."""
    settings = root / "dsr.toml"
    if not settings.is_file() or "simulated_time = true" not in settings.read_text("utf-8"):
        raise Refused(
            f"{root.name} is not a demo site.", "Only a site with simulated time is ever removed."
        )
    shutil.rmtree(root)
