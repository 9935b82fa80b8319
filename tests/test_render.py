"""How an answer looks: to the letter in a pipe, in colours in a terminal, harmless in both."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from bot.answer import Answer, Citation, Disagreement, Statement, Status, Usage, Writing
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


def test_a_name_that_no_article_has_is_said_before_the_quotes() -> None:
    one = replace(answered(article("He left.")), strange=("Hungary", "Tonga\x1b[31m"))
    assert plain(terminal.answer_lines(one)).startswith(
        "One article speaks to this:\n"
        "None of the articles has the names “Hungary” and “Tonga␛[31m”.\n\n[1] He left."
    )
    other = replace(declined(article("He left.")), strange=("Hungary",))
    assert plain(terminal.answer_lines(other)).startswith(
        "The articles don’t say.\nNone of the articles has the name “Hungary”.\n\nClosest"
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


def test_without_colours_long_lines_are_wrapped_and_indented_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = terminal.answer_lines(answered(article("He left for Geneva again. " * 9), ((0, 2),)))
    for name, value in {"NO_COLOR": "1", "FORCE_COLOR": "1", "COLUMNS": "60"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TERM", "xterm")
    printed = plain(lines)
    assert max(map(len, printed.splitlines())) <= 60
    assert "\n    left for Geneva again." in printed
    monkeypatch.setenv("TERM", "dumb")
    assert max(map(len, plain(lines).splitlines())) > 60


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


def test_in_markdown_the_short_answer_is_a_paragraph_of_its_own() -> None:
    one = article("Wendy Sherman leads.")
    lead = Statement("One article speaks to this:", (1,))
    statements = (Statement("Wendy Sherman", (1,)), lead)
    text = "Wendy Sherman[1] One article speaks to this:[1]"
    short = replace(answered(one), text=text, statements=statements, short=one.quote(0, 13))
    paragraphs = "\n\nWendy Sherman\\[1\\]\n\nOne article speaks to this:\\[1\\]\n\n"
    assert paragraphs in document([short])


def written(one: Article, **told: object) -> Answer:
    """An answer in a model's words, of two sentences."""
    statements = (Statement("He left,\nthey say.", (1,)), Statement("She \x1b[31mstayed.", (1,)))
    writing = Writing("openai:small", **told)  # type: ignore[arg-type]
    return replace(answered(one), statements=statements, answerer="openai:small", writing=writing)


def test_a_model_s_sentences_are_a_paragraph_above_whose_words_they_are_and_the_quotes() -> None:
    assert plain(terminal.answer_lines(written(article("He left. She stayed.")))) == (
        "He left, they say. [1] She ␛[31mstayed. [1]\n"
        "Written by openai:small; each sentence was checked against the quotes it cites.\n"
        "\n"
        "[1] He left. She stayed.\n"
        "    a1 [0:20] · sentence 1 of 1\n"
    )


def test_in_a_terminal_the_numbers_in_a_model_s_words_are_coloured_like_those_of_the_quotes() -> (
    None
):
    printed = fancy(terminal.answer_lines(written(article("He left."))))
    assert printed.count("\x1b[1;36m [1]\x1b[0m") == 2
    assert "\x1b[2mWritten by openai:small" in printed


REASON = "openai:small did not answer in time, so these are the quotes alone."


def test_without_a_model_s_words_the_reason_stands_below_the_quotes() -> None:
    one = replace(answered(article("He left.")), writing=Writing("openai:small", fallback=REASON))
    printed = plain(terminal.answer_lines(one))
    assert printed.startswith("One article speaks to this:\n\n[1] He left.")
    assert printed.endswith(f"\n\n{REASON}\n")
    assert "Written by" not in printed


def test_of_a_declined_answer_nothing_of_the_model_s_is_shown() -> None:
    one = replace(
        declined(article("He left.")),
        statements=(Statement("It was her.", (1,)),),
        writing=Writing("openai:small", vetoed=True, fallback=REASON),
    )
    for printed in (plain(terminal.answer_lines(one)), document([one])):
        assert not any(word in printed for word in ("openai", "It was her"))


