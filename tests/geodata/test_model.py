"""The language model is the pinned one, and nothing else is accepted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geodata.errors import ModelError
from geodata.reading import language
from geodata.reading.language_hashes import MODEL_HASHES


def test_the_installed_weights_have_the_pinned_hashes() -> None:
    language.check_model(language.model_path())


@pytest.mark.parametrize("name", ["ner/model", "config.cfg", "attribute_ruler/patterns"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    for file_name in MODEL_HASHES:
        (tmp_path / file_name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(language.model_path() / file_name, tmp_path / file_name)
    language.check_model(tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(ModelError, match=name):
        language.check_model(tmp_path)


@pytest.mark.slow
def test_importing_the_package_loads_no_model() -> None:
    code = "import geodata, sys; sys.exit('spacy' in sys.modules or 'streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
