"""Statements written once and handed to the driver as text: for the paths that every act takes.

SQLAlchemy spends several times more on a statement than the database does: a cache key, a context, a
result with its columns looked up anew. Here a Core statement is compiled once per dialect and its
values and rows pass through the same type processors; `tests/test_prepared.py` holds that both ways
write and read the same on both databases. Such a statement does not show in `echo`.
"""

from labelflow.prepared.rows import Reading, Writing, known_or_read, loaded, related, writing
from labelflow.prepared.statements import Prepared

__all__ = ["Prepared", "Reading", "Writing", "known_or_read", "loaded", "related", "writing"]
