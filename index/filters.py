"""Which articles are searched, where not all are: those of an outlet, those in a folder.

Owns what a folder is: where an article's file lies below what was indexed: `politics/2022`. Where
several folders were indexed, each of their names stands before it. Unlike `search`, which leaves
the others out, nothing is searched here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePath
from shlex import quote

from index.catalog import Listing

NAMED = 5  # in a message


@dataclass(frozen=True, slots=True)
class Filter:
    """Articles of any of these outlets, or in or below any of these folders.

    Outlets are as stated by the articles, in any case; folders are as `folder_of` gives them.
    """

    outlets: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.outlets or self.folders)

    def __str__(self) -> str:
        outlets = [f"outlet {outlet}" for outlet in self.outlets]
        return " or ".join([*outlets, *(f"folder {folder}" for folder in self.folders)])

    def lets(self, listing: Listing, sources: Sequence[str]) -> bool:
        """Whether an article is one of them; `sources` are the files and folders indexed."""
        if listing.outlet is not None and _same(listing.outlet) in map(_same, self.outlets):
            return True
        if not self.folders:
            return False
        folder = folder_of(listing.path, sources)
        return any(f"{folder}/".startswith(f"{_plain(one)}/") for one in self.folders if folder)


def folder_of(path: str, sources: Sequence[str]) -> str:
    """The folder of an article's file below the one that was indexed; "" for right in it.

    >>> folder_of("/news/politics/2022/a.txt", ["/news"])
    'politics/2022'
    >>> folder_of("/news/politics/a.txt", ["/news", "/reports"])
    'news/politics'
    """
    file = PurePath(path)
    roots = [PurePath(source) for source in sources if file.is_relative_to(source)]
    deepest = max(roots, key=lambda root: len(root.parts), default=file)
    if deepest == file:
        return ""
    parts = file.relative_to(deepest).parts[:-1]
    return "/".join([deepest.name, *parts] if len(sources) > 1 else parts)


def outlets_of(listings: Iterable[Listing]) -> list[str]:
    """Every outlet that an article states, by name."""
    return sorted({one.outlet for one in listings if one.outlet}, key=_same)


def folders_of(listings: Iterable[Listing], sources: Sequence[str]) -> list[str]:
    """Every folder that has an article in it or below it, by name."""
    found: set[str] = set()
    for listing in listings:
        parts = folder_of(listing.path, sources).split("/")
        found |= {"/".join(parts[: n + 1]) for n in range(len(parts))}
    return sorted(found - {""})


def no_such(filter: Filter, listings: Sequence[Listing], sources: Sequence[str]) -> str:
    """That no article is let through, and what there is instead, each kind by itself."""
    outlets, folders = outlets_of(listings), folders_of(listings, sources)
    said = [f"No article in the index is from {filter}."]
    if filter.outlets:
        said.append(_named("Outlets", filter.outlets, outlets))
        said += _meant("folder", filter.outlets, folders)
    if filter.folders:
        said.append(_named("Folders", filter.folders, folders))
        said += _meant("outlet", filter.folders, outlets)
    return " ".join(said)


def _named(kind: str, asked: Sequence[str], names: Sequence[str]) -> str:
    """The first names of a kind, the likest to what was asked before the others."""
    near = [name for one in asked for name in get_close_matches(one, names, n=2, cutoff=0.4)]
    ordered = list(dict.fromkeys([*near, *names])) or ["none"]
    more = len(ordered) - NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{kind}: {', '.join(ordered[:NAMED])}{rest}."


def _meant(kind: str, asked: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """How to ask for what was asked as the other kind, if it is a name of this one."""
    known = {_same(name): name for name in names}
    article = "an" if kind == "outlet" else "a"
    for one in asked:
        if name := known.get(_same(_plain(one))):
            yield f"{name} is {article} {kind}: --{kind} {quote(name)}."


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _plain(folder: str) -> str:
    """A folder as people may write it, in the form of `folder_of`."""
    return folder.replace("\\", "/").removeprefix("./").strip("/")
