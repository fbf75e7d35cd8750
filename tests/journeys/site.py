"""A whole site on a free port, for people with browsers: a small world, its mail, its worker."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from werkzeug.serving import WSGIRequestHandler, make_server

from labelflow import clock
from labelflow.app import create_app
from labelflow.config import Settings
from labelflow.db import db
from labelflow.jobs.clock import tick
from labelflow.jobs.post import deliver
from tests.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

Given = TypeVar("Given")


class Quiet(WSGIRequestHandler):
    """Tells nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


class Site:
    """The address of a running site, and the world behind it.

    The browser's driver keeps an event loop in the thread of the test, where Flask cannot close its
    contexts: whatever touches the world happens in a thread of its own.
    """

    def __init__(self, base: str, world: World, thread: ThreadPoolExecutor) -> None:
        self.base = base
        self._world = world
        self._thread = thread

    def do(self, act: Callable[[World], Given]) -> Given:
        """Act behind the scenes, as services do."""
        return self._thread.submit(act, self._world).result()

    def address_of(self, key: str) -> str:
        """The address of somebody of the world, who comes to life if need be."""
        return self.do(lambda world: world.person(key).email)

    def wait(self, **delay: float) -> None:
        """Time passes, and the worker does what falls due."""
        self._thread.submit(self._wait, delay).result()

    def _wait(self, delay: dict[str, float]) -> None:
        self._world.wait(**delay)
        with self._world.app.app_context():
            tick(clock.now())
            deliver(clock.now())


@contextmanager
def running(home: Path, database_url: str, world: type[World] = World) -> Iterator[Site]:
    """Serve a new world. A demonstration, so that its mail can be read on the site."""
    with socket.socket() as free, ThreadPoolExecutor(max_workers=1) as thread:
        free.bind(("127.0.0.1", 0))
        free.listen()
        port = free.getsockname()[1]
        base = f"http://127.0.0.1:{port}"
        settings = Settings(home=home, database_url=database_url, base_url=base, demo=True, sqlite_synchronous="NORMAL")
        app = thread.submit(create_app, settings).result()
        server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet, fd=free.fileno())
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        serving.start()
        yield Site(base, thread.submit(world, app).result(), thread)
        server.shutdown()
        serving.join()
        server.server_close()
        thread.submit(_close, app).result()


def _close(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
