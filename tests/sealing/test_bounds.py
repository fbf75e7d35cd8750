"""A hostile file costs whoever reads it little: its time and its memory are bounded."""

from __future__ import annotations

import json
import subprocess
import sys

MOST_SECONDS = 2
MOST_MEGABYTES = 200
EVERY = """
import json, os
from datetime import UTC, datetime
from labelflow.sealing.trust import TrustBundle
from labelflow.services.verification_offline import Bundle, verify_file
from tests.hostile import HOSTILE, cost
now = datetime(2027, 3, 1, tzinfo=UTC)
bundle = Bundle(TrustBundle("https://label.example", now), {"keys": [], "lists": {}, "made_at": now.isoformat()})
verify_file(b"{}", bundle, now)
told = {name: [*cost(lambda data=data: verify_file(data, bundle, now).verdict), verdict]
        for name, (data, verdict) in HOSTILE.items()}
print(json.dumps(told))
"""


def test_every_hostile_file_is_answered_far_from_the_instance_in_bounded_time_and_memory() -> None:
    done = subprocess.run([sys.executable, "-c", EVERY], check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)

    assert {name: verdict for name, (*_cost, verdict, _due) in told.items()} == {
        name: due for name, (*_cost, due) in told.items()
    }
    assert [name for name, (seconds, *_rest) in told.items() if seconds > MOST_SECONDS] == []
    assert [name for name, (_seconds, megabytes, *_rest) in told.items() if megabytes > MOST_MEGABYTES] == []
