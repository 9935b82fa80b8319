"""What a transcript has that is no evidence: questions put to others, and the words of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import Bench

from bot.echoes import without_echoes

DEBATE = (
    "Anna Kowalski and Peter Lund met in the hall.\n\n"
    "MODERATOR: Good evening. Should rents be frozen? I ask you both.\n\n"
    "KOWALSKI: I would freeze them. Who can pay that? Nobody can.\n\n"
    "LUND: We should build. And who pays for the freeze?\n\n"
    "MODERATOR: What of the tram? Will it come?\n\n"
    "KOWALSKI: I voted for it.\n\n"
    "LUND: I would rather have buses.\n\n"
)
ANSWERS = (
    "**Q:** You closed it. Is the roof safe?\n\n**A:** It is.\n\n"
    "**Q:** And the fines?\n\n**A:** They are gone.\n\n"
    "**Q:** When do you open?\n\n**A:** In May.\n\n"
)


class Kept:
    """The sentences of one article that are left for a question."""

    def __init__(self, root: Path) -> None:
        self._bench = Bench(root)

    def of(self, text: str, question: str) -> set[str]:
        self._bench.become({"a": text})
        self._bench.build()
        sentences = without_echoes(self._bench.search(question)).sentences
        return {article.text[span.start : span.end] for article, span in sentences}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_what_a_moderator_or_the_end_of_a_turn_asks_is_no_evidence(kept: Kept) -> None:
    left = kept.of(DEBATE, "Is the old town empty?")
    assert not left & {"Should rents be frozen?", "What of the tram?", "Will it come?"}
    assert "And who pays for the freeze?" not in left
    assert {"I ask you both.", "Who can pay that?", "LUND: We should build."} <= left


def test_it_is_where_what_was_asked_is_wanted_or_that_speaker_s_words(kept: Kept) -> None:
    assert "Will it come?" in kept.of(DEBATE, "Which question was about the tram?")
    said = kept.of(DEBATE, "What did the moderator say about the tram?")
    assert {"MODERATOR: What of the tram?", "Will it come?"} <= said
    assert "Will it come?" in kept.of(DEBATE, "What did they want to know about the tram?")
    assert "And who pays for the freeze?" in kept.of(DEBATE, "What did Lund say about it?")


def test_who_has_no_name_but_asks_is_no_evidence_either(kept: Kept) -> None:
    left = kept.of(ANSWERS, "Why was the library shut?")
    assert left == {
        "**Q:** You closed it.",
        "**A:** It is.",
        "**A:** They are gone.",
        "**A:** In May.",
    }


def test_of_one_speaker_s_words_those_of_others_are_left_out(kept: Kept) -> None:
    assert kept.of(DEBATE, "What did Lund say about the freeze?") == {
        "LUND: We should build.",
        "And who pays for the freeze?",
        "LUND: I would rather have buses.",
    }
