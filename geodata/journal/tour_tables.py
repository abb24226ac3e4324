"""The tables of curated tours; they belong to the same metadata as all others of the journal."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Float, ForeignKey, Integer, Table, Text

from geodata.journal.metadata import metadata

tour = Table(
    "tour",
    metadata,
    Column("tour_id", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title_fa", Text, nullable=False),
    Column("lead_fa", Text, nullable=False),
    Column("meeting_point_fa", Text, nullable=False),
    Column("open_days_fa", Text, nullable=False),
    Column("opens_at", Text),
    Column("closes_at", Text),
    Column("group_size", Integer),
    Column("made_by", Text, nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    Column("published_at", DateTime),
)
"""Tours that stewards make; `version` grows with every change. Times of a day as HH:MM."""

tour_stop = Table(
    "tour_stop",
    metadata,
    Column("stop_id", Integer, primary_key=True),
    Column("tour_id", ForeignKey("tour.tour_id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("naming_id", Text),
    Column("alley_id", BigInteger, nullable=False),
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
    Column("name_fa", Text, nullable=False),
    Column("text_fa", Text, nullable=False),
    Column("media_url", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("removed_by", Text),
    Column("removed_at", DateTime),
)
"""Stops of tours in order, by naming and alley, with the alley's mouth and name of that day.

Nothing is taken out: a stop that was removed says by whom and when.
"""
