"""From the bytes of a scan to its pages: PDF, multi-page TIFF, JPEG, PNG, HEIC.

The kind is taken from the content, never from the name. Pages come one at a time, so that a thick
file never stands in memory as a whole, and limits are checked before anything is unpacked. Runs
only in the reading process (see ``process``).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image, ImageOps
from pypdfium2 import raw as pdfium_raw

from dsr.adapters.scan.faults import BadScan
from dsr.adapters.scan.lines import Line
from dsr.adapters.scan.settings import Limits

Picture = NDArray[np.uint8]
"""Height x width x 3, blue-green-red, as OpenCV has it."""

RESOLUTION = 200
"""Dots per inch at which PDF pages are drawn: the recogniser gains nothing above it."""

_LONGEST_SIDE = 2600
_MIN_TEXT_LAYER = 40
_POINTS_PER_INCH = 72
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True)
class Page:
    """One page: its picture, and its lines where a digital PDF already has them as text.

    photograph: the picture came from a camera rather than a scanner's PDF.
    """

    picture: Picture
    text_layer: tuple[Line, ...] = ()
    photograph: bool = False


def kind_of(data: bytes) -> str:
    """``pdf``, ``tiff``, ``jpeg``, ``png`` or ``heic``, by the first bytes.

    Raises BadScan: ``scan.empty``, ``scan.wrong_type``.
    """
    if not data:
        raise BadScan("scan.empty")
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    raise BadScan("scan.wrong_type")


def count_pages(data: bytes, limits: Limits) -> int:
    """How many pages the file has, without drawing one.

    Raises BadScan: as ``kind_of``, and ``scan.too_many_pages``, ``scan.encrypted``,
    ``scan.unreadable``, ``scan.too_many_pixels``.
    """
    if kind_of(data) == "pdf":
        with _open_pdf(data) as document:
            pages = len(document)
    else:
        with _open_image(data, limits) as image, _decoding():
            pages = getattr(image, "n_frames", 1)
    if pages == 0:
        raise BadScan("scan.unreadable")
    if pages > limits.pages:
        raise BadScan("scan.too_many_pages")
    return pages


def pages_of(data: bytes, limits: Limits, first_page: int = 1) -> Iterator[Page]:
    """The pages in order; ``first_page`` numbers them in a letter of several files.

    Raises BadScan, as ``count_pages``.
    """
    count_pages(data, limits)
    if kind_of(data) == "pdf":
        yield from _pdf_pages(data, first_page)
    else:
        yield from _image_pages(data, limits)


@contextmanager
def _decoding() -> Iterator[None]:
    """Whatever a decoder raises on a damaged file (they raise anything) is one clear fault."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (BadScan, MemoryError):
        raise
    except Exception:
        raise BadScan("scan.unreadable") from None


def _open_pdf(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_raw.FPDF_ERR_PASSWORD
        raise BadScan("scan.encrypted" if locked else "scan.unreadable") from None


def _pdf_pages(data: bytes, first_page: int) -> Iterator[Page]:
    with _open_pdf(data) as document:
        for index in range(len(document)):
            with _decoding():
                page = document[index]
                picture = _draw(page)
                text = _text_layer(page, first_page + index)
                photograph = _holds_photograph(page)
            yield Page(picture, text, photograph)
            page.close()


def _draw(page: Any) -> Picture:
    """The page at RESOLUTION, or coarser where the sheet is huge."""
    width, height = page.get_size()
    scale = RESOLUTION / _POINTS_PER_INCH
    longest = max(width, height) * scale
    if longest > _LONGEST_SIDE or longest < 1:
        scale *= _LONGEST_SIDE / max(longest, 1.0)
    bitmap = page.render(scale=scale, draw_annots=True, may_draw_forms=False)
    picture = np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return picture.astype(np.uint8, copy=False)


def _holds_photograph(page: Any) -> bool:
    """Whether one picture fills the page: it may be a photograph put into a PDF."""
    width, height = page.get_size()
    for item in page.get_objects(filter=[pdfium_raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) > 0.8 * width * height:
            return True
    return False


def _text_layer(page: Any, number: int) -> tuple[Line, ...]:
    """The lines of a digital page; none where the text is too little or a picture is the page.

    A scanner's own text layer is not taken: what lies under a picture was recognised by an
    unknown program and may even differ from what is seen.
    """
    if _holds_photograph(page):
        return ()
    layer = page.get_textpage()
    try:
        if len(layer.get_text_range().strip()) < _MIN_TEXT_LAYER:
            return ()
        return _layer_lines(page, layer, number)
    finally:
        layer.close()


def _layer_lines(page: Any, layer: Any, number: int) -> tuple[Line, ...]:
    width, height = page.get_size()
    lines = []
    for index in range(layer.count_rects()):
        left, bottom, right, top = layer.get_rect(index)
        text = " ".join(layer.get_text_bounded(left, bottom, right, top).split())
        if text:
            box = (left / width, 1 - top / height, right / width, 1 - bottom / height)
            lines.append(Line(text, number, box, 1.0))
    return tuple(lines)


def _open_image(data: bytes, limits: Limits) -> Image.Image:
    """The picture's header, checked before a pixel is unpacked."""
    if kind_of(data) == "heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    # Pillow's own guard is a warning; the limit here is ours and is an error.
    Image.MAX_IMAGE_PIXELS = None
    with _decoding():
        image = Image.open(io.BytesIO(data), formats=("TIFF", "JPEG", "PNG", "HEIF", "MPO"))
    _check_pixels(image, limits)
    return image


def _check_pixels(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise BadScan("scan.too_many_pixels")


def _image_pages(data: bytes, limits: Limits) -> Iterator[Page]:
    with _open_image(data, limits) as image:
        frames = 1 if image.format in ("JPEG", "MPO", "HEIF") else getattr(image, "n_frames", 1)
        for index in range(frames):
            with _decoding():
                image.seek(index)
                _check_pixels(image, limits)
                picture = _unpack(image)
            yield Page(picture, photograph=image.format in ("JPEG", "MPO", "HEIF", "PNG"))


def _unpack(image: Image.Image) -> Picture:
    """One frame, turned as its EXIF note says, no larger than the recogniser can use."""
    frame: Image.Image = image
    if image.format == "JPEG":
        image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    if frame.mode in ("I;16", "I;16B", "I", "F"):
        frame = frame.convert("I").point(lambda value: value / 256).convert("L")
    turned = ImageOps.exif_transpose(frame) or frame
    if turned.mode in ("RGBA", "LA", "PA", "P"):
        turned = turned.convert("RGBA")
        paper = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(paper, turned)
    longest = max(turned.size)
    colour = turned.convert("RGB")
    if longest > _LONGEST_SIDE:
        size = tuple(max(1, round(side * _LONGEST_SIDE / longest)) for side in turned.size)
        colour = colour.resize((size[0], size[1]), Image.Resampling.BOX)
    return np.ascontiguousarray(np.asarray(colour)[:, :, ::-1])
