"""Letters, cases, facts, decisions, outgoing letters, events, numbers, users, suppression.

A migration repeats the schema of its day on purpose: ``schema`` will move on, this will not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_PROTECTION = (
    """CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    # REPLACE deletes silently on connections without recursive_triggers: caught before it does.
    """CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
       WHEN EXISTS (SELECT 1 FROM event
                    WHERE case_number = NEW.case_number AND seq = NEW.seq)
       BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
)
_POSTGRESQL_PROTECTION = (
    """CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'events are never changed or deleted'; END $$""",
    """CREATE TRIGGER event_is_never_changed BEFORE UPDATE OR DELETE ON event
       FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events()""",
    """CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON event
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events()""",
)


def upgrade() -> None:
    """Make every table, and make events unchangeable."""
    _make_letters()
    _make_cases()
    _make_what_steps_record()
    _make_outgoing_letters()
    _make_events()
    _make_the_rest()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_PROTECTION if sqlite else _POSTGRESQL_PROTECTION:
        op.execute(statement)


def downgrade() -> None:
    """Remove everything, dependents first."""
    for table in (
        "app_meta",
        "suppression",
        "user_",
        "number_sequence",
        "event",
        "posting",
        "outgoing_letter",
        "decision",
        "fact",
        "case_",
        "scan",
        "letter",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_events()")


def _person_columns() -> list[sa.Column[str]]:
    parts = ("name", "street", "postcode", "city", "email", "phone")
    return [sa.Column(f"personal_{part}", sa.Text()) for part in parts]


def _make_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("received_basis", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("logged_at", sa.String(40), nullable=False),
        sa.Column("logged_by", sa.String(200), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("letter_date", sa.Date()),
        sa.Column("postmark", sa.Date()),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("initiator", sa.String(40), nullable=False),
        *_person_columns(),
        sa.Column("personal_reading", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scan",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("letter_id", "position", name="pk_scan"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_scan_letter_id"),
    )
    op.create_index("ix_scan_digest", "scan", ["digest"])


def _make_cases() -> None:
    op.create_table(
        "case_",
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("asked_right", sa.String(40), nullable=False),
        sa.Column("workflow", sa.String(100), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        *_person_columns(),
        sa.Column("subject_register", sa.String(200)),
        sa.Column("personal_subject_keys", sa.Text()),
        sa.Column("initiator", sa.String(40), nullable=False),
        sa.Column("opened_at", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("round_received", sa.Date()),
        sa.Column("decided_seq", sa.Integer()),
        sa.PrimaryKeyConstraint("number", name="pk_case_"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_case__letter_id"),
    )
    op.create_index("ix_case__letter_id", "case_", ["letter_id"])
    op.create_index("ix_case__state", "case_", ["state"])


def _make_what_steps_record() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("personal_value", sa.Text(), nullable=False),
        sa.Column("step", sa.String(100), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
        sa.ForeignKeyConstraint(["case_number"], ["case_.number"], name="fk_fact_case_number"),
    )
    op.create_index("ix_fact_case_number", "fact", ["case_number"])
    op.create_table(
        "decision",
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("data_group", sa.String(200), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("ground", sa.String(100)),
        sa.Column("personal_facts", sa.Text(), nullable=False),
        sa.Column("personal_why", sa.Text(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("personal_values", sa.Text(), nullable=False),
        sa.Column("personal_rows", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "seq", "position", name="pk_decision"),
        sa.ForeignKeyConstraint(["case_number"], ["case_.number"], name="fk_decision_case_number"),
    )


def _make_outgoing_letters() -> None:
    op.create_table(
        "outgoing_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("released_at", sa.String(40), nullable=False),
        sa.Column("released_by", sa.String(200), nullable=False),
        sa.Column("answers", sa.Boolean(), nullable=False),
        sa.Column("wording_version", sa.String(100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing_letter"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["case_.number"], name="fk_outgoing_letter_case_number"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outgoing_letter_case_number", "outgoing_letter", ["case_number"])
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outgoing_letter_id", sa.Integer(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("personal_proof", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        sa.Column("recorded_at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posting"),
        sa.ForeignKeyConstraint(
            ["outgoing_letter_id"], ["outgoing_letter.id"], name="fk_posting_outgoing_letter_id"
        ),
    )
    op.create_index("ix_posting_outgoing_letter_id", "posting", ["outgoing_letter_id"])


def _make_events() -> None:
    op.create_table(
        "event",
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("state_before", sa.String(100), nullable=False),
        sa.Column("state_after", sa.String(100), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "seq", name="pk_event"),
        sa.ForeignKeyConstraint(["case_number"], ["case_.number"], name="fk_event_case_number"),
        sqlite_with_rowid=False,
    )


def _make_the_rest() -> None:
    op.create_table(
        "number_sequence",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_number_sequence"),
    )
    op.create_table(
        "user_",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_user_"),
    )
    op.create_table(
        "suppression",
        sa.Column("keyed_hash", sa.String(64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("keyed_hash", name="pk_suppression"),
    )
    meta = op.create_table(
        "app_meta",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_app_meta"),
    )
    # How digests of events are made; a later way would be told apart by this.
    op.bulk_insert(meta, [{"key": "event_chain", "value": "1"}])
