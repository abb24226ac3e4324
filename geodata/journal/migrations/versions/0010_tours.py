"""Curated tours and their stops."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables of tours."""
    op.create_table(
        "tour",
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title_fa", sa.Text(), nullable=False),
        sa.Column("lead_fa", sa.Text(), nullable=False),
        sa.Column("meeting_point_fa", sa.Text(), nullable=False),
        sa.Column("open_days_fa", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.Text()),
        sa.Column("closes_at", sa.Text()),
        sa.Column("group_size", sa.Integer()),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("tour_id", name="pk_tour"),
    )
    op.create_table(
        "tour_stop",
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("tour_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("naming_id", sa.Text()),
        sa.Column("alley_id", sa.BigInteger(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("name_fa", sa.Text(), nullable=False),
        sa.Column("text_fa", sa.Text(), nullable=False),
        sa.Column("media_url", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("removed_by", sa.Text()),
        sa.Column("removed_at", sa.DateTime()),
        sa.ForeignKeyConstraint(["tour_id"], ["tour.tour_id"], name="fk_tour_stop_tour_id"),
        sa.PrimaryKeyConstraint("stop_id", name="pk_tour_stop"),
    )
    op.create_index("ix_tour_stop_tour_id", "tour_stop", ["tour_id"])
