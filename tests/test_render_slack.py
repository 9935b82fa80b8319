"""How an answer looks in Slack. That any of them fits: `test_render_slack_limits`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from slack_shapes import (
    bold_of,
    buttons,
    check_message,
    is_mark,
    pieces_of_quotes,
    texts,
    words_of,
)

from bot.answer import Answer, Citation, Disagreement, Statement, Status, Writing
from bot.render.slack import (
    View,
    answer_message,
    quotes_message,
)
from bot.render.slack.messages import Message
from index.articles import Article, Kind, Span

RECORD = "k3x9"
LEAD = "One article speaks to this:"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)


def article(text: str, **stated: str | None) -> Article:
    """An article that is one sentence."""
    return Article("a1", text, (Span(0, len(text)),), **stated)


def cite(one: Article, number: int = 1, bold: str = "") -> Citation:
    """The whole article as a quote, with one word or more that answer."""
    at = one.text.index(bold)
    highlights = ((at, at + len(bold)),) if bold else ()
    return Citation(number, one.quote(0, len(one.text)), highlights, 0.5)


def answered(*citations: Citation) -> Answer:
    numbers = tuple(citation.number for citation in citations)
    return Answer(
        "Who leads?", Status.ANSWERED, LEAD, (Statement(LEAD, numbers),), 0.8123, "extractive",
        citations,
    )  # fmt: skip


def declined(*citations: Citation) -> Answer:
    text = "The articles don’t say."
    return Answer("Who?", Status.DECLINED, text, (), 0.1, "extractive", closest=citations)


def message_of(answer: Answer, **options: object) -> Message:
    message = answer_message(answer, record=RECORD, **options)  # type: ignore[arg-type]
    check_message(message.text, message.blocks)
    return message


def words(message: Message | View) -> str:
    return " / ".join(texts(message.blocks))


STATED = {"title": "Talks", "outlet": "Daily", "published": "2022-01-07"}
SHERMAN = article("It will be led by Wendy Sherman on Monday.", **STATED)


def test_an_answer_is_lead_quotes_with_their_sources_and_buttons() -> None:
    message = message_of(answered(cite(SHERMAN, bold="Wendy Sherman")))
    lead, quote, source, actions = message.blocks
    assert list(texts(lead)) == [LEAD]
    assert pieces_of_quotes([quote]) == [
        [
            {"type": "text", "text": "It will be led by "},
            {"type": "text", "text": "Wendy Sherman", "style": {"bold": True}},
            {"type": "text", "text": " on Monday."},
        ]
    ]
    assert source["text"]["text"] == "[1] Talks · Daily · 7 January 2022"
    assert buttons([source]) == [("Show in article", "show_quote", "k3x9:1")]
    assert buttons([actions]) == [("👍", "helped", "k3x9:0"), ("👎", "not_helped", "k3x9:0")]


def test_a_short_answer_comes_first_and_the_lead_is_small() -> None:
    one = replace(answered(cite(SHERMAN)), short=SHERMAN.quote(18, 31))
    lead = Statement(LEAD, (1,))
    message = message_of(replace(one, statements=(Statement("Wendy Sherman", (1,)), lead)))
    assert list(texts(message.blocks[0])) == ["Wendy Sherman", " [1]"]
    assert message.blocks[1]["type"] == "context"
    assert list(texts(message.blocks[1])) == [LEAD]


def test_the_notification_is_the_answer_s_first_words() -> None:
    one = answered(cite(SHERMAN))
    assert message_of(one).text == SHERMAN.text
    short = replace(one, short=SHERMAN.quote(18, 31))
    assert message_of(short).text.startswith("Wendy Sherman — It will be led by")
    assert message_of(declined(cite(SHERMAN))).text == "The articles don’t say."


def test_a_declined_answer_says_so_and_what_came_closest_without_bold_words() -> None:
    message = message_of(declined(cite(SHERMAN, bold="Wendy")))
    shown = list(texts(message.blocks))
    assert shown[:2] == ["The articles don’t say.", "Closest, but not an answer:"]
    (pieces,) = pieces_of_quotes(message.blocks)
    assert words_of(pieces) == SHERMAN.text
    assert not bold_of(pieces)


def test_a_declined_answer_without_passages_offers_none() -> None:
    message = message_of(declined())
    assert "Closest" not in words(message)
    assert not pieces_of_quotes(message.blocks)


def test_the_confidence_is_not_shown() -> None:
    shown = json.dumps(message_of(answered(cite(SHERMAN))).blocks)
    assert "0.81" not in shown
    assert "81" not in shown


def test_a_source_without_an_outlet_names_its_file() -> None:
    titled = message_of(answered(cite(article("He left.", title="Talks"))))
    assert "[1] Talks · a1" in words(titled)
    assert "[1] a1 / " in words(message_of(answered(cite(article("He left.")))))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.news.example/a?b=1&c=2", "<https://www.news.example/a?b=1&amp;c=2|"
         "Read it at news.example>"),
        ("https://blog.example/@author", "<https://blog.example/@author|Read it at blog.example>"),
        ("javascript:alert(1)", None),
        ("https://bank.example@evil.example/", None),
        ("https://news.example/|<!channel>", None),
        ("https://news.example/a b", None),
        ("https://" + "a" * 600 + ".example", None),
        ("https://пример.example/", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_link_is_shown_only_for_a_plain_web_address_and_says_where_it_leads(
    url: str | None, shown: str | None
) -> None:
    message = message_of(answered(cite(article("He left.", url=url))))
    links = [t for t in texts(message.blocks) if t.startswith("<")]
    assert links == ([] if shown is None else [shown])


def test_more_quotes_than_are_shown_are_one_click_away() -> None:
    many = answered(*(cite(article(f"Sentence {n}."), n) for n in range(1, 10)))
    message = message_of(many)
    assert len(pieces_of_quotes(message.blocks)) == 3
    assert ("More quotes (6)", "more_quotes", "k3x9:4") in buttons(message.blocks)
    more = quotes_message(many, record=RECORD, first=4)
    assert words(more).startswith("Quotes 4 to 8 of 9 / Sentence 4.")
    assert ("More quotes (1)", "more_quotes", "k3x9:9") in buttons(more.blocks)
    last = quotes_message(many, record=RECORD, first=9)
    assert words(last).startswith("Quote 9 of 9 / Sentence 9.")
    assert "more_quotes" not in json.dumps(last.blocks)
    assert words(quotes_message(many, record=RECORD, first=10)) == "There are no more quotes."


def test_further_passages_of_a_declined_answer_are_not_called_quotes_that_answer() -> None:
    four = declined(*(cite(article(f"Sentence {n}."), n) for n in range(1, 5)))
    more = quotes_message(four, record=RECORD, first=4)
    assert words(more).startswith("Closest, but not an answer:")


def test_a_long_quote_is_cut_at_a_sentence_and_says_so_outside_of_its_words() -> None:
    sentences = [f"Sentence {n} says a little more of it. " for n in range(100)]
    text, spans, at = "".join(sentences), [], 0
    for sentence in sentences:
        spans += [Span(at, at + len(sentence) - 1), Span(at + len(sentence) - 1, at + len(sentence),
                                                         Kind.GAP)]  # fmt: skip
        at += len(sentence)
    long = Article("a1", text, tuple(spans))
    message = message_of(answered(cite(long)))
    (pieces,) = pieces_of_quotes(message.blocks)
    assert text.startswith(words_of(pieces))
    assert words_of(pieces).endswith("more of it.")
    assert is_mark(pieces[-1])
    assert "shortened here" in words(message)


def test_texts_are_data_that_ping_nobody_and_format_nothing() -> None:
    hostile = "<!channel> <@U1> <https://evil.example|click> *bold* :boom: &lt;"
    one = article(hostile, title=hostile, outlet=hostile, published=hostile)
    message = message_of(replace(answered(cite(one)), question=hostile), ephemeral=True)
    assert words_of(pieces_of_quotes(message.blocks)[0]) == hostile
    kinds = json.dumps(message.blocks)
    for markup in ('"mrkdwn"', '"user"', '"broadcast"', '"link"', '"emoji": true, "text": "<'):
        assert markup not in kinds
    assert message.text.startswith(
        "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil.example|click&gt; ∗"
    )


def test_an_ephemeral_answer_repeats_the_question_and_can_be_shared() -> None:
    message = message_of(answered(cite(SHERMAN)), ephemeral=True)
    assert words(message).startswith("You asked: Who leads?")
    assert ("Share with the channel", "share_answer", "k3x9:0") in buttons(message.blocks)


def test_a_shared_answer_names_who_shared_it_and_the_question_and_cannot_be_shared_again() -> None:
    message = message_of(answered(cite(SHERMAN)), shared_by="U0123")
    first = message.blocks[0]["elements"][0]["elements"]
    assert first[0] == {"type": "user", "user_id": "U0123"}
    assert words(message).startswith(" asked: Who leads?")
    assert "share_answer" not in json.dumps(message.blocks)
    assert words(message_of(answered(cite(SHERMAN)), shared_by="<@U1>")).startswith("<@U1>")


def test_a_follow_up_says_what_was_searched() -> None:
    one = answered(cite(SHERMAN))
    assert "Searched" not in words(message_of(replace(one, asked=one.question)))
    assert "Searched: Who leads the talks?" in words(
        message_of(replace(one, asked="Who leads the talks?"))
    )


def written(*citations: Citation, **told: object) -> Answer:
    """An answer in a model's words, of two sentences."""
    statements = (Statement("She leads it.", (1,)), Statement("*He* <!channel> left.", (1, 2)))
    writing = Writing("openai:small", **told)  # type: ignore[arg-type]
    return replace(
        answered(*citations), statements=statements, answerer="openai:small", writing=writing
    )


