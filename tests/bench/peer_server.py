"""Serve the peer's page with its scripts from this machine: `python -m tests.bench.peer_server PORT FILE`."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from pathlib import Path

import streamlit as st
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

POINTS = "ATLAS_BENCH_POINTS"  # the CSV file that the page shows


def assets(package: str) -> Mount:
    return Mount(f"/assets/{package}", StaticFiles(directory=str(files(f"xstatic.pkg.{package}") / "data")))


def main() -> None:
    port, os.environ[POINTS] = int(sys.argv[1]), sys.argv[2]
    app = st.App(
        Path(__file__).with_name("peer_page.py"),
        routes=[assets("leaflet_markercluster"), assets("leaflet"), assets("jquery")],
    )
    app.run(
        config={
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": True,
            "server.fileWatcherType": "none",
            "browser.gatherUsageStats": False,
        }
    )


if __name__ == "__main__":
    main()
