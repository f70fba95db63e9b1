"""Steps of a fee: proposed, announced by another person, paid or waived (Art. 12(5), 15(3))."""

from __future__ import annotations

from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import REASON, by_and_on, day, effects, text, wiped

#: The grounds on which a fee may be asked for.
FEE_GROUNDS = ("FEE-12-5", "FEE-15-3")
_DRAFT = ("drafted_by", "drafted_on")

CHARGING: dict[str, Meaning] = {
    "propose_fee": Meaning(
        "Propose a fee",
        "Says on which ground and how much; another person sends the notice.",
        effects(Effect.DRAFTS_FEE),
        (Fact("fee_ground", Kind.CHOICE, "On which ground.", choices=FEE_GROUNDS),),
        records=by_and_on(*_DRAFT),
        open_facts=True,
    ),
    "send_fee_notice": Meaning(
        "Announce the fee",
        "Tells the fee, how it is made up, and that the request may be withdrawn or narrowed.",
        effects(Effect.CHARGES),
        (day("fee_reply_by", "By when an answer is asked for."),),
        "LT-FEE",
        (Record("fee_noticed_on", Source.TODAY),),
        earlier="drafted",
    ),
    "record_payment": Meaning(
        "Record the payment",
        "The fee was paid; the request is decided as usual.",
        effects(Effect.SETTLES_FEE, Effect.GETS_REPLY),
        (
            day("paid_on", "The day it was paid."),
            text("payment_note", "How it was paid; never an account number."),
        ),
        records=wiped(*_DRAFT),
    ),
    "waive_fee": Meaning(
        "Waive the fee",
        "No fee is taken after all; the request is decided as usual.",
        effects(Effect.SETTLES_FEE, Effect.GETS_REPLY),
        (REASON,),
        records=wiped(*_DRAFT, "fee_ground", "fee_noticed_on", "fee_reply_by"),
    ),
}
