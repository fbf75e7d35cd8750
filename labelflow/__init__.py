"""labelflow: a peer-review label and certification workflow engine."""

__version__ = "0.1.0"
