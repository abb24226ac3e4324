"""What people decided about namings, what they did to signs, and the pictures they took."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of decisions, media and plaque events."""
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("naming_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("alley_id", sa.BigInteger(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decision"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_index("ix_decision_naming_id", "decision", ["naming_id"])
    op.create_table(
        "media",
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("naming_id", sa.Text(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("taken_down_by", sa.Text(), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("media_id", name="pk_media"),
    )
    op.create_index("ix_media_naming_id", "media", ["naming_id"])
    op.create_table(
        "plaque_event",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.Text(), nullable=False),
        sa.Column("plaque_id", sa.Text(), nullable=False),
        sa.Column("naming_id", sa.Text(), nullable=False),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name="pk_plaque_event"),
        sa.UniqueConstraint("event_key", name="uq_plaque_event_event_key"),
        sa.ForeignKeyConstraint(["media_id"], ["media.media_id"], name="fk_plaque_event_media_id"),
    )
    op.create_index("ix_plaque_event_naming_id", "plaque_event", ["naming_id"])
    op.create_index("ix_plaque_event_plaque_id", "plaque_event", ["plaque_id"])
