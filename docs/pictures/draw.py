"""Draw the README's pictures from a finished demo: a letter in, and the answer to it.

python docs/pictures/draw.py site-demo
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent / "letters" / "samples"
WIDTH = 620


def page(pdf: Path, number: int = 0) -> Image.Image:
    """One page as a picture with a thin frame, ``WIDTH`` pixels wide."""
    sheet = pypdfium2.PdfDocument(pdf)[number].render(scale=2).to_pil().convert("L")
    height = round(sheet.height * WIDTH / sheet.width)
    return ImageOps.expand(sheet.resize((WIDTH, height), Image.Resampling.LANCZOS), 1, 190)


def main(site: Path) -> None:
    """letter-in.png and letter-out.png beside this file."""
    answer = next((site / "out").glob("*-LT-ERASE-PART.pdf"))
    page(SAMPLES / "erasure-fi.pdf").save(HERE / "letter-in.png", optimize=True)
    page(answer).save(HERE / "letter-out.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
