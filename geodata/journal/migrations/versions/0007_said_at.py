"""When an event of a sign was said, which orders those of one day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Let what was recorded until now have been said when it was recorded."""
    op.add_column("plaque_event", sa.Column("said_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE plaque_event SET said_at = recorded_at")
