"""The flow, from question to answer: what may be asked, what is passed on, what is timed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fakes import Bench, FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from writing_cases import Reply, Scripted, failure, says

from bot.answer import Answer, Status
from bot.answering import MAX_QUESTION_CHARS, TRIAL, Answerer, checked
from bot.evidence import Evidence, Pick, Picker
from bot.prompting import Prompts
from bot.writing.writer import Writer
from index.embedding import Reading
from index.errors import NoIndex, UsageError
from index.search import Findings, Searcher

TEXTS = {
    "river": "The alpha river rose in the night. Ryabkov spoke about bread on Monday.",
    "stone": "A stone wall stood there. It was number 7 in the street of the zebra.",
}


class FirstFound(Picker):
    """Picks the first sentence that search found; keeps what it was given."""

    def __init__(self, *, answers: bool) -> None:
        self._answers, self.given = answers, list[Findings]()

    def pick(self, findings: Findings) -> Evidence:
        self.given.append(findings)
        article, span = findings.sentences[0]
        return Evidence((Pick(article, span, 0.5, ()),), 0.75, answers=self._answers)


class Recorder(FakeEmbedder):
    """Keeps the questions that it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[str] = []

    def read_question(self, text: str) -> Reading:
        self.questions.append(text)
        return super().read_question(text)


@pytest.fixture
def indexed(embedded: Bench) -> Bench:
    embedded.write(TEXTS)
    embedded.build()
    return embedded


@pytest.fixture
def embedder() -> Recorder:
    return Recorder()


@pytest.fixture
def picker() -> FirstFound:
    return FirstFound(answers=True)


@pytest.fixture
def answerer(indexed: Bench, embedder: Recorder, picker: FirstFound) -> Answerer:
    return Answerer(Searcher(indexed.library(), embedder), picker)


