"""A person as register: data that somebody holds and no system knows.

Nothing is looked up here. The person is asked by letter; what came back lies in the vault, and the
inquiry among the case's facts is what this register reads.
"""

from dsr.adapters.register.person.mapping import load_person_map
from dsr.adapters.register.person.register import PersonRegister

__all__ = ["PersonRegister", "load_person_map"]
