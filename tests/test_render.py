"""How an answer looks: to the letter in a pipe, in colours in a terminal, harmless in both."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from bot.answer import Answer, Citation, Statement, Status
from bot.render import terminal
from bot.render.article import article_lines
from bot.render.markdown import document, escaped
from bot.render.screen import Line, Screen
from bot.render.wording import count, harmless, one_line, place, spoken
from index.articles import Article, Kind, Span

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\]8;[^\x1b]*\x1b\\")


def article(text: str, **stated: str | None) -> Article:
    """An article that is one sentence."""
    return Article("a1", text, (Span(0, len(text)),), **stated)


def answered(one: Article, highlights: tuple[tuple[int, int], ...] = ()) -> Answer:
    """An answer that quotes the whole of an article."""
    citation = Citation(1, one.quote(0, len(one.text)), highlights, 0.5)
    lead = "One article speaks to this:"
    statements = (Statement(lead, (1,)),)
    return Answer("Who?", Status.ANSWERED, f"{lead}[1]", statements, 0.9, "extractive", (citation,))


def declined(one: Article) -> Answer:
    """A declined answer, with an article's text as the closest passage."""
    closest = (Citation(1, one.quote(0, len(one.text)), ((0, 3),)),)
    text = "The articles don’t say."
    return Answer("Who?", Status.DECLINED, text, (), 0.1, "extractive", closest=closest)


def plain(lines: list[Line]) -> str:
    stream = io.StringIO()
    Screen(stream).print(lines)
    return stream.getvalue()


def fancy(lines: list[Line], width: int = 80) -> str:
    """What a terminal gets, escape sequences and all."""
    stream = io.StringIO()
    screen = Screen(stream)
    screen.console = Console(
        file=stream, force_terminal=True, width=width, markup=False, highlight=False,
        color_system="standard", _environ={"TERM": "xterm"},
    )  # fmt: skip
    assert screen.fancy
    screen.print(lines)
    return stream.getvalue()


def visible(printed: str) -> str:
    return ESCAPES.sub("", printed)


def words(printed: str) -> str:
    return " ".join(visible(printed).split())


STATED = {"title": "Talks", "outlet": "Daily", "published": "2022-01-07"}


def test_in_a_pipe_an_answer_is_lead_quotes_and_where_they_stand() -> None:
    assert plain(terminal.answer_lines(answered(article("He left. She stayed.", **STATED)))) == (
        "One article speaks to this:\n"
        "\n"
        "[1] He left. She stayed.\n"
        "    Talks · Daily · 7 January 2022\n"
        "    a1 [0:20] · sentence 1 of 1\n"
    )


def test_what_the_source_does_not_state_is_left_out() -> None:
    printed = plain(terminal.answer_lines(answered(article("He left."))))
    assert printed.endswith("[1] He left.\n    a1 [0:8] · sentence 1 of 1\n")


def test_a_declined_answer_says_so_and_offers_the_closest_as_no_answer() -> None:
    printed = plain(terminal.answer_lines(declined(article("He left."))))
    assert printed.startswith(
        "The articles don’t say.\n\nClosest, but not an answer:\n\n[1] He left."
    )


def test_a_declined_answer_highlights_nothing() -> None:
    assert "\x1b[1;32m" not in fancy(terminal.answer_lines(declined(article("He left."))))


@pytest.mark.parametrize(
    "text",
    [
        "One\nTwo",
        "One\r\nTwo\r\n three",
        "tab\there",
        "“quotes” ‘curly’ — ünï",
        "x" * 10_000,
        "日本語 " * 200,
    ],
)
def test_in_a_pipe_a_quote_can_be_copied_byte_for_byte(text: str) -> None:
    assert f"[1] {text}\n" in plain(terminal.answer_lines(answered(article(text))))


def test_in_a_terminal_the_words_that_answer_are_highlighted() -> None:
    printed = fancy(terminal.answer_lines(answered(article("So Wendy Sherman leads."), ((3, 16),))))
    assert "\x1b[1;32mWendy Sherman\x1b[0m" in printed


def test_a_highlight_holds_behind_a_carriage_return() -> None:
    printed = fancy(terminal.answer_lines(answered(article("So\r\nWendy leads."), ((4, 9),))))
    assert "\x1b[1;32mWendy\x1b[0m" in printed
    assert "\r" not in printed


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(width: int) -> None:
    text = "Donaudampfschifffahrtsgesellschaftskapitän " * 3 + "words and more words " * 20
    printed = fancy(terminal.answer_lines(answered(article(text, **STATED))), width)
    assert max(len(line) for line in visible(printed).splitlines()) <= width
    assert text.replace(" ", "") in visible(printed).replace(" ", "").replace("\n", "")


def test_rich_markup_in_an_article_is_text() -> None:
    text = "[bold red]not markup[/bold red] [link=http://x]y[/link] :smile:"
    printed = fancy(terminal.answer_lines(answered(article(text, title="[red]t[/red]"))))
    assert text in words(printed)
    assert "[red]t[/red]" in printed
    assert "\x1b[31m" not in printed


HOSTILE = (
    "a\x1b[31mred\x1b]0;title\x07 \x9b2J \u202eevil\u202c\x00\x7f \r overwritten \ud800 \u2028 end"
)


