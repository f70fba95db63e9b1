"""Further letters, ordinary mail, redactions, freezes, and under which rules a letter was made.

New columns may be empty: what was stored before has no redactions and names no versions.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three tables and three columns; rows of before stay as they are."""
    op.add_column("decision", sa.Column("personal_redactions", sa.Text()))
    op.add_column("outgoing_letter", sa.Column("rules_version", sa.String(100)))
    op.add_column("outgoing_letter", sa.Column("notice_version", sa.String(100)))
    op.create_table(
        "attached_letter",
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "letter_id", name="pk_attached_letter"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["case_.number"], name="fk_attached_letter_case_number"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_attached_letter_letter_id"),
    )
    op.create_index("ix_attached_letter_letter_id", "attached_letter", ["letter_id"])
    op.create_table(
        "set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("personal_why", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_set_aside"),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name="fk_set_aside_letter_id"),
    )
    op.create_index("ix_set_aside_letter_id", "set_aside", ["letter_id"])
    op.create_table(
        "freeze_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_freeze_list"),
    )


def downgrade() -> None:
    """Take them away again, with what they hold."""
    op.drop_table("freeze_list")
    op.drop_table("set_aside")
    op.drop_table("attached_letter")
    op.drop_column("outgoing_letter", "notice_version")
    op.drop_column("outgoing_letter", "rules_version")
    op.drop_column("decision", "personal_redactions")
