"""An article's passages: runs of neighbouring sentences, sized in tokens.

Owns the size of what is embedded, and tiktoken: nothing else imports it. Unlike `sentences`,
which decides where a sentence ends, and `chrome`, which decides what is not the article, this only
decides which sentences stand together. The vocabulary comes with llama-index-core: no network.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import tiktoken

from index import threads
from index.articles import Article, Kind, Passage, Span
from index.errors import ModelError

_SLICE = 4_000  # characters: in a longer run without spaces tiktoken may take quadratic time
_MID_PARAGRAPH = 0.5  # a break inside a paragraph costs as much as half a passage more


def split(article: Article, max_tokens: int = 128) -> list[Passage]:
    """The article's sentences as passages, in order, each sentence in exactly one.

    A passage has at most `max_tokens` tokens, or is one sentence that has more. None reaches
    across chrome, a heading or the beginning of a mail. They are as few as that allows, weighed
    against breaking at the ends of paragraphs, and of similar size. Raises ValueError if
    `max_tokens` is not positive, and ModelError as `count_tokens` does.
    """
    if max_tokens < 1:
        raise ValueError(f"max_tokens is {max_tokens}: a passage has at least one token")
    return [
        Passage(article, tuple(part))
        for run in _runs(article)
        for group in _packed(article.text, run, max_tokens)
        for part in _fitting(article.text, group, max_tokens)
    ]


def count_tokens(text: str) -> int:
    """How many tokens of cl100k_base the text has; past 4,000 characters an upper estimate.

    Names of special tokens such as "<|endoftext|>" count as the plain text that they are in an
    article; so do lone surrogates, as U+FFFD. Raises ModelError if tiktoken cannot load the
    vocabulary.
    """
    slices = (text[at : at + _SLICE] for at in range(0, len(text), _SLICE))
    return sum(len(_encoding().encode(part, disallowed_special=())) for part in slices)


def _runs(article: Article) -> Iterator[list[Span]]:
    """The longest runs of sentences of one mail with nothing but white space between them."""
    run: list[Span] = []
    mails = threads.starts(article.text)
    for span in article.spans:
        if span.kind is Kind.SENTENCE:
            if span.start in mails and run:
                yield run
                run = []
            run.append(span)
        elif span.kind is not Kind.GAP and run:
            yield run
            run = []
    if run:
        yield run


def _packed(text: str, run: list[Span], max_tokens: int) -> Iterator[list[Span]]:
    """The run in groups whose costs add up to the least: see `_cost`."""
    sizes = _sizes(text, run)
    least, previous = [0.0], [0]  # for the first n sentences: the cost, where the last group begins
    for end in range(1, len(run) + 1):
        at_paragraph = end == len(run) or _newline_between(text, run[end - 1], run[end])
        best, begin, tokens = float("inf"), end - 1, 0
        for start in range(end - 1, -1, -1):
            tokens += sizes[start]
            if tokens > max_tokens and start < end - 1:
                break
            cost = least[start] + _cost(tokens / max_tokens, at_paragraph)
            if cost < best:
                best, begin = cost, start
        least.append(best)
        previous.append(begin)
    yield from _groups(run, previous)


def _cost(fill: float, at_paragraph: bool) -> float:
    """What a passage costs: one for being there, and more for being small or ending badly."""
    slack = max(0.0, 1 - fill)  # squared: two halves are better than a whole and a tiny tail
    return 1 + slack * slack + (0 if at_paragraph else _MID_PARAGRAPH)


def _groups(run: list[Span], previous: list[int]) -> list[list[Span]]:
    groups, end = list[list[Span]](), len(run)
    while end:
        groups.append(run[previous[end] : end])
        end = previous[end]
    return groups[::-1]


def _sizes(text: str, run: list[Span]) -> list[int]:
    """Each sentence's tokens, with the gap after it: a passage has about their sum, or fewer."""
    ends = [after.start for _, after in pairwise(run)] + [run[-1].end]
    return [count_tokens(text[span.start : end]) for span, end in zip(run, ends, strict=True)]


def _newline_between(text: str, above: Span, below: Span) -> bool:
    return len(f"{text[above.end : below.start]}.".splitlines()) > 1


def _fitting(text: str, group: list[Span], max_tokens: int) -> list[list[Span]]:
    """The group, in halves if it is too large: tokens of parts need not add up to the whole's."""
    if len(group) == 1 or count_tokens(text[group[0].start : group[-1].end]) <= max_tokens:
        return [group]
    half = len(group) // 2
    return [
        *_fitting(text, group[:half], max_tokens),
        *_fitting(text, group[half:], max_tokens),
    ]


@cache
def _encoding() -> tiktoken.Encoding:
    """Loaded at the first count: it takes a quarter of a second."""
    try:
        _point_at_bundled_vocabulary()
        return tiktoken.get_encoding("cl100k_base")
    except (OSError, ValueError, ImportError) as error:
        folder = os.environ.get("TIKTOKEN_CACHE_DIR")
        raise ModelError(
            f"tiktoken cannot load its vocabulary cl100k_base from {folder} ({error}). "
            "Unset TIKTOKEN_CACHE_DIR to use the one that comes with llama-index-core, "
            "or reinstall llama-index-core."
        ) from error


def _point_at_bundled_vocabulary() -> None:
    """Without this tiktoken would download it. A user's own folder stands."""
    spec = find_spec("llama_index.core")  # found, not imported: importing takes seconds
    folder = (
        Path(spec.origin).parent / "_static" / "tiktoken_cache" if spec and spec.origin else None
    )
    if folder and folder.is_dir() and "DATA_GYM_CACHE_DIR" not in os.environ:
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(folder))
