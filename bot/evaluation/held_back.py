"""Which paragraphs of which files no question is trained on.

Owns the split: whole articles for the figures that are reported, and one paragraph in seven of the
others for the calibration that comes after. It depends on a paragraph's text alone, so that every
program that asks gets the same answer.
"""

from __future__ import annotations

import hashlib

# Titles of articles in squad2-train-10-articles: 1,044 answerable questions, 188 impossible ones.
REPORTED = frozenset(("2008_Sichuan_earthquake", "Spectre_(2015_film)", "Solar_energy"))
EVERY = 7


def is_held_back(paragraph: str) -> bool:
    """Whether a paragraph is one of those that the calibration may use and training may not."""
    digest = hashlib.sha256(" ".join(paragraph.split()).encode()).digest()
    return int.from_bytes(digest[:4], "big") % EVERY == 0
