"""Which rules a letter was written under, so that it can be told years later (GDPR Art. 5(2))."""

from __future__ import annotations

import hashlib
import json

from dsr.engine.table import Workflow

_DIGITS = 12


def rules_version(catalogue_version: str, workflow: Workflow) -> str:
    """``2026-11-22+3f9a0c1be2d4``: the grounds' version and a digest of the workflow's table.

    The digest covers every state and row as they were read: step, sources, target, roles, guards
    and legal basis. Where a row stands in its file does not count.
    """
    rows = [
        [
            row.step,
            list(row.sources),
            row.target,
            [role.value for role in row.who],
            list(row.guards),
            row.basis,
        ]
        for row in workflow.rows
    ]
    states = [[state.name, state.sentence] for state in workflow.states]
    text = json.dumps([workflow.name, states, rows], ensure_ascii=True)
    digest = hashlib.sha256(text.encode("ascii")).hexdigest()[:_DIGITS]
    return f"{catalogue_version}+{digest}"
