"""The rules for what a statement claims, one by one, through the judge that uses them all."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from evaluation_cases import quoted

from bot.claims.numbers import days, missing, numbers, times
from bot.claims.text import read
from bot.evaluation.judging.offline import OfflineJudge
from index.formats import read as read_article

JUDGE = OfflineJudge()
ARTICLES = Path(__file__).parents[1] / "seeds" / "articles"


def reason(statement: str, *evidence: str) -> str:
    return JUDGE.supports(statement, quoted(*evidence)).reason


def supported(statement: str, *evidence: str) -> bool:
    return JUDGE.supports(statement, quoted(*evidence)).supported


@pytest.mark.parametrize("evidence", [(), ("",), (" \n", "")])
def test_without_evidence_nothing_is_supported(evidence: tuple[str, ...]) -> None:
    assert reason("It rains.", *evidence) == "there is no quote"


def sentences(file: Path) -> list[str]:
    article = read_article(file)
    return [article.text[span.start : span.end] for span in article.sentences]


@pytest.mark.parametrize("file", sorted(ARTICLES.glob("*.txt")), ids=lambda file: file.stem[:3])
def test_every_sentence_supports_itself_alone_and_among_its_neighbours(file: Path) -> None:
    found = sentences(file)
    for n, sentence in enumerate(found):
        assert reason(sentence, sentence) == ""
        assert reason(sentence, *found[max(0, n - 3) : n + 4]) == ""


@pytest.mark.parametrize("file", sorted(ARTICLES.glob("*.txt")), ids=lambda file: file.stem[:3])
def test_no_sentence_supports_the_one_before_it(file: Path) -> None:
    found = sentences(file)
    assert not [a for a, b in pairwise(found) if supported(a, b)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("100,000 troops", {"100000"}),
        ("100000 troops", {"100000"}),
        ("100 thousand troops", {"100000"}),
        ("a hundred thousand troops", {"100000"}),
        ("twenty-five days and 3.5 hours", {"25", "3.5"}),
        ("two hundred and six", {"206"}),
        ("the hundred thousand", {"100000"}),
        ("two dozen, half a dozen", {"24", "6"}),
        ("a two-way, three-sided talk", set()),
        ("2 million, $1.5bn", {"2000000", "1500000000"}),
        ("the 3rd and the fourth", {"3", "4"}),
        ("first of all, one of them", set()),
        ("tens of thousands", {"tens", "thousands"}),
        ("in 2008 and 2010", {"2008", "2010"}),
        ("telephone, someone, tension", set()),
        ("B52 and x4", set()),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, values: set[str]) -> None:
    assert set(numbers(text)) == values


@pytest.mark.parametrize(
    "text", ["January 12", "Jan. 12, 2022", "12 January", "12th of January", "2022-01-12"]
)
def test_a_day_is_the_same_however_it_is_written(text: str) -> None:
    assert set(days(read(text).text)) == {"jan 12"}


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("He ruled for twenty years.", "It was a two-decade rule."),
        ("It is a two-way talk.", "It is a bilateral talk."),
        ("The two sides spoke.", "Both sides spoke."),
    ],
)
def test_a_number_may_be_said_by_another_word(statement: str, evidence: str) -> None:
    assert missing(read(statement), read(evidence)) is None


def test_the_number_of_a_list_counts_nothing() -> None:
    assert missing(read("2. The talk ends on Friday."), read("The bilateral talk ends on Friday."))


def test_a_decade_is_ten_years_and_no_other_number() -> None:
    assert missing(read("He ruled for thirty years."), read("It was a two-decade rule."))
    assert missing(read("He ruled for twenty months."), read("It was a two-decade rule."))


def test_months_and_weekdays_are_times_and_the_verb_may_is_not() -> None:
    assert set(times("It may rain on Monday or in May, not in Sept.")) == {"monday", "may", "sep"}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("Some 40,000 people died.", "the quotes do not have the number “40,000”"),
        ("Three people died.", "the quotes do not have the number “Three”"),
        ("In July 14,000 people died.", "the quotes do not have the date “July”"),
        ("On Tuesday 14,000 people died.", "the quotes do not have the date “Tuesday”"),
        ("On June 8, 14,000 people died.", "the quotes do not have the date “June 8”"),
    ],
)
def test_a_number_or_date_that_the_evidence_lacks_is_named(statement: str, why: str) -> None:
    assert (
        reason(statement, "Between June 7 and Monday 14,000 people died, 8 of them at sea.") == why
    )


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("Sherman spoke.", "Wendy Sherman spoke."),
        ("Wendy Sherman spoke.", "“No,” said Wendy Sherman. Sherman spoke."),
        ("President Obama spoke.", "Barack Obama spoke."),
        ("The United States spoke.", "The U.S. spoke."),
        ("The Russian troops spoke.", "Russia’s troops spoke."),
        ("The Germans spoke.", "Germany spoke."),
        ("France’s troops spoke.", "French troops spoke."),
        ("R.Politik spoke.", "R. Politik spoke."),
        ("Western envoys spoke.", "Envoys of the West spoke."),
        ("The OSCE spoke.", "The Organization for Security and Cooperation in Europe spoke."),
        ("The Center for a New American Security spoke.", "The CNAS, or CNAS group, spoke."),
    ],
)
def test_a_name_may_be_written_in_another_way(statement: str, evidence: str) -> None:
    assert "name" not in reason(statement, evidence)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("The summit was in Bucharest.", "the quotes do not have the name “Bucharest”"),
        ("Lavrov said the summit was in Madrid.", "the quotes do not have the name “Lavrov”"),
        (
            "Karl Ryabkov said so of the summit.",
            "the quotes have “Sergei Ryabkov”, not “Karl Ryabkov”",
        ),
    ],
)
def test_a_name_that_the_evidence_lacks_is_named(statement: str, why: str) -> None:
    assert reason(statement, "The summit was in Madrid, said the Russian Sergei Ryabkov.") == why


def test_a_word_that_opens_a_sentence_is_no_name_for_its_capital() -> None:
    assert supported("Talks in Geneva failed.", "In Geneva the talks failed.")


def test_quoted_words_must_be_there_word_for_word() -> None:
    evidence = (
        "He said: “We are not going there with an outstretched hand, we are going with a task.”"
    )
    assert supported("He said they are “not going there with an outstretched hand”.", evidence)
    assert supported('He said they are "Not going there with an outstretched hand."', evidence)
    assert supported("He said: “We are not going there … we are going with a task”.", evidence)
    assert reason("He said they are “not going there with a hand”.", evidence) == (
        "the quotes do not have the words “not going there with a hand”"
    )


def test_a_statement_may_not_deny_what_the_evidence_says() -> None:
    evidence = "The administration is prepared to push back."
    assert supported("The administration is prepared to push back.", evidence)
    assert reason("The administration is not prepared to push back.", evidence) == (
        "the quotes do not deny “prepared push back”"
    )


def test_a_statement_may_not_say_what_the_evidence_denies() -> None:
    evidence = "He has no intention of attacking the country."
    assert supported("He does not have the intention of attacking the country.", evidence)
    assert reason("He has the intention of attacking the country.", evidence) == (
        "the quotes deny “attacking country”"
    )


def test_not_only_denies_nothing() -> None:
    assert supported("They target the rich.", "They target not only the rich, but their families.")


def test_a_word_against_its_opposite_is_not_supported() -> None:
    assert reason("The meeting was a success.", "The meeting was a failure.") == (
        "the quotes say the opposite of “success”"
    )
    assert supported("The meeting was no success.", "The meeting was no success, but a failure.")


def test_a_condition_may_not_be_left_away() -> None:
    evidence = "They will face severe consequences if they intervene again."
    assert supported("They will face severe consequences if they intervene again.", evidence)
    assert supported("They would face severe consequences.", evidence)
    assert reason("They will face severe consequences.", evidence) == (
        "the quotes say so only with “if …”"
    )
    first = "If they only want to talk, then we are going to be at a lasting impasse."
    assert reason("We are going to be at a lasting impasse.", first).endswith("“if …”")


def test_an_exception_may_not_be_cut_off() -> None:
    evidence = "We will not discuss the security of the continent without our allies."
    assert reason("They “will not discuss the security of the continent”.", evidence) == (
        "the quotes say so only with “without …”"
    )


def test_words_may_not_be_quoted_out_of_a_denial() -> None:
    evidence = "A country cannot alter borders, dictate the terms, or prohibit alliances, she said."
    assert reason("A country can “dictate the terms”.", evidence) == (
        "the quotes deny “dictate the terms”"
    )
    assert supported("She said that a country “cannot alter borders”.", evidence)


@pytest.mark.parametrize(
    ("statement", "evidence", "why"),
    [
        (
            "Sherman said the hope is real.",
            "“The hope is real,” Ryabkov said after he met Sherman.",
            "the quotes have it from “Ryabkov”, not from “Sherman”",
        ),
        (
            "According to Sherman, the hope is real.",
            "After dinner with Sherman, spokesman Ned Price reiterated that the hope is real.",
            "the quotes have it from “Ned Price”, not from “Sherman”",
        ),
        (
            "Blinken reacted angrily to Ryabkov’s statement.",
            "Sergei Ryabkov reacted angrily to Blinken’s statement.",
            "the quotes have “Sergei Ryabkov” with “reacted”, not “Blinken”",
        ),
        (
            "Europe viewed Russia as a threat.",
            "Russia viewed Europe as a threat.",
            "the quotes have “Russia” with “viewed”, not “Europe”",
        ),
    ],
)
def test_who_says_or_does_it_may_not_change(statement: str, evidence: str, why: str) -> None:
    assert reason(statement, evidence).replace("'s", "") == why


@pytest.mark.parametrize(
    "evidence",
    [
        "“The hope is real,” said Judy Dempsey, a senior fellow.",
        "Dempsey, a senior fellow, said the hope is real.",
        "According to Dempsey the hope is real.",
        "“The hope is real,” Dempsey told a newspaper. Sherman said something else.",
    ],
)
def test_a_speaker_is_found_before_and_after_what_is_said(evidence: str) -> None:
    assert supported("Dempsey said that the hope is real.", evidence)


def test_enough_of_the_words_must_be_shared_and_those_that_lack_are_named() -> None:
    evidence = "The drones over the border need more fuel."
    verdict = JUDGE.supports("The observers at the border want new money.", quoted(evidence))
    assert not verdict.supported
    assert verdict.reason == "the quotes do not have “observers”, “want”, “new”, “money”"
    assert verdict.score == pytest.approx(1 / 5)


def test_two_quotes_support_together_what_neither_does_alone() -> None:
    one, other = "Talks began in Geneva on Monday.", "Talks end in Vienna on Thursday."
    both = "Talks began in Geneva on Monday and end in Vienna on Thursday."
    assert supported(both, one, other)
    assert not supported(both, one)
    assert not supported(both, other)


def test_the_abbreviation_of_a_name_ends_no_sentence() -> None:
    found = read("Stanovaya of R. Politik met Dr. Price of the U.S. team. It rained.").sentences
    assert len(found) == 2


def test_a_year_in_brackets_is_no_marker_of_a_citation() -> None:
    assert read("It fell [2014].[1][2]").words == ("it", "fell", "2014")
