"""What stands above a quote: it may turn it around, and says with it what neither says alone."""

from __future__ import annotations

import pytest

from bot.checking import Fault, check
from bot.claims.headings import headed
from bot.writing.strangers import stranger
from index.articles import Article, Quote
from index.formats import read

HANDBOOK = """# Handbook

For all who work here.

## Expenses

You can claim:

- train fares
- Hotel nights up to £120

You cannot claim:

- parking fines
- Alcohol

You can claim up to £50 a day for:

- meals

If you are ill:

- call your manager

The US delegation includes:

- Wendy Sherman

## Bins

Q: What goes into the green bin?
A: Glass and tins.

Q: What does not go into the brown bin?
A: Nappies. Batteries.

Q: **Can I claim parking tickets?**
A: No.

Q: Can I claim taxis?
A: Yes, after ten at night.

Q: Is the canteen open?
A: It depends.

Q: How many of the 500 invited came?
A: 300.

## Who approves travel?

The managing editor, in writing.

## Who leads the Canadian delegation?

Melanie Roy.

The German delegation is led by Anna Berg.

## Not covered

Theft from cars.

Storm damage

## What needs no permission

- Turning speech into text

## Ryabkov meets Sherman

She leads the American delegation.

The delegation is led by an experienced diplomat.

## Offer not accepted at first

The offer is accepted.

## Who are Roy and Berg?

She leads the Western delegation.

## Why did Roy storm out?

He did not.

## If it is not observed

The town may impose fines.

## 12 new rules

The museum opens at ten.
"""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Article:
    file = tmp_path_factory.mktemp("handbook") / "handbook.md"
    file.write_text(HANDBOOK, encoding="utf-8")
    return read(file)


def quote(article: Article, words: str) -> Quote:
    at = article.text.index(words)
    (span,) = (one for one in article.sentences if one.start <= at < one.end)
    return article.quote(span.start, span.end)


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("parking fines", "You cannot claim parking fines."),
        ("parking fines", "Parking fines cannot be claimed."),
        ("Alcohol", "You cannot claim alcohol."),
        ("train fares", "You can claim train fares."),
        ("Hotel", "You can claim hotel nights up to £120."),
        ("meals", "You can claim up to £50 a day for meals."),
        ("call your", "If you are ill, call your manager."),
        ("Wendy Sherman", "The US delegation includes Wendy Sherman."),
        ("Glass", "Glass and tins go into the green bin."),
        ("Nappies", "Nappies do not go into the brown bin."),
        ("A: No.", "You cannot claim parking tickets."),
        ("A: Yes", "You can claim taxis after ten at night."),
        ("A: Yes", "You can claim taxis."),
        ("300", "300 of the 500 invited came."),
        ("The managing", "The managing editor approves travel."),
        ("Melanie", "Melanie Roy leads the Canadian delegation."),
        ("Theft", "Theft from cars is not covered."),
        ("Storm", "Storm damage is not covered."),
        ("Turning", "Turning speech into text needs no permission."),
        ("The offer", "The offer has been accepted."),
        ("The town", "The town may impose fines."),
    ],
)
def test_a_heading_and_its_quote_back_what_they_say_together(
    handbook: Article, words: str, statement: str
) -> None:
    cited = quote(handbook, words)
    found = check(statement, [cited])
    assert found.ok, found.reason
    assert stranger(statement, [cited], [handbook]) is None


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("parking fines", "You can claim parking fines."),
        ("parking fines", "Parking fines are reimbursed."),
        ("parking fines", "Parking fines."),
        ("Alcohol", "You can claim alcohol."),
        ("train fares", "You cannot claim train fares."),
        ("train fares", "You cannot claim parking fines."),
        ("Glass", "Glass does not go into the green bin."),
        ("Nappies", "Nappies go into the brown bin."),
        ("A: No.", "You can claim parking tickets."),
        ("A: Yes", "You cannot claim taxis."),
        ("The managing", "The managing editor does not approve travel."),
        ("Theft", "Theft from cars is covered."),
        ("Storm", "Storm damage is covered."),
        ("Turning", "Turning speech into text needs permission."),
        ("The offer", "The offer is not accepted."),
    ],
)
def test_what_a_heading_and_its_quote_deny_is_not_said(
    handbook: Article, words: str, statement: str
) -> None:
    assert check(statement, [quote(handbook, words)]).fault is Fault.NEGATION


