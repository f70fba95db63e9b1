"""Many processes at the same register."""

from __future__ import annotations

from dsr.adapters.storage import SqlCaseStore


def test_eight_processes_get_unique_numbers_without_gaps(url, engine, store, run_processes):
    assert run_processes("receive", url, 8, 25) == [0] * 8
    assert sorted(case.number for case in store.cases()) == [
        f"DSR-2026-{serial:04d}" for serial in range(1, 201)
    ]
    assert store.verify_chain() == ()


def test_a_store_can_be_opened_by_its_url(url, engine, a_letter, at):
    store = SqlCaseStore(url)
    logged, _ = store.receive(a_letter(), [], actor="clerk", at=at)
    assert store.letters_without_case() == (logged,)
    store.close()
