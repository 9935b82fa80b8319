"""The page of an evaluation: whole, and safe whatever is in the texts. It is opened in a browser in
`test_evaluation_page_in_browser`."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from evaluation_pages import (
    CLOSED,
    HOSTILE,
    LAST,
    OUTCOMES,
    RESULTS,
    SAID,
    Element,
    Reader,
    answered,
    case,
    cases,
    declined,
    outcome,
    quote,
    read,
    with_cases,
    with_own,
    written,
)

from bot.evaluation.page import write_page
from bot.evaluation.results import Gold, Results, Unbacked
from index.errors import UsageError

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the results above."""
    return written(RESULTS, tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="module")
def page(source: str) -> Element:
    return Reader(source).root


def test_an_element_has_an_id_of_its_own(page: Element) -> None:
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    assert len(ids) > 20
    assert len(ids) == len(set(ids))


def test_the_page_says_what_was_evaluated_when_and_on_what(page: Element) -> None:
    head = page.all("header")[0].words
    assert "How good are the citations of Pullquote?" in head
    assert "10 questions from questions.jsonl, asked of 1 article, bundled model." in head
    assert "22 November 2025, 10:47 UTC" in head


def test_the_policy_forbids_everything_but_the_pages_own_style_and_script(page: Element) -> None:
    policy = page.all("meta", **{"http-equiv": "Content-Security-Policy"})[0].attributes["content"]
    (script,) = page.all("script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'unsafe-inline' 'sha256-{digest}'; img-src data:"
    )


def test_nothing_is_loaded_from_anywhere(page: Element, source: str) -> None:
    assert not [one for one in page.all() if {"src", "srcset", "data"} & one.attributes.keys()]
    assert not page.all("link")
    targets = {one.attributes.get("href") or "#" for one in page.all() if one.tag != "a"}
    assert all(target.startswith("#") for target in targets)
    assert not re.search(r"@import|url\((?!#)", source)


def row(page: Element, title: str) -> list[Element]:
    """The cells of a row of the first table."""
    rows = page.all("table")[0].all("tr")
    return next(one.all("td") for one in rows if one.words.startswith(title))


def test_all_systems_stand_beside_each_other_ours_first(page: Element) -> None:
    titles = [one.words for one in page.all("table")[0].all("thead")[0].all("th")]
    assert titles[1:] == [
        "Pullquote 1 quote not in the source", "BM25 passage", "BM25 sentence", "always decline"
    ]  # fmt: skip


def test_a_figure_stands_with_its_interval_and_its_cases(page: Element) -> None:
    assert row(page, "evidence found")[0].words == "80.0 % 72.0 to 80.0 n = 9"


def test_the_best_of_a_row_is_marked_and_what_is_scored_for_none_is_a_dash(page: Element) -> None:
    best = [one.has(**{"class": "best"}) for one in row(page, "evidence found")]
    assert best == [False, True, False, False]
    assert row(page, "quoted characters an answer")[3].words == "–"


def test_where_lower_is_better_the_lowest_is_best(page: Element) -> None:
    best = [one.has(**{"class": "best"}) for one in row(page, "quoted characters an answer")]
    assert best == [False, False, True, False]
    assert "(lower is better)" in page.all("table")[0].words


def test_of_equals_all_are_best(page: Element) -> None:
    assert [c.has(**{"class": "best"}) for c in row(page, "median answer")] == [False] + [True] * 3
    exact = [c.has(**{"class": "best"}) for c in row(page, "exact quotes")]
    assert exact == [False, True, True, False]


def test_a_measure_explains_itself_to_a_pointer_and_to_a_keyboard(page: Element) -> None:
    explained = page.all("details", **{"class": "explained"})
    first = explained[0].all("summary")[0]
    assert first.attributes["title"] == "Exact quotes over quotes."
    assert "Exact quotes over quotes. Named exactness in gates." in explained[0].words


def test_what_nothing_was_scored_on_is_named_below_the_table(page: Element) -> None:
    assert "money" not in page.all("table")[0].words
    assert "Nothing here to score: money." in page.words


def test_pasting_is_held_against_quoting(page: Element) -> None:
    told = next(one for one in page.all("section", id="pasting")).words
    assert "BM25 passage shows 720 characters an answer, Pullquote 240: there is 3.0 times" in told


def test_breakdowns_name_kinds_articles_and_what_the_articles_answer(page: Element) -> None:
    words = page.all("section", id="breakdowns")[0].words
    for label in ("By kind of question", "who", "The bridge", "the articles do not answer"):
        assert label in words


def test_the_plots_are_drawn_with_names_for_who_cannot_see_them(page: Element) -> None:
    plots = page.all("svg")
    assert [p.all("title")[0].text for p in plots] == [
        "Does the confidence mean what it says?",
        "What does answering more cost?",
        "How much is pasted to be right?",
    ]
    for plot in plots:
        named = (plot.attributes["aria-labelledby"] or "").split()
        assert plot.attributes["role"] == "img"
        assert named == [plot.all(t)[0].attributes["id"] for t in ("title", "desc")]
    assert "at 0.43, 0.40 of 12" in plots[0].all("desc")[0].text


