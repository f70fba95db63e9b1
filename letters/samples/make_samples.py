"""Draw the sample letters of ``letters.toml`` as an office would scan them.

    python letters/samples/make_samples.py --hand-font PatrickHand.woff2 [--out DIR]

The same fonts and the same seed give the same pictures. The font for the handwritten letter is not
shipped (any handwriting font will do, e.g. the npm package ``@fontsource/patrick-hand``, SIL Open
Font License); the finished scans are.
"""

from __future__ import annotations

import argparse
import html
import io
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).resolve().parent
SEED = 20260312
DOTS_PER_INCH = 200
STAMP_FONT = "DejaVuSans-Bold.ttf"
FONTS = {"serif": "'DejaVu Serif'", "sans": "'DejaVu Sans'", "hand": "'Hand'"}
SIZES = {"serif": "10.5pt", "sans": "10.5pt", "hand": "16pt"}

Sheet = NDArray[np.uint8]
"""Height x width x 3, blue-green-red."""


def main() -> None:
    """Draw every letter of the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hand-font", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    letters = tomllib.loads((HERE / "letters.toml").read_text(encoding="utf-8"))["letter"]
    for number, letter in enumerate(letters):
        chance = np.random.default_rng(SEED + number)
        sheet, closing = typeset(letter, options.hand_font)
        if letter["signed"]:
            sign(sheet, closing, chance)
        if "arrival_stamp" in letter:
            stamp(sheet, letter["arrival_stamp"], chance)
        write(degrade(sheet, letter["look"], chance), letter, options.out)


def typeset(letter: dict[str, Any], hand_font: Path) -> tuple[Sheet, tuple[int, int]]:
    """The clean page, and where its closing phrase ends (x of its left, y below it), in pixels."""
    fonts = FontConfiguration()
    style = CSS(string=_style(letter["look"]["font"], hand_font), font_config=fonts)
    document = HTML(string=_body(letter)).render(stylesheets=[style], font_config=fonts)
    with pdfium.PdfDocument(document.write_pdf()) as pdf:
        page = pdf[0]
        closing = _closing_place(page, letter["closing"])
        bitmap = page.render(scale=DOTS_PER_INCH / 72)
        sheet = bitmap.to_numpy()[:, :, :3].copy()
    return sheet.astype(np.uint8), closing


def _style(font: str, hand_font: Path) -> str:
    face = f"@font-face {{ font-family: Hand; src: url('{hand_font.resolve().as_uri()}') }}"
    return f"""{face if font == "hand" else ""}
    @page {{ size: A4; margin: 18mm 20mm 20mm 22mm }}
    body {{ font-family: {FONTS[font]}; font-size: {SIZES[font]}; line-height: 1.35 }}
    p {{ margin: 0 0 4mm }} .block {{ margin-bottom: 9mm }} h1 {{ font-size: 1em; margin: 0 0 6mm }}
    .date {{ float: right }} .closing {{ margin: 8mm 0 24mm }}"""


def _body(letter: dict[str, Any]) -> str:
    sender = letter["sender"]
    contact = [letter["phone_text"], sender["email"]]
    top = [sender["name"], sender["street"], f"{sender['postcode']} {sender['city']}"]
    parts = [
        f"<p class='date'>{html.escape(letter['date_text'])}</p>",
        _block([*top, *(line for line in contact if line)]),
        _block(letter["recipient"]),
        f"<h1>{html.escape(letter['heading'])}</h1>" if letter["heading"] else "",
        f"<p>{html.escape(letter['greeting'])}</p>",
        *(f"<p>{html.escape(text)}</p>" for text in letter["paragraphs"]),
        f"<p class='closing'>{html.escape(letter['closing'])}</p>",
        f"<p>{html.escape(sender['name'])}</p>",
    ]
    return f"<html lang='{letter['language']}'><body>{''.join(parts)}</body></html>"


def _block(lines: list[str]) -> str:
    return f"<p class='block'>{'<br>'.join(html.escape(line) for line in lines)}</p>"


def _closing_place(page: Any, closing: str) -> tuple[int, int]:
    scale = DOTS_PER_INCH / 72
    text = page.get_textpage()
    index, _ = text.search(closing).get_next()
    left, bottom, _, _ = text.get_charbox(index, loose=True)
    return int(left * scale), int((page.get_height() - bottom) * scale)


def sign(sheet: Sheet, closing: tuple[int, int], chance: np.random.Generator) -> None:
    """Pen strokes below the closing phrase: one run of loops, sometimes underlined."""
    left, top = closing[0] + 30, closing[1] + 75
    knots = int(chance.integers(9, 16))
    along = np.linspace(0, 21 * knots + 60, knots) + chance.normal(0, 9, knots)
    up = np.where(np.arange(knots) % 2, -1.0, 1.0) * chance.uniform(8, 34, knots)
    up[:2] = (34, -int(chance.integers(40, 64)))
    # The pen runs out to the right at the end of a name.
    along[-1], up[-1] = along[-2] + 70, up[-2] + chance.uniform(-6, 10)
    curve = _smooth(np.column_stack([along, up]))
    for (x0, y0), (x1, y1) in pairwise(curve):
        speed = float(np.hypot(x1 - x0, y1 - y0))
        width = 4 if speed < 6 else 3
        ends = ((int(left + x0), int(top + y0)), (int(left + x1), int(top + y1)))
        cv2.line(sheet, *ends, (92, 40, 28), width, cv2.LINE_AA)
    if chance.random() < 0.5:
        line = ((left + 40, top + 44), (left + 290, top + 32))
        cv2.line(sheet, *line, (92, 40, 28), 3, cv2.LINE_AA)


def _smooth(knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """A Catmull-Rom curve through the knots."""
    ends = np.vstack([knots[:1], knots, knots[-1:]])
    t = np.linspace(0, 1, 14)[:, None]
    pieces = []
    for a, b, c, d in zip(ends[:-3], ends[1:-2], ends[2:-1], ends[3:], strict=True):
        pieces.append(
            0.5
            * (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
        )
    return np.vstack(pieces)


def stamp(sheet: Sheet, day: Any, chance: np.random.Generator) -> None:
    """An arrival stamp in blue, a little crooked, at the top right."""
    box = Image.new("RGBA", (400, 150), (255, 255, 255, 0))
    pen = ImageDraw.Draw(box)
    ink = (38, 58, 140, 215)
    pen.rectangle((3, 3, 396, 146), outline=ink, width=5)
    large, small = (ImageFont.truetype(STAMP_FONT, size) for size in (46, 40))
    pen.text((200, 48), "SAAPUNUT", ink, large, anchor="mm")
    pen.text((200, 106), f"{day.day}.{day.month}.{day.year}", ink, small, anchor="mm")
    turned = box.rotate(float(chance.uniform(-4, 4)), Image.Resampling.BICUBIC, expand=True)
    paper = Image.fromarray(sheet[:, :, ::-1])
    # Right of the sender's block and below the date: clerks aim for white paper.
    paper.paste(turned, (1080 + int(chance.integers(-20, 20)), 330), turned)
    sheet[:] = np.asarray(paper)[:, :, ::-1]


def degrade(sheet: Sheet, look: dict[str, Any], chance: np.random.Generator) -> Sheet:
    """What the scanner or the phone does to a clean page."""
    height, width = sheet.shape[:2]
    page = sheet.astype(np.float32)
    if look.get("fold"):
        for y in (height // 3, 2 * height // 3):
            page[y - 2 : y + 3] -= 16
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), look["skew"], 1.0)
    page = cv2.warpAffine(page, turn, (width, height), borderValue=(250, 250, 250))
    page = np.asarray(cv2.GaussianBlur(page, (3, 3), 0.6), dtype=np.float32)
    page = 244.0 - (255.0 - page) * 0.92
    if look.get("photo"):
        page = _photographed(page)
    page += chance.normal(0, look["grain"], (*page.shape[:2], 1)).astype(np.float32)
    return np.clip(page, 0, 255).astype(np.uint8)


def _photographed(page: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sheet on a table, seen from slightly aside, with light from the left."""
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = corners * np.float32(0.88) + np.array(
        [[130, 110], [60, 140], [95, 160], [80, 130]], dtype=np.float32
    )
    view = cv2.getPerspectiveTransform(corners, seen)
    photo = cv2.warpPerspective(page, view, (width, height), borderValue=(70, 88, 104))
    light = np.linspace(1.03, 0.86, width, dtype=np.float32)[None, :, None]
    return np.asarray(photo * light, dtype=np.float32)


def write(page: Sheet, letter: dict[str, Any], folder: Path) -> None:
    """The scan in the letter's file format; colour only where the letter has a stamp or pen."""
    kind, target = letter["look"]["kind"], folder / letter["file"]
    image = Image.fromarray(page[:, :, ::-1])
    if kind == "tiff":
        grey = image.convert("L")
        grey.save(target, compression="jpeg", quality=60, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    elif kind == "jpeg":
        image.save(target, quality=68, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    else:
        target.write_bytes(_scanner_pdf(image))


def _scanner_pdf(image: Image.Image) -> bytes:
    """A PDF of one picture, as an office scanner sends it."""
    buffer = io.BytesIO()
    image.save(buffer, format="PDF", quality=60, resolution=DOTS_PER_INCH)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
