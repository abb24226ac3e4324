"""The published dataset as it stands now: decisions and plaque events laid over what was built.

A dataset is never edited. Each state of the journal becomes a snapshot of the serving database
beside it, made from the build and the journal and from nothing else: it may be thrown away and
made again. Whoever reads one reads one state, however long that takes.
"""

from geodata.live.snapshots import LiveSnapshots

__all__ = ["LiveSnapshots"]
