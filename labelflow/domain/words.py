"""Texts that a programme declares in several languages."""

from collections.abc import Mapping

Words = Mapping[str, str]
"""Language code (``fr``, ``oc``, ``ca``, ``en``) → text. French is the source language."""

SOURCE_LANGUAGE = "fr"


def in_language(words: Words, language: str = SOURCE_LANGUAGE) -> str:
    """The text in `language`, else in French, else in whichever language there is; "" when empty."""
    return words.get(language) or words.get(SOURCE_LANGUAGE) or next(iter(words.values()), "")
