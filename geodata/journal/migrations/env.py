"""Runs the steps on the connection that `geodata.journal.database` gives."""

from alembic import context

from geodata.journal.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
