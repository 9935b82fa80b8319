"""Where a question is split into the questions that it consists of, and where it is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parts import MOST, split

# Several sentences that ask


@pytest.mark.parametrize(
    "parts",
    [
        ("Who is Ryabkov?", "And what did he say about NATO?"),
        ("who is ryabkov?", "what did he say about nato?"),
        ("Who leads the talks?", "Where are they held?", "When do they begin?"),
        ("Does Sherman lead the talks?", "Is Geneva in Switzerland?"),
        ("Who heads the Russian delegation?", "What about the Americans?"),
        ("Can you tell me who leads the Russians?", "And who leads the Americans?"),
        ("1. Who leads the Russians?", "2. Who leads the Americans?"),
        ("What did Mr. Ryabkov say?", "Who heard it?"),
        ("Who sang “Where are you? Who cares?”?", "When was it sung?"),
        ("Who left (and why?)?", "Who stayed?"),
    ],
)
def test_sentences_that_ask_are_parts(parts: tuple[str, ...]) -> None:
    assert split(" ".join(parts)) == parts
    assert split("\n".join(parts)) == parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Hi! Who is Ryabkov? What did he say?", ("Who is Ryabkov?", "What did he say?")),
        ("Who is Ryabkov? Thanks! What did he say?", ("Who is Ryabkov?", "What did he say?")),
        ("Who is Ryabkov? What did he say? Thanks!", ("Who is Ryabkov?", "What did he say?")),
    ],
)
def test_a_greeting_is_left_out(question: str, parts: tuple[str, ...]) -> None:
    assert split(question) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ("Sherman met Ryabkov on Monday. What did she say?", "What did he answer?"),
        ("Ryabkov said that? Who heard it?", "What did Sherman say?"),
        ("Who leads the talks?", "They began on Monday. Where are they held?"),
        ("Who leads the talks?", "Where are they held? I need it for an essay."),
    ],
)
def test_a_statement_goes_with_the_question_behind_it_or_the_last_one(
    parts: tuple[str, ...],
) -> None:
    assert split(" ".join(parts)) == parts


def test_what_asks_too_little_by_itself_goes_with_the_question_before_it() -> None:
    assert split("Who is he? The Russian? What did he say? ") == (
        "Who is he? The Russian?",
        "What did he say?",
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the talks? Why?",
        "Who leads the talks? Since when is that so?",
        "Who leads the talks? Anyone?",
        "How long? And by whom?",
        "Can you help me? Who leads the talks?",
        "How are you? Who leads the talks?",
        "Do you want me to guess? Who leads the talks?",
        "Did they agree? If so, when was it?",
        "Russia left. Why?",
        "Who leads the talks?!?",
        "What did he mean by “Who leads? Who follows?” in Geneva?",
        "What did he mean (who leads? who follows?) in Geneva?",
        'What is “who leads? who follows? And what did he mean by 5" guns?',
        "See https://example.org/?who=1&what=2 for who leads",
    ],
)
def test_one_question_beside_what_is_none_stays_whole(question: str) -> None:
    assert split(question) == (question,)


# Clauses that ask


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Who heads the Russian delegation and who heads the American one?",
            ("Who heads the Russian delegation?", "who heads the American one?"),
        ),
        (
            "How fast does Moscow want results, and what pace does Sherman have in mind?",
            ("How fast does Moscow want results?", "what pace does Sherman have in mind?"),
        ),
        (
            "who leads the russians and who leads the americans",
            ("who leads the russians?", "who leads the americans?"),
        ),
        ("Who left; who stayed in Geneva?", ("Who left?", "who stayed in Geneva?")),
        ("Who leads, or what happened?", ("Who leads?", "what happened?")),
        (
            "What does Russia want, what does NATO offer, and who decides?",
            ("What does Russia want?", "what does NATO offer?", "who decides?"),
        ),
        (
            "When and where do the talks begin, and who leads them?",
            ("When and where do the talks begin?", "who leads them?"),
        ),
        (
            "Who leads them, and when and where do they begin?",
            ("Who leads them?", "when and where do they begin?"),
        ),
        ("What is the OSCE and where is it?", ("What is the OSCE?", "where is it?")),
        ("What is the OSCE and what does it do?", ("What is the OSCE?", "what does it do?")),
        ("What’s the OSCE and who’s in it?", ("What’s the OSCE?", "who’s in it?")),
        (
            "Does Sherman expect much, and what does Ryabkov expect?",
            ("Does Sherman expect much?", "what does Ryabkov expect?"),
        ),
        ("Is there a deadline, and who set it?", ("Is there a deadline?", "who set it?")),
        (
            "By whom was it signed, and in which city was it signed?",
            ("By whom was it signed?", "in which city was it signed?"),
        ),
        (
            "What did he say about who leads, and what did she answer?",
            ("What did he say about who leads?", "what did she answer?"),
        ),
        (
            "Who said the talks failed and who said they went well?",
            ("Who said the talks failed?", "who said they went well?"),
        ),
        ("Who leads the WHO and who funds it?", ("Who leads the WHO?", "who funds it?")),
        (
            "Hello, who is Ryabkov and what did he say? And who is Sherman?",
            ("who is Ryabkov?", "what did he say?", "And who is Sherman?"),
        ),
        (
            "How many troops has Russia massed and how many tanks does it have?",
            ("How many troops has Russia massed?", "how many tanks does it have?"),
        ),
        (
            "Who sang “Who are you and who am I?” and when did they sing it?",
            ("Who sang “Who are you and who am I?”", "when did they sing it?"),
        ),
    ],
)
def test_clauses_that_ask_are_parts(question: str, parts: tuple[str, ...]) -> None:
    assert split(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Who said what and when?",
        "Where and when was Putin born?",
        "When was it signed and by whom?",
        "What happened and why?",
        "How and why did the talks fail?",
        "How many troops and how many tanks has Russia massed?",
        "What number of tanks and what kind of missiles does Russia have?",
        "Who leads the Russians and who the Americans?",
        "Who came and who didn’t?",
        "What is the who and what of the talks?",
        "When did The Who and the What play?",
        "When did The Who and What Cheer play?",
        "What is Sherman's aim and job?",
    ],
)
def test_question_words_side_by_side_are_one_question(question: str) -> None:
    assert split(question) == (question,)


@pytest.mark.parametrize(
    "question",
    [
        "What did he say about who leads and what they want?",
        "What happened to the people who came and what they wanted?",
        "Who met the people who came and who left?",
        "Which is the treaty that Russia broke and which countries signed?",
        "Does Sherman know who did it and why?",
        "Does anyone know his name and who he works for?",
        "Does Sherman say who leads and how Russia is preparing?",
        "Is it the man and who is he?",
        "Who knows the plan and who made it?",
        "What do we know about Ryabkov and who supports him?",
        "What did Ryabkov say when Sherman spoke and when Price spoke?",
        "Who met Ryabkov, who leads the Russians?",
        "Tell me who leads the Russians and who leads the Americans.",
        "If Russia invades, what will NATO do and how will Ukraine respond?",
        "Ryabkov spoke first; what did he say and what they answered?",
        "What did he mean by “who leads and who follows”?",
    ],
)
def test_a_clause_that_may_hang_on_another_is_no_part(question: str) -> None:
    assert split(question) == (question,)


def test_more_than_three_are_left_whole() -> None:
    three = "Who leads? Who follows the leader? What do they want?"
    assert len(split(three)) == MOST == 3
    assert split(f"{three} When do they meet?") == (f"{three} When do they meet?",)
    four = "Who leads, what does he want, when does it begin and where does it end?"
    assert split(four) == (four,)
    assert split("Who? What? When? Who leads? Who follows him?") == (
        "Who? What? When? Who leads? Who follows him?",
    )


# Laws

WORDS = st.sampled_from(
    """Who who what What which when where why how does did is has he it they leads leads said knows
    Ryabkov Russia NATO the The one talks and and or but , ; . ? ? ?! “ ” " ( ) - 1. Hi thanks
    about if so that many in""".split()  # noqa: SIM905 - a list of words reads best
)
SENTENCES = st.lists(WORDS, max_size=30).map(" ".join)
ANY = st.text(st.characters(exclude_categories=()), max_size=300)


@given(st.one_of(ANY, SENTENCES))
def test_parts_are_made_of_the_questions_text_one_behind_the_other(question: str) -> None:
    parts, at = split(question), 0
    assert parts == (question,) or 1 < len(parts) <= MOST
    for part in parts:
        own = part if part in question else part.removesuffix("?")
        at = question.index(own, at) + len(own)


@given(st.one_of(ANY, SENTENCES))
def test_a_part_is_not_split_again(question: str) -> None:
    for part in split(question):
        assert split(part) == (part,)


@given(st.one_of(ANY, SENTENCES))
def test_what_a_question_was_split_into_is_split_so_again(question: str) -> None:
    parts = split(question)
    assert len(parts) == 1 or split(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "unit",
    [
        "who ", "who and ", "what did he and ", "? ", "who? ", "(", "(a) ", '"', "“a” ", ". ", " ",
        "who is x and ", "a, and what ", "the ", "1. ", "hi, ", "how ", "what a b c d e f ", "in ",
        "which which which and ", "who leads and who leads ", "who knows that and who ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_length(unit: str) -> None:
    split(unit)
    started = time.process_time()
    split((unit * 2_000)[:2_000])
    assert time.process_time() - started < 0.1
