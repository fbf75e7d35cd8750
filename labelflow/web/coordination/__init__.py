"""« Coordination »: the queue, each application, its documents, its readers, the labels that were granted."""

from labelflow.web.coordination import assigning, checking, dossier, labels, queue, reading, scheduling
from labelflow.web.coordination.blueprint import coordinator

__all__ = ["assigning", "checking", "coordinator", "dossier", "labels", "queue", "reading", "scheduling"]
