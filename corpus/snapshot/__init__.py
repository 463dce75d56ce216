"""What ranking needs of a large library's passages, in arrays on the disk: derived, and disposable."""

from corpus.snapshot.build import SnapshotBuilder
from corpus.snapshot.files import discard_snapshot, discard_unfinished, mark_snapshot, newest_snapshot
from corpus.snapshot.snapshot import Snapshot, Standing

__all__ = [
    "Snapshot",
    "SnapshotBuilder",
    "Standing",
    "discard_snapshot",
    "discard_unfinished",
    "mark_snapshot",
    "newest_snapshot",
]
