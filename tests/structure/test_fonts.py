"""The bundled fonts are the released files, and nothing but them can get into a letter."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "letters" / "fonts"
BUNDLED = {"Source Sans 3", "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew"}

# Latin, Skolt Sámi, Arabic, Hebrew, and an emoji that none of the bundled fonts has.
RENDER = """
from weasyprint import HTML
page = (
    "<style>body{font-family:sans-serif} .n{font-family:'DejaVu Sans'}</style>"
    "<p>Hyv\\u00e4 <b>k\\u00e4sittely</b> <i>kursiivi</i> \\u01e8\\u01e9 \\u0645\\u0631 \\u05e9"
    "<p class=n>machine font \\U0001f600"
)
document = HTML(string=page).render()
document.write_pdf("page.pdf")
for font in document.fonts.values():
    print(font.family)
"""


def sums() -> dict[str, str]:
    lines = (FONTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def test_every_font_and_licence_is_the_released_file() -> None:
    on_disk = {
        str(path.relative_to(FONTS)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FONTS.glob("*/*")
    }
    assert on_disk == sums()
    assert len([name for name in on_disk if name.endswith(".ttf")]) == 8


def test_every_font_folder_carries_its_licence() -> None:
    for folder in {path.parent for path in FONTS.glob("*/*.ttf")}:
        licences = [p for p in folder.iterdir() if p.suffix != ".ttf"]
        assert len(licences) == 1, folder
        assert "SIL OPEN FONT LICENSE Version 1.1" in licences[0].read_text(encoding="utf-8")


def families_used(folder: Path, **settings: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", RENDER],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)} | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines())


def test_a_page_uses_the_bundled_fonts_alone(tmp_path: Path) -> None:
    used = families_used(tmp_path, FONTCONFIG_FILE=str(FONTS / "fonts.conf"))
    assert used == BUNDLED
    assert (tmp_path / ".cache" / "dsr" / "fontconfig").is_dir()


def test_without_our_configuration_the_same_page_uses_others(tmp_path: Path) -> None:
    """So the test above can fail: a configuration without our folder gives other families."""
    empty = tmp_path / "other.conf"
    fonts = FONTS / "noto-sans"
    empty.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>", encoding="utf-8")
    assert "Source Sans 3" not in families_used(tmp_path, FONTCONFIG_FILE=str(empty))
