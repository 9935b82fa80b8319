"""The quotes that a statement cites, in the forms in which the rules read them.

Owns which rule may look at what: quoted words are looked for in the quotes alone, who did what with
the names of their articles, a date with the day on which it was published. Unlike `headings` and
`context`, which read one quote, it has those of a statement together, with or without what stands
above them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.claims import context, dates, speech
from bot.claims.headings import Headed, headed
from bot.claims.text import Text, read
from index.articles import Quote

MAX_QUOTE_CHARS = 4_000  # read of each quote


@dataclass(frozen=True)
class Cited:
    """Quotes as the rules read them; `below` says that what stands above them counts too."""

    quotes: tuple[Quote, ...]
    below: bool = False

    @cached_property
    def texts(self) -> list[str]:
        """Their own words."""
        return [quote.text[:MAX_QUOTE_CHARS] for quote in self.quotes]

    @cached_property
    def known(self) -> Text:
        """Nothing but their own words."""
        return read(*self.texts)

    @cached_property
    def own(self) -> Text:
        """With the names of those who say it where the quotes have "she"."""
        return read(*(one.own for one in self._resolved))

    @cached_property
    def told(self) -> Text:
        """With all that stands above them."""
        return read(*(one.told for one in self._resolved))

    @cached_property
    def above(self) -> Text:
        """What stands above them and counts, without them."""
        return read(*(one.above for one in self._resolved))

    @cached_property
    def apart(self) -> Text:
        """Those that make no sentence with a heading."""
        return read(*(one.own for one in self._resolved if one.whole == one.own))

    @cached_property
    def _resolved(self) -> list[Headed]:
        found = [context.resolved(quote)[:MAX_QUOTE_CHARS] for quote in self.quotes]
        return self._headed(found)

    @cached_property
    def _whole(self) -> list[str]:
        return [one.whole for one in self._headed(self.texts)]

    def _headed(self, texts: list[str]) -> list[Headed]:
        pairs = zip(self.quotes, texts, strict=True)
        return [headed(q, text) if self.below else Headed(text, text, text) for q, text in pairs]

    @cached_property
    def counted(self) -> Text:
        """With the headings that count like their own words."""
        return read(*self._whole)

    @cached_property
    def dated(self) -> Text:
        """With the dates that follow."""
        pairs = zip(self._whole, self.quotes, strict=True)
        follow = [dates.spelt_out(text, q.article.published) for text, q in pairs]
        return read(*self._whole, *follow)

    @cached_property
    def outlets(self) -> tuple[str, ...]:
        """Who published them."""
        return tuple({quote.article.outlet for quote in self.quotes if quote.article.outlet})

    @cached_property
    def named(self) -> Text:
        """With the names of those who published it, and of the governments they speak for."""
        return read(*(one.whole for one in self._resolved), *self._besides)

    @cached_property
    def worded(self) -> Text:
        """With all that stands above them, too."""
        return read(*(one.told for one in self._resolved), *self._besides)

    @cached_property
    def _besides(self) -> list[str]:
        persons = context.persons(self.known)
        whose = (context.governments(quote.article, persons) for quote in self.quotes)
        return [*(f"by {outlet} ." for outlet in self.outlets), *(name for name in whose if name)]

    def speaks_for(self, person: str) -> str:
        """The countries whose minister or the like a cited article calls somebody."""
        whose = (context.countries(quote.article, person) for quote in self.quotes)
        return " ".join(name for names in whose for name in names)

    def around(self, name: str) -> Text:
        """What the cited articles have around a last name."""
        return read(*(context.around(quote.article, name) for quote in self.quotes))

    def knows(self, name: str) -> bool:
        """Whether a cited article has this full name, word for word, wherever it is."""
        return any(name in quote.article.text for quote in self.quotes)

    @cached_property
    def said_and_told(self) -> tuple[Text, Text]:
        """What of them is somebody's speech, and the rest."""
        parts = [speech.parts(quote) for quote in self.quotes]
        return read(*(said for said, _ in parts)), read(*(told for _, told in parts))
