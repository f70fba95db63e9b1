"""What was erased, as keyed hashes; erasures begun again; what can still be brought back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add four tables."""
    op.create_table(
        "erasure",
        sa.Column("action_id", sa.String(200), nullable=False),
        sa.Column("register", sa.String(200), nullable=False),
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.Column("undone_on", sa.Date()),
        sa.PrimaryKeyConstraint("action_id", "register", name="pk_erasure"),
        sa.ForeignKeyConstraint(["case_number"], ["case_.number"], name="fk_erasure_case_number"),
    )
    op.create_index("ix_erasure_case_number", "erasure", ["case_number"])
    op.create_table(
        "erasure_mark",
        sa.Column("action_id", sa.String(200), nullable=False),
        sa.Column("register", sa.String(200), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint(
            "action_id", "register", "key_hash", "mark", name="pk_erasure_mark"
        ),
    )
    op.create_table(
        "erasure_replay",
        sa.Column("replay_id", sa.String(200), nullable=False),
        sa.Column("action_id", sa.String(200), nullable=False),
        sa.Column("register", sa.String(200), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer()),
        sa.PrimaryKeyConstraint("replay_id", name="pk_erasure_replay"),
    )
    op.create_table(
        "quarantine",
        sa.Column("action_id", sa.String(200), nullable=False),
        sa.Column("register", sa.String(200), nullable=False),
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("shredded_on", sa.Date()),
        sa.PrimaryKeyConstraint("action_id", "register", name="pk_quarantine"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["case_.number"], name="fk_quarantine_case_number"
        ),
    )
    op.create_index("ix_quarantine_case_number", "quarantine", ["case_number"])


def downgrade() -> None:
    """Take them away again, with what they hold."""
    for table in ("quarantine", "erasure_replay", "erasure_mark", "erasure"):
        op.drop_table(table)
