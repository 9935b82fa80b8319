"""What people write to a bot and no article answers: greetings, thanks, orders, slips of the hand.

Owns the phrases. No collection of questions has them, and a reader that has only ever been asked
real questions takes "hello" for one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from string import ascii_lowercase

GIBBERISH = 0.2  # of the asides


@cache
def phrases() -> tuple[str, ...]:
    """All of them, one a line of `asides.txt`."""
    return tuple(Path(__file__).with_name("asides.txt").read_text("utf-8").splitlines())


def aside(random: Random) -> str:
    """One of the phrases, or letters that mean nothing."""
    return _gibberish(random) if random.random() < GIBBERISH else random.choice(phrases())


def _gibberish(random: Random) -> str:
    """One to three words of two to twelve letters, sometimes of one and the same."""
    letters = random.choice((ascii_lowercase, ascii_lowercase, "asdfjkl", random.choice("xaejk")))
    counts = [random.randint(2, 12) for _ in range(random.randint(1, 3))]
    return " ".join("".join(random.choices(letters, k=count)) for count in counts)