def test_a_model_s_sentences_come_first_with_the_numbers_of_their_quotes_and_its_name() -> None:
    message = message_of(written(cite(SHERMAN), cite(SHERMAN, 2)))
    shown = list(texts(message.blocks))
    assert shown[0] == "She leads it. [1] *He* <!channel> left. [1][2]"
    assert shown[1] == (
        "Written by openai:small; each sentence was checked against the quotes it cites."
    )
    assert len(pieces_of_quotes(message.blocks)) == 2


def test_a_model_s_words_are_data_like_an_article_s() -> None:
    message = message_of(written(cite(SHERMAN), cite(SHERMAN, 2)))
    assert "mrkdwn" not in json.dumps(message.blocks)
    assert message.text == "She leads it. ∗He∗ &lt;!channel&gt; left."


def test_an_answer_that_was_kept_still_says_whose_words_it_is_in() -> None:
    kept = replace(written(cite(SHERMAN), cite(SHERMAN, 2)), writing=None)
    assert "Written by openai:small;" in words(message_of(kept))
    assert "Written by" not in words(message_of(answered(cite(SHERMAN))))


def test_without_a_model_s_words_the_reason_is_small_below_the_quotes() -> None:
    reason = "openai:small did not answer in time, so these are the quotes alone."
    one = replace(answered(cite(SHERMAN)), writing=Writing("openai:small", fallback=reason))
    message = message_of(one)
    assert list(texts(message.blocks[0])) == [LEAD]
    assert (message.blocks[-2]["type"], list(texts(message.blocks[-2]))) == ("context", [reason])
    assert "Written by" not in words(message)


