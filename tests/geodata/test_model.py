"""The language model is the pinned one, and nothing else is accepted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ModelError
from geodata.reading import language


def test_the_installed_weights_have_the_pinned_hashes() -> None:
    language.check_model(language.model_path())


def test_a_changed_weight_file_is_refused(tmp_path: Path) -> None:
    for name in language.MODEL_HASHES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(language.model_path() / name, tmp_path / name)
    language.check_model(tmp_path)
    with (tmp_path / "ner/model").open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match="ner/model"):
        language.check_model(tmp_path)


def test_importing_the_package_loads_no_model() -> None:
    code = "import geodata, sys; sys.exit('spacy' in sys.modules or 'streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
