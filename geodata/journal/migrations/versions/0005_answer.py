"""What became of corrections, and pictures that were taken down."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of answers and take-downs; corrections know their district."""
    op.add_column("correction", sa.Column("district", sa.Text(), nullable=True))
    op.add_column("correction", sa.Column("cleared_at", sa.DateTime(), nullable=True))
    op.create_index("ix_correction_queue", "correction", ["state", "kind", "district", "sent_at"])
    op.create_index("ix_media_name", "media", ["name"])
    op.create_index("ix_media_shown", "media", ["kind", "consent", "taken_down_at"])
    op.create_table(
        "answer",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("naming_id", sa.Text(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("picture", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answer"),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction.correction_id"], name="fk_answer_correction_id"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["plaque_event.event_id"], name="fk_answer_event_id"),
    )
    op.create_index("ix_answer_correction_id", "answer", ["correction_id"])
    op.create_index("ix_answer_naming_id", "answer", ["naming_id"])
    _one_in_force("uq_answer_in_force", "answer", "correction_id", "withdrawn_at IS NULL")
    op.create_table(
        "take_down",
        sa.Column("take_down_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_down_by", sa.Text(), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(), nullable=False),
        sa.Column("put_back_by", sa.Text(), nullable=True),
        sa.Column("put_back_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("take_down_id", name="pk_take_down"),
    )
    op.create_index("ix_take_down_name", "take_down", ["name"])
    _one_in_force("uq_take_down_in_force", "take_down", "name", "put_back_at IS NULL")


def _one_in_force(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], unique=True, sqlite_where=where, postgresql_where=where)
