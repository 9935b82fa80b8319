"""Follow-ups made whole. Each row is a worked example."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.conversation import complete
from bot.names import Sort, find

NATO = "What did Ryabkov say about NATO?"
DINNER = "When did Ryabkov and Sherman have dinner together?"
SEEDS = Path(__file__).parents[1] / "seeds" / "questions.jsonl"

WORKED_EXAMPLES = [
    # pronouns for a person
    (NATO, "and what did he say about sanctions?", "what did Ryabkov say about sanctions?"),
    (NATO, "What else did he say?", "What else did Ryabkov say?"),
    (NATO, "what was his answer?", "what was Ryabkov's answer?"),
    (NATO, "Ok, and why did he refuse?", "why did Ryabkov refuse?"),
    ("Who is Ned Price?", "What did he say?", "What did Ned Price say?"),
    ("What is Jen Psaki's job?", "And what did she say?", "what did Jen Psaki say?"),
    ("What did Putin tell Biden?", "When did he say it?", "When did Putin say it? (Biden)"),
    (
        "what did sherman say about nato?",
        "and why did she say so?",
        "why did sherman say so? (nato)",
    ),
    (
        "Didn't Putin threaten Kyiv?",
        "When did he say it?",
        "When did Putin say it? (threaten Kyiv)",
    ),
    ("Isn’t Sherman in Geneva?", "What did she say?", "What did Sherman say?"),
    ("Summarize what Ryabkov said", "What did he say?", "What did Ryabkov say?"),
    ("Thanks. Who is Ned Price?", "What did he say?", "What did Ned Price say?"),
    ("Ryabkov said what about NATO?", "What did he say?", "What did Ryabkov say?"),
    ("Ryabkov is in which city?", "What did he say?", "What did Ryabkov say?"),
    # whoever speaks for somebody is somebody else
    (
        "What did the spokesman for Putin say?",
        "Why did he say so?",
        "Why did he say so? (spokesman Putin)",
    ),
    (
        "Who is the American envoy to Putin?",
        "What did he say?",
        "What did he say? (American envoy Putin)",
    ),
    ("What did the talks mean for Putin?", "Why did he go?", "Why did Putin go?"),
    # a word that opens a sentence is no person
    (
        "Please tell me who leads the US delegation",
        "What did she say about NATO?",
        "What did she say about NATO? (leads US delegation)",
    ),
    ("Sanctions: who wants them?", "What did he say?", "What did he say? (Sanctions wants)"),
    ("Sanctions: what did Biden say?", "And Putin?", "Sanctions: what did Putin say?"),
    ("What does NATO want?", "Please explain why they left", "Please explain why NATO left"),
    # pronouns for several, for an organisation, for a country
    (DINNER, "What did they talk about?", "What did Ryabkov and Sherman talk about?"),
    ("What does NATO demand of Russia?", "Why did they refuse?", "Why did NATO refuse?"),
    ("What does NATO demand?", "and what has it done?", "what has NATO done?"),
    ("What has Moscow threatened?", "What are its demands?", "What are Moscow's demands?"),
    (
        "What is the Strategic Stability Dialogue?",
        "How many sessions did it hold?",
        "How many sessions did the Strategic Stability Dialogue hold?",
    ),
    # the same question of somebody or something else
    (NATO, "What about Sherman?", "What did Sherman say about NATO?"),
    (NATO, "and Stoltenberg?", "What did Stoltenberg say about NATO?"),
    (NATO, "what about sanctions?", "What did Ryabkov say about sanctions?"),
    (NATO, "And about the sanctions?", "What did Ryabkov say about the sanctions?"),
    (NATO, "What about the EU?", "What did Ryabkov say about the EU?"),
    ("What do the Russians want?", "What about the Americans?", "What do the Americans want?"),
    ("What is NATO's role in Geneva?", "what about Sherman?", "What is Sherman's role in Geneva?"),
    ("When does NATO meet in Brussels?", "And the OSCE?", "When does the OSCE meet in Brussels?"),
    ("What did Putin say about Ukraine?", "How about Crimea?", "What did Putin say about Crimea?"),
    # another place, another time
    (
        "When do the talks begin in Geneva?",
        "And in Brussels?",
        "When do the talks begin in Brussels?",
    ),
    ("What did Putin say in June?", "And in 2021?", "What did Putin say in 2021?"),
    ("What did Blinken say on Sunday?", "On Monday?", "What did Blinken say on Monday?"),
    (NATO, "and in Brussels?", "What did Ryabkov say about NATO in Brussels?"),
    # nothing to search for
    (NATO, "when?", "when? (Ryabkov NATO)"),
    (NATO, "Why?", "Why? (Ryabkov NATO)"),
    (NATO, "Tell me more", "Tell me more (Ryabkov NATO)"),
    (NATO, "Is that true?", "Is that true? (Ryabkov NATO)"),
    (NATO, "Who said that?", "Who said that? (Ryabkov NATO)"),
    (NATO, "And how many were killed?", "And how many were killed? (Ryabkov NATO)"),
    (
        "Did Ryabkov deny that Russia intends to attack Ukraine?",
        "Why?",
        "Why? (Ryabkov deny Russia intends attack Ukraine)",
    ),
    # in doubt: the words, not a guess
    (DINNER, "What did she say?", "What did she say? (Ryabkov Sherman dinner together)"),
    (NATO, "Did she reply to him?", "Did she reply to him? (Ryabkov NATO)"),
    (
        "Why did the treaty on midrange missiles collapse?",
        "When was it signed?",
        "When was it signed? (treaty midrange missiles collapse)",
    ),
]


@pytest.mark.parametrize(("before", "question", "whole"), WORKED_EXAMPLES)
def test_a_follow_up_is_made_whole(before: str, question: str, whole: str) -> None:
    assert complete(question, [before]) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Who leads the American delegation?",
        "And what did Sherman say about NATO?",
        "Sherman's age?",
        "Ryabkov's role?",
        "who is Ned Price",
        "Andrea Kendall-Taylor, who is she?",
        "Judy Dempsey - who is that?",
        "Why will Russia go on training its troops, according to Ryabkov?",
        "What has Moscow threatened to do if its demands are not met?",
        "When did Stoltenberg announce that he would step down over the crisis?",
        "What would it take for the man in the Kremlin to go home content?",
        "How would Republicans in Congress take it if the president gave ground?",
        "What are U.S. officials unsure of when it comes to Putin's intentions?",
        "Is it true that Ukraine is a member of NATO?",
        "What time is it in Geneva?",
        "Who said that the Russians would give a false account of the meeting?",
        "Which distractions among his rivals helped the Kremlin chief pick his moment?",
        "Does the Kremlin chief pay any price for whatever he gets out of this?",
        "Where do rich Russians like to spend their holidays and do their shopping?",
        "What evidence is there that Russian soldiers are active in the Donbass?",
        "Which of the meetings that week includes Ukraine?",
        "Who built the site in Redzikowo and who pays for it?",
        "What is 17 times 23?",
        "recommend a cheap laptop for a student",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert complete(question, [NATO]) == question
    assert complete(question, ["Why did the treaty collapse?", DINNER]) == question


@pytest.mark.parametrize(
    "aside",
    [
        "ok",
        "thanks!",
        "yes",
        "thank you",
        "Thanks a million",
        "ok, got it.",
        "no thanks",
        "👍",
        "...",
    ],
)
def test_an_aside_is_no_follow_up_and_is_none_to_lean_on(aside: str) -> None:
    assert complete(aside, [NATO]) == aside
    assert complete("Why?", [NATO, aside]) == "Why? (Ryabkov NATO)"
    assert complete("And Sherman?", [NATO, *[aside] * 9]) == "What did Sherman say about NATO?"


@pytest.mark.parametrize("question", ["thanks, why", "ok why", "Thank you. And when?", "no, who?"])
def test_what_opens_like_an_aside_may_ask(question: str) -> None:
    assert complete(question, [NATO]) == f"{question} (Ryabkov NATO)"


def test_no_question_of_the_evaluation_is_changed_by_the_one_before_it() -> None:
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert [b for a, b in pairwise(questions) if complete(b, [a]) != b] == []


def test_the_first_question_is_left_as_it_is() -> None:
    assert complete("and what did he say?", []) == "and what did he say?"
    assert complete("  ", [NATO]) == "  "


@pytest.mark.parametrize(
    "words",
    ["he said January ", "they want it, he told Ada Brook. ", "where is Ada Brook? did he say? "],
)
def test_a_long_question_of_pronouns_keeps_nobody_waiting(words: str) -> None:
    question = (words * 200)[:2000]
    started = time.perf_counter()
    complete(question, [question] * 3)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("words", ["\n", "of ", "and  "])
def test_a_long_question_that_a_place_is_put_into_keeps_nobody_waiting(words: str) -> None:
    before = "What about the talks and" + words * (1_900 // len(words)) + "x?"
    started = time.perf_counter()
    complete("And in Bern?", [before])
    complete("And Bern?", [before])
    complete("What about sanctions?", [before])
    assert time.perf_counter() - started < 1


def test_he_is_never_an_organisation_and_never_a_place() -> None:
    for before in ("What does NATO want?", "What did Moscow say?", "What did the Kremlin do?"):
        whole = complete("what did he say?", [before])
        assert whole.startswith("what did he say? (")


@pytest.mark.parametrize(
    ("before", "question", "content"),
    [
        ("Who designed the Halden Bridge?", "Where had she worked?", "designed Halden Bridge"),
        ("Who is the mayor of Port Ellery?", "What did she say?", "mayor Port Ellery"),
        ("Who founded Goldman Sachs?", "Where was he born?", "founded Goldman Sachs"),
        ("And who wrote Moby Dick?", "When did he die?", "wrote Moby Dick"),
        (
            "Who is the chief executive of Tully Brothers?",
            "What did she say about the fire?",
            "chief executive Tully Brothers",
        ),
        ("What did the mayor of Port Ellery do?", "Why did she?", "mayor Port Ellery"),
        ("What did Port Ellery's mayor do?", "Why did she?", "Port Ellery's mayor"),
        ("What did the Halden Bridge cost?", "What did he say?", "Halden Bridge cost"),
    ],
)
def test_he_is_not_what_somebody_founded_leads_or_is_the_mayor_of(
    before: str, question: str, content: str
) -> None:
    whole = f"{question} ({content})"
    assert complete(question, [before]) == whole
    assert complete(question, [NATO, before]) == whole
    assert complete("Was she there?", [before, whole]).startswith("Was she there? (")


@pytest.mark.parametrize(
    ("before", "content"),
    [
        ("Where is Port Ellery?", "Port Ellery"),
        ("Where’s Port Ellery?", "Port Ellery"),
        ("Where exactly is Port Ellery, and who lives there?", "Port Ellery lives"),
        ("Where are the Brooks?", "Brooks"),
        ("What is Port Ellery?", "Port Ellery"),
        ("How far is Port Ellery from Moscow?", "far Port Ellery Moscow"),
        ("How do I get to Port Ellery?", "get Port Ellery"),
        ("Which country is Port Ellery in?", "country Port Ellery"),
        ("When was Port Ellery founded?", "Port Ellery founded"),
    ],
)
def test_he_may_not_be_whose_place_is_asked_for(before: str, content: str) -> None:
    assert complete("What did she say?", [before]) == f"What did she say? ({content})"
    assert complete("What did she say?", [NATO, before]) == f"What did she say? ({content})"


@pytest.mark.parametrize(
    ("earlier", "name"),
    [
        (["Where is Mrs. Ellery?"], "Mrs. Ellery"),
        (["Where was Ada Ellery born?"], "Ada Ellery"),
        (["Where is Ada Ellery going?"], "Ada Ellery"),
        (["What is Ada Ellery's job?"], "Ada Ellery"),
        (["What did Ada Ellery do?", "Where is she?"], "Ada Ellery"),
    ],
)
def test_where_somebody_is_may_be_asked_of_a_person(earlier: list[str], name: str) -> None:
    assert complete("What did she say?", earlier) == f"What did {name} say?"


@pytest.mark.parametrize("before", ["Who is Ned Price?", "Who's Ned Price?"])
def test_he_is_the_person_asked_about(before: str) -> None:
    assert complete("Where was he born?", [before]) == "Where was Ned Price born?"


def test_a_person_may_have_been_named_some_questions_ago() -> None:
    earlier = [NATO, "Where is Geneva?"]
    assert complete("What did he say?", earlier) == "What did Ryabkov say?"


def test_follow_ups_of_follow_ups_lean_on_the_whole_question() -> None:
    assert (
        complete("and about Georgia?", [NATO, "And Sherman?"])
        == "What did Sherman say about Georgia?"
    )


def test_questions_already_completed_may_be_passed_as_well() -> None:
    whole = complete("and what did he say about sanctions?", [NATO])
    assert complete("Why?", [NATO, whole]) == "Why? (Ryabkov sanctions)"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What did Ursula von der Leyen say?", [("Ursula von der Leyen", Sort.PERSON)]),
        ("Did the Swiss encounter buy Kyiv time?", [("Swiss", Sort.THING), ("Kyiv", Sort.PLACE)]),
        ("What did the U.S. tell Mr. Putin?", [("U.S.", Sort.THING), ("Mr. Putin", Sort.PERSON)]),
        (
            "How do America's European allies differ?",
            [("America", Sort.PLACE), ("European", Sort.THING)],
        ),
        ("When was the White House built?", [("White House", Sort.THING)]),
        ("in which languages did ryabkov answer reporters", [("ryabkov", Sort.PERSON)]),
        ("What happens on Monday?", [("Monday", Sort.TIME)]),
        ("Hi! Show Putin", [("Putin", Sort.PERSON)]),
        (
            "What did Prof. Brook tell Moscow. Who was there?",
            [("Prof. Brook", Sort.PERSON), ("Moscow", Sort.PLACE)],
        ),
        ("Can’t Will Smith come?", [("Will Smith", Sort.PERSON)]),
        ("Check Point sells what?", [("Check Point", Sort.PERSON)]),
        ("Hello Kitty is owned by whom?", [("Hello Kitty", Sort.PERSON)]),
        ("Good Friday agreement: who signed it?", [("Good Friday", Sort.THING)]),
        ("State Department officials: who are they?", [("State Department", Sort.THING)]),
        ("Look Magazine closed when?", [("Look Magazine", Sort.THING)]),
        ("Check Putin quotes", [("Putin", Sort.PERSON)]),
        ("Hello Putin, how are you?", [("Putin", Sort.PERSON)]),
        ("Good God, why?", [("God", Sort.PERSON)]),
        ("Who leads Warner Bros. Discovery?", [("Warner Bros. Discovery", Sort.PERSON)]),
    ],
)
def test_names_are_found_with_their_sort(question: str, names: list[tuple[str, Sort]]) -> None:
    assert [(name.text, name.sort) for name in find(question)] == names
    assert all(question[name.start : name.end] == name.text for name in find(question))


# "One" for a noun of the question before


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        (
            "who heads the American one?",
            "Who heads the Russian delegation?",
            "who heads the American delegation?",
        ),
        (
            "who heads the american one",
            "who heads the russian delegation in geneva",
            "who heads the american delegation",
        ),
        ("And the American one?", "Who heads the Russian side?", "Who heads the American side?"),
        (
            "What about the Brussels ones?",
            "When do the Geneva talks end?",
            "When do the Brussels talks end?",
        ),
        (
            "Who is the U.S. one?",
            "Who is the Russian deputy foreign minister?",
            "Who is the U.S. deputy foreign minister?",
        ),
        (
            "and what does the American one want?",
            "When does the Russian delegation arrive?",
            "and what does the American delegation want?",
        ),
    ],
)
def test_one_becomes_the_noun_of_the_question_before(
    question: str, before: str, whole: str
) -> None:
    assert complete(question, [before]) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Who heads the only one?",
        "Who is the American one who left?",
        "Is the Polish site older, or the Romanian one?",
    ],
)
def test_one_that_stands_for_something_else_stays(question: str) -> None:
    assert complete(question, ["Who heads the Russian delegation?"]) == question