def test_of_a_declined_answer_nothing_of_the_model_s_is_shown() -> None:
    one = replace(
        declined(cite(SHERMAN)),
        statements=(Statement("It was her.", (1,)),),
        writing=Writing("openai:small", vetoed=True, fallback="It failed."),
    )
    shown = words(message_of(one))
    assert not any(word in shown for word in ("openai", "It was her", "It failed"))


def test_quotes_that_differ_stand_side_by_side_with_outlet_and_date() -> None:
    other = article("There are 175,000 troops.", published="2021-12-04")
    differing = Disagreement("how many troops", ((1,), (2,)), ("100,000", "175,000"))
    one = replace(answered(cite(SHERMAN), cite(other, 2)), disagreements=(differing,))
    assert (
        "The articles differ on how many troops: 100,000 [1] (Daily, 7 January 2022); "
        "175,000 [2] (4 December 2021)."
    ) in words(message_of(one))
    lost = replace(one, quotes=one.quotes[:1])
    assert "differ" not in words(message_of(lost))


def test_names_that_no_article_has_are_said_with_any_answer() -> None:
    strange = ("Hungary", "<!channel>", "Tonga", "Mongolia")
    said = "None of the articles has the names “Hungary”, “<!channel>” and “Tonga”."
    for one in (answered(cite(SHERMAN)), declined(cite(SHERMAN))):
        assert said in words(message_of(replace(one, strange=strange)))
    assert "None of the articles" not in words(message_of(answered(cite(SHERMAN))))


def test_a_quote_that_is_somebody_s_speech_says_whose() -> None:
    said = article("“They will rebuild it,” said Ada Brook.", **STATED)
    assert "[1] Said by Ada Brook · Talks · Daily" in words(message_of(answered(cite(said))))
