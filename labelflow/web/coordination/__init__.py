"""« Coordination »: the queue, each application, its documents, its readers, the labels that were granted."""

from labelflow.web.coordination import assigning, checking, concerns, dossier, labels, queue, reading, scheduling
from labelflow.web.coordination.blueprint import coordinator

__all__ = ["assigning", "checking", "concerns", "coordinator", "dossier", "labels", "queue", "reading", "scheduling"]
