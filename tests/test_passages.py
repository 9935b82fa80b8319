"""Which sentences stand together, and how tokens are counted."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import sentences
from index.articles import Article, Kind, Span
from index.passages import count_tokens, split

ROOT = Path(__file__).parent.parent
# Others work on the same machine, and the first count loads the vocabulary.
unhurried = settings(deadline=None)

WORDS = st.sampled_from(
    [
        "Yes.",
        "He left the U.S.",
        "<|endoftext|>",
        "\ud800",
        "我们要听。",
        "x" * 90,
        "“No,” he said.",
    ]
)
LONG = st.integers(1, 200).map(lambda n: "talks " * n + "end.")
PLACES = st.tuples(
    st.one_of(WORDS, WORDS, LONG),
    st.sampled_from([Kind.SENTENCE] * 6 + [Kind.CHROME, Kind.HEADING]),
    st.sampled_from(["", " ", " ", "\n", "\n\n", "\n \t\n "]),
)


def article_of(places: list[tuple[str, Kind, str]]) -> Article:
    text, spans = "", list[Span]()
    for words, kind, gap in places:
        for piece, piece_kind in ((words, kind), (gap, Kind.GAP)):
            if piece:
                spans.append(Span(len(text), len(text) + len(piece), piece_kind))
                text += piece
    return Article("made", text, tuple(spans))


ARTICLES = st.lists(PLACES, max_size=40).map(article_of)
LIMITS = st.sampled_from([1, 5, 32, 128])


def paragraphs(*lengths: list[int]) -> Article:
    """An article whose paragraphs have sentences of so many words, a token each."""
    text = "\n\n".join(" ".join("The" + " talks" * (n - 2) + "." for n in each) for each in lengths)
    return Article("made", text, tuple(sentences.split(text)))


def sizes(article: Article, max_tokens: int) -> list[int]:
    return [len(passage.sentences) for passage in split(article, max_tokens)]


@unhurried
@given(ARTICLES, LIMITS)
def test_each_sentence_is_in_exactly_one_passage_and_in_order(article: Article, limit: int) -> None:
    held = [sentence for passage in split(article, limit) for sentence in passage.sentences]
    assert held == list(article.sentences)


@unhurried
@given(ARTICLES, LIMITS)
def test_no_passage_reaches_across_chrome_or_a_heading(article: Article, limit: int) -> None:
    for passage in split(article, limit):
        within = [s for s in article.spans if passage.start <= s.start and s.end <= passage.end]
        assert {span.kind for span in within} <= {Kind.SENTENCE, Kind.GAP}


@unhurried
@given(ARTICLES, LIMITS)
def test_a_passage_is_within_the_limit_or_one_sentence(article: Article, limit: int) -> None:
    for passage in split(article, limit):
        assert len(passage.sentences) == 1 or count_tokens(passage.text) <= limit


@unhurried
@given(ARTICLES, LIMITS)
def test_a_passage_is_what_stands_at_its_offsets(article: Article, limit: int) -> None:
    for passage in split(article, limit):
        assert passage.text == article.text[passage.start : passage.end]
        assert passage.text.startswith(article.text[slice(*edges(passage.sentences[0]))])


@unhurried
@given(ARTICLES)
def test_an_unlimited_passage_is_a_whole_run(article: Article) -> None:
    kinds = [span.kind for span in article.spans if span.kind is not Kind.GAP]
    runs = [len(list(run)) for kind, run in groupby(kinds) if kind is Kind.SENTENCE]
    assert sizes(article, 10**9) == runs


def edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def test_an_article_without_sentences_has_no_passages() -> None:
    assert split(Article("empty", "", ())) == []


def test_a_break_stands_at_the_end_of_a_paragraph_if_it_can() -> None:
    assert sizes(paragraphs([20, 20, 20], [20, 20, 20]), 100) == [3, 3]


def test_sentences_are_shared_out_evenly_rather_than_leaving_a_tail() -> None:
    assert sizes(paragraphs([20] * 6), 110) == [3, 3]


def test_short_paragraphs_stand_together() -> None:
    assert sizes(paragraphs([10], [10], [10]), 100) == [3]


def test_a_sentence_over_the_limit_stands_alone() -> None:
    assert sizes(paragraphs([10, 300, 10]), 100) == [1, 1, 1]


def test_a_limit_of_no_tokens_is_refused() -> None:
    with pytest.raises(ValueError, match="max_tokens is 0"):
        split(Article("empty", "", ()), max_tokens=0)


def test_the_five_articles_have_passages_of_a_good_size() -> None:
    for path in (ROOT / "seeds" / "articles").glob("*.txt"):
        text = path.read_bytes().decode()
        passages = split(Article(path.stem, text, tuple(sentences.split(text))))
        tokens = [count_tokens(passage.text) for passage in passages]
        assert max(tokens) <= 128
        assert sum(tokens) / len(tokens) > 90
        assert all(above.end < below.start for above, below in pairwise(passages))


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("hello world", 2), ("U.S. officials", 4), ("<|endoftext|>", 7)]
)
def test_tokens_are_those_of_cl100k_base(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


def test_a_lone_surrogate_is_counted_and_does_not_crash() -> None:
    assert count_tokens("a \ud800 b \udfff") > 2


def test_a_long_run_without_spaces_is_counted_in_slices() -> None:
    assert count_tokens("a" * 1_000_000) == 250 * count_tokens("a" * 4_000)


COUNT_OFFLINE = """
import socket, sys
def refuse(*_): raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = refuse
from index.errors import ModelError
from index.passages import count_tokens
try:
    print(count_tokens("hello world"), "llama_index.core" in sys.modules)
except ModelError as error:
    print("ModelError:", error)
"""


def count_offline(tmp_path: Path, **variables: str) -> str:
    ours = {"TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"}
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    environment = {**clean, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), **variables}
    done = subprocess.run(
        [sys.executable, "-c", COUNT_OFFLINE],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def test_counting_needs_no_network_and_does_not_import_llama_index(tmp_path: Path) -> None:
    assert count_offline(tmp_path) == "2 False"


def test_a_vocabulary_that_cannot_be_loaded_is_named_with_its_remedy(tmp_path: Path) -> None:
    said = count_offline(tmp_path, TIKTOKEN_CACHE_DIR=str(tmp_path / "nothing"))
    assert said.startswith("ModelError: tiktoken cannot load its vocabulary cl100k_base from")
    assert "Unset TIKTOKEN_CACHE_DIR" in said
