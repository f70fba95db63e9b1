"""A register at a processor, behind HTTP and JSON.

Read in this order: ``client`` (calls that may be repeated, errors without values), ``remote`` (the
person's records as tables), ``progress`` (what of an order is done, across crashes), ``service``
(the register itself). What the service at the other end has to offer is in
``docs/reference/register-over-http.md``.
"""

from dsr.adapters.register.http.service import HttpRegister

__all__ = ["HttpRegister"]
