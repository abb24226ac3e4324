"""The tables of the journal, as they are now; how they came to be so is `migrations`."""

from __future__ import annotations

from sqlalchemy import Column, Date, Integer, MetaData, Table, Text

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
