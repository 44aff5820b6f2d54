"""The start of the dashboard: before its first map, it does nothing that the map does not need."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.web.server.starlette import starlette_server

from dashboard.serving import sockets

# Libraries that read texts and tables: importing them takes two seconds, so a page imports them when it needs them.
LATER = ("spacy", "onnxruntime", "openpyxl", "trafilatura", "feedparser", "dateparser", "openai", "pycountry")
START = f"""
import sys
from dashboard.serving import map_app
from dashboard.views import frame, map_view
print(sorted(set({LATER!r}) & set(sys.modules)))
"""


@pytest.mark.slow
def test_the_map_is_drawn_without_what_reads_texts_and_tables(tmp_path: Path) -> None:
    env = os.environ | {"INCIDENT_ATLAS_SERVER": "1", "INCIDENT_ATLAS_WORKSPACE": str(tmp_path / "w.sqlite")}
    done = subprocess.run([sys.executable, "-c", START], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_answers_leave_at_once() -> None:
    sockets.send_at_once()
    with starlette_server._bind_socket("127.0.0.1", 0, 1) as listening, socket.create_connection(listening.getsockname()):
        listening.setblocking(True)
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
