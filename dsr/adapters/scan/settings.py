"""What a reader is told beforehand: the limits of one letter, and who the recipient is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one letter may ask of us: pages, and pixels in one picture."""

    pages: int = 200
    pixels: int = 120_000_000


@dataclass(frozen=True)
class Controller:
    """What the recipient is called and where it lives, so that it is not taken for the sender.

    Postcodes and streets are compared together; e-mail domains keep the controller's own
    addresses out of the sender's.
    """

    names: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    email_domains: tuple[str, ...] = ()
