"""The checker: what is wrong with a statement, told apart, for any text whatsoever."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking import Check, Fault, check
from index.articles import Article, Quote, Span
from index.formats import read

ARTICLES = Path(__file__).parents[1] / "seeds" / "articles"


def quote(
    text: str,
    before: str = "",
    after: str = "",
    *,
    name: str = "one",
    outlet: str | None = None,
    published: str | None = None,
) -> Quote:
    """A quote of `text` from an article that has `before` and `after` around it."""
    whole = before + text + after
    article = Article(name, whole, (Span(0, len(whole)),), name.title(), outlet, published)
    return article.quote(len(before), len(before) + len(text))


def fault(statement: str, *cited: Quote, question: str = "") -> Fault | None:
    return check(statement, cited, (), question).fault


LEADS = quote(
    "In Geneva, the U.S. delegation will be led by Deputy Secretary of State Wendy Sherman, one of "
    "Washington’s most seasoned diplomats and a familiar figure in Moscow."
)
SITE = quote(
    "The U.S. and NATO have previously dismissed the concerns about the missile interceptors in "
    "Deveselu, Romania, saying they were installed to protect against threats from Iran."
)
REFUSES = quote(
    "But he also said Russia has no intention of withdrawing the more than 100,000 troops it has "
    "amassed on the Ukrainian border."
)
DEMPSEY = quote(
    "“Putin is entering these talks with a very strong hand,” said Judy Dempsey, a senior fellow "
    "at Carnegie Europe.",
    outlet="Central Tribune",
)


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("Ryabkov", "Who leads the American delegation?"),
        ("Ryabkov leads the American delegation.", "Who leads the American delegation?"),
        ("ryabkov.", "Who leads the American delegation?"),
    ],
)
def test_a_wrong_name_over_a_right_quote_is_not_backed(statement: str, question: str) -> None:
    assert not check(statement, [LEADS], (), question).ok


@pytest.mark.parametrize(
    "statement", ["Wendy Sherman", "Sherman leads the American delegation.", "Wendy Sherman."]
)
def test_the_right_name_over_the_right_quote_is_backed(statement: str) -> None:
    assert check(statement, [LEADS], (), "Who leads the American delegation?").ok


def test_both_named_in_the_quote_the_one_who_does_it_has_to_be_the_right_one() -> None:
    both = quote(
        "The U.S. delegation, led by Wendy Sherman, will meet Sergei Ryabkov, the Russian envoy."
    )
    question = "Who leads the American delegation?"
    assert check("Wendy Sherman", [both], (), question).ok
    assert check("Sergei Ryabkov", [both], (), question).fault is Fault.ROLE


def test_an_invented_place_is_a_name_that_the_quote_lacks() -> None:
    question = "Where is the missile interceptor site?"
    invented = "The missile interceptor site is in Romania's capital city of Bucharest."
    assert fault(invented, SITE, question=question) is Fault.NAME
    assert fault("Bucharest", SITE, question=question) is Fault.NAME
    assert check("The missile interceptors are in Deveselu, Romania.", [SITE], (), question).ok
    assert check("Deveselu", [SITE], (), question).ok


@pytest.mark.parametrize("words", ["id", "no", "Poland"])
def test_a_word_in_quotation_marks_is_not_found_inside_other_words(words: str) -> None:
    assert fault(f"The delegation said “{words}” about the interceptors.", SITE) in (
        Fault.QUOTED_WORDS,
        Fault.NAME,
    )


def test_a_word_that_carries_no_topic_is_no_quotation_unless_it_is_quoted_there() -> None:
    assert fault("He said “no” to withdrawing the troops.", REFUSES) is Fault.QUOTED_WORDS
    said = quote("Asked about the troops, Ryabkov said “no” and left.")
    assert check("Ryabkov said “no” when asked about the troops.", [said]).ok


@pytest.mark.parametrize(
    "statement",
    [
        "The leader of the American delegation.",
        "Who leads the American delegation?",
        "The American delegation is described in the given sentences.",
        "The answer is in sentence 3.",
        "As an AI language model, I can say that the delegation is led by Sherman.",
        "!!!",
    ],
)
def test_the_question_again_and_talk_about_the_sources_are_nothing_new(statement: str) -> None:
    question = "Who leads the American delegation?"
    assert fault(statement, LEADS, question=question) is Fault.NOTHING_NEW


def test_a_question_for_yes_or_no_is_answered_by_its_own_words() -> None:
    question = "Has Russia amassed troops on the Ukrainian border?"
    assert check("Russia has amassed troops on the Ukrainian border.", [REFUSES], (), question).ok


@pytest.mark.parametrize(
    "statement",
    [
        "The delegation in Geneva will be led by the",
        "The delegation in Geneva will be led by Sherman, one of",
        "The delegation in Geneva will be led by Sherman,",
        "The delegation will be led by “Deputy Secretary of State Wendy Sherman.",
    ],
)
def test_half_a_sentence_is_cut_short(statement: str) -> None:
    assert fault(statement, LEADS) is Fault.CUT_SHORT


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Lavrov has no intention of withdrawing the troops.", Fault.NAME),
        ("Russia has no intention of withdrawing the 175,000 troops.", Fault.NUMBER),
        ("Russia will not withdraw troops for years.", Fault.NUMBER),
        ("Fewer than 100,000 troops are amassed on the Ukrainian border.", Fault.NUMBER),
        ("On Friday Russia had no intention of withdrawing the troops.", Fault.DATE),
        ("Yesterday Russia had no intention of withdrawing the troops.", Fault.DATE),
        ("Russia has the intention of withdrawing the troops.", Fault.NEGATION),
        ("Russia said it had “every intention” of withdrawing the troops.", Fault.QUOTED_WORDS),
        ("Russia has more tanks than the alliance can count.", Fault.UNSUPPORTED),
    ],
)
def test_each_kind_of_fault_has_its_name(statement: str, expected: Fault) -> None:
    assert fault(statement, REFUSES) is expected


def test_without_a_quote_there_is_no_citation() -> None:
    assert fault("It rains.") is Fault.NO_CITATION
    assert fault("It rains.", quote(" \n ")) is Fault.NO_CITATION


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("Putin is entering these talks with a very strong hand.", Fault.ATTRIBUTION),
        ("Tatiana Stanovaya said Putin is entering these talks with a strong hand.", Fault.NAME),
        ("Putin said he is entering these talks with a very strong hand.", Fault.ATTRIBUTION),
        ("The Central Tribune said Putin enters the talks with a strong hand.", Fault.ATTRIBUTION),
        ("The Washington Post said Putin enters the talks with a strong hand.", Fault.NAME),
        ("Judy Dempsey said Putin is entering these talks with a very strong hand.", None),
        ("The Central Tribune reported that Dempsey said Putin has a very strong hand.", None),
    ],
)
def test_what_somebody_says_is_said_by_nobody_else(statement: str, expected: Fault | None) -> None:
    assert fault(statement, DEMPSEY) is expected


def test_a_given_name_has_to_be_in_the_article_and_beside_the_last_name() -> None:
    spoke = quote("Sherman spoke to Ryabkov in Geneva.", before="Wendy Sherman flew to Geneva. ")
    assert check("Wendy Sherman spoke to Ryabkov in Geneva.", [spoke]).ok
    assert fault("Karl Sherman spoke to Ryabkov in Geneva.", spoke) is Fault.NAME
    assert fault("Sherman spoke to Wendy Ryabkov in Geneva.", spoke) is Fault.NAME


@pytest.mark.parametrize("name", ["bucharest", "布加勒斯特", "بوخارست", "BUCHAREST", "B52", "12"])
def test_a_name_or_number_is_one_without_its_capital_or_in_another_script(name: str) -> None:
    assert fault(f"The missile interceptors are in {name}, Romania.", SITE) in (
        Fault.NAME,
        Fault.NUMBER,
    )


def test_an_outlet_may_be_named_for_what_its_own_article_says_and_for_no_other() -> None:
    told = quote("U.S. allies are divided on how best to deal with Russia.", outlet="Politico")
    assert check("Politico reported that U.S. allies are divided over Russia.", [told]).ok
    assert fault("Reuters reported that U.S. allies are divided over Russia.", told) is Fault.NAME


def test_speech_without_its_speaker_is_not_given_to_somebody_else() -> None:
    before = (
        "Sherman said Russia needs to decide. She called on the Kremlin. “Borders are borders. "
    )
    said = quote("A country cannot forcibly alter another’s borders.", before, "” It ended there.")
    other = quote("Ryabkov flew home.")
    given = "Ryabkov said a country cannot forcibly alter another's borders."
    assert fault(given, said, other) is Fault.ATTRIBUTION
    assert fault("A country cannot alter another's borders by force.", said) is Fault.ATTRIBUTION


def test_what_is_to_come_does_not_move_the_day_on_which_it_was_said() -> None:
    told = quote("Ryabkov said on Friday that Russia will send troops.", published="2022-01-09")
    assert fault("Ryabkov said on January 7 that Russia will send troops.", told) is None
    assert fault("Ryabkov said on January 14 that Russia will send troops.", told) is Fault.DATE


def test_a_date_follows_from_the_day_the_article_was_published() -> None:
    past = quote("Blinken listed grievances on Friday.", published="2022-01-09")
    ahead = quote("The council will meet in Brussels on Wednesday.", published="2022-01-09")
    assert check("Blinken listed grievances on January 7, 2022.", [past]).ok
    assert check("The council will meet in Brussels on 12 January.", [ahead]).ok
    assert fault("Blinken listed grievances on January 14.", past) is Fault.DATE
    assert check("Blinken listed grievances in January.", [past]).ok
    assert fault("On January Blinken listed grievances.", past) is Fault.DATE
    assert fault("Blinken listed grievances on January and left.", past) is Fault.DATE
    unknown = quote("Blinken listed grievances on Friday.")
    assert fault("Blinken listed grievances on January 7.", unknown) is Fault.DATE


def test_a_number_follows_from_a_list_of_as_many_things() -> None:
    areas = quote("They see potential in curtailing missiles and in scaling back exercises.")
    assert check("They see potential in two areas: missiles and exercises.", [areas]).ok
    assert fault("They see potential in three areas: missiles and exercises.", areas) is (
        Fault.NUMBER
    )
    assert fault("They see potential in two areas: missiles and submarines.", areas) is Fault.NUMBER
    assert fault(
        "2 and others: potential in curtailing missiles, scaling back exercises.", areas
    ) is (Fault.NUMBER)


def test_real_words_of_another_sentence_are_told_apart_from_words_found_nowhere() -> None:
    statement = "The missile interceptors are in Deveselu, Romania."
    stands = check(statement, [LEADS], [SITE, DEMPSEY])
    assert stands.fault is Fault.WRONG_PLACE
    assert "One" in stands.reason
    far = quote(SITE.text, name="another")
    assert "the article “Another”" in check(statement, [LEADS], [far]).reason
    assert check(statement, [LEADS], [DEMPSEY]).fault is Fault.NAME


def test_a_title_may_be_left_away_and_not_changed() -> None:
    assert check("Wendy Sherman will lead the U.S. delegation.", [LEADS]).ok
    assert fault("Secretary of State Wendy Sherman will lead the U.S. delegation.", LEADS) is (
        Fault.ROLE
    )


def test_what_may_happen_has_not_happened() -> None:
    may = quote("This leaves the possibility open that Putin could order a military attack.")
    assert fault("Putin ordered a military attack.", may) is Fault.CERTAINTY
    assert check("Putin could order a military attack.", [may]).ok


def test_a_because_that_is_broken_off_at_once_gets_a_check() -> None:
    said = quote("Ryabkov said nobody had asked Russia, and that the talks were late.")
    assert isinstance(check("Ryabkov said nobody had asked because, well, late.", [said]), Check)


@pytest.mark.parametrize("file", sorted(ARTICLES.glob("*.txt")), ids=lambda file: file.stem[:3])
def test_every_sentence_of_an_article_backs_itself_or_wants_its_speaker(file: Path) -> None:
    article = read(file)
    for span in article.sentences:
        whole = article.quote(span.start, span.end)
        assert check(whole.text, [whole]).fault in (None, Fault.ATTRIBUTION)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(min_size=1, max_size=300), st.text(max_size=80))
def test_any_text_gets_a_check(statement: str, evidence: str, question: str) -> None:
    found = check(statement, [quote(evidence)], [SITE], question)
    assert isinstance(found, Check)
    assert found.ok == (not found.reason)


KNOWN = """Sherman Ryabkov “ ” " ' ( ) [1] , . and the of said by in January 12 2022 100,000 Friday
    not would if U.S. NATO - … refused led Russia’s because due to order — all some every more than
    half two thousand promised agreed will may about he they Moscow president"""
WORDS = st.sampled_from(KNOWN.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40), st.lists(WORDS, min_size=1, max_size=40))
def test_any_mixture_of_words_that_the_rules_know_gets_a_check(
    statement: list[str], evidence: list[str]
) -> None:
    cited = quote(" ".join(evidence), published="2022-01-09", outlet="Politico")
    assert isinstance(check(" ".join(statement), [cited], [SITE], "Who leads?"), Check)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["Lavrov", "Bucharest", "Macron", "Xi", "Reuters", "Boris Johnson"]))
def test_a_name_that_no_quote_has_is_never_shown(name: str) -> None:
    for statement in (
        f"{name} leads the U.S. delegation in Geneva.",
        f"The U.S. delegation in Geneva is led by {name}.",
        f"The delegation of {name} is led by Wendy Sherman.",
        f"In Geneva, Wendy Sherman and {name} lead the U.S. delegation.",
        f"{name}",
        f"The delegation, Wendy Sherman's, is for “{name}”.",
        f"Sherman leads the delegation, says {name}.",
    ):
        assert not check(statement, [LEADS], (), "Who leads the U.S. delegation?").ok


@pytest.mark.parametrize(
    "statement",
    [
        "A" * 20_000,
        "A." * 10_000,
        "Sherman said " * 1_500,
        "“" * 20_000,
        "12,000 " * 2_800,
        "\n" * 20_000,
    ],
)
def test_twenty_thousand_characters_are_refused_at_once(statement: str) -> None:
    started = time.perf_counter()
    assert not check(statement, [LEADS], [SITE] * 50).ok
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "piece", ["A", "A.", "Sherman said ", "“", "12,000 ", "(", "a-", "no ", "I’"]
)
def test_no_statement_or_quote_of_one_piece_repeated_is_slow(piece: str) -> None:
    statement, cited = piece * (1_000 // len(piece)), quote(f"{piece * (20_000 // len(piece))}x")
    started = time.perf_counter()
    check(statement, [cited], [cited] * 20)
    assert time.perf_counter() - started < 3


def test_a_name_that_is_there_backs_nothing_else_about_it() -> None:
    said = quote("“We are going there with a clear task,” Sergei Ryabkov said.")
    assert fault("Sergei Ryabkov leads the delegation.", said) is Fault.UNSUPPORTED


@pytest.mark.parametrize(
    ("statement", "evidence", "expected"),
    [
        ("They would not meet before 2022.", "They refused to meet before the end of 2021.", None),
        ("They met before 2023.", "They met before the end of 2021.", Fault.NUMBER),
        ("They expect no progress next week.", "No progress is expected in the coming week.", None),
        ("They meet next month.", "They meet in the coming week.", Fault.DATE),
        ("It could be 200,000 troops.", "With 100,000 troops and possibly double that.", None),
        ("It is 200,000 troops.", "With 100,000 troops and possibly double that.", Fault.NUMBER),
        ("The end of war is above all a hope.", "The end of war is a hope.", None),
        ("It will end in an impasse.", "If they come, it is an impasse.", Fault.CUT_SHORT),
        ("Thirty countries speak.", "The 30 countries speak.", None),
        ("They talk whatever Russia does.", "They talk with Russia.", Fault.UNSUPPORTED),
        ("They take for granted that allies obey orders.", "They assume allies obey orders.", None),
        ("Petrovaya left home.", "Elena Petrovaja left home.", None),
    ],
)  # fmt: skip
def test_what_follows_follows_in_free_words_too(
    statement: str, evidence: str, expected: Fault | None
) -> None:
    assert fault(statement, quote(evidence)) == expected
