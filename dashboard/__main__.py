"""`python -m dashboard`: start the server on this machine and open the browser."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import time
import tomllib
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geodata.version import VERSION

CONFIG = Path(__file__).with_name("config.toml")
HOST = "127.0.0.1"
LAST_PORT = 65_535
WORKSPACE = "INCIDENT_ATLAS_WORKSPACE"  # read by geodata.workspace.database, which is imported only when the server runs
PATIENCE = 60.0  # how many seconds to wait for the server before opening the browser


def settings() -> dict[str, Any]:
    """Return the dashboard's settings under Streamlit's names: {"server.port": 8501, ...}."""
    return flat(tomllib.loads(CONFIG.read_text("utf-8")))


def flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in table.items():
        out |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return out


def port_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to {LAST_PORT}")
    return int(text)


def free_port(wanted: int) -> int:
    """Return `wanted`, or the next port that nothing listens on."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    raise SystemExit(f"no free port from {wanted} on; choose one with --port")


def open_when_ready(url: str, port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                webbrowser.open(url)
                return
        time.sleep(0.2)


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = settings()
    parser = argparse.ArgumentParser(prog="incident-atlas", description="Read news reports and see their incidents on a map.")
    parser.add_argument("--port", type=port_number, help=f"default {chosen['server.port']}, or the next free one")
    parser.add_argument("--workspace", type=Path, help="the file with your reports; default: in your data folder")
    parser.add_argument("--no-browser", action="store_true", help="only start the server")
    parser.add_argument("--version", action="version", version=f"incident-atlas {VERSION}")
    args = parser.parse_args(arguments)

    if args.workspace:
        os.environ[WORKSPACE] = str(args.workspace.absolute())
    port = args.port or free_port(chosen["server.port"])
    url = f"http://localhost:{port}"
    print(f"Incident Atlas runs at {url} (stop it with Ctrl+C)", flush=True)
    if not args.no_browser:
        threading.Thread(target=open_when_ready, args=(url, port), daemon=True).start()
    from dashboard.serving.server import app
    from geodata.gazetteer.build import cache_folder
    from geodata.leftovers import sweep_all, sweep_temporary

    sweep_all(cache_folder())
    sweep_temporary()
    sys.argv = [str(Path(__file__).with_name("server.py"))]  # Streamlit takes the script's folder from here
    app.run(config={**chosen, "server.port": port})
    return 0


if __name__ == "__main__":
    sys.exit(main())
