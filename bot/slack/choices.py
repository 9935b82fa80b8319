"""Which articles a channel may be answered from: outlets and folders, as its settings show them.

Owns their names in the window and the way back. Unlike `index.filters`, which says what an outlet
or a folder lets through, it looks into no article; a folder's name ends in "/" there.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.render.slack.forms import source_value
from index.filters import Filter


def names(filter: Filter) -> list[str]:
    """What stands in the window for each outlet and folder, outlets first."""
    return [name for name, _ in _parts(filter)]


def chosen(values: Collection[str], *offered: Filter) -> Filter:
    """What was chosen, of all that was offered: the values are those of the window's options."""
    wanted = set(values)
    found = [part for one in offered for name, part in _parts(one) if source_value(name) in wanted]
    outlets = dict.fromkeys(outlet for part in found for outlet in part.outlets)
    folders = dict.fromkeys(folder for part in found for folder in part.folders)
    return Filter(tuple(outlets), tuple(folders))


def _parts(filter: Filter) -> list[tuple[str, Filter]]:
    outlets = [(outlet, Filter(outlets=(outlet,))) for outlet in filter.outlets]
    return outlets + [(f"{folder}/", Filter(folders=(folder,))) for folder in filter.folders]
