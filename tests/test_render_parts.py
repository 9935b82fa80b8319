"""How the answer to a question of several parts looks, in a terminal, in Markdown and in Slack."""

from __future__ import annotations

import io
from dataclasses import replace

from slack_shapes import bold_of, check_message, texts

from bot.answer import Answer, Citation, Part, Statement, Status, Writing
from bot.render import terminal
from bot.render.markdown import document
from bot.render.screen import Line, Screen
from bot.render.slack import answer_message
from index.articles import Article, Span

TEXT = "Sherman leads the delegation. Ryabkov leads the other."
ARTICLE = Article("a1", TEXT, (Span(0, 29), Span(30, 54)))
QUOTES = Citation(1, ARTICLE.quote(0, 29), ((0, 7),)), Citation(2, ARTICLE.quote(30, 54))
HOSTILE = "who *left* <!channel> [x](y) \x1b[31m?"
PARTS = (
    Part("Who leads?", "Who leads?", Status.ANSWERED, 0.9, (1,), ARTICLE.quote(0, 7)),
    Part("who came?", "who came to the talks?", Status.ANSWERED, 0.8, (2, 1)),
    Part(HOSTILE, HOSTILE, Status.DECLINED, 0.1),
)
LEAD = "One article speaks to this:"


def answered(*parts: Part) -> Answer:
    told = (Statement(f"{one.question} {one.said}".strip(), one.quotes) for one in parts)
    return Answer(
        "Who leads, who came and who left?", Status.ANSWERED, "", (*told, Statement(LEAD, (1, 2))),
        0.8, "extractive", QUOTES, parts=parts,
    )  # fmt: skip


def written() -> Answer:
    """The same in a model's words."""
    plain = answered(*PARTS)
    said = (Statement("Sherman does.", (1,)), Statement("Ryabkov came.", (2,)))
    statements = (*said, *(one for one in plain.statements if not one.cites))
    parts = tuple(replace(part, short=None) for part in PARTS)
    return replace(plain, statements=statements, parts=parts, writing=Writing("test:small"))


def declined() -> Answer:
    parts = tuple(replace(part, status=Status.DECLINED, quotes=(), short=None) for part in PARTS)
    return Answer(
        "Who?", Status.DECLINED, "The articles don’t say.", (), 0.1, "extractive",
        closest=QUOTES, parts=parts,
    )  # fmt: skip


def plain(lines: list[Line]) -> str:
    stream = io.StringIO()
    Screen(stream).print(lines)
    return stream.getvalue()


def test_in_a_terminal_each_part_has_a_line_with_its_short_answer_and_its_quotes() -> None:
    assert plain(terminal.answer_lines(answered(*PARTS))) == (
        "Who leads? Sherman [1]\n"
        "who came? [2][1]\n"
        "who *left* <!channel> [x](y) ␛[31m? The articles don’t say.\n"
        "One article speaks to this:\n"
        "\n"
        "[1] Sherman leads the delegation.\n"
        "    a1 [0:29] · sentence 1 of 2\n"
        "\n"
        "[2] Ryabkov leads the other.\n"
        "    a1 [30:54] · sentence 2 of 2\n"
    )


def test_in_a_model_s_words_only_what_is_not_answered_is_named() -> None:
    assert plain(terminal.answer_lines(written())).startswith(
        "Sherman does. [1] Ryabkov came. [2] who *left* <!channel> [x](y) ␛[31m? The articles don’t"
        " say.\nWritten by test:small;"
    )


def test_a_question_of_which_no_part_is_answered_is_declined_as_any_other() -> None:
    printed = plain(terminal.answer_lines(declined()))
    assert printed.startswith("The articles don’t say.\n\nClosest, but not an answer:\n\n[1]")


def test_why_tells_what_became_of_each_part() -> None:
    rows = plain(terminal.why_lines(answered(*PARTS))).splitlines()
    assert "confidence  80% that the quotes answer the part least sure of those answered" in rows
    assert "part 2      answered, 80% · who came to the talks?" in rows
    assert "part 3      declined, 10% · who *left* <!channel> [x](y) ␛[31m?" in rows


def test_in_markdown_each_part_is_a_paragraph_and_escaped() -> None:
    assert (
        "\n\nWho leads? Sherman\\[1\\]\n\nwho came?\\[2\\]\\[1\\]\n\n"
        "who \\*left\\* \\<!channel\\> \\[x\\](y) ␛\\[31m? The articles don’t say.\n\n"
        "One article speaks to this:\\[1\\]\\[2\\]\n\n"
    ) in document([answered(*PARTS)])


def test_in_slack_each_part_is_a_paragraph_with_what_answers_it_in_bold() -> None:
    message = answer_message(answered(*PARTS), record="k3x9")
    check_message(message.text, message.blocks)
    first, second, third, lead = message.blocks[:4]
    assert "".join(texts(first)) == "Who leads? Sherman [1]"
    assert "".join(texts(second)) == "who came? [2][1]"
    assert "".join(texts(third)).endswith("␛[31m? The articles don’t say.")
    bold = [bold_of(one["elements"][0]["elements"]) for one in (first, second, third)]
    assert bold == [["Sherman"], [], ["The articles don’t say."]]
    assert (lead["type"], list(texts(lead))) == ("context", [LEAD])


def test_in_slack_a_long_part_leaves_room_to_say_that_it_is_not_answered() -> None:
    long = Part("who " * 480, "", Status.DECLINED, 0.1)
    for answer in (answered(PARTS[0], long), replace(written(), parts=(PARTS[0], long))):
        message = answer_message(answer, record="k3x9")
        check_message(message.text, message.blocks)
        assert any("…" in one and len(one) < 400 for one in texts(message.blocks[1]))
        assert "The articles don’t say." in list(texts(message.blocks[1]))


def test_in_slack_a_model_s_words_stand_above_what_is_not_answered() -> None:
    message = answer_message(written(), record="k3x9")
    check_message(message.text, message.blocks)
    words, left, whose = message.blocks[:3]
    assert "".join(texts(words)) == "Sherman does. [1] Ryabkov came. [2]"
    assert "".join(texts(left)).endswith("? The articles don’t say.")
    assert "Written by test:small" in "".join(texts(whose))
