"""Denials, hopes and places that are said in other words."""

from __future__ import annotations

import pytest

from bot.claims import certainty, polarity, speaking, speech, synonyms, titles
from bot.claims.text import read

TURNED = [
    ("The efforts produced a meaningful result.", "The efforts failed to produce a good result."),
    ("The EU takes part in the talks.", "The EU was set aside."),
    ("The EU was given one.", "The EU asked for a role and was set aside."),
    ("They told the truth.", "They lied."),
    ("The offer meets the demands.", "The offer falls far short of the demands."),
    ("The allies are at odds.", "The allies showed unity."),
    ("He saw great opportunity.", "He saw limited opportunity for major gains."),
    ("Both topics can be completely avoided.", "Neither topic can be completely avoided."),
    ("They put weapons in Poland.", "They agreed not to put weapons in Poland."),
    ("Ryabkov dropped his call for guarantees.", "Ryabkov renewed his call for guarantees."),
    ("They have never met.", "They met last summer."),
    ("He said progress is expected.", "He said no progress is expected."),
    ("They failed to reach the goal.", "They have already achieved the goal."),
    ("The talks are over.", "The talks are ongoing."),
    ("She could live with an end to it.", "She will not allow anyone to end it."),
    ("They would bring home the tanks.", "They have no intention of withdrawing the tanks."),
    ("The alliance threatens Russia.", "It is a false narrative that the alliance threatens it."),
]
KEPT = [
    ("The efforts had no result.", "The efforts failed to have a result."),
    ("The demand has been ruled out.", "They flatly ruled out the demand."),
    ("The EU was left out.", "The EU was set aside."),
    ("They keep weapons out of Poland.", "They agreed not to put weapons in Poland."),
    ("They should have demanded a pull-back.", "They erred by not demanding a pull-back."),
    ("It may take months or longer.", "It may take months, if not longer."),
    ("It is too early to tell.", "It is too early to tell."),
    ("They have no choice but to talk.", "They have to talk."),
    ("They discuss nothing but weapons.", "They discuss weapons."),
    ("No country may redraw the borders of others.", "A country cannot redraw the borders."),
    ("They are unsure whether he means it.", "They do not know whether he means it."),
    ("Nothing is settled without the country.", "Nothing is settled without Ukraine."),
    ("They threatened tough sanctions.", "They used their soft-power arms: sanctions."),
    ("He played down hopes of progress.", "He said that no progress is expected."),
]


@pytest.mark.parametrize(("statement", "evidence"), TURNED)
def test_what_is_denied_in_other_words_is_denied(statement: str, evidence: str) -> None:
    assert polarity.turned(read(statement), read(evidence))


@pytest.mark.parametrize(("statement", "evidence"), KEPT)
def test_a_denial_in_other_words_is_the_same_denial(statement: str, evidence: str) -> None:
    assert polarity.turned(read(statement), read(evidence)) is None


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("The site is operational.", "The site is projected to be operational."),
        ("Putin is willing to talk.", "Putin might be willing to talk."),
        ("The measures will cut trade.", "There are measures intended to cut trade."),
        ("A withdrawal has taken place.", "She wanted to see a withdrawal."),
        ("They will prevent a war.", "There is hope that they meet, forestalling a war."),
        ("They have promised to stop it.", "He wants, among other things, a promise to stop it."),
        ("They are taking measures.", "If that fails, they will have to take measures."),
        ("The talks have collapsed.", "We have to prepare for the case that the talks collapse."),
    ],
)
def test_what_is_hoped_for_is_not_so_yet(statement: str, evidence: str) -> None:
    assert certainty.turned(read(statement), read(evidence))
    assert certainty.turned(read(evidence), read(evidence)) is None


def test_a_claim_is_no_fact() -> None:
    evidence = read("He claimed that mercenaries were preparing a provocation in Donbass.")
    assert speech.claimed(read("Mercenaries were preparing a provocation."), evidence)
    said = read("He said mercenaries were preparing a provocation.")
    assert speech.claimed(said, evidence) is None


def test_a_place_of_meeting_says_nothing() -> None:
    evidence = read("The talks will be followed by a session of the OSCE in Vienna.")
    assert speaking.turned(read("According to the OSCE, talks will be followed."), evidence)
    told = read("Carpenter of the OSCE said the talks will be followed by a session.")
    assert speaking.turned(read("According to Carpenter, talks will be followed."), told) is None


def test_an_ambassador_of_another_country_is_another() -> None:
    evidence = read("It is so, U.S. Ambassador Michael Carpenter said.")
    assert titles.turned(read("Carpenter is the Russian ambassador."), evidence)
    assert titles.turned(read("Carpenter is the American ambassador."), evidence) is None


def test_words_that_say_nearly_the_same_stand_for_one_another_and_for_no_others() -> None:
    stems = read("They fear a war.").stems
    (worry,), (border,) = read("worry").stems, read("border").stems
    assert synonyms.is_said(worry, stems)
    assert not synonyms.is_said(border, stems)


