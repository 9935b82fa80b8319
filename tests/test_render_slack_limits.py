"""Any answer, of any length, in any script, is a message that Slack takes, word for word."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_shapes import (
    bold_of,
    buttons,
    check_message,
    check_view,
    is_mark,
    pieces_of_quotes,
    words_of,
)

from bot.answer import Answer, Citation, Disagreement, Part, Statement, Status, Usage, Writing
from bot.render.slack import (
    Asked,
    Home,
    Settings,
    answer_message,
    article_modal,
    feedback_modal,
    greeting_message,
    home_view,
    notice,
    quotes_message,
    settings_modal,
    source_value,
    suggested_prompts,
)
from bot.render.slack.article import QUOTE as WHOLE_IN_MODAL
from index.articles import Article, Kind, Span

HOSTILE = (
    "<!channel>", "<@U1>", "<https://evil.example|click>", "&lt;", "*" * 10_000, "`_~*bold*~_`",
    "\u202e\u200fgnp.exe", "a\u200bb\u2060c", "\x00\x1b[31m", "\ud83d", "👩‍👩‍👧‍👦🏴", "שלום עולם",
    "بِسْمِ اللَّهِ", "a\u0301" * 2_000, "&" * 4_000, "日本語の文章です。" * 400, " \n\t\r\n ",
    "\u2028\u3000", "\r", "word " * 3_000, ":+1: @here #general", "x" * 12_000, "\ufeff",
    "\U000e0041\U000e0042",
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)
TEXTS = st.lists(st.one_of(ANY, st.sampled_from(HOSTILE)), min_size=1, max_size=4).map("".join)
URLS = st.one_of(
    st.none(),
    TEXTS,
    st.builds("https://{}/{}".format, st.sampled_from(["a.example", "u@b.example", ""]), TEXTS),
    st.just("https://www.news.example/a?" + "b=1&" * 30),
    st.just("http://[::1"),
)
RECORD = "k3x9w2ab"
# Replaced although they are letters or marks: they cannot be seen either.
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
SYMBOLS = {chr(0x2400 + code) for code in range(0x25)} | {"\ufffd"}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=SLOW)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article of up to six spans of any kind, with anything for a title or an address."""
    texts = draw(st.lists(TEXTS, min_size=1, max_size=6))
    spans, at = [], 0
    for text in texts:
        spans.append(Span(at, at + len(text), draw(st.sampled_from(list(Kind)))))
        at += len(text)
    stated = st.one_of(st.none(), TEXTS)
    title, outlet, published = draw(stated), draw(stated), draw(stated)
    return Article(draw(TEXTS), "".join(texts), tuple(spans), title, outlet, published, draw(URLS))


@st.composite
def citations(draw: st.DrawFn, article: Article, number: int) -> Citation:
    """A quote of any part of an article, with highlights anywhere in it or around it."""
    places = st.integers(0, len(article.text))
    start = draw(st.integers(0, len(article.text) - 1))
    end = draw(st.one_of(st.just(len(article.text)), st.integers(start + 1, len(article.text))))
    pairs = st.tuples(places, places).map(lambda pair: (min(pair), max(pair)))
    return Citation(number, article.quote(start, end), tuple(draw(st.lists(pairs, max_size=4))))


@st.composite
def writings(draw: st.DrawFn) -> Writing:
    """What any model may have written, or not written, under any name."""
    fallback = draw(st.one_of(st.just(""), TEXTS))
    return Writing(draw(TEXTS), {"answer": "1"}, (draw(TEXTS),), fallback, Usage(1, 2, 3))


@st.composite
def disagreements(draw: st.DrawFn, most: int) -> Disagreement:
    """Of two quotes, or of numbers that no quote has."""
    numbers = st.integers(1, most + 1)
    sides = ((draw(numbers),), (draw(numbers), draw(numbers)))
    return Disagreement(draw(TEXTS), sides, (draw(TEXTS), draw(TEXTS)))