@pytest.mark.parametrize("show", [plain, fancy])
def test_what_a_terminal_would_obey_is_shown_as_symbols(
    show: Callable[[list[Line]], str],
) -> None:
    one = article(HOSTILE, title=HOSTILE, outlet=HOSTILE, published=HOSTILE, url=HOSTILE)
    citations = answered(one).quotes
    for lines in (
        terminal.answer_lines(answered(one)),
        terminal.source_lines(citations),
        article_lines(one, HOSTILE, citations[0].quote, whole=True, fancy=True),
    ):
        printed = visible(show(lines))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", printed)
        assert "a␛[31mred" in printed


def test_harmless_keeps_offsets_and_line_ends() -> None:
    assert len(harmless(HOSTILE)) == len(HOSTILE)
    assert harmless("a\r\nb\tc\n") == "a\r\nb\tc\n"
    assert harmless("a\rb") == "a␍b"


def test_json_keeps_what_the_terminal_does_not_show() -> None:
    assert answered(article(HOSTILE)).as_json()["quotes"][0]["text"] == HOSTILE


def test_a_link_is_made_of_a_web_address_only() -> None:
    good = fancy(
        terminal.answer_lines(answered(article("x", title="T", url="https://a.example/b")))
    )
    assert "https://a.example/b\x1b\\" in good
    for url in ("javascript:alert(1)", "https://a\x1b\\b", "https://a b\nc"):
        lines = terminal.answer_lines(answered(article("x", title="T", url=url)))
        assert "\x1b]8" not in fancy(lines)


def test_no_color_and_a_dumb_terminal_get_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = terminal.answer_lines(answered(article("He left."), ((0, 2),)))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" in plain(lines)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in plain(lines)


def test_the_lead_is_not_the_quote_again() -> None:
    one = article("He left.")
    answer = answered(one)
    text = "“He left.” [1]"
    repeating = Answer(
        "Who?", Status.ANSWERED, text, (Statement(text, ()),), 0.9, "x", answer.quotes
    )
    assert plain(terminal.answer_lines(repeating)).startswith(terminal.LEAD)


TEN = "\n\n".join(f"Paragraph {n}." for n in range(10))


def ten_paragraphs() -> Article:
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"Paragraph \d\.", TEN)]
    return Article("ten", TEN, tuple(spans), title="Ten")


def test_a_place_is_shown_with_two_paragraphs_on_each_side() -> None:
    one = ten_paragraphs()
    quote = one.quote(one.sentences[5].start, one.sentences[5].end)
    printed = plain(article_lines(one, "ten.txt", quote, whole=False, fancy=False))
    assert re.findall(r"Paragraph (\d)", printed) == list("34567")
    assert "⟦Paragraph 5.⟧" in printed
    assert "… 3 paragraphs above" in printed
    assert "… 2 paragraphs below" in printed


def test_the_whole_article_has_every_character() -> None:
    one = ten_paragraphs()
    printed = plain(article_lines(one, "ten.txt", None, whole=True, fancy=False))
    assert printed.endswith(f"ten · 10 sentences\nten.txt\n\n{TEN}\n")


def test_chrome_is_dim_and_headings_are_bold() -> None:
    text = "Share\nTitle\nHe left."
    spans = (Span(0, 5, Kind.CHROME), Span(6, 11, Kind.HEADING), Span(12, 20))
    printed = fancy(article_lines(Article("a", text, spans), "", None, whole=True, fancy=True))
    assert "\x1b[2mShare" in printed
    assert "\x1b[1mTitle" in printed


def test_a_paragraph_without_end_is_cut_around_the_place() -> None:
    text = "word " * 20_000
    one = article(text)
    printed = plain(article_lines(one, "", one.quote(50_000, 50_004), whole=False, fancy=False))
    assert "⟦word⟧" in printed
    assert len(printed) < 6_000


def test_a_quote_of_several_sentences_names_them() -> None:
    one = ten_paragraphs()
    assert place(one.quote(0, one.sentences[2].end)) == "ten [0:40] · sentences 1–3 of 10"


@pytest.mark.parametrize(
    ("published", "words"),
    [("2022-01-07", "7 January 2022"), ("2022", "2022"), ("2022-13-01", "2022-13-01")],
)
def test_dates_are_spoken_as_far_as_they_are_dates(published: str, words: str) -> None:
    assert spoken(published) == words


def test_numbers_come_with_their_nouns() -> None:
    assert (count(1, "quote"), count(0, "quote")) == ("1 quote", "0 quotes")
    assert one_line(" a\n b\x07 ") == "a b␇"


def test_markdown_shows_every_character_of_a_quote() -> None:
    text = "# 1. *a* <b> [c](d) `e` _f_ & | ~ $\n- g\n1) h\n> i"
    assert escaped(text) == (
        "\\# 1. \\*a\\* \\<b\\> \\[c\\](d) \\`e\\` \\_f\\_ \\& \\| \\~ \\$\n\\- g\n1\\) h\n\\> i"
    )


def test_a_markdown_document_has_questions_quotes_and_sources() -> None:
    printed = document([answered(article("He left.\nShe stayed.", **STATED))])
    assert "## Who?" in printed
    assert "> He left.  \n> She stayed." in printed
    assert "\\[1\\] Talks · Daily · 7 January 2022 — a1 \\[0:20\\] · sentence 1 of 1" in printed
