"""Registers where personal data live: the mapping's loader and the SQL adapter.

Read in this order: mapping (TOML -> RegisterMap), schema (held against the live database), rows
(one statement a table), finding (who it may be), planning (rows before and after), execution (one
transaction with a receipt), proof (looking again). ``demo/`` makes the demo's booking register.
"""

from dsr.adapters.register.mapping import load_map
from dsr.adapters.register.sql import SqlRegister

__all__ = ["SqlRegister", "load_map"]
