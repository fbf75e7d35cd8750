"""What each issued document says, gathered from the records: plain frozen data, ready to be kept and printed."""

from labelflow.queries.contents.certificate import certificate_content
from labelflow.queries.contents.credential import badge_facts, badge_picture
from labelflow.queries.contents.letter import letter_content
from labelflow.queries.contents.minutes import minutes_content
from labelflow.queries.contents.receipt import receipt_content
from labelflow.queries.contents.reviewing import reviewing_content

__all__ = [
    "badge_facts",
    "badge_picture",
    "certificate_content",
    "letter_content",
    "minutes_content",
    "receipt_content",
    "reviewing_content",
]
