"""A case's person may be found in several registers: a row a register instead of two columns."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move where the person was found into a table of its own."""
    op.create_table(
        "case_subject",
        sa.Column("case_number", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("register", sa.String(200), nullable=False),
        sa.Column("personal_keys", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "position", name="pk_case_subject"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["case_.number"], name="fk_case_subject_case_number"
        ),
    )
    op.create_index("ix_case_subject_register", "case_subject", ["register"])
    op.execute(
        "INSERT INTO case_subject (case_number, position, register, personal_keys) "
        "SELECT number, 0, subject_register, personal_subject_keys FROM case_ "
        "WHERE subject_register IS NOT NULL"
    )
    op.drop_column("case_", "personal_subject_keys")
    op.drop_column("case_", "subject_register")


def downgrade() -> None:
    """Back to two columns: the first register of each case; the others are lost."""
    op.add_column("case_", sa.Column("subject_register", sa.String(200)))
    op.add_column("case_", sa.Column("personal_subject_keys", sa.Text()))
    op.execute(
        "UPDATE case_ SET subject_register = (SELECT register FROM case_subject "
        "WHERE case_number = case_.number AND position = 0), "
        "personal_subject_keys = (SELECT personal_keys FROM case_subject "
        "WHERE case_number = case_.number AND position = 0)"
    )
    op.drop_table("case_subject")
