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
        ("", "", ()),
        ("?!", "", ()),
    ],
)
def test_a_name_is_strange_if_no_article_has_a_word_of_it(
    question: str, known: str, strange: tuple[str, ...]
) -> None:
    unseen = set(stems(question)) - set(stems(known))
    assert strange_names(question, unseen) == strange
