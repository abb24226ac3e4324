"""The tables of the journal, as they are now; how they came to be so is `migrations`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

missed_search = Table(
    "missed_search",
    metadata,
    Column("folded", Text, primary_key=True),
    Column("typed", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("last_day", Date, nullable=False),
)
"""Searches that found nothing: the words alone, never who typed them or where."""

correction = Table(
    "correction",
    metadata,
    Column("correction_id", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("alley_id", BigInteger),
    Column("martyr_id", BigInteger),
    Column("text", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("photo", LargeBinary),
    Column("sent_at", DateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("answer", Text, nullable=False),
    UniqueConstraint("code"),
)
"""What people say is wrong: seen by stewards, public only as a state and their answer. UTC."""

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What all processes of a site share, such as the key its forms are signed with."""
