"""Where the folders that ship with the program lie: workflows/, templates/, letters/.

In an installed wheel they are inside the package (``dsr/_shipped``); in a checkout they are at the
top level, where a lawyer or a print shop finds them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The path of a shipped folder, e.g. ``shipped("workflows")``.

    Raises FileNotFoundError when the installation is broken.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        path = root / folder
        if path.is_dir():
            return path
    raise FileNotFoundError(f"The folder {folder}/ is missing from this installation.")