def test_the_reliability_has_the_cases_of_each_bin(page: Element) -> None:
    assert {"5", "12", "40"} <= {one.words for one in page.all("svg")[0].all("text")}


def test_plots_take_the_pages_colours_and_hold_no_date(page: Element, source: str) -> None:
    used = set(re.findall(r"var\((--[\w-]+)\)", source))
    defined = set(re.findall(r"(--[\w-]+):", page.all("style")[0].text))
    assert "--series-2" in used <= defined
    assert not page.all("metadata")
    assert len(page.all("style")) == 1


def test_the_same_results_give_the_same_page(source: str, tmp_path: Path) -> None:
    assert written(RESULTS, tmp_path) == source


def test_every_question_is_there_once_misses_first(page: Element) -> None:
    shown = [one.all("span", **{"class": "asked"})[0].words for one in cases(page)]
    assert len(shown) == len(OUTCOMES)
    assert "How much is spent on trams?" in shown[0]  # its quote is inexact
    misses = [one.has(**{"class": "miss"}) for one in cases(page)]
    assert misses == [True] * 6 + [False] * 4
    verdicts = [one.attributes["data-verdict"] for one in cases(page)[1:6]]
    assert verdicts == ["answered wrongly", "wrong", "wrong", "declined wrongly", "partly"]


def test_a_miss_says_why(page: Element) -> None:
    assert "found, not picked · q3 · who · confidence 0.70" in case(page, "road office?").words


def test_words_that_answer_and_gold_that_was_quoted_are_marked(page: Element) -> None:
    asked = case(page, "When was the old bridge closed?")
    (answer, evidence) = asked.all("section")
    assert [m.text for m in answer.all("mark", **{"class": "hit both"})] == ["3 May 2021"]
    assert "".join(m.text for m in answer.all("mark", **{"class": "both"})) == CLOSED
    assert [m.text for m in evidence.all("mark", **{"class": "both"})] == [CLOSED]


def test_gold_that_was_not_quoted_is_shown_without_marks(page: Element) -> None:
    (_, evidence) = case(page, "Who leads the road office?").all("section")
    assert SAID in evidence.text
    assert not evidence.all("mark")


def test_what_was_declined_is_shown_as_no_answer(page: Element) -> None:
    words = case(page, "Why could they not wait?").words
    assert "Declined The articles don’t say. Closest, but not an answer “We could not" in words


def test_an_inexact_quote_is_shouted_with_what_stands_there(page: Element) -> None:
    assert "1 quote not in the source." in page.all("header")[0].words
    (shown,) = page.all("li", **{"class": "inexact"})
    assert shown.words.startswith("Not in the source The new bridge will cost 40 million")
    assert "What stands there The new bridge will cost 14 million" in shown.words
    assert [m.text for m in shown.all("mark", **{"class": "odd"})] == ["40", "14"]


def test_another_system_of_the_same_name_hides_no_inexact_quote(tmp_path: Path) -> None:
    faultless = replace(RESULTS.systems[1], name=RESULTS.own.name)
    found = read(replace(RESULTS, systems=(RESULTS.own, faultless)), tmp_path)
    assert "1 quote not in the source" in found.all("p", role="alert")[0].words
    ours, theirs = found.all("table")[0].all("th", scope="col")[1:3]
    assert ("not in the source" in ours.words, "not in the source" in theirs.words) == (True, False)


def test_an_inexact_quote_of_no_place_is_shouted_too(tmp_path: Path) -> None:
    lost = outcome("q1", "Where?", "wrong", reply=declined({"text": "Nowhere."}), inexact=(1,))
    words = read(with_cases(lost), tmp_path).words
    assert "Not in the source Nowhere. [1] no article is named" in words
    assert "There is no such place in an article" in words


def test_a_statement_that_is_not_backed_is_named_with_the_reason(tmp_path: Path) -> None:
    lacking = Unbacked("It costs 40 million.", None, "the quotes do not have “40”")
    idle = Unbacked("It carries trams.", 2, "the others back it without this one")
    page = read(with_cases(outcome("q1", "What?", "right", unbacked=(lacking, idle))), tmp_path)
    (shown,) = cases(page)
    assert shown.has(**{"class": "miss"})
    assert [one.words for one in shown.all("li", **{"class": "unbacked"})] == [
        "It costs 40 million. the quotes do not have “40”",
        "It carries trams. [2] the others back it without this one",
    ]


def test_the_page_says_so_where_every_quote_is_exact(tmp_path: Path) -> None:
    words = read(with_cases(*OUTCOMES[:3]), tmp_path).words
    assert "Every quote of these answers stands in its source, character for character." in words
    assert "Not in the source" not in words


def test_the_other_systems_verdicts_stand_with_a_question(page: Element) -> None:
    assert "BM25 passage right" in case(page, "What will the new bridge cost?").words


