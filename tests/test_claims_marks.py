"""What stands beside a number: a currency, a unit, a minus, the half of the day."""

from __future__ import annotations

import pytest
from evaluation_cases import quoted

from bot.checking import check
from bot.claims.marks import turned
from bot.claims.text import read
from bot.claims.units import one_spelling


def ok(statement: str, evidence: str) -> bool:
    return check(statement, quoted(evidence)).ok


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("The deal is worth $100 million, she said.", "The deal is worth €100 million."),
        ("The deal is worth $100 million, she said.", "The deal is worth ¥100 million."),
        ("The deal is worth A$100 million, she said.", "The deal is worth US$100 million."),
        ("It cost $5bn in all.", "It cost 5 billion euros."),
        ("It cost $5m in all.", "It cost $5."),
        ("It killed 12 of the soldiers there.", "It killed 12% of the soldiers."),
        ("It killed 12 percent of the soldiers there.", "It killed 12 of the soldiers."),
        ("12 percent of 40 villages burned down.", "40 percent of 12 villages burned."),
        ("12 soldiers, 5% of the army, died there.", "12% of the army died."),
        ("It rose by 5 percent there.", "It rose by 5 percentage points."),
        ("It rose between 10 and 12 percent there.", "It rose between $10 and $12."),
        ("The temperature was 5 degrees there.", "The temperature was -5 degrees."),
        ("The temperature was -5 degrees there.", "The temperature was 5 degrees."),
        ("The temperature fell to 5 degrees there.", "The temperature fell to -5 degrees."),
        ("The bomb weighs 500 kg, he said.", "The bomb weighs 500 mg."),
        ("The speed was 500 km/h there.", "The speed was 500 km."),
        ("The talks start at 10 a.m. there.", "The talks start at 10 p.m."),
        ("The talks start at 10 a.m. there.", "The talks start at 10 in the evening."),
        ("The talks start at 10:30 there.", "The talks start at 10:30 p.m."),
        ("The talks start at 10:30 there.", "The talks start at 30:10."),
        ("The Senate voted 52 to 48 for the law.", "The Senate voted 48 to 52 for the law."),
        ("The team won 3-2 there.", "The team won 2:3."),
    ],
)
def test_a_number_with_another_mark_is_another_number(evidence: str, statement: str) -> None:
    assert not ok(statement, evidence)


def test_the_reason_names_both() -> None:
    reason = turned(read("It cost €100 million."), read("It cost $100 million."))
    assert reason == "the quotes have “$100 million”, not “€100 million”"


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("It killed 12% of the soldiers there.", "It killed 12 percent of the soldiers."),
        ("It killed 12% of the soldiers there.", "It killed twelve per cent of the soldiers."),
        ("It killed 12 per cent of the soldiers there.", "It killed 12% of the soldiers."),
        ("The war cost $5bn in all.", "The war cost 5 billion dollars."),
        ("The war cost $5bn in all.", "The war cost US$5 billion."),
        ("The war cost 5 billion U.S. dollars in all.", "The war cost $5 billion."),
        ("The war cost $5m in all.", "The war cost $5 million."),
        ("The war cost £5 million in all.", "The war cost 5 million pounds."),
        ("The war cost 5 million yen in all.", "The war cost ¥5 million."),
        ("The talks start at 10 a.m. on Monday.", "The talks start at 10am on Monday."),
        ("The talks start at 10:00 AM on Monday.", "The talks start at 10 a.m. on Monday."),
        ("The talks start at 10.30am on Monday.", "The talks start at 10:30 a.m. on Monday."),
        ("The bomb weighs 500kg there.", "The bomb weighs 500 kilograms."),
        ("The 500-kg bomb fell there.", "The bomb of 500 kg fell."),
        ("The temperature was minus 5 degrees there.", "The temperature was -5 degrees."),
        ("The temperature was –5 degrees there.", "The temperature was −5 degrees."),
        ("The temperature was 5 degrees below zero there.", "The temperature was -5 degrees."),
        ("The team won 3-2 there.", "The team won 3:2."),
        ("The Senate voted 52 to 48 for the law.", "The Senate voted 52-48 for the law."),
    ],
)
def test_the_same_mark_may_be_written_in_another_way(evidence: str, statement: str) -> None:
    assert check(statement, quoted(evidence)).reason == ""


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("It rose 10-12 percent there.", "It rose by 10 percent."),
        ("It rose 10% to 12% there.", "It rose 10 to 12 percent."),
        ("It costs between $5 and $6 million there.", "It costs between $5 and 6 million."),
        ("10, 12 and 15 percent left there.", "12 percent left."),
        ("In 2014 and 2015 it lost 12 percent there.", "It lost 12 percent in 2014."),
        ("On January 12, 12 percent left there.", "12 percent left on 12 January."),
        ("The 12th brigade lost 12 percent there.", "The 12th brigade lost 12 percent."),
        ("Both sides lost 2 percent there.", "The two sides lost 2 percent."),
    ],
)
def test_a_mark_belongs_to_both_ends_of_a_range_and_to_no_date(
    evidence: str, statement: str
) -> None:
    assert ok(statement, evidence)


@pytest.mark.parametrize(
    ("evidence", "statement"),
    [
        ("It rose to 12 percent from 10 percent.", "The share rose to 12 from 10."),
        ("In percent, the share is 12 there.", "The share is 12 percent."),
        ("She has two university degrees there.", "She has two degrees."),
        ("The talks start at 10 a.m. on Monday.", "The talks start at 10 on Monday."),
        ("On Monday morning the talks start at 10:30.", "The talks start at 10:30 a.m. on Monday."),
        ("Exports fell by 5% in all.", "The change of exports was -5%."),
    ],
)
def test_other_words_may_say_what_a_number_lacks(evidence: str, statement: str) -> None:
    assert turned(read(statement), read(evidence)) is None


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He left at 10 p.m. Ada stayed.", "He left at 10 pm. Ada stayed."),
        ("He left at 10 P.M. with Ada.", "He left at 10 pm with Ada."),
        ("I am 10. AM radio, 3rd, B52", "I am 10. AM radio, 3rd, B52"),
        ("£3k, $2mn and 5m", "£3 thousand, $2 million and 5m"),
    ],
)
def test_amounts_have_one_spelling(text: str, spelling: str) -> None:
    assert one_spelling(text) == spelling
