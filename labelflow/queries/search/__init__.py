"""Search among the actions that the public may read, on either database: see decision 18."""

from labelflow.queries.search.finding import Found, Hit, find
from labelflow.queries.search.places import Asked, place_called
from labelflow.queries.search.words import Understood, understood

__all__ = ["Asked", "Found", "Hit", "Understood", "find", "place_called", "understood"]
