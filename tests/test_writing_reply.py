"""Whatever a model returns, read as plain sentences with ids, or as a no."""

from __future__ import annotations

import time
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writing.reply import MAX_CHARS, MAX_LOOKED_AT, MAX_SENTENCES, Said, parse


def read(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences that have no fault."""
    return [(draft.text, draft.ids) for draft in parse(text).drafts if not draft.fault]


def faults(text: str) -> list[str]:
    return [draft.fault for draft in parse(text).drafts]


@pytest.mark.parametrize(
    "reply",
    [
        "Sherman leads [S3].", "Sherman leads. [S3]", "Sherman leads [3].", "Sherman leads (S3).",
        "Sherman leads S3.", "Sherman leads. S3", "[S3] Sherman leads.", "S3: Sherman leads.",
        "- Sherman leads. (S3)", "* **Sherman** leads [s3].", "1. Sherman leads [S3].",
        "1) Sherman leads [S3].", "> Sherman leads [S3].", "Sherman leads【S3】.",
        "Sherman leads [^3].", "Sherman leads [[S3]].", "Sherman leads [S3](#S3).",
        "Sherman leads \\[S3\\].", "Sherman leads [Source: S3].", "Sherman leads (see S3).",
        "Sherman leads [S-3].", "Sherman leads (source: S-3).", "Sherman leads (S 3).",
        "Sherman leads (sentence 3).", "Sherman leads.\n[S3]", "Sherman leads.\n\nSource: S3",
        "```\nSherman leads [S3].\n```", "Here is the answer:\nSherman leads [S3].",
        "Sure! Here is the answer:\n\n**Answer:** Sherman leads [S3].",
        "Based on the provided sentences, Sherman leads [S3].",
        "<think>The user asks [S1].</think>Sherman leads [S3].",
        "The user asks [S1].</think>Sherman leads [S3].", "<p>Sherman <b>leads</b> [S3].</p>",
        "Sher\x00man\x1b leads\u200b [S3].", "| Sherman leads. | S3 |", "_Sherman_ leads [S3].",
        '{"text": "Sherman leads.", "ids": ["S3"]}', '{"answer": "Sherman leads [S3]."}',
        'Here it is: {"sentences": [{"text": "Sherman leads.", "cites": [3]}]}',
        '```json\n[{"sentence": "Sherman leads.", "ids": "S3"}, {"sentence": "Ryab',
        "Sherman leads [S3]. Sherman leads [S3]. Sherman leads [S3].",
    ],
)  # fmt: skip
def test_ids_are_read_in_whatever_form_they_come(reply: str) -> None:
    assert read(reply) == [("Sherman leads.", (3,))]


@pytest.mark.parametrize(
    "ids", ["[S3, S4]", "(S3, S4)", "[3][4]", "[S3] [S4]", "(S3 and S4)", "[S3-S4]", "[3–4]",
            "[S3; S4]", "(S3-4)", "[S3 to S4]", "[S3/S4]", "(Sentences S3 & S4)"],
)  # fmt: skip
def test_several_ids_are_read_in_whatever_form_they_come(ids: str) -> None:
    assert read(f"Sherman leads {ids}.") == [("Sherman leads.", (3, 4))]


def test_each_sentence_has_its_own_ids() -> None:
    inside = "Sherman leads [S3]. U.S. talks begin on Jan. 12 [S4, S5]."
    after = "Sherman leads. [S3] U.S. talks begin on Jan. 12. [S4, S5]"
    expected = [("Sherman leads.", (3,)), ("U.S. talks begin on Jan. 12.", (4, 5))]
    assert read(inside) == read(after) == expected


@pytest.mark.parametrize(
    "reply",
    [
        "[S1] Sherman leads. [S2, S3] Ryabkov speaks.",
        "[S1]: Sherman leads. [S2] [S3]: Ryabkov speaks.",
        "S1: Sherman leads. S2, S3: Ryabkov speaks.",
        "**[S1]** Sherman leads. **[S2, S3]** Ryabkov speaks.",
        "Answer: (S1) Sherman leads. (S2, S3) Ryabkov speaks.",
        "[S1] Sherman leads. Ryabkov speaks [S2, S3].",
        "[S1] Sherman leads. Ryabkov speaks. [S2, S3]",
    ],
)
def test_in_a_line_that_opens_with_ids_they_belong_to_the_sentence_behind_them(reply: str) -> None:
    assert read(reply) == [("Sherman leads.", (1,)), ("Ryabkov speaks.", (2, 3))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey bought the S-400.",
        "It bought the S-300 and the S-400.",
        "It bought missiles (S-400) from Russia.",
        "Samsung sells the Galaxy S21.",
    ],
)
def test_a_name_that_looks_like_an_id_is_none(sentence: str) -> None:
    assert read(f"{sentence[:-1]} [S2].") == read(f"{sentence} [S2]") == [(sentence, (2,))]


def test_the_number_of_a_list_is_no_part_of_its_sentence() -> None:
    assert read("Sherman leads it. [S1] 2. They met in Geneva. [S2]") == [
        ("Sherman leads it.", (1,)),
        ("They met in Geneva.", (2,)),
    ]


def test_a_number_in_round_brackets_is_no_id() -> None:
    assert read("In all (3) troops came [S1].") == [("In all (3) troops came.", (1,))]


def test_a_range_is_spelled_out_only_so_far() -> None:
    assert len(parse("Sherman leads [S1-S900].").drafts[0].ids) == 31


def test_a_sentence_without_ids_has_a_fault() -> None:
    assert faults("Sherman leads. Talks begin [S4].") == ["it cites no sentence", ""]


@pytest.mark.parametrize(
    "reply",
    ["NOT IN THE ARTICLES", "Not in the articles.", "The articles do not say who leads [S1].",
     "I'm sorry, I cannot answer that.", "The provided sentences don’t mention it.",
     "There is no information about this.", '{"sentences": []}', "NOTHING",
     "As an AI language model, I cannot know.", "The provided text doesn't mention it [S1, S2].",
     "Not in the articles [S1].", "The provided sentences do not include it [S1].",
     "These articles never name him [S2].", "The sentences do not mention it [S1]."],
)  # fmt: skip
def test_a_no_is_a_no_in_whatever_words(reply: str) -> None:
    assert parse(reply).said is Said.DECLINED


@pytest.mark.parametrize(
    "sentence",
    [
        "Sources close to the talks said no deal was reached.",
        "The question of NATO membership is not on the table.",
        "The text of the treaty was not published.",
        "The text does not mention Kyiv.",
        "There is no evidence that Russia will invade, Peskov said.",
        "We cannot accept it, Ryabkov said.",
        "The sentences never include prison terms.",
        "The articles do not provide for fines.",
        "Nothing.",
    ],
)
def test_a_sentence_with_ids_is_no_no(sentence: str) -> None:
    assert read(f"{sentence[:-1]} [S2].") == [(sentence, (2,))]
    beside = [("Sherman leads.", (1,)), (sentence, (2,))]
    assert read(f"Sherman leads [S1]. {sentence[:-1]} [S2].") == beside


def test_a_no_beside_an_answer_is_told_as_one() -> None:
    told = ["it cites no sentence and reads as a no", ""]
    assert faults("There is no information on the date. Sherman leads [S3].") == told
    assert faults("The articles do not say when [S2]. Sherman leads [S3].") == ["", ""]


@pytest.mark.parametrize(
    "reply",
    [
        "",
        " \n\t",
        "\x00",
        "...",
        "{{{{",
        "[[[[",
        "Here it is:",
        "[S1]",
        "In short: S1, S2.",
        "Here it is: [S1]",
    ],
)
def test_a_reply_that_says_nothing_is_neither_an_answer_nor_a_no(reply: str) -> None:
    assert parse(reply).said is Said.NOTHING


def test_what_holds_counts_though_there_is_a_no_beside_it() -> None:
    assert read("Not in the articles. Sherman leads [S3].") == [("Sherman leads.", (3,))]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("See https://evil.example/x [S1].", "it has a link"),
        ("See evil.com [S1].", "it has a link"),
        ("See [the site](https://evil.example) [S1].", "it has a link"),
        ("Write to me@evil.example [S1].", "it has a link"),
        ("Wake up @channel, it rains [S1].", "it mentions somebody in a chat"),
        ("Ask <@U123> about it [S1].", "it mentions somebody in a chat"),
        ("It is <script>alert(1)</script> here [S1].", "it has markup"),
        ("It is &lt;img src=x&gt; here [S1].", "it has markup"),
        ("It has {{question}} in it [S1].", "it has markup"),
    ],
)
def test_links_mentions_and_tags_are_not_shown(sentence: str, fault: str) -> None:
    assert faults(sentence) == [fault]


def test_a_sentence_that_is_too_long_has_a_fault() -> None:
    long = "a " * 200 + "b"
    assert faults(f"{long} [S1].") == ["it has 402 characters; at most 400 are shown"]


def test_sentences_past_the_fifth_are_counted_and_left_out() -> None:
    reply = parse(" ".join(f"Sentence number {n} rains [S{n}]." for n in range(1, 9)))
    assert [draft.ids for draft in reply.drafts] == [(1,), (2,), (3,), (4,), (5,)]
    assert reply.left_out == 3


def test_the_last_words_of_a_reply_that_was_cut_off_are_not_whole() -> None:
    reply = parse("Sherman leads [S3]. The talks do not beg", cut_off=True)
    assert [draft.fault for draft in reply.drafts] == ["", "the reply was cut off in it"]


@given(
    st.text(st.sampled_from(list("aB .,[](){}<>\"'S123-*_`|:\n\\/@#\x00\u202e“”é中")), max_size=400)
)
def test_whatever_is_read_is_plain_text_within_its_limits(reply: str) -> None:
    found = parse(reply)
    shown = [draft for draft in found.drafts if not draft.fault]
    assert len([draft for draft in found.drafts if draft.ids]) <= MAX_SENTENCES
    assert len(found.drafts) <= MAX_LOOKED_AT
    for draft in shown:
        assert draft.ids
        assert 0 < len(draft.text) <= MAX_CHARS
        assert not any(category(char) in ("Cc", "Cf", "Cs", "Co") for char in draft.text)
        assert not set(draft.text) & set("<>{}[]|*`\\")


@given(st.text(max_size=300))
def test_any_text_at_all_is_read(reply: str) -> None:
    assert parse(reply).said in Said


@pytest.mark.parametrize(
    "unit",
    ["S1 ", "[S1, ", "a", "Sherman leads [S1]. ", "[ ", "(see ", "_*", "@", "\n", ": ", "&lt;",
     ".com", '{"', "aa-", "Answer: ", "<b ", "the articles ", "S1-", "“", "- ", "1. ", "<think>",
     "|-", "| :-: ", "| - | "],
)  # fmt: skip
def test_200_kb_of_anything_are_read_in_less_than_a_second(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.perf_counter()
    parse(text)
    parse(text[:1_000] + "yes |")
    assert time.perf_counter() - started < 1.0
