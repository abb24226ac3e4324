"""What people decide and report, which no build can make again: a small transactional database.

SQLite by default, PostgreSQL by address; one definition of the tables for both (`tables`), carried
forward by `migrations`. The dataset is rebuilt from inputs, the journal is backed up.
"""

from geodata.journal.database import Journal, open_journal

__all__ = ["Journal", "open_journal"]
