"""The tables of the case database.

Every column whose name begins with ``personal_`` holds data about a data subject, no other column
does: a retention run, an export or a review finds them by name. Due dates, lateness and outcomes
are computed whenever asked and therefore appear nowhere here. Instants are ISO 8601 text with the
offset they were given in, so that the day on the wall stays readable and the event digests stay
reproducible on both databases.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: The parts of ``Person`` and the columns they are kept in.
PERSON_COLUMNS = {
    "name": "personal_name",
    "street": "personal_street",
    "postcode": "personal_postcode",
    "city": "personal_city",
    "email": "personal_email",
    "phone": "personal_phone",
}


def _person_columns() -> list[Column[str]]:
    return [Column(name, Text) for name in PERSON_COLUMNS.values()]


letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("received", Date, nullable=False),
    Column("received_basis", String(40), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("logged_at", String(40), nullable=False),
    Column("logged_by", String(200), nullable=False),
    Column("language", String(20), nullable=False),
    Column("letter_date", Date),
    Column("postmark", Date),
    Column("pages", Integer, nullable=False),
    Column("initiator", String(40), nullable=False),
    *_person_columns(),
    Column("personal_reading", Text),
    # Ids stand in events: a deleted letter's id must never be given to another one.
    sqlite_autoincrement=True,
)

scan = Table(
    "scan",
    metadata,
    Column("letter_id", ForeignKey("letter.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False, index=True),
)

# Whether a letter is ordinary mail: the latest row of a letter stands, none is overwritten.
set_aside = Table(
    "set_aside",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey("letter.id"), nullable=False, index=True),
    Column("aside", Boolean, nullable=False),
    Column("personal_why", Text, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

case_ = Table(
    "case_",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("letter_id", ForeignKey("letter.id"), nullable=False, index=True),
    Column("asked_right", String(40), nullable=False),
    Column("workflow", String(100), nullable=False),
    Column("state", String(100), nullable=False, index=True),
    # Equal to the number of the case's events: a cut-off tail of the log shows.
    Column("version", Integer, nullable=False),
    Column("language", String(20), nullable=False),
    *_person_columns(),
    Column("initiator", String(40), nullable=False),
    Column("opened_at", String(40), nullable=False),
    Column("round", Integer, nullable=False),
    Column("round_received", Date),
    # Which event set the decisions in force; none: this round has not been decided yet.
    Column("decided_seq", Integer),
)

# Where the person was found, a row a register; position: in the order of the site's settings.
case_subject = Table(
    "case_subject",
    metadata,
    Column("case_number", ForeignKey("case_.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("register", String(200), nullable=False, index=True),
    Column("personal_keys", Text, nullable=False),
)

# Further letters about a case (a copy, a reminder, a supplement); seq: the event that says so.
attached_letter = Table(
    "attached_letter",
    metadata,
    Column("case_number", ForeignKey("case_.number"), primary_key=True),
    Column("letter_id", ForeignKey("letter.id"), primary_key=True, index=True),
    Column("kind", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_number", ForeignKey("case_.number"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("personal_value", Text, nullable=False),
    Column("step", String(100), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("at", String(40), nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("case_number", ForeignKey("case_.number"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, nullable=False),
    Column("data_group", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("ground", String(100)),
    Column("personal_facts", Text, nullable=False),
    Column("personal_why", Text, nullable=False),
    Column("until", Date),
    Column("personal_values", Text, nullable=False),
    Column("personal_rows", Text, nullable=False),
    Column("proposed_by", String(200), nullable=False),
    Column("personal_redactions", Text),
)

outgoing_letter = Table(
    "outgoing_letter",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_number", ForeignKey("case_.number"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("type", String(100), nullable=False),
    Column("language", String(20), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("released_at", String(40), nullable=False),
    Column("released_by", String(200), nullable=False),
    Column("answers", Boolean, nullable=False),
    Column("wording_version", String(100), nullable=False),
    Column("rules_version", String(100)),
    Column("notice_version", String(100)),
    sqlite_autoincrement=True,
)

posting = Table(
    "posting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("outgoing_letter_id", ForeignKey("outgoing_letter.id"), nullable=False, index=True),
    Column("posted_on", Date, nullable=False),
    Column("personal_proof", Text, nullable=False),
    Column("recorded_by", String(200), nullable=False),
    Column("recorded_at", String(40), nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("case_number", ForeignKey("case_.number"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("name", String(100), nullable=False),
    Column("state_before", String(100), nullable=False),
    Column("state_after", String(100), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    # Without a hidden rowid there is no second key by which REPLACE could push a row out.
    sqlite_with_rowid=False,
)

# The lists of whom a deletion job has to spare, as they were given out; cases: JSON of numbers.
freeze_list = Table(
    "freeze_list",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("cases", Text, nullable=False),
)

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

user_ = Table(
    "user_",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("roles", Text, nullable=False),
    Column("active", Boolean, nullable=False),
)

suppression = Table(
    "suppression",
    metadata,
    Column("keyed_hash", String(64), primary_key=True),
    Column("since", Date, nullable=False),
    Column("source", String(200), nullable=False),
)

# The erasure ledger. keys, decisions: JSON; keys of persons and rows only as keyed hashes.
erasure = Table(
    "erasure",
    metadata,
    Column("action_id", String(200), primary_key=True),
    Column("register", String(200), primary_key=True),
    Column("case_number", ForeignKey("case_.number"), nullable=False, index=True),
    Column("keys", Text, nullable=False),
    Column("decisions", Text, nullable=False),
    Column("erased_on", Date, nullable=False),
    Column("undone_on", Date),
)

# Keyed hashes by which a person under the same key is known to be the same.
erasure_mark = Table(
    "erasure_mark",
    metadata,
    Column("action_id", String(200), primary_key=True),
    Column("register", String(200), primary_key=True),
    Column("key_hash", String(64), primary_key=True),
    Column("mark", String(64), primary_key=True),
)

# Erasures begun again after a restore; seq: the event that says it was done.
erasure_replay = Table(
    "erasure_replay",
    metadata,
    Column("replay_id", String(200), primary_key=True),
    Column("action_id", String(200), nullable=False),
    Column("register", String(200), nullable=False),
    Column("counts", Text, nullable=False),
    Column("begun_at", String(40), nullable=False),
    Column("seq", Integer),
)

# Blobs of what an order changed or deleted, each with a key of its own, outside the database.
quarantine = Table(
    "quarantine",
    metadata,
    Column("action_id", String(200), primary_key=True),
    Column("register", String(200), primary_key=True),
    Column("case_number", ForeignKey("case_.number"), nullable=False, index=True),
    Column("until", Date, nullable=False),
    Column("shredded_on", Date),
)

app_meta = Table(
    "app_meta",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)
