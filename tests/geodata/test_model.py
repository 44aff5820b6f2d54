"""The language model is the pinned one, and nothing else is accepted."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Token

from geodata.errors import ModelError
from geodata.reading import language
from geodata.reading.language_hashes import MODEL_HASHES
from geodata.sources.example import example_report


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


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.W095.")
def test_what_is_left_out_of_the_model_changes_nothing() -> None:

    def facts(token: Token) -> tuple[object, ...]:
        kind = (token.tag_, token.ent_type_, token.ent_iob_)
        return token.text, token.lower_, token.norm_, token.shape_, *kind, token.dep_, token.head.i, token.is_sent_start

    whole, ours = spacy.load(language.model_path()), language.pipeline()
    assert len(ours.vocab.strings) < len(whole.vocab.strings) / 10
    assert ours.pipe_names == ["tok2vec", "tagger", "paragraph_starts", "parser", "ner"]
    assert all(label in ours.vocab.strings for _, pipe in ours.pipeline for label in getattr(pipe, "labels", ()))
    text = example_report().text.replace("\n", " ")  # a line break starts a sentence only for us
    assert [facts(t) for t in ours(text)] == [facts(t) for t in whole(text)]
