"""A step of the schema for processes and machines that share one library, and one index on a server."""

from __future__ import annotations

# `retired`: the last version of an article that was removed. One that comes again goes on counting from
# there, so that a passage's id is never given to other words, whatever order processes learn of them in.
# `leases`: what one process does for all of them, until `until`. `outbox.applied` names the generation of the
# shared index that has the operation already, while another generation is being built that may lack it.
SHARING = """
ALTER TABLE outbox ADD COLUMN applied TEXT;
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE retired (article TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
"""