def test_what_was_never_admitted_was_not_acknowledged() -> None:
    evidence = read("Putin has never admitted that troops are operating in the region.")
    assert polarity.turned(read("Putin has acknowledged that troops operate there."), evidence)
    assert (
        polarity.turned(read("Putin has not acknowledged that troops operate."), evidence) is None
    )


def test_they_do_not_have_one_denies_what_the_sentence_before_has() -> None:
    evidence = read("They needed a serious strategy. And they do not have one.")
    assert polarity.turned(read("They have no serious strategy."), evidence) is None
    assert polarity.turned(read("They have no trusted leader."), read("A leader is trusted."))


def test_a_denial_ends_where_the_next_clause_begins() -> None:
    evidence = read("The texts were so vague that they dismissed them as unserious.")
    said = read("They saw them as not serious because parts of the texts were vague.")
    assert polarity.turned(said, evidence) is None


def test_who_rejects_and_says_is_the_subject_and_not_the_last_name() -> None:
    evidence = read("“We will not let it happen,” Sherman said.")
    right = read("Sherman rejected the plan of NATO and said it will not happen.")
    assert speaking.turned(right, evidence) is None
    assert speaking.turned(read("Ryabkov met Sherman of NATO and said no."), evidence)


def test_not_ruling_out_denies_nothing() -> None:
    evidence = read("Biden had no intention of deploying weapons.")
    assert polarity.turned(read("Biden would not rule out deploying weapons."), evidence)
    open_still = read("Biden did not rule out deploying weapons.")
    assert polarity.turned(read("Biden ruled out deploying weapons."), open_still)


def test_who_does_not_know_is_not_convinced() -> None:
    evidence = read("Officials don't know whether the time is right to invade.")
    assert polarity.turned(read("Officials are convinced that they invade."), evidence)


def test_what_may_be_has_not_happened_already() -> None:
    evidence = read("They would target the families of the rich.")
    assert certainty.turned(read("They had already hit the families."), evidence)
    assert certainty.turned(read("They will target the families."), evidence) is None


def test_turning_down_is_rejecting() -> None:
    evidence = read("Russia refused to hold another meeting.")
    assert polarity.turned(read("Russia turned down another meeting."), evidence) is None
    assert polarity.turned(
        read("Russia turned down another meeting."), read("Another meeting is on.")
    )


ARTICLE = "Russian Defense Minister Ada Brook spoke. The economist Ben Ford heard it."


@pytest.mark.parametrize(
    ("statement", "is_known"),
    [
        ("Ada Brook, the Russian defense minister, spoke.", True),
        ("Ada Brook, Russia's prime minister, spoke.", False),
        ("Ben Ford, a spokesman for the Kremlin, heard it.", False),
        ("President Ben Ford heard it.", False),
    ],
)
def test_an_office_is_one_that_the_article_gives(statement: str, is_known: bool) -> None:
    evidence = read("Brook spoke and Ford heard it.")
    reason = titles.unknown(read(statement), evidence, lambda name: read(ARTICLE))
    assert (reason is None) is is_known


def test_what_is_of_one_people_is_not_of_another() -> None:
    evidence = read("It is a victim of Western aggression, and Russian troops wait.")
    assert titles.turned(read("It is a victim of Russian aggression."), evidence)
    assert titles.turned(read("It is a victim of western aggression."), evidence) is None


@pytest.mark.parametrize(
    "statement",
    [
        "They want Washington to concede little.",
        "Ukraine would be admitted.",
        "Washington cannot tell whether it is so.",
        "Drafts released by Ukraine suggested limits.",
        "Ukraine left a treaty concluded long ago.",
        "Western calls for talks are near.",
    ],
)
def test_a_name_before_a_verb_that_is_not_its_own_says_nothing(statement: str) -> None:
    assert speaking.turned(read(statement), read("Talks are near, Ada Brook said.")) is None


def test_two_speakers_of_a_statement_are_looked_up_each_in_their_own_clause() -> None:
    evidence = read("Brook said the treaty would take months. Ford said he needed a result.")
    said = "While Brook said the treaty takes months, Ford said he needed results."
    turned = "While Ford said the treaty takes months, Brook said he needed results."
    assert speaking.turned(read(said), evidence) is None
    assert speaking.turned(read(turned), evidence)


@pytest.mark.parametrize(
    ("statement", "is_open"),
    [
        ("Ada Brook plays the old violin badly.", False),
        ("It is unclear whether Brook plays the old violin badly.", True),
        ("The allies have spoken about it.", True),
    ],
)
def test_what_is_only_asked_is_no_fact(statement: str, is_open: bool) -> None:
    evidence = read("The allies do not know whether Ada Brook plays the old violin badly.")
    assert (certainty.undecided(read(statement), evidence) is None) is is_open
