"""Run all benchmarks, or those named: reading, places, workspace, dashboard, scale, archives."""

from __future__ import annotations

import sys

from tests.bench import archives, dashboard, places, reading, scale, workspace

BENCHES = {
    "reading": reading.bench,
    "places": places.bench,
    "workspace": workspace.bench,
    "dashboard": dashboard.bench,
    "scale": scale.bench,
    "archives": archives.bench,
}


def main() -> int:
    for name in sys.argv[1:] or BENCHES:
        print(f"\n{name}")
        for line in BENCHES[name]():
            print(f"  {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
