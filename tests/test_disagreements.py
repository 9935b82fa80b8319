"""Where two articles cannot both be right it is said; where they may be, nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.amounts import amounts, days
from bot.answer import Citation, Disagreement
from bot.disagreements import find
from bot.offices import titles
from bot.subjects import MAX_VALUES, claims
from index.articles import Article, Span
from index.formats import read

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"


def cite(number: int, text: str, published: str | None = None) -> Citation:
    article = Article(f"a{number}", text, (Span(0, len(text)),), published=published)
    return Citation(number, article.quote(0, len(text)))


def differ(*texts: str) -> tuple[Disagreement, ...]:
    return find([cite(n, text) for n, text in enumerate(texts, start=1)])


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "Russia has massed 100,000 troops near Ukraine.",
            "Russia has sent 175,000 soldiers to the border with Ukraine.",
            ("100,000", "175,000"),
        ),
        (
            "The storm in Millford killed 12 people.",
            "Officials in Millford said about thirty people drowned.",
            ("12", "about thirty"),
        ),
        (
            "The bridge over the Elbe cost more than $40 million.",
            "The bridge over the Elbe cost the city $25 million.",
            ("more than $40 million", "$25 million"),
        ),
        (
            "Fewer than 200 firefighters came to Millford.",
            "Millford was helped by 300 firefighters.",
            ("Fewer than 200", "300"),
        ),
        (
            "Fourteen people were killed in the explosion at the Almaty power station.",
            "The mayor said the explosion at the Almaty power station killed 12 people.",
            ("Fourteen", "12"),
        ),
        (
            "NATO has 30 members.",
            "NATO has 27 members.",
            ("30", "27"),
        ),
        (
            "Inflation in Turkey rose to 36 percent in December.",
            "Inflation in Turkey rose to 21 percent in December.",
            ("36 percent", "21 percent"),
        ),
    ],
)
def test_numbers_of_one_thing_differ_where_they_exclude_each_other(
    one: str, other: str, words: tuple[str, str]
) -> None:
    (found,) = differ(one, other)
    assert (found.words, found.sides) == (words, ((1,), (2,)))


def test_what_is_counted_is_named() -> None:
    (found,) = differ(
        "Russia has massed 100,000 troops near Ukraine.",
        "Russia has massed 175,000 troops near Ukraine.",
    )
    assert found.about == "how many troops"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russia massed 100,000 troops near Ukraine.", "Russia massed about 100,000 troops near "
         "Ukraine."),
        ("Russia massed 100,000 troops near Ukraine.", "Russia massed some 110,000 soldiers near "
         "Ukraine, or about 110,000 troops."),
        ("Russia massed more than 100,000 troops near Ukraine.", "Russia massed 175,000 troops "
         "near Ukraine."),
        ("Russia massed 100,000 or more troops near Ukraine.", "Russia massed 130,000 troops near "
         "Ukraine."),
        ("Russia massed 100,000 troops near Ukraine.", "Russia massed tens of thousands of troops "
         "near Ukraine."),
        ("Russia massed 100,000 troops near Ukraine.", "NATO has 40,000 troops in Poland."),
        ("Russia massed 100,000 troops near Ukraine.", "Russia plans an attack on Ukraine with "
         "175,000 troops."),
        ("Russia massed 100,000 troops near Ukraine.", "Russia massed 1,200 tanks near Ukraine."),
        ("Russia massed 100,000 troops near Ukraine.", "Russia had 90,000 troops near Ukraine in "
         "autumn and 100,000 troops near Ukraine now."),
        ("The talks in Geneva took eight hours.", "The dinner in Geneva took two hours."),
        ("Two sessions were held in Geneva.", "Three sessions were held in Vienna."),
        ("Moscow has amassed about 100,000 troops, according to the ministry.", "Moscow sent 3,000 "
         "troops to Kazakhstan on Thursday, according to the ministry."),
        ("NATO has 30 members.", "NATO added 2 members."),
        ("Germany has given 5,000 helmets to Ukraine.", "Ukraine asked Germany for 100,000 "
         "helmets."),
        ("Germany gave 5,000 helmets to Ukraine.", "Ukraine gave 100,000 helmets to Germany."),
        ("Police in Almaty killed dozens of people.", "Police detained 5,000 people in Almaty."),
        ("In the Almaty explosion 14 people were killed.", "In the Almaty explosion 90 people were "
         "hurt."),
        ("Inflation in Turkey rose to 36 percent in December.", "Inflation in Turkey rose to 21 "
         "percent in November."),
        ("Moscow has massed 100,000 troops at its western border with Ukraine.", "Moscow has "
         "withdrawn 10,000 troops from its western border with Ukraine."),
        ("The explosion in Almaty killed 12 people.", "The protests in Almaty killed 160 people."),
        ("Acme built 12 red cars in Riga.", "Acme built 14 blue cars in Riga."),
        ("Acme made a revenue of $40 million in Riga.", "Acme made a profit of $9 million in "
         "Riga."),
        ("In the first quarter Acme sold houses in Riga for $40 million.", "In the second quarter "
         "Acme sold houses in Riga for $30 million."),
        ("Acme built a new wing in Riga for $4 million.", "Acme built a second new wing in Riga "
         "for $3 million."),
        ("Ukraine lost 12 soldiers in Varna, 3 heavy army supply trucks, 4 light army supply "
         "trucks, 5 small river patrol boats, 6 big river patrol boats, 7 old navy training jets "
         "and 14 soldiers in Varna.", "Ukraine lost 14 soldiers in Varna."),
    ],
)  # fmt: skip
def test_numbers_that_may_both_be_right_or_count_other_things_do_not_differ(
    one: str, other: str
) -> None:
    assert differ(one, other) == ()


def test_dates_of_one_event_differ() -> None:
    (found,) = differ(
        "The NATO council meets in Brussels on January 12.",
        "The NATO council meets in Brussels on 13 January 2022.",
    )
    assert found == Disagreement("the date", ((1,), (2,)), ("January 12", "13 January 2022"))


def test_a_day_differs_where_the_same_is_told_in_another_order() -> None:
    (found,) = differ(
        "The bridge in Riga was opened by the king on May 3.",
        "On May 4 the bridge in Riga was opened by the king.",
    )
    assert found.words == ("May 3", "May 4")


def test_years_of_one_event_differ() -> None:
    (found,) = differ("Russia annexed Crimea in 2014.", "Russia annexed Crimea in 2015.")
    assert (found.about, found.words) == ("the year", ("2014", "2015"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The NATO council meets in Brussels on January 12.", "The OSCE council meets in Vienna on "
         "January 13."),
        ("The NATO council meets in Brussels on January 12.", "The NATO council meets in Brussels "
         "on 12 January 2022."),
        ("Russia invaded Georgia in 2008.", "Russia invaded Ukraine in 2014."),
        ("NATO meets on January 12 in Brussels, the OSCE on January 13 in Vienna.", "The OSCE "
         "meets on January 13 in Vienna."),
        ("The talks between Russia and NATO in Geneva began on January 10.", "The talks between "
         "Russia and NATO in Geneva ended on January 12."),
        ("The Geneva treaty on mines was drafted in 1996.", "The Geneva treaty on mines was signed "
         "in 1997."),
        ("The first NATO summit in Madrid opens on June 28.", "The second NATO summit in Madrid "
         "opens on June 30."),
    ],
)  # fmt: skip
def test_dates_of_two_events_and_the_same_date_do_not_differ(one: str, other: str) -> None:
    assert differ(one, other) == ()


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (
            "The U.S. is led by Deputy Secretary of State Wendy Sherman.",
            "US Assistant Secretary of State Wendy Sherman hopes to de-escalate.",
            ("Deputy Secretary of State", "Assistant Secretary of State"),
        ),
        (
            "Russian Deputy Secretary of State Sergei Ryabkov came.",
            "Sergei Ryabkov, Russia’s deputy foreign minister, left.",
            ("Deputy Secretary of State", "deputy foreign minister"),
        ),
        (
            "Prime Minister Ada Brook spoke.",
            "Finance Minister Ada Brook spoke.",
            ("Prime Minister", "Finance Minister"),
        ),
    ],
)
def test_titles_of_one_person_differ(one: str, other: str, words: tuple[str, str]) -> None:
    (found,) = differ(one, other)
    assert found.about.startswith("the title of ")
    assert found.words == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Secretary of State Antony Blinken spoke.", "U.S. Secretary Blinken spoke."),
        ("Defense Minister Sergei Shoigu spoke.", "Russian Defence Minister Sergei Shoigu spoke."),
        ("Prime Minister Ada Brook spoke.", "President Tom Brook spoke."),
        ("President Barack Obama spoke.", "Former Secretary Barack Obama spoke."),
        ("Minister Sergei Ryabkov spoke.", "Deputy Foreign Minister Sergei Ryabkov spoke."),
        ("General Ada Brook spoke.", "Ambassador Ada Brook spoke."),
        ("Foreign Minister Sergei Lavrov spoke.", "Blinken had lunch with Sergei Lavrov, President "
         "Vladimir Putin and two interpreters."),
        ("Secretary of State Antony Blinken spoke.", "They asked Antony Blinken, Defense Secretary "
         "Lloyd Austin and others."),
        ("Secretary of State Ada Brook spoke.", "They met Ada Brook, the President’s envoy."),
        ("Secretary of State Ada Brook spoke.", "“I met the Foreign Minister. Secretary Ada Brook "
         "came, too,” he said."),
        ("Secretary of State Ada Brook spoke.", "“I met Ada Brook, the Secretary. Prime Minister "
         "she is not,” he said."),
    ],
)  # fmt: skip
def test_titles_that_one_person_may_have_do_not_differ(one: str, other: str) -> None:
    assert differ(one, other) == ()


def test_a_denial_of_what_the_other_says_differs() -> None:
    (found,) = differ(
        "Wendy Sherman will lead the American delegation in Geneva.",
        "Wendy Sherman will not lead the American delegation in Geneva.",
    )
    assert found.about == "whether it is so"
    assert found.words == ("Sherman will lead the American delegation",
                           "Sherman will not lead the American delegation")  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sherman will lead the delegation in Geneva.", "Ryabkov will not lead the delegation in "
         "Geneva."),
        ("Sherman will lead the delegation in Geneva.", "Sherman did not see the mayor in Geneva."),
        ("Russia does not want war with Ukraine.", "Russia never wanted war with Ukraine."),
        ("He left.", "He did not leave."),
    ],
)  # fmt: skip
def test_a_not_about_something_else_denies_nothing(one: str, other: str) -> None:
    assert differ(one, other) == ()


def test_one_article_never_disagrees_with_itself() -> None:
    text = "Russia massed 100,000 troops near Ukraine. Russia massed 175,000 troops near Ukraine."
    one = Article("a", text, (Span(0, 42), Span(43, len(text))))
    assert find([Citation(1, one.quote(0, 42)), Citation(2, one.quote(43, len(text)))]) == ()


def test_what_was_written_years_apart_may_have_changed() -> None:
    one, other = "Prime Minister Ada Brook spoke.", "Finance Minister Ada Brook spoke."
    assert find([cite(1, one, "2015-03-01"), cite(2, other, "2022-01-07")]) == ()
    assert len(find([cite(1, one, "2021-12-04"), cite(2, other, "2022-01-07")])) == 1


def test_quotes_that_agree_share_a_side() -> None:
    (found,) = differ(
        "Russia has 100,000 troops near Ukraine.",
        "Russia has 175,000 troops near Ukraine.",
        "Russia has 100,000 troops near Ukraine now.",
    )
    assert found.sides == ((1, 3), (2,))


def test_what_differs_in_two_things_is_said_of_each() -> None:
    first, second = differ(
        "The Geneva talks between Russia and the United States begin on January 9.",
        "The Geneva talks between Russia and the United States begin on January 10.",
        "The NATO summit in Madrid opens on June 28.",
        "The NATO summit in Madrid opens on June 29.",
    )
    assert (first.sides, first.words) == (((1,), (2,)), ("January 9", "January 10"))
    assert (second.sides, second.words) == (((3,), (4,)), ("June 28", "June 29"))


def test_a_table_of_numbers_counts_nothing() -> None:
    assert list(claims(cite(1, "12 15 18 " * 500 + "troops"))) == []


def test_of_a_table_the_first_few_are_compared() -> None:
    table = cite(1, " ".join(f"{number} troops," for number in range(100, 200)))
    assert len({claim.words for claim in claims(table)}) == MAX_VALUES


@pytest.mark.parametrize(
    "text",
    [
        "The talks were led by Foreign Minister Bo  Lind, who arrived on Monday",
        "Port     Opened  Foreign Minister   Bo   Lind   Kept",
        "Foreign  Minister Bo\u2003 Lind",
    ],
)
def test_a_title_is_found_whatever_space_stands_between_the_words(text: str) -> None:
    assert {title.words for title in titles(text)} == {"Foreign Minister"}


def test_the_five_articles_differ_on_two_titles_and_on_nothing_else() -> None:
    articles = [read(path) for path in sorted(SEEDS.glob("*.txt"))]
    quotes = [
        article.quote(span.start, span.end)
        for article in articles
        for span in article.sentences
        if titles(article.text[span.start : span.end])
        or amounts(article.text[span.start : span.end])
        or days(article.text[span.start : span.end])
    ]
    found = find([Citation(n, quote) for n, quote in enumerate(quotes, start=1)])
    assert sorted(one.about for one in found) == [
        "the title of Sergei Ryabkov",
        "the title of Wendy Sherman",
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), min_size=1), max_size=4))
def test_any_text_is_compared_without_an_error_and_each_side_has_its_words(
    texts: list[str],
) -> None:
    for one in differ(*texts, "Russia massed 100,000 troops on January 12."):
        assert len(one.sides) == len(one.words) >= 2
        assert all(one.words)
        assert all(one.sides)


def test_a_number_allows_what_its_words_say() -> None:
    known = {
        "upwards of 100,000 men": (100_000, float("inf")),
        "the 100,000 or more men": (100_000, float("inf")),
        "tens of thousands of men": (20_000, 100_000),
        "up to forty men": (0, 40),
        "two million people": (2_000_000, 2_000_000),
    }
    for text, (low, high) in known.items():
        (amount,) = amounts(text)
        assert (amount.low, amount.high) == (low, high)


@pytest.mark.parametrize(
    "text", ["in 2014", "the 1987 treaty", "a 21st man", "January 12", "S-400"]
)
def test_years_days_and_names_are_no_numbers_of_things(text: str) -> None:
    assert amounts(text) == []
