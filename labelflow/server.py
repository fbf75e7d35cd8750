"""The web server of an instance: gunicorn, with the worker in a process beside it when asked."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from labelflow.app import create_app
from labelflow.db import settings
from labelflow.services.demo_clock import set_clock

if TYPE_CHECKING:
    from flask import Flask


LONGEST_ADDRESS = 8_190
"""Characters of the first line of a request, the most that gunicorn takes: a credential pasted as if it were a number fits."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Serves the instance of the environment. Engines are made after the fork, in each process."""

    def __init__(self, address: str, *, workers: int, with_worker: bool, pid: int) -> None:
        self.address = address
        self.workers = workers
        self.with_worker = with_worker
        self.pid = pid
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn has to know."""
        for name, value in {
            "bind": self.address,
            "workers": self.workers,
            "threads": 4,
            "worker_class": "gthread",
            "accesslog": None,
            "loglevel": "warning",
            "when_ready": self._when_ready,
            "graceful_timeout": 10,
            "limit_request_line": LONGEST_ADDRESS,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one process."""
        app = create_app()
        with app.app_context():
            set_clock(settings())
        return app

    def _when_ready(self, _server: Any) -> None:  # noqa: ANN401 - gunicorn has no types
        if self.with_worker and os.fork() == 0:
            run_worker(self.pid)


def run_worker(parent: int) -> None:
    """The worker's process: ends with its parent."""
    from labelflow.jobs.worker import work  # noqa: PLC0415 - only in this process

    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())

    def watch() -> None:
        while not stop.wait(1):
            if os.getppid() != parent:
                stop.set()

    threading.Thread(target=watch, daemon=True).start()
    app = create_app()
    with app.app_context():
        set_clock(settings())
        work(stop)
    os._exit(0)