@st.composite
def parts(draw: st.DrawFn, citations: list[Citation]) -> Part:
    """A part of a question, with words of a quote or without."""
    short = st.sampled_from([None, *(one.quote for one in citations)])
    cites = st.sampled_from([(1,), (), (2, 1)])
    status = draw(st.sampled_from(Status))
    return Part(draw(TEXTS), draw(TEXTS), status, 0.5, draw(cites), draw(short))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer with up to seven quotes, answered or declined, and up to three parts."""
    found = [draw(citations(draw(articles()), n)) for n in range(1, draw(st.integers(0, 7)) + 1)]
    is_answered = draw(st.booleans())
    short = found[0].quote if found and is_answered and draw(st.booleans()) else None
    cites = st.sampled_from([(1,), (), (2, 1), tuple(range(1, 40))])
    statements = draw(st.lists(st.builds(Statement, TEXTS, cites), max_size=4))
    return Answer(
        question=draw(TEXTS),
        status=Status.ANSWERED if is_answered else Status.DECLINED,
        text=draw(st.one_of(st.just(""), TEXTS)),
        statements=tuple(statements),
        confidence=0.5,
        answerer="extractive",
        quotes=tuple(found) if is_answered else (),
        closest=() if is_answered else tuple(found),
        short=short,
        asked=draw(TEXTS),
        strange=tuple(draw(st.lists(TEXTS, max_size=5))),
        disagreements=tuple(draw(st.lists(disagreements(len(found)), max_size=3))),
        writing=draw(st.one_of(st.none(), writings())),
        parts=tuple(draw(st.lists(parts(found), max_size=3))),
    )


def is_shown_as(shown: str, original: str) -> bool:
    """Whether it is the same, character for character, but for symbols for what is not visible."""
    original = original.replace("\r\n", "\n")
    return len(shown) == len(original) and all(
        a == b or (a in SYMBOLS and (unicodedata.category(b)[0] in "CZ" or b in FILLERS))
        for a, b in zip(shown, original, strict=True)
    )


@QUICK
@given(answers(), st.integers(0, 9), st.booleans(), st.one_of(st.none(), TEXTS, st.just("U123")))
def test_any_answer_is_a_message_within_every_limit(
    answer: Answer, shown: int, ephemeral: bool, shared_by: str | None
) -> None:
    message = answer_message(
        answer, record=RECORD, shown=shown, shared_by=shared_by, ephemeral=ephemeral
    )
    check_message(message.text, message.blocks)


@QUICK
@given(answers(), st.integers(1, 8))
def test_any_further_quotes_are_a_message_within_every_limit(answer: Answer, first: int) -> None:
    message = quotes_message(answer, record=RECORD, first=first)
    check_message(message.text, message.blocks)


@QUICK
@given(answers())
def test_a_quote_s_words_can_be_read_back_and_a_cut_can_be_seen(answer: Answer) -> None:
    message = answer_message(answer, record=RECORD, shown=5)
    cited = (answer.quotes or answer.closest)[:5]
    quotes = pieces_of_quotes(message.blocks)
    assert bool(quotes) == bool(cited)
    for citation, pieces in zip(cited, quotes, strict=False):  # fewer, where they are long
        words, original = words_of(pieces), citation.quote.text
        if not any(map(is_mark, pieces)):
            assert is_shown_as(words, original) or words.endswith("(blank)")
            continue
        lines = original.replace("\r\n", "\n")
        starts = range(len(lines) - len(words) + 1) if is_mark(pieces[0]) else range(1)
        assert any(is_shown_as(words, lines[at : at + len(words)]) for at in starts)
        assert 60 < len(words) < len(original)


@QUICK
@given(answers())
def test_only_what_answers_is_bold(answer: Answer) -> None:
    message = answer_message(answer, record=RECORD, shown=5)
    for citation, pieces in zip(answer.quotes[:5], pieces_of_quotes(message.blocks), strict=False):
        quote = citation.quote
        highlighted = {n - quote.start for a, b in citation.highlights for n in range(a, b)}
        kept = [n for n in range(len(quote.text)) if n in highlighted]
        assert sum(map(len, bold_of(pieces))) <= len(kept)
        if not any(map(is_mark, pieces)):
            lines = "".join(quote.text[n] for n in kept if quote.text[n : n + 2] != "\r\n")
            assert is_shown_as("".join(bold_of(pieces)), lines)
    if not answer.answered:
        assert not any(bold_of(pieces) for pieces in pieces_of_quotes(message.blocks))


@QUICK
@given(st.data())
def test_any_article_is_a_modal_within_every_limit_with_the_quote_in_it(
    data: st.DataObject,
) -> None:
    article = data.draw(articles())
    citation = data.draw(citations(article, 2))
    view = article_modal(
        article, citation.quote, record=RECORD, number=2, numbers=[1, 2, 3],
        highlights=citation.highlights,
    ).as_json()  # fmt: skip
    check_view(view)
    pieces = [piece for part in pieces_of_quotes(view["blocks"]) for piece in part]
    if 5 * len(citation.quote.text) <= WHOLE_IN_MODAL and citation.quote.text.strip():
        assert is_shown_as(words_of(pieces), citation.quote.text)


@QUICK
@given(st.integers(0, 10**7), st.lists(TEXTS, max_size=12), st.one_of(st.none(), TEXTS), URLS)
def test_any_home_tab_and_greeting_are_within_every_limit(
    number: int, texts: list[str], newest: str | None, url: str | None
) -> None:
    now = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    asked = [Asked(text, now, answered=n % 2 == 0, url=url) for n, text in enumerate(texts)]
    home = Home(number, number, now, newest, texts, texts, asked)
    check_view(home_view(home).as_json())
    greeting = greeting_message(texts)
    check_message(greeting.text, greeting.blocks)
    assert len(suggested_prompts(texts)) <= 4


@QUICK
@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=130), st.booleans())
def test_any_settings_are_a_modal_within_every_limit(
    chosen: list[str], offered: list[str], ephemeral: bool
) -> None:
    settings_ = Settings("C1", "off", ephemeral, chosen, offered)
    check_view(settings_modal(settings_).as_json())


@QUICK
@given(TEXTS)
def test_any_notice_is_a_message_within_every_limit(text: str) -> None:
    message = notice(text)
    check_message(message.text, message.blocks)


@given(st.lists(TEXTS, unique=True, max_size=8))
def test_sources_that_differ_have_values_that_differ(names: list[str]) -> None:
    assert len({source_value(name) for name in names}) == len(names)


def test_the_feedback_form_is_a_modal_that_leads_back_to_its_record() -> None:
    view = feedback_modal(RECORD).as_json()
    check_view(view)
    assert view["private_metadata"] == RECORD


@pytest.mark.parametrize("length", [1, 800, 1_200, 1_201, 3_000, 50_000])
def test_the_words_that_answer_are_in_view_wherever_they_stand(length: int) -> None:
    text = "filler " * (length // 7) + "Wendy Sherman " + "more " * (length // 5)
    article = Article("a1", text, (Span(0, len(text)),))
    at = text.index("Wendy")
    citation = Citation(1, article.quote(0, len(text)), ((at, at + 13),))
    answer = Answer(
        "Who?", Status.ANSWERED, "", (), 0.9, "extractive", quotes=(citation,)
    )  # fmt: skip
    message = answer_message(answer, record=RECORD)
    (pieces,) = pieces_of_quotes(message.blocks)
    assert bold_of(pieces) == ["Wendy Sherman"]
    assert "Wendy Sherman" in message.text
    check_message(message.text, message.blocks)
    assert ("show_quote", f"{RECORD}:1") in [b[1:] for b in buttons(message.blocks)]


def test_hundreds_of_highlights_do_not_make_a_message_too_large() -> None:
    text = "a b " * 290
    article = Article("a1", text, (Span(0, len(text)),))
    every = tuple((n, n + 1) for n in range(0, len(text), 4))
    quotes = tuple(Citation(n, article.quote(0, len(text)), every) for n in range(1, 6))
    answer = Answer("Who?", Status.ANSWERED, "", (), 0.9, "extractive", quotes)
    message = answer_message(answer, record=RECORD, shown=5)
    check_message(message.text, message.blocks)


def test_of_many_sources_those_chosen_and_the_first_are_offered_and_the_rest_counted() -> None:
    offered = [f"Outlet {n}" for n in range(150)]
    view = settings_modal(Settings("C1", sources=["Outlet 149"], offered=offered)).as_json()
    check_view(view)
    options = view["blocks"][2]["element"]["options"]
    assert [option["value"] for option in options] == ["Outlet 149", *offered[:99]]
    assert view["blocks"][3]["elements"][0]["text"] == "50 more sources cannot be offered here."
