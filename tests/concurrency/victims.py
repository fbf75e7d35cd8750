"""Processes that are killed, without a warning, at a chosen statement or call of what they do."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from tests.concurrency.racers import PATIENCE_SECONDS, Act, ready, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from multiprocessing.connection import Connection

    from flask import Flask
    from sqlalchemy import Engine

    from labelflow.config import Settings

WRITES = ("INSERT", "UPDATE", "DELETE", "WITH", "SAVEPOINT", "RELEASE", "COMMIT")
KILLED = -signal.SIGKILL


class Victims:
    """A process that knows the application, and begets others that die of what they are told."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._end, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()

    def kill(self, settings: Settings, now: datetime, act: Act, *, at: int | str) -> int:
        """Do an act, and die before its statement number `at`, or when it calls `at` ("module:name").

        Gives the exit code: 0 when it came to its end before that, `KILLED` otherwise.
        """
        self._end.send((settings, now, act, at))
        assert self._end.poll(PATIENCE_SECONDS), "a victim never died"
        code: int = self._end.recv()
        return code

    def stop(self) -> None:
        self._end.close()
        self._process.join(10)


def _serve(end: Connection) -> None:
    apps: dict[str, Flask] = {}
    while True:
        try:
            settings, now, act, at = end.recv()
        except EOFError:
            return
        with ready(apps, settings, now) as engine:
            engine.dispose()  # what is open must not be shared with a child
            child = os.fork()
            if child == 0:
                _die(engine, act, now, at)
        _, status = os.waitpid(child, 0)
        end.send(os.waitstatus_to_exitcode(status))


def _die(engine: Engine, act: Act, now: datetime, at: int | str) -> None:
    try:
        if isinstance(at, str):
            _die_when_called(at)
        else:
            _die_before(engine, at)
        outcome = run(act, now)
        os._exit(0 if outcome.kind == "done" else 3)
    except BaseException:  # noqa: BLE001 - the parent reads the exit code
        os._exit(4)


def _now_die(*_arguments: Any, **_options: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_when_called(name: str) -> None:
    module, _, attribute = name.partition(":")
    setattr(importlib.import_module(module), attribute, _now_die)


def _die_before(engine: Engine, number: int) -> None:
    """Die before the statement with this number, of those that write and of commits."""
    left = [number]

    def count(statement: Any) -> None:
        if str(statement).lstrip().upper().startswith(WRITES):
            left[0] -= 1
            if left[0] == 0:
                _now_die()

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.set_trace_callback(count))
    else:
        _watch_psycopg(count)


def _watch_psycopg(count: Callable[[Any], None]) -> None:
    import psycopg  # noqa: PLC0415 - in the victim only

    execute, commit = psycopg.Cursor.execute, psycopg.Connection.commit

    def counted(cursor: Any, query: Any, *arguments: Any, **options: Any) -> Any:
        count(query)
        return execute(cursor, query, *arguments, **options)

    def committed(connection: Any) -> None:
        count("COMMIT")
        commit(connection)

    psycopg.Cursor.execute = counted  # type: ignore[assignment,method-assign]  # of this process alone
    psycopg.Connection.commit = committed  # type: ignore[method-assign]  # same