def test_a_question_is_answered_with_what_was_picked(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ryabkov say about bread?")
    assert answer.answered
    assert answer.confidence == 0.75
    (citation,) = answer.quotes
    assert TEXTS[citation.quote.article.id].startswith(citation.quote.text)


def test_a_name_in_a_title_an_outlet_or_a_heading_is_not_strange(bench: Bench) -> None:
    head = "---\ntitle: Orlov returns\noutlet: Kestrel Post\n---\n"
    told = "The minister came back on Monday.\n\n## What Petrova wants\n\nShe wants bread.\n"
    bench.write({"a.md": f"{head}\n{told}"})
    bench.build()
    searcher = Searcher(bench.library(), FakeEmbedder())
    answer = Answerer(searcher, FirstFound(answers=True)).answer(
        "What did Orlov, Kestrel, Petrova and Tonga want?"
    )
    assert answer.strange == ("Tonga",)


def test_what_does_not_answer_is_declined_with_the_closest(indexed: Bench) -> None:
    searcher = Searcher(indexed.library(), FakeEmbedder())
    answer = Answerer(searcher, FirstFound(answers=False)).answer("Who paid for the bridge?")
    assert not answer.answered
    assert (answer.quotes, len(answer.closest)) == ((), 1)


def test_the_picker_that_ships_is_the_default(indexed: Bench) -> None:
    answer = Answerer.open(indexed.library(), FakeEmbedder()).answer("the alpha river rose")
    shown = (*answer.quotes, *answer.closest)
    assert shown[0].quote.text == "The alpha river rose in the night."


def test_the_question_comes_back_as_it_was_typed_and_is_searched_without_space(
    answerer: Answerer, embedder: Recorder
) -> None:
    answer = answerer.answer("  Who rose? \n")
    assert (answer.question, answer.asked) == ("  Who rose? \n", "Who rose?")
    assert embedder.questions == ["Who rose?"]


def test_a_name_of_the_question_that_no_article_has_is_named(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ryabkov tell Hungary about bread?")
    assert answer.strange == ("Hungary",)
    assert answer.as_json()["strange"] == ["Hungary"]
    assert "strange" not in answerer.answer("What did Ryabkov say about bread?").as_json()


def test_an_id_comes_back(answerer: Answerer) -> None:
    assert answerer.answer("Who rose?", id="q7").id == "q7"
    assert answerer.answer("Who rose?").id is None


def test_a_follow_up_is_searched_whole(
    answerer: Answerer, embedder: Recorder, picker: FirstFound
) -> None:
    answer = answerer.answer(
        "What did he say about bread?", earlier=["What did Ryabkov say about NATO?"]
    )
    assert answer.question == "What did he say about bread?"
    assert answer.asked == "What did Ryabkov say about bread?"
    assert embedder.questions == [answer.asked]
    assert picker.given[0].question == answer.asked


def test_a_question_that_stands_alone_forgets_those_before(answerer: Answerer) -> None:
    earlier = ["What did Ryabkov say about NATO?"]
    assert answerer.answer("Who rose?", earlier=earlier).asked == "Who rose?"


def with_model(answerer: Answerer, *replies: Reply) -> tuple[Answerer, Scripted]:
    model = Scripted(*replies)
    return replace(answerer, writer=Writer(model, Prompts.load())), model


def test_with_a_model_its_checked_sentences_stand_before_the_quotes(answerer: Answerer) -> None:
    written, _ = with_model(answerer, "Ryabkov spoke about bread [S2]. He spoke about wine [S2].")
    answer = written.answer("What did Ryabkov speak about?")
    assert [s.text for s in answer.statements] == ["Ryabkov spoke about bread."]
    assert (answer.answerer, len(answer.writing.dropped if answer.writing else ())) == (
        "test:scripted",
        1,
    )


def test_a_model_that_fails_leaves_the_answer_without_it(answerer: Answerer) -> None:
    question = "What did Ryabkov speak about?"
    plain = answerer.answer(question)
    answer = with_model(answerer, failure("The model is asleep."))[0].answer(question)
    assert answer.quotes == plain.quotes
    assert answer.writing is not None
    assert "The model is asleep." in answer.writing.fallback


def test_a_model_makes_a_follow_up_whole_if_it_keeps_to_what_was_asked(
    answerer: Answerer, embedder: Recorder
) -> None:
    earlier = ["What did Ryabkov say about NATO?"]
    written, model = with_model(
        answerer, "What did Ryabkov say about bread?", "NOT IN THE ARTICLES"
    )
    answer = written.answer("and on bread?", earlier=earlier)
    assert embedder.questions == [answer.asked] == ["What did Ryabkov say about bread?"]
    assert (len(model.sent), "rewrite" in answer.timings_ms) == (2, True)


def test_no_model_is_asked_what_thanks_mean(answerer: Answerer) -> None:
    written, _ = with_model(answerer, "What did Ryabkov say about bread?", "NOT IN THE ARTICLES")
    answer = written.answer("thanks!", earlier=["What did Ryabkov say?"])
    assert (answer.asked, "rewrite" in answer.timings_ms) == ("thanks!", False)


def test_a_follow_up_that_a_model_invents_is_made_whole_by_the_rules(answerer: Answerer) -> None:
    earlier = ["What did Ryabkov say about NATO?"]
    question = "What did he say about bread?"
    written, _ = with_model(answerer, "What did Putin say about bread?", "NOT IN THE ARTICLES")
    assert written.answer(question, earlier=earlier).asked == "What did Ryabkov say about bread?"


def test_without_questions_before_it_a_model_makes_nothing_whole(answerer: Answerer) -> None:
    written, model = with_model(answerer, "NOT IN THE ARTICLES")
    assert "rewrite" not in written.answer("Who rose?").timings_ms
    assert len(model.sent) == 1


def test_every_step_is_timed_and_the_total_is_no_less(answerer: Answerer) -> None:
    timings = dict(answerer.answer("Who rose?").timings_ms)
    assert list(timings) == ["search", "pick", "write", "total"]
    total = timings.pop("total")
    assert all(ms >= 0 for ms in timings.values())
    assert total >= sum(timings.values())


def test_the_same_question_gets_the_same_answer(answerer: Answerer) -> None:
    one, other = (answerer.answer("bread and stone") for _ in range(2))
    assert _untimed(one) == _untimed(other)


def test_threads_share_an_answerer(indexed: Bench) -> None:
    answerer = Answerer.open(indexed.library(), FakeEmbedder())
    questions = ["alpha river", "bread", "zebra", "a stone wall"] * 5
    alone = [_untimed(answerer.answer(question)) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = [_untimed(answer) for answer in pool.map(answerer.answer, questions)]
    assert together == alone


def test_warming_up_answers_as_a_question_would_and_asks_no_model(
    answerer: Answerer, embedder: Recorder, picker: FirstFound
) -> None:
    written, model = with_model(answerer, "Ryabkov spoke about bread [S2].")
    written.warm_up()
    assert embedder.questions == [TRIAL]
    assert len(picker.given) == 1
    assert not model.sent


def test_an_index_made_anew_is_answered_from(indexed: Bench, answerer: Answerer) -> None:
    answerer.answer("bread")
    indexed.become({"copper": "Copper prices doubled in May."})
    indexed.build()
    assert answerer.answer("bread").quotes[0].quote.article.id == "copper"


def test_without_an_index_it_says_what_to_do(embedded: Bench, picker: FirstFound) -> None:
    answerer = Answerer(Searcher(embedded.library(), FakeEmbedder()), picker)
    with pytest.raises(NoIndex, match="Make one: pullquote index FOLDER"):
        answerer.answer("Who rose?")


# A question of several parts

BREAD, WALL = "What did Ryabkov say about bread?", "where was the stone wall?"
BOTH = "What did Ryabkov say about bread, and where was the stone wall?"


class Knows(FirstFound):
    """Answers what has this word in it."""

    def __init__(self, word: str = "") -> None:
        super().__init__(answers=True)
        self._word = word

    def pick(self, findings: Findings) -> Evidence:
        evidence = super().pick(findings)
        return replace(evidence, answers=self._word in findings.question)


def knowing(indexed: Bench, word: str = "") -> Answerer:
    return Answerer(Searcher(indexed.library(), FakeEmbedder()), Knows(word))


def told(answer: Answer) -> list[tuple[str, bool, tuple[int, ...]]]:
    return [(one.question, one.status is Status.ANSWERED, one.quotes) for one in answer.parts]


def test_each_part_is_searched_and_answered_for_itself(
    answerer: Answerer, embedder: Recorder, picker: FirstFound
) -> None:
    answer = answerer.answer(BOTH)
    assert embedder.questions == [one.question for one in picker.given] == [BREAD, WALL]
    assert (answer.question, answer.asked) == (BOTH, f"{BREAD} {WALL}")
    assert told(answer) == [(BREAD, True, (1,)), (WALL, True, (2,))]
    for part, quote in zip((BREAD, WALL), answer.quotes, strict=True):
        assert quote.quote == answerer.answer(part).quotes[0].quote


def test_a_question_of_one_part_has_no_parts(answerer: Answerer) -> None:
    assert answerer.answer(BREAD).parts == ()
    assert "parts" not in answerer.answer(BREAD).as_json()


def test_a_part_that_the_articles_do_not_answer_is_named(indexed: Bench) -> None:
    answer = knowing(indexed, "bread").answer(BOTH)
    assert answer.answered
    assert told(answer) == [(BREAD, True, (1,)), (WALL, False, ())]
    assert [one.quote for one in answer.quotes] == [
        one.quote for one in knowing(indexed).answer(BREAD).quotes
    ]
    assert answer.text == (
        f"{BREAD}[1] {WALL} The articles don’t say. One article speaks to this:[1]"
    )


def test_only_if_no_part_is_answered_is_the_question_declined(indexed: Bench) -> None:
    answer = knowing(indexed, "zebra").answer(BOTH)
    assert (answer.answered, answer.text, answer.quotes) == (False, "The articles don’t say.", ())
    assert told(answer) == [(BREAD, False, ()), (WALL, False, ())]
    assert len(answer.closest) == 2


def test_a_part_is_made_whole_from_those_before_it(answerer: Answerer, embedder: Recorder) -> None:
    answer = answerer.answer("Who is Ryabkov? And what did he say about bread?")
    assert embedder.questions == ["Who is Ryabkov?", "what did Ryabkov say about bread?"]
    assert [one.question for one in answer.parts] == [
        "Who is Ryabkov?", "And what did he say about bread?",
    ]  # fmt: skip
    assert [one.asked for one in answer.parts] == embedder.questions


def test_a_part_is_made_whole_from_the_questions_before_as_well(
    answerer: Answerer, embedder: Recorder
) -> None:
    answerer.answer("What did he say about bread? And where was he?", earlier=["Who is Ryabkov?"])
    assert embedder.questions == ["What did Ryabkov say about bread?", "where was Ryabkov?"]


def test_a_follow_up_leans_on_the_parts_of_the_question_before(answerer: Answerer) -> None:
    before = answerer.answer("Who leads the talks? And what did Ryabkov say about bread?")
    for earlier in (before.asked, before.question):
        whole = answerer.answer("And about NATO?", earlier=[earlier]).asked
        assert whole == "And what did Ryabkov say about NATO?"


def test_names_that_no_article_has_are_named_for_every_part(answerer: Answerer) -> None:
    answer = answerer.answer("What did Hungary say? And what did Tonga tell Hungary?")
    assert answer.strange == ("Hungary", "Tonga")


def test_a_model_gets_the_evidence_of_all_parts_at_once(indexed: Bench) -> None:
    said = "Ryabkov spoke about bread [%]. A stone wall stood there [%]."
    written, model = with_model(knowing(indexed), says(said, "Ryabkov spoke", "A stone wall"))
    answer = written.answer(BOTH)
    assert len(model.sent) == 1
    assert f"<question>\n{BREAD} {WALL}\n</question>" in model.prompts[0]
    assert [s.text for s in answer.statements] == [
        "Ryabkov spoke about bread.", "A stone wall stood there.",
    ]  # fmt: skip
    plain = knowing(indexed).answer(BOTH)
    assert answer.quotes[: len(plain.quotes)] == plain.quotes
    assert told(answer) == told(plain)


def test_a_model_is_not_asked_what_the_articles_do_not_answer(indexed: Bench) -> None:
    written, model = with_model(
        knowing(indexed, "bread"), says("Ryabkov spoke about bread [%].", "Ryabkov spoke")
    )
    answer = written.answer(BOTH)
    assert f"<question>\n{BREAD}\n</question>" in model.prompts[0]
    assert answer.text == f"Ryabkov spoke about bread.[2] {WALL} The articles don’t say."
    assert [s.cites for s in answer.statements][-1] == ()


def test_a_model_makes_the_first_part_whole_and_rules_the_others(
    answerer: Answerer, embedder: Recorder
) -> None:
    written, model = with_model(answerer, "What did Ryabkov say about bread?", "NOTHING")
    written.answer("What did he say about bread? And where was he?", earlier=["Who is Ryabkov?"])
    assert embedder.questions == ["What did Ryabkov say about bread?", "where was Ryabkov?"]
    assert "where was" not in model.prompts[0]


# What may be asked


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\u2003\u00a0", "\x1c\x1d"])
def test_an_empty_question_is_refused(question: str) -> None:
    with pytest.raises(UsageError, match=r"The question is empty\. Ask something, such as: Who"):
        checked(question)


def test_a_question_may_have_two_thousand_characters_and_no_more() -> None:
    longest = "x" * MAX_QUESTION_CHARS
    assert checked(f" {longest} ") == longest
    with pytest.raises(UsageError, match=r"has 2,001 characters; at most 2,000 are read\. Ask"):
        checked(f"{longest}x")


@pytest.mark.parametrize("ask", [lambda a: a.answer(" "), lambda a: a.answer("x" * 9_999)])
def test_what_may_not_be_asked_is_not_searched(
    ask: Callable[[Answerer], Answer], answerer: Answerer, embedder: Recorder
) -> None:
    with pytest.raises(UsageError):
        ask(answerer)
    assert embedder.questions == []


@given(st.text(st.characters(codec=None), max_size=99))
def test_a_question_is_checked_only_once(question: str) -> None:
    try:
        stripped = checked(question)
    except UsageError:
        assert not question.strip()
    else:
        assert checked(stripped) == stripped


def _untimed(answer: Answer) -> Answer:
    return replace(answer, timings_ms={})
