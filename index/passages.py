"""An article's passages: runs of neighbouring sentences, sized in tokens.

Owns tiktoken: nothing else imports it. Unlike `sentences`, which decides where a sentence ends,
this only decides which sentences stand together.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import tiktoken

from index.articles import Article, Kind, Passage, Span
from index.errors import ModelError

_SLICE = 4_000


def split(article: Article, max_tokens: int = 128) -> list[Passage]:
    """The article's sentences as passages of at most `max_tokens`, each sentence in one."""
    passages: list[Passage] = []
    for run in _runs(article):
        held: list[Span] = []
        for span in run:
            if held and count_tokens(article.text[held[0].start : span.end]) > max_tokens:
                passages.append(Passage(article, tuple(held)))
                held = []
            held.append(span)
        passages.append(Passage(article, tuple(held)))
    return passages


def count_tokens(text: str) -> int:
    """How many cl100k_base tokens the text has. Raises ModelError without a vocabulary."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    slices = (clean[i : i + _SLICE] for i in range(0, len(clean), _SLICE))
    return sum(len(_encoding().encode(part, disallowed_special=())) for part in slices)


def _runs(article: Article) -> Iterator[list[Span]]:
    run: list[Span] = []
    for span in article.spans:
        if span.kind is Kind.SENTENCE:
            run.append(span)
        elif span.kind is not Kind.GAP and run:
            yield run
            run = []
    if run:
        yield run


@cache
def _encoding() -> tiktoken.Encoding:
    spec = find_spec("llama_index.core")
    if spec and spec.origin:
        folder = Path(spec.origin).parent / "_static" / "tiktoken_cache"
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
    try:
        return tiktoken.get_encoding("cl100k_base")
    except Exception as error:
        raise ModelError(f"tiktoken's vocabulary cannot be loaded: {error}") from error
