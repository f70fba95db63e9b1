"""The demo's booking register: a generated Finnish customer database and its mapping.

Everything in it is invented. ``booking.toml`` beside this file is the mapping of exactly this
schema and a pattern for mapping a real one.
"""

from pathlib import Path

from dsr.adapters.register.demo.generator import generate

#: The mapping of the generated register.
MAPPING = Path(__file__).with_name("booking.toml")

__all__ = ["MAPPING", "generate"]
