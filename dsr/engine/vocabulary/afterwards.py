"""Steps on what was erased before: brought back in time, or erased anew after a restore."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import APPROVAL, REASON, ROUND, effects, wiped

#: What no longer holds once the rows are back.
UNDONE = ("carried_out_on", "residuals", "undo_until", "rows_changed")

AFTERWARDS: dict[str, Meaning] = {
    "undo": Meaning(
        "Bring it back",
        "The rows an erasure took were put back as they were; it is decided anew.",
        effects(Effect.TAKES_BACK),
        (REASON,),
        records=wiped(*APPROVAL, *UNDONE),
    ),
    "undo_answered": Meaning(
        "Bring it back after the answer",
        "The rows were put back though the answer had gone out: decided anew, in a new round.",
        effects(Effect.OPENS_ROUND),
        (REASON,),
        records=wiped(*dict.fromkeys((*ROUND, *UNDONE))),
    ),
    "replay": Meaning(
        "Done once more",
        "What a restored or imported register brought back was erased or stopped, as before.",
        effects(Effect.REPLAYS),
        (
            Fact("residuals_again", Kind.WHOLE, "What the second look found.", recorded=False),
            Fact("replay_id", Kind.TEXT, "The id of the replay.", recorded=False),
        ),
        records=(Record("replays", Source.APPENDS, parts=("replay_id", "residuals_again")),),
    ),
}
