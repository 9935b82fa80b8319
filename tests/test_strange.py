"""Names of a question that no article has: what is said of them, and what is not."""

from __future__ import annotations

import pytest

from bot.strange import strange_names
from index.lexical import stems


@pytest.mark.parametrize(
    ("question", "known", "strange"),
    [
        ("Why did Hungary recall its ambassador?", "recall ambassador", ("Hungary",)),
        ("Why did Hungary recall its ambassador?", "Hungary's ambassador", ()),
        # A person whose last name stands there is known.
        ("What did Joe Biden say?", "Mr. Biden spoke", ()),
        ("What did Greta Thunberg tell Putin?", "Putin", ("Greta Thunberg",)),
        ("What did Tonga say of Tonga?", "", ("Tonga",)),
        # A word that is no name may be missing: the articles can say it otherwise.
        ("What were the negotiators munching?", "they ate", ()),
        # A word that opens a sentence has its capital from there, unless it is known to be a name.
        ("Please tell me who leads the US delegation", "the US", ()),
        ("Hello, who leads the talks?", "", ()),
        ("Thanks. Who is Orlov?", "", ("Orlov",)),
        ("Summarize Orlov’s speech", "", ("Orlov",)),
        ("Sanctions: what did Biden say of them?", "Biden", ()),
        ("Negotiators met when?", "", ()),
        ("Hungary wants what?", "", ("Hungary",)),
        ("Didn’t Orlov threaten Ukraine?", "Ukraine", ("Orlov",)),
        ("Won't NATO expand?", "", ("NATO",)),
        ("Doesn't Tonga want guarantees?", "", ("Tonga",)),
        ("", "", ()),
        ("?!", "", ()),
    ],
)
def test_a_name_is_strange_if_no_article_has_a_word_of_it(
    question: str, known: str, strange: tuple[str, ...]
) -> None:
    unseen = set(stems(question)) - set(stems(known))
    assert strange_names(question, unseen) == strange
