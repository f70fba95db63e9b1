"""Every step that a workflow table may use, and what it means.

A table cannot invent a step: what a step does, which facts it needs and what it records are the
same wherever it stands. The names of facts are those of the grounds catalogue where it knows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dsr.engine.meaning import Meaning
from dsr.engine.vocabulary.afterwards import AFTERWARDS
from dsr.engine.vocabulary.charging import CHARGING
from dsr.engine.vocabulary.clarifying import CLARIFYING
from dsr.engine.vocabulary.deciding import DECIDING
from dsr.engine.vocabulary.ending import ENDING
from dsr.engine.vocabulary.executing import EXECUTING
from dsr.engine.vocabulary.inquiring import INQUIRING
from dsr.engine.vocabulary.representing import REPRESENTING
from dsr.engine.vocabulary.restricting import RESTRICTING
from dsr.engine.vocabulary.starting import STARTING

#: Step -> meaning.
VOCABULARY: Mapping[str, Meaning] = MappingProxyType(
    {
        **STARTING,
        **REPRESENTING,
        **CLARIFYING,
        **CHARGING,
        **DECIDING,
        **RESTRICTING,
        **EXECUTING,
        **INQUIRING,
        **AFTERWARDS,
        **ENDING,
    }
)
