"""The tables of the journal, as they are now; how they came to be so is `migrations`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

# Who knows the tables knows all of them, wherever they stand.
from geodata.journal.episode_table import episode
from geodata.journal.metadata import metadata
from geodata.journal.tour_tables import tour, tour_stop

__all__ = ["episode", "metadata", "tour", "tour_stop"]

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
    Column("district", Text),
    Column("cleared_at", DateTime),
    UniqueConstraint("code"),
    # A photo fills hundreds of pages; what the queue filters by is read without them.
    Index("ix_correction_queue", "state", "kind", "district", "sent_at"),
)
"""What people say is wrong: seen by stewards, public only as a state and their answer. UTC."""

answer = Table(
    "answer",
    metadata,
    Column("answer_id", Integer, primary_key=True),
    Column("correction_id", ForeignKey("correction.correction_id"), nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("naming_id", Text, index=True),
    Column("event_id", ForeignKey("plaque_event.event_id")),
    Column("picture", Text),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("done_by", Text),
    Column("done_at", DateTime),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime),
    Index(
        "uq_answer_in_force",
        "correction_id",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
)
"""What stewards made of corrections; one that is in force for each at most."""

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What all processes of a site share, such as the key its forms are signed with."""

account = Table(
    "account",
    metadata,
    Column("account_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("disabled_at", DateTime),
    UniqueConstraint("name"),
)
"""Who works here. Nobody is taken out: what they did keeps their name."""

identity = Table(
    "identity",
    metadata,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("account_id", ForeignKey("account.account_id"), nullable=False, index=True),
    Column("role_from", Text, nullable=False),
    Column("linked_by", Text, nullable=False),
    Column("linked_at", DateTime, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
)
"""Whom an OpenID provider knows under a subject, and which account is theirs."""

used_state = Table(
    "used_state",
    metadata,
    Column("state_hash", Text, primary_key=True),
    Column("used_at", DateTime, nullable=False),
)
"""Ways in from a provider that were used, for a day: none is good for a second time."""

login_session = Table(
    "login_session",
    metadata,
    Column("login_id", Integer, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("account_id", ForeignKey("account.account_id"), nullable=False, index=True),
    Column("created_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Column("expires_at", DateTime, nullable=False),
    Column("revoked_at", DateTime),
    UniqueConstraint("token_hash"),
)
"""Browsers that are logged in; whoever reads this table cannot log in with it."""

login_failure = Table(
    "login_failure",
    metadata,
    Column("failure_id", Integer, primary_key=True),
    Column("name_hash", Text, nullable=False, index=True),
    Column("address_hash", Text, nullable=False, index=True),
    Column("at", DateTime, nullable=False),
)
"""Attempts to log in that did not succeed, for a day; names and addresses as keyed hashes."""

audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""What people decided, in order; rows are only ever added, see `geodata.journal.audit`."""

accepted_finding = Table(
    "accepted_finding",
    metadata,
    Column("acceptance_id", Integer, primary_key=True),
    Column("finding_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("accepted_by", Text, nullable=False),
    Column("accepted_at", DateTime, nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime),
    Index(
        "uq_accepted_finding_in_force",
        "finding_id",
        unique=True,
        sqlite_where=text("withdrawn_at IS NULL"),
        postgresql_where=text("withdrawn_at IS NULL"),
    ),
)
"""Findings somebody has seen and left as they are; one that is in force for each at most."""

decision = Table(
    "decision",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("naming_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("alley_id", BigInteger),
    Column("lon", Float),
    Column("lat", Float),
    Column("other_id", Text),
    Column("person", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime),
)
"""What people decided about namings, with the alley's mouth and the honoree's name of that day."""

media = Table(
    "media",
    metadata,
    Column("media_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("naming_id", Text, index=True),
    Column("credit", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
    Column("taken_down_by", Text),
    Column("taken_down_at", DateTime),
    Index("ix_media_name", "name"),
    # As with corrections: pictures are counted without reading them.
    Index("ix_media_shown", "kind", "consent", "taken_down_at"),
)
"""Pictures, drawn anew before they are kept; shown only while nobody has taken them down."""

take_down = Table(
    "take_down",
    metadata,
    Column("take_down_id", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("taken_down_by", Text, nullable=False),
    Column("taken_down_at", DateTime, nullable=False),
    Column("put_back_by", Text),
    Column("put_back_at", DateTime),
    Index(
        "uq_take_down_in_force",
        "name",
        unique=True,
        sqlite_where=text("put_back_at IS NULL"),
        postgresql_where=text("put_back_at IS NULL"),
    ),
)
"""Pictures that are not shown, by the name their content gives them, kept or built alike."""

plaque_event = Table(
    "plaque_event",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("event_key", Text, nullable=False),
    Column("plaque_id", Text, nullable=False, index=True),
    Column("naming_id", Text, nullable=False, index=True),
    Column("end", Text),
    Column("status", Text, nullable=False),
    Column("happened_on", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("note", Text, nullable=False),
    Column("media_id", ForeignKey("media.media_id")),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime, nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", DateTime),
    Column("said_at", DateTime),
    UniqueConstraint("event_key"),
)
"""What happened to signs, on a Jalali day; `event_key` makes sending one twice the same as once.

`said_at` is when it was tapped in the street, perhaps long before it was recorded; None: then."""

column_mapping = Table(
    "column_mapping",
    metadata,
    Column("role", Text, nullable=False),
    Column("header", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", DateTime, nullable=False),
    PrimaryKeyConstraint("role", "header"),
)
"""What a header of a register or of plaques means that the vocabulary does not know."""


def lock(connection: Connection, table: Table) -> None:
    """Let nobody else write a table until this transaction ends.

    Nothing to do on SQLite, where whoever writes is alone in the whole file.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))