def test_hostile_texts_stay_texts_wherever_they_stand(tmp_path: Path) -> None:
    source = written(hostile(), tmp_path)
    page, calm = Reader(source).root, read(RESULTS, tmp_path)
    for tag in ("script", "style", "textarea", "img", "iframe", "form", "meta"):
        assert len(page.all(tag)) == len(calm.all(tag)), tag
    attributes = [name for one in page.all() for name in one.attributes]
    assert not [name for name in attributes if name.startswith("on")]
    assert HOSTILE[:60] in page.all("h1")[0].text
    assert "{{ 7 * 7 }} &amp;amp; ]]&gt;" in source


def hostile() -> Results:
    """Results in which every text that comes from elsewhere attacks the page."""
    text = HOSTILE
    bad = quote(LAST, text=text, title=text, article=text, url=f"https://a.example/{text}")
    reply = answered(bad) | {"text": text, "statements": [{"text": text, "cites": [text]}] * 2}
    attack = outcome(
        text, text, text, kind=text, articles=(text,), answers=(text,), reply=reply, reason=text,
        unbacked=(Unbacked(text, 1, text),),
        gold=((Gold(text, 0, 9, text),),), inexact=(1,), in_source=(text[::-1],),
    )  # fmt: skip
    part = {text: RESULTS.own.breakdowns["kind"]["who"]}
    return replace(
        with_own(name=text, about=text, outcomes=(attack, *OUTCOMES), breakdowns={"kind": part}),
        version=text, questions=text, index=text, made=text, notes=(text,),
    )  # fmt: skip


def test_what_a_browser_would_obey_or_turn_around_is_shown_as_symbols(tmp_path: Path) -> None:
    source = written(hostile(), tmp_path)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", source)
    assert "␀␛[31m" in source


def test_texts_of_another_direction_are_isolated(tmp_path: Path) -> None:
    asked = "מי אמר? \u200f"
    page = read(with_cases(outcome("q1", asked, "right")), tmp_path)
    assert asked in [one.text for one in case(page, asked).all("summary")[0].all("bdi")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "data:text/html,x", 7, None])
def test_only_a_web_address_becomes_a_link(url: object, tmp_path: Path) -> None:
    shown = (outcome("q1", "Where?", "right", reply=answered(quote(LAST, url=url))),)
    assert not cases(read(with_cases(*shown), tmp_path))[0].all("a")


def test_a_web_address_becomes_a_link_that_tells_nobody_where_it_was_followed(
    page: Element,
) -> None:
    link = case(page, "What will the new bridge cost?").all("a")[0]
    assert link.attributes == {
        "href": "https://a.example/bridge", "rel": "noopener noreferrer"
    }  # fmt: skip


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"status": 7, "text": ["x"], "confidence": "high", "quotes": "none", "closest": 3},
        {"status": "answered", "quotes": [None, 7, "x", [], {}, {"text": None}]},
        {"quotes": [{"start": "0", "end": 5, "text": 5, "highlights": [[1], 2, ["a", "b"]]}]},
        {"quotes": [{"start": -5, "end": 10**40, "text": "x", "highlights": [[-9, 9**99]]}]},
        {"confidence": float("nan"), "statements": [1, {"cites": 5}, {"text": {}, "cites": ["x"]}]},
        {"confidence": 10**400, "quotes": [{"start": True, "end": True, "text": "x"}]},
    ],
)
def test_an_answer_of_any_shape_is_shown_as_far_as_it_can_be(
    reply: dict[str, object], tmp_path: Path
) -> None:
    page = read(with_cases(outcome("q1", "Who?", "wrong", reply=reply)), tmp_path)
    assert len(cases(page)) == 1


def test_a_very_long_text_is_folded_and_whole(tmp_path: Path) -> None:
    long = "all the words " * 15_000
    shown = (outcome("q1", "Who?", "wrong", reply=answered({"text": long})),)
    (block,) = cases(read(with_cases(*shown), tmp_path))[0].all("li")[0].all("blockquote")
    (fold,) = block.all("details")
    assert fold.all("summary")[0].text == "209,100 more characters"
    assert block.text.replace(fold.all("summary")[0].text, "") == long


def test_of_very_many_quotes_the_rest_is_counted(tmp_path: Path) -> None:
    shown = (outcome("q1", "Who?", "wrong", reply=answered(*[quote(LAST)] * 70)),)
    assert "20 more quotes not shown." in read(with_cases(*shown), tmp_path).words


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Cannot write .*nowhere.page\.html: No such file"):
        write_page(RESULTS, tmp_path / "nowhere" / "page.html")


@pytest.mark.parametrize("package", ["matplotlib", "jinja2"])
def test_without_the_extra_the_message_says_how_to_install_it(package: str, tmp_path: Path) -> None:
    script = f"""
import sys
sys.modules[{package!r}] = None  # as if it were not installed
sys.path.insert(0, {str(ROOT / "tests")!r})
from pathlib import Path
import evaluation_pages as pages
from index.errors import UsageError
try:
    pages.write_page(pages.RESULTS, Path({str(tmp_path / "page.html")!r}))
except UsageError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"not installed ({package})" in done.stdout
    assert "pip install 'FOLDER[evaluation]'" in done.stdout
    assert not (tmp_path / "page.html").exists()
