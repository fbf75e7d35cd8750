"""Behind each door of the demonstration: every link that is shown opens, and every page is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from labelflow.demo import instance
from tests.demo.crawler import Crawler

if TYPE_CHECKING:
    from tests.demo.town import Town

PARTS: Final = 13


def test_anybody_opens_every_link_that_they_are_shown(town: Town) -> None:
    visitor = Crawler(town)

    visitor.crawl("/")

    assert "\n".join(visitor.faults) == ""
    assert {"public.holder", "public.answer", "public.programme", "public.criteria", "site.legal"} <= set(visitor.kinds)


@pytest.mark.parametrize("place", range(PARTS))
def test_each_part_opens_every_link_that_it_is_shown(town: Town, place: int) -> None:
    with town.looking():
        doors = instance.doors(town.settings)
    assert len(doors) == PARTS
    person = Crawler(town, doors[place].link)

    person.crawl("/mon-espace")

    assert "\n".join(person.faults) == ""
    assert len(person.kinds) >= 12
