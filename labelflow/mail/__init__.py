"""From queued notices to delivered mail: plain text first, each person in their language."""
