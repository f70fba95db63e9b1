"""A register kept in files: CSV tables, Excel sheets, a folder of documents.

Read in this order: ``sheet`` (a file's rows, cell by cell), ``documents`` (a folder of files named
by the customer's number), ``journal`` (several files changed at once or not at all), ``folder``
(the register itself). ``register.mirror`` makes them look like a database.
"""

from dsr.adapters.register.files.folder import FileRegister

__all__ = ["FileRegister"]
