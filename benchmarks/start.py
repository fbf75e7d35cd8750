"""What starting costs: cold processes against bare Python, and against loading everything at the top.

    python benchmarks/start.py [--rounds 7]

Processor time of each process (user and system), rounds interleaved; the median and the lowest. `rich`
comes with the tools of the tests and structlog loads it where it finds it: it is hidden here, as it is
absent from an installation.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile

HIDDEN = "import sys; sys.modules['rich'] = None"
CLI = "from labelflow.cli import main; main(sys.argv[1:], standalone_mode=False)"
CORE = "import flask, sqlalchemy.orm, wtforms, flask_wtf, transitions"
SITE = "from labelflow.app import create_app; create_app()"
LATER = "alembic, cryptography, gunicorn, holidays, markdown_it, nh3, pikepdf, psycopg, weasyprint, zxingcpp"
EAGER = f"""
import importlib, pkgutil
import labelflow, {LATER}
for module in pkgutil.walk_packages(labelflow.__path__, 'labelflow.'):
    if not module.name.startswith('labelflow.migrations.'):
        importlib.import_module(module.name)
{SITE}
"""
WAYS = {
    "bare Python": ("pass",),
    "labelflow --version": (CLI, "--version"),
    "labelflow --help": (CLI, "--help"),
    "web core, imports alone": (CORE,),
    "labelflow verify NUMBER": (CLI, "verify", "SEO-2027-00001-D"),
    "the site: create_app()": (SITE,),
    "everything at the top": (EAGER,),
}
FLOORS = ("bare Python", "web core, imports alone", "everything at the top")


def cost(way: tuple[str, ...], environment: dict[str, str]) -> float:
    """Milliseconds of processor time of one process."""
    code, *arguments = way
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", f"{HIDDEN}\n{code}", *arguments], env=environment, capture_output=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "LABELFLOW_HOME": f"{folder}/instance",
            "LABELFLOW_DATABASE_URL": "",
            "PYTHONPYCACHEPREFIX": f"{folder}/pyc",
        }
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | own
        for way in ((CLI, "init"), *WAYS.values()):
            cost(way, environment)  # an instance to start, and the bytecode that an installation has
        spent: dict[str, list[float]] = {name: [] for name in WAYS}
        for _ in range(rounds):
            for name, way in WAYS.items():
                spent[name].append(cost(way, environment))
    print(f"load {os.getloadavg()[0]:.1f}, {rounds} rounds; processor time, ratios of the lowest")
    lowest = {name: min(values) for name, values in spent.items()}
    for name, values in spent.items():
        ratios = "   ".join(f"x {floor.partition(',')[0]} {lowest[name] / lowest[floor]:6.2f}" for floor in FLOORS)
        print(f"{name:26}{statistics.median(values):7.0f} ms   lowest {lowest[name]:6.0f} ms   {ratios}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    main(parser.parse_args().rounds)
