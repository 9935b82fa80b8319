"""The systems that are evaluated: what each shows, where it found it, and when it declines."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import Bench, FakeEmbedder

from bot.answering import Answerer
from bot.evaluation import replies
from bot.evaluation.lineup import beside
from bot.evaluation.measures.evidence import is_exact
from bot.evaluation.ordinary import VectorRetriever
from bot.evaluation.questions import Question
from bot.evaluation.replies import Reply
from bot.evaluation.systems import FromFile, NeverDeclining, Own, System
from bot.evaluation.trivial import AlwaysDeclining, FirstPassage, TopSentence
from index.articles import Article
from index.filters import Filter
from index.search import Findings, Searcher

RIVER = "The alpha river rose in the night. Nobody drowned in it. The mayor spoke about bread.\n\n"
STONE = "A stone wall stood there. It was number 7 in the street of the zebra.\n"
TEXTS = {"river": RIVER * 40, "stone": STONE}


def asked(text: str) -> Question:
    return Question("q1", text, "who", answerable=True, groups=())


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("systems"))
    bench.write(TEXTS)
    bench.build()
    return bench


def articles_of(bench: Bench) -> list[Article]:
    snapshot = bench.library().snapshot()
    return [entry.article for entry in snapshot.catalog.entries()]


class Counting(Searcher):
    """Counts the searches."""

    searches = 0

    def search(self, question: str, *, within: Filter | None = None) -> Findings:
        self.searches += 1
        return super().search(question, within=within)


def own(bench: Bench, answer_from: float | None = None) -> tuple[Own, Counting]:
    searcher = Counting(bench.library(), FakeEmbedder())
    picker = Answerer.open(bench.library(), FakeEmbedder(), answer_from).picker
    return Own(Answerer(searcher, picker)), searcher


def test_ours_gives_its_answer_and_the_passages_of_the_same_search(bench: Bench) -> None:
    system, searcher = own(bench)
    answered = system.answer(asked("What did the mayor speak about?"))
    hits = bench.search("What did the mayor speak about?").hits
    wanted = tuple((h.entry.article.id, h.passage.start, h.passage.end) for h in hits)
    assert (answered.ranking, searcher.searches) == (wanted, 1)
    assert answered.reply.given["question"] == "What did the mayor speak about?"


def test_of_several_parts_the_passages_of_each_search_come_in_turn(bench: Bench) -> None:
    parts = ("What did the mayor speak about?", "And who lives in the street of the zebra?")
    system, searcher = own(bench)
    system.answer(asked("Who drowned in the river?"))
    ranking = system.answer(asked(" ".join(parts))).ranking
    first, second = (bench.search(part).hits for part in parts)
    wanted = [(h.entry.article.id, h.passage.start) for h in (first[0], second[0])]
    assert ranking is not None
    assert [place[:2] for place in ranking[:2]] == wanted
    assert (len(set(ranking)), searcher.searches) == (len(ranking), 3)


def test_never_declining_shows_the_closest_of_ours_without_asking_again(bench: Bench) -> None:
    system, searcher = own(bench, answer_from=1.0)
    declined = system.answer(asked("What of the zebra?"))
    shown = NeverDeclining(system).answer(asked("What of the zebra?"))
    assert searcher.searches == 1
    assert (declined.reply.answered, shown.reply.answered) == (False, True)
    assert shown.reply.quotes == declined.reply.closest != ()
    assert (shown.reply.closest, shown.ranking) == ((), declined.ranking)
    assert shown.reply.given["status"] == "answered"


def test_never_declining_leaves_an_answer_as_it_is(bench: Bench) -> None:
    system, _ = own(bench, answer_from=0.0)
    answered = system.answer(asked("What of the zebra?"))
    assert NeverDeclining(system).answer(asked("What of the zebra?")) is answered


def test_bm25_pastes_its_first_passage_whole(bench: Bench) -> None:
    answered = FirstPassage(bench.library().snapshot()).answer(asked("the street of the zebra"))
    (quote,) = answered.reply.quotes
    assert (quote.article, quote.text) == ("stone", STONE.strip())
    assert answered.ranking == (("stone", 0, len(STONE.strip())),)
    assert [(s.text, s.cites) for s in answered.reply.statements] == [(quote.text, (1,))]


def test_bm25_gives_its_top_sentence_and_ranks_no_passages(bench: Bench) -> None:
    answered = TopSentence(bench.library().snapshot()).answer(asked("the street of the zebra"))
    texts = [quote.text for quote in answered.reply.quotes]
    assert texts == ["It was number 7 in the street of the zebra."]
    assert answered.ranking is None


def test_bm25_declines_only_without_a_shared_word(bench: Bench) -> None:
    for system in (FirstPassage, TopSentence):
        reply = system(bench.library().snapshot()).answer(asked("xyzzy?")).reply
        assert (reply.answered, reply.quotes, reply.confidence) == (False, (), None)


def test_always_declining_declines() -> None:
    reply = AlwaysDeclining().answer(asked("Who?")).reply
    assert (reply.answered, reply.quotes, reply.closest) == (False, (), ())


def test_the_ordinary_way_cites_two_passages_where_they_stand(bench: Bench) -> None:
    articles = articles_of(bench)
    answered = VectorRetriever(articles, FakeEmbedder()).answer(asked("street of the zebra"))
    assert [quote.article for quote in answered.reply.quotes] == ["stone", "river"]
    by_id = {article.id: article for article in articles}
    assert all(is_exact(quote, by_id) for quote in answered.reply.quotes)
    assert answered.ranking is not None
    assert answered.ranking[:2] == tuple((q.article, q.start, q.end) for q in answered.reply.quotes)


def test_the_ordinary_way_tells_apart_passages_with_the_same_words(bench: Bench) -> None:
    articles = articles_of(bench)
    answered = VectorRetriever(articles, FakeEmbedder()).answer(asked("the alpha river"))
    assert answered.ranking is not None
    assert len(set(answered.ranking)) == len(answered.ranking) > 2


def test_answers_of_a_file_are_given_by_the_questions_id() -> None:
    reply = Reply("Who?", answered=False)
    system = FromFile(Path("theirs.jsonl"), {"q1": reply})
    assert (system.name, system.answer(asked("Who?")).reply) == ("theirs", reply)


def test_every_quote_of_every_system_is_in_its_source(bench: Bench) -> None:
    first, _ = own(bench)
    library = bench.library()
    systems: list[System] = [first, *beside(first, library, FakeEmbedder())]
    by_id = {article.id: article for article in articles_of(bench)}
    for question in ("the street of the zebra", "Who drowned?", "xyzzy", "What of bread?"):
        for system in systems:
            reply = system.answer(asked(question)).reply
            assert replies.parse(reply.given) == reply
            assert all(is_exact(quote, by_id) for quote in (*reply.quotes, *reply.closest))
    assert len({system.name for system in systems}) == len(systems) == 6
