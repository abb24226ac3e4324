"""The table of the broadcaster's films and recordings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Table, Text, text

from geodata.journal.metadata import metadata

episode = Table(
    "episode",
    metadata,
    Column("episode_id", Integer, primary_key=True),
    Column("naming_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("credits", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("link", Text),
    Column("file", Text),
    Column("size_bytes", BigInteger),
    Column("poster", Text),
    Column("captions", Text),
    Column("reserved_by", Text, nullable=False),
    Column("reserved_at", DateTime, nullable=False),
    Column("delivered_by", Text),
    Column("delivered_at", DateTime),
    Column("published_by", Text),
    Column("published_at", DateTime),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime),
    Column("reason", Text, nullable=False),
    Index(
        "uq_episode_in_force",
        "naming_id",
        "kind",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
)
"""Films and recordings of the broadcaster; one of a kind in force for each naming at most. What
`file`, `poster` and `captions` name lies beside the journal, by the hash of its content."""