def test_quotes_that_differ_stand_side_by_side_with_outlet_and_date() -> None:
    one = answered(article("There are 100,000 troops.", **STATED))
    other = Citation(2, article("There are 175,000.", published="2021-12-04").quote(0, 18))
    differing = Disagreement("how many troops", ((1,), (2,)), ("100,000", "175,000"))
    both = replace(one, quotes=(*one.quotes, other), disagreements=(differing,))
    sentence = (
        "The articles differ on how many troops: 100,000 [1] (Daily, 7 January 2022); "
        "175,000 [2] (4 December 2021)."
    )
    assert plain(terminal.answer_lines(both)).endswith(f"\n\n{sentence}\n")
    assert escaped(sentence) in document([both])


SAID = "“They will rebuild it,” said Ada Brook."


def test_a_quote_that_is_somebody_s_speech_says_whose() -> None:
    one = answered(article(SAID, **STATED))
    where = "Said by Ada Brook · Talks · Daily · 7 January 2022"
    assert f"    {where}\n" in plain(terminal.answer_lines(one))
    assert f"\\[1\\] {where}" in document([one])
    assert one.as_json()["quotes"][0]["said_by"] == "Ada Brook"
    bare = plain(terminal.answer_lines(answered(article(SAID))))
    assert "    Said by Ada Brook\n    a1 [0:39]" in bare


def test_a_quote_in_the_article_s_own_words_is_said_by_nobody() -> None:
    one = answered(article("He left.", **STATED))
    assert "Said by" not in plain(terminal.answer_lines(one))
    assert "said_by" not in one.as_json()["quotes"][0]


@pytest.mark.parametrize("indent", ["    ", "\t", "  \t "])
def test_no_line_of_a_quote_is_so_far_in_that_markdown_makes_it_code(indent: str) -> None:
    text = f"{indent}He *left*.\n \n{indent}She stayed.\r\n{indent}1. So."
    printed = document([answered(article(text, **STATED))])
    assert "> He \\*left\\*.  \n>   \n> She stayed.  \n> 1\\. So." in printed


def test_markdown_has_a_model_s_words_escaped_and_says_whose_they_are() -> None:
    one = replace(
        written(article("He left.")), statements=(Statement("*He* [left](x) <b>.", (1,)),)
    )
    printed = document([one])
    assert "\\*He\\* \\[left\\](x) \\<b\\>.\\[1\\]\n" in printed
    assert "Written by openai:small; each sentence was checked" in printed


def test_why_tells_what_a_model_did_and_what_of_it_is_not_shown() -> None:
    one = written(
        article("He left."),
        prompts={"answer": "3", "follow_up": "1"},
        usage=Usage(2, 1834, 96, 0.00123),
        from_cache=True,
        overruled=True,
        dropped=("“He met Putin.”: the quotes do not have the name “Putin”", "it has no citation"),
    )
    rows = [line.split(maxsplit=1) for line in plain(terminal.why_lines(one)).splitlines()]
    assert ["model", "openai:small, from the cache"] in rows
    assert ["prompts", "answer 3, follow_up 1"] in rows
    assert ["used", "2 calls · 1,834 tokens in, 96 out · $0.0012"] in rows
    assert ["overruled", "the model would have declined; the quotes answer all the same"] in rows
    assert [value for key, value in rows if key == "dropped"] == list(one.writing.dropped)  # type: ignore[union-attr]


def test_why_counts_the_sentences_whose_reasons_are_not_told() -> None:
    one = written(article("He left."), dropped=("it has no citation",), dropped_more=1_018)
    rows = [line.split(maxsplit=1) for line in plain(terminal.why_lines(one)).splitlines()]
    told = [value for key, value in rows if key == "dropped"]
    assert told == ["it has no citation", "and 1,018 more"]


def test_why_of_a_declined_answer_tells_a_veto_and_of_an_unknown_price_that_it_is() -> None:
    writing = Writing("ollama:small", vetoed=True, usage=Usage(1, 10, 2))
    printed = plain(terminal.why_lines(replace(declined(article("He left.")), writing=writing)))
    assert "the model would have answered; the articles have no evidence" in printed
    assert "1 call · 10 tokens in, 2 out · price not known" in printed
