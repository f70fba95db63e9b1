"""Users and the suppression list."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from dsr.cases.case import (
    Role,
    User,
)
from dsr.errors import NotFound, Refused


def test_users(store):
    officer = User("paula", frozenset({Role.OFFICER, Role.APPROVER}))
    gone = User("Åke", frozenset(), active=False)
    store.add_user(officer)
    store.add_user(gone)
    assert store.user("paula") == officer
    assert store.users() == (officer, gone)
    with pytest.raises(Refused, match="already"):
        store.add_user(User("paula", frozenset({Role.ADMIN})))
    assert store.user("paula") == officer
    with pytest.raises(NotFound):
        store.user("nobody")


def test_suppression_is_remembered_once(store, engine):
    on = date(2026, 3, 12)
    store.suppress(["aa" * 32, "bb" * 32, "aa" * 32], on=on, source="DSR-2026-0001")
    store.suppress(["bb" * 32, "cc" * 32], on=date(2026, 5, 4), source="DSR-2026-0009")
    store.suppress([], on=on, source="DSR-2026-0010")
    assert [store.suppressed(c * 32) for c in ("aa", "bb", "cc", "dd")] == [True, True, True, False]
    with engine.connect() as connection:
        since = connection.execute(text("SELECT since FROM suppression ORDER BY keyed_hash"))
        assert [str(day) for (day,) in since] == ["2026-03-12", "2026-03-12", "2026-05-04"]
