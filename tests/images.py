"""What a world was at a moment, so that another test begins there without playing it all again.

A world knows how it came to be as long as only scenes, named people and waiting made it: that is its `past`.
Two worlds with the same past are the same, so what a scene makes is played once in each process for each
past, kept, and put back for whoever asks again. Any other act makes the past unknown: all is played.
"""

from __future__ import annotations

import shutil
import tempfile
from copy import deepcopy
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from labelflow.db import db, settings
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from tests.world import World

    Past = tuple[Hashable, ...]

P = ParamSpec("P")
T = TypeVar("T")

_KEPT: dict[Past, Image] = {}


class Image:
    """The rows, the files, the time and the cast of a world, and what the scene gave."""

    def __init__(self, world: World, given: object) -> None:
        self._given = deepcopy(given)
        self._now: datetime = world.now
        self._cast = world.cast()
        self._folder = tempfile.TemporaryDirectory(prefix="labelflow-image-")
        with world.context():
            self._rows = Rows(db.engine)
            shutil.copytree(settings().home, self._home, dirs_exist_ok=True)

    @property
    def _home(self) -> Path:
        return Path(self._folder.name)

    def put_back(self, world: World) -> Any:
        """Make a world what this one was. Gives what the scene gave."""
        with world.context():
            self._rows.put_back(db.engine)
            shutil.copytree(self._home, settings().home, dirs_exist_ok=True)
        world.know(self._cast)
        world.set_clock(self._now)
        return deepcopy(self._given)


def played(world: World, name: Hashable, play: Callable[[], T]) -> T:
    """What `play` gives, played or put back."""
    if world.past is None:
        return play()
    past = (*world.past, name)
    if past in _KEPT:
        given: T = _KEPT[past].put_back(world)
    else:
        given = play()
        _KEPT[past] = Image(world, given)
    world.past = past
    return given


def remembered(scene: Callable[Concatenate[World, P], T]) -> Callable[Concatenate[World, P], T]:
    """A scene that is played once for each past and each set of options."""

    @wraps(scene)
    def play(world: World, /, *arguments: P.args, **options: P.kwargs) -> T:
        name = (scene.__module__, scene.__qualname__, repr(arguments), repr(sorted(options.items())))
        return played(world, name, lambda: scene(world, *arguments, **options))

    return play
