"""What files made to break their reader cost: processor time and memory of an answer, each in a process of its own.

    python benchmarks/hostile.py

The answer is that of `labelflow verify FILE --trust`, once its libraries are loaded; the largest file that is read
at all (32 MB) stands beside them.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from labelflow.sealing.reading import MOST_BYTES
from labelflow.sealing.trust import TrustBundle
from labelflow.services.verification_offline import Bundle, verify_file
from tests.hostile import HOSTILE, cost

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def main() -> None:
    bundle = Bundle(TrustBundle("https://label.example", NOW), {"keys": [], "lists": {}, "made_at": NOW.isoformat()})
    verify_file(b"{}", bundle, NOW)
    files = {name: data for name, (data, _verdict) in HOSTILE.items()}
    files["as large as is read"] = b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]/EmbeddedFile" * (MOST_BYTES // 40)
    for name, data in files.items():
        told = cost(lambda data=data: verify_file(data, bundle, NOW).verdict)
        print(f"  {name:36}{told.seconds * 1000:7.1f} ms   + {told.megabytes:5.1f} MB   {told.verdict}")


if __name__ == "__main__":
    main()