def test_the_condition_that_leads_in_a_list_is_not_left_away(handbook: Article) -> None:
    assert check("Call your manager.", [quote(handbook, "call your")]).fault is Fault.CUT_SHORT


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("Hotel", "You can claim hotel nights up to £50."),
        ("meals", "You can claim up to £500 a day for meals."),
        ("meals", "You can claim up to £50 a day for drinks."),
        ("Wendy Sherman", "The US delegation includes Sergei Lavrov."),
        ("Glass", "The paper goes into the green bin."),
        ("A: It depends", "The canteen is open."),
        ("A: It depends", "The canteen is not open."),
        ("300", "500 people came."),
        ("The managing", "The accountant approves travel."),
    ],
)
def test_what_neither_says_is_not_backed(handbook: Article, words: str, statement: str) -> None:
    assert not check(statement, [quote(handbook, words)]).ok


@pytest.mark.parametrize(
    ("words", "statement"),
    [
        ("meals", "You can claim up to £50 a day."),
        ("Turning", "What needs no permission."),
        ("He did not", "Roy did storm out."),
    ],
)
def test_a_heading_alone_backs_nothing(handbook: Article, words: str, statement: str) -> None:
    found = check(statement, [quote(handbook, words)])
    assert found.reason == "it stands above the quotes and not in them"


@pytest.mark.parametrize(
    ("words", "statement", "fault"),
    [
        ("She leads the American", "Ryabkov leads the American delegation.", Fault.NAME),
        ("The delegation is led", "Sherman leads the delegation.", Fault.NAME),
        ("The German", "Anna Berg leads the Canadian delegation.", Fault.NAME),
        ("She leads the Western", "Roy leads the Western delegation.", Fault.NAME),
        ("The museum", "The museum has 12 rules and opens at ten.", Fault.NUMBER),
    ],
)
def test_a_heading_above_a_whole_section_lends_no_name_and_no_number(
    handbook: Article, words: str, statement: str, fault: Fault
) -> None:
    assert check(statement, [quote(handbook, words)]).fault is fault


def test_the_words_of_a_heading_are_not_quoted(handbook: Article) -> None:
    cited = quote(handbook, "parking fines")
    assert check("You “cannot claim” parking fines.", [cited]).fault is Fault.QUOTED_WORDS
    assert check("You cannot claim “parking fines”.", [cited]).ok


def test_a_statement_is_found_below_the_heading_of_another_quote(handbook: Article) -> None:
    cited, other = quote(handbook, "Wendy Sherman"), quote(handbook, "meals")
    statement = "You can claim up to £50 a day for meals."
    assert check(statement, [cited], [other]).fault is Fault.WRONG_PLACE


def test_items_of_two_lists_stay_under_their_own_lines(handbook: Article) -> None:
    both = [quote(handbook, "train fares"), quote(handbook, "Alcohol")]
    assert check("You can claim train fares, but cannot claim alcohol.", both).ok
    assert check("You can claim alcohol.", both).fault is Fault.NEGATION


def test_an_item_is_read_as_one_sentence_with_the_line_that_leads_it_in(handbook: Article) -> None:
    def whole(words: str) -> str:
        cited = quote(handbook, words)
        return headed(cited, cited.text).whole

    assert whole("Hotel") == "You can claim hotel nights up to £120"
    assert whole("call your") == "If you are ill, call your manager"
    assert whole("Wendy Sherman") == "The US delegation includes Wendy Sherman"
    assert whole("The town") == "The town may impose fines."
