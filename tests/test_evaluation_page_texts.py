"""Texts of any kind, cut and marked without losing a character."""

from __future__ import annotations

from evaluation_pages import LAST, RESULTS, answered, outcome, quote, with_own
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.page_cases import article_titles, cases
from bot.evaluation.page_texts import SHOWN_CHARS, Piece, differing, excerpt, offsets_of

SPANS = st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=4)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
QUOTES = st.lists(
    st.dictionaries(st.sampled_from(["article", "start", "end", "text", "highlights"]), ANY_JSON),
    max_size=3,
)


@given(st.text(max_size=50), SPANS, SPANS)
def test_pieces_are_the_text_whatever_is_marked(
    text: str, hits: list[tuple[int, int]], gold: list[tuple[int, int]]
) -> None:
    pieces = excerpt(text, {"hit": hits, "gold": gold}).shown
    assert "".join(piece.text for piece in pieces) == text


@given(st.text(max_size=50), SPANS)
def test_a_character_is_marked_if_a_span_has_it(text: str, hits: list[tuple[int, int]]) -> None:
    pieces = excerpt(text, {"x": hits}).shown
    marked = "".join((piece.marks or ".") * len(piece.text) for piece in pieces)
    inside = [any(start <= place < end for start, end in hits) for place in range(len(text))]
    assert marked == "".join("x" if hit else "." for hit in inside)


def test_marks_may_lie_over_each_other() -> None:
    assert excerpt("abcd", {"hit": [(0, 2)], "gold": [(1, 3)]}).shown == (
        Piece("a", "hit"), Piece("b", "hit gold"), Piece("c", "gold"), Piece("d", "")
    )  # fmt: skip


def test_a_long_text_is_folded_and_its_marks_hold_behind_the_fold() -> None:
    text = "x" * 5_000
    folded = excerpt(text, {"hit": [(SHOWN_CHARS - 1, SHOWN_CHARS + 1)]})
    assert [len(piece.text) for piece in folded.shown] == [SHOWN_CHARS - 1, 1]
    assert [len(piece.text) for piece in folded.folded] == [1, 5_000 - SHOWN_CHARS - 1]
    assert folded.folded_chars == 5_000 - SHOWN_CHARS


def test_words_that_differ_are_found() -> None:
    text, source = "It costs 40 million euros.", "It costs 14 million euros."
    assert [text[a:b] for a, b in differing(text, source)] == ["40"]
    assert differing(source, source) == []


def test_offsets_are_a_pair_of_whole_numbers_in_order() -> None:
    assert offsets_of([3, 9]) == (3, 9)
    for other in ([9, 3], [-1, 2], [1.0, 2], [True, 2], ["1", 2], [1], 7, None):
        assert offsets_of(other) is None


@settings(max_examples=40)
@given(st.dictionaries(st.text(max_size=8), ANY_JSON), QUOTES, ANY_JSON)
def test_an_answer_may_be_anything(
    other: dict[str, object], quotes: list[object], statements: object
) -> None:
    reply = other | {"quotes": quotes, "closest": quotes, "statements": statements}
    (shown,) = cases(
        with_own(outcomes=(outcome("q1", "Who?", "wrong", reply=reply, inexact=(1,)),))
    )
    assert len(shown.quotes) == len(quotes)


def test_misses_come_first_and_the_surest_of_them_before_the_others() -> None:
    shown = cases(RESULTS)
    assert [one.outcome.id for one in shown[:4]] == ["q9", "q8", "q3", "q5"]
    assert [one.rank for one in shown] == list(range(len(shown)))


def test_articles_of_the_same_title_are_told_apart_by_their_ids() -> None:
    one, other, third = (quote(LAST, article=name) for name in ("a", "b", "c"))
    reply = answered(one, other, third | {"title": "Another"}, quote(LAST, article="d", title=None))
    titles = article_titles(with_own(outcomes=(outcome("q1", "Who?", "right", reply=reply),)))
    assert titles == {"a": "The bridge (a)", "b": "The bridge (b)", "c": "Another"}
