"""Steps by which a person who is a register is asked, and recipients are heard (Art. 19, 28)."""

from __future__ import annotations

from dsr.cases.inquiry import Answer, What
from dsr.engine.meaning import Effect, Fact, Kind, Meaning, Record, Source
from dsr.engine.vocabulary.parts import REASON, day, effects, text

_REGISTER = text("register", "The register, by its name in dsr.toml.", recorded=False)
_RECIPIENT = text("recipient", "Which recipient.", recorded=False)
#: For the letter alone: who is looked for, and what else has to be said. Recorded nowhere.
_FOR_THE_LETTER = (
    day("due_on", "By when an answer is asked for.", required=False, recorded=False),
    Fact(
        "identify_by",
        Kind.TEXTS,
        "By what the person is found: name, email, phone, address, key; as few as suffice.",
        required=False,
        recorded=False,
    ),
    text(
        "instruction", "What else has to be said, in one sentence.", required=False, recorded=False
    ),
)

INQUIRING: dict[str, Meaning] = {
    "ask_register": Meaning(
        "Ask a register that is a person",
        "Sends the instruction to search, to copy or to carry out what was decided.",
        effects(Effect.ASKS_REGISTER),
        (
            _REGISTER,
            Fact(
                "what",
                Kind.CHOICE,
                "What is asked.",
                choices=tuple(what.value for what in What),
                recorded=False,
            ),
            *_FOR_THE_LETTER,
        ),
        "LT-PROCESSOR",
    ),
    "remind_register": Meaning(
        "Remind a register that is a person",
        "Sends the instruction once more; the day to answer may be moved.",
        effects(Effect.REMINDS_REGISTER),
        (_REGISTER, *_FOR_THE_LETTER),
        "LT-PROCESSOR",
    ),
    "register_answered": Meaning(
        "A register that is a person answered",
        "Records what came back: it is done, nothing was found, or why it cannot be done.",
        effects(Effect.HEARS_REGISTER),
        (
            _REGISTER,
            Fact(
                "answer",
                Kind.CHOICE,
                "What came back.",
                choices=tuple(answer.value for answer in Answer),
                recorded=False,
            ),
            day("answered_on", "The day the answer came.", recorded=False),
            text("reason", "If it cannot be done: why.", required=False, recorded=False),
            Fact(
                "files",
                Kind.TEXTS,
                "What was returned; given with dsr case register-answer --file.",
                required=False,
                recorded=False,
            ),
        ),
    ),
    "settle_exception": Meaning(
        "Decide on an exception",
        "Says why the case goes on although a register could not do what was asked.",
        effects(Effect.SETTLES_EXCEPTION),
        (_REGISTER, Fact("reason", Kind.TEXT, REASON.sentence, recorded=False)),
    ),
    "remind_recipient": Meaning(
        "Remind a recipient",
        "Records that a recipient who has not confirmed was reminded.",
        effects(Effect.TELLS_RECIPIENT),
        (
            _RECIPIENT,
            day("confirm_by", "By when to confirm.", required=False, recorded=False),
        ),
        records=(Record("recipients_reminded", Source.APPENDS, parts=("recipient", "confirm_by")),),
    ),
    "recipient_answered": Meaning(
        "A recipient confirmed",
        "Records that a recipient did the same with its own data.",
        effects(Effect.HEARS_RECIPIENT),
        (_RECIPIENT, day("confirmed_on", "The day it was confirmed.", recorded=False)),
        records=(
            Record("recipients_confirmed", Source.APPENDS, parts=("recipient", "confirmed_on")),
        ),
    ),
}
