"""Cases in a database: SQLite for one office, PostgreSQL for many, one code for both.

Read in this order: ``schema`` (what is kept), ``database`` (how transactions run), ``chain`` (why
the log can be trusted), ``store`` (what the stages call), ``migrate`` (how a database grows up).
"""

from dsr.adapters.storage.database import open_engine
from dsr.adapters.storage.migrate import downgrade, upgrade
from dsr.adapters.storage.store import SqlCaseStore

__all__ = ["SqlCaseStore", "downgrade", "open_engine", "upgrade"]
