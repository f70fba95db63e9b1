"""The paper form: where the window of the envelope is, as data a print shop can change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from dsr.errors import BadConfiguration, Fault


@dataclass(frozen=True)
class Form:
    """Millimetres from the top left corner of the sheet.

    window: left, top, right, bottom of what can be read through the envelope.
    """

    name: str
    width: float
    height: float
    margin_top_first: float
    margin_top: float
    margin_right: float
    margin_bottom: float
    margin_left: float
    window: tuple[float, float, float, float]
    address_left: float
    address_top: float
    address_width: float
    address_line: float
    most_lines: int
    metadata_left: float
    body_top: float

    @property
    def head_height(self) -> float:
        """From the first line of the sheet to the title."""
        return self.body_top - self.margin_top_first

    @property
    def sender_height(self) -> float:
        """From the first line of the sheet to the address."""
        return self.address_top - self.margin_top_first

    @property
    def address_height(self) -> float:
        """What the window leaves for the address."""
        return self.window[3] - self.address_top

    @property
    def metadata_indent(self) -> float:
        """How far the column of date and case number is set in."""
        return self.metadata_left - self.margin_left


def load_form(path: Path) -> Form:
    """Read a form. Raises BadConfiguration: a figure is missing, the address leaves the window."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        page, margin, window = raw["page"], raw["margin"], raw["window"]
        address = raw["address"]
        form = Form(
            name=str(raw["name"]),
            width=float(page["width"]),
            height=float(page["height"]),
            margin_top_first=float(margin["top_first"]),
            margin_top=float(margin["top"]),
            margin_right=float(margin["right"]),
            margin_bottom=float(margin["bottom"]),
            margin_left=float(margin["left"]),
            window=(
                float(window["left"]),
                float(window["top"]),
                float(window["right"]),
                float(window["bottom"]),
            ),
            address_left=float(address["left"]),
            address_top=float(address["top"]),
            address_width=float(address["width"]),
            address_line=float(address["line"]),
            most_lines=int(address["most_lines"]),
            metadata_left=float(raw["metadata"]["left"]),
            body_top=float(raw["body"]["top"]),
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(
            f"The paper form {path.name} cannot be read.", "Mend the file in letters/forms/."
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        raise BadConfiguration(
            f"The paper form {path.name} lacks a figure or has a wrong one: {error}.",
            "Compare it with letters/forms/fi-c5-e65.toml.",
        ) from error
    faults = _faults(form, path.name)
    if faults:
        raise BadConfiguration(
            f"The paper form {path.name} does not fit.", "Change its figures.", faults=faults
        )
    return form


def _faults(form: Form, place: str) -> list[Fault]:
    left, top, right, bottom = form.window
    rules = {
        "The address starts outside the window.": left <= form.address_left < right
        and top <= form.address_top < bottom,
        "The address is wider than the window.": form.address_left + form.address_width <= right,
        "The lines of the address do not fit into the window.": form.address_top
        + form.most_lines * form.address_line
        <= bottom,
        "The column of date and number shows in the window.": form.metadata_left > right,
        "The title shows in the window.": form.body_top > bottom,
        "The address does not start at the left margin.": form.address_left == form.margin_left,
    }
    return [Fault("form.geometry", place, rule) for rule, kept in rules.items() if not kept]
