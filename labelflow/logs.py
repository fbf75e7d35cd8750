"""Logs: one JSON object a line, on stderr. Tracebacks carry no local values: they could hold secrets."""

from __future__ import annotations

import logging
import sys

import structlog


def configure() -> None:
    """Set up the logs of this process. Twice is once."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_name: structlog.PrintLogger(sys.stderr),  # stderr as it is when something is said
        cache_logger_on_first_use=False,
    )
