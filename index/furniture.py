"""The words that web pages put around articles, recognised one line at a time.

Owns the patterns and what a match means; the fixed phrases are in `phrases`. Unlike `chrome`,
which weighs a line against its neighbours, a line is judged here by itself: only a line that is
furniture wherever it stands is `is_furniture`; `is_byline`, `is_label` and `site_name` need a
place to mean anything. A phrase must fill its line ("He asked readers to subscribe" is the
article's), and a pattern that reads like a sentence is refused where somebody is quoted.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import pairwise

from index import phrases

_LONGEST = 400


class Marker(Enum):
    """A line after which the page usually has nothing of the article any more."""

    COMMENTS = "comments"  # what follows was written by readers
    RELATED = "related"  # what follows are other articles' beginnings, or a few comments
    MAYBE = "maybe"  # as often a subhead


def _lines(*patterns: str) -> re.Pattern[str]:
    """A pattern for whole lines, in any case; a space stands for any white space."""
    spaced = (pattern.replace(" ", r"\s") for pattern in patterns)
    return re.compile(rf"(?:{'|'.join(spaced)})", re.IGNORECASE)


_COUNTED = _lines(
    r"(?:\d[\d.,]*|no|one) (?:comments?|responses?|replies|thoughts?)"
    r"(?: (?:on|to|so far)\b.{0,200})?",
    r"comments? ?[(:] ?\d+ ?\)?",
)
_MORE_FROM = _lines(r"more (?:from|by) .{2,50}", r"(?:latest|more) (?:in|on) .{2,40}")
_SHORT = _lines(
    r"\d[\d.,]* ?[km]?\+? ?(?:shares?|views?|likes?|reactions?|followers?|votes?|reads?)",
    r"(?:about )?\d+(?: ?[-–] ?\d+)?[ -]?(?:min(?:ute)?s?)\.?[ -](?:to )?(?:read|listen|watch)",
    r"(?:estimated )?read(?:ing)? time ?[:–-]? ?\d.{0,20}",
    r"page \d+ (?:of|/) \d+",
    r"[«‹←] ?.{2,60}|.{2,60} ?[»›→]",
    r"share (?:this .{0,20})?(?:on|via|to|with) .{2,40}",
    r"(?:tweet|pin|email|print) (?:this|it)(?: .{2,30})?",
    r"click to (?:share|email|print|tweet|play|watch|enlarge|expand|subscribe|open).{0,80}",
    r"(?:click|tap) here(?: (?:to|for) .{2,110})?",
    r"(?:follow|like|find|join|watch) (?:us|me|@?[\w.]{2,30}) (?:on|at|in) .{2,90}",
    r"(?:read|see|view) (?:all )?(?:more )?(?:\d+ )?(?:posts|articles|stories|comments).{0,40}",
    r"(?:filed (?:under|in)|posted (?:in|under|by)|tagged(?: (?:with|as|in))?)\b.{0,200}",
    r"(?:tags?|categor(?:y|ies)|topics?|keywords?|labels?|sections?) ?:.{0,200}",
    r"(?:source|via|h/t|credits?|url|link|permalink|original (?:article|story)) ?: .{2,200}",
    r"you are here ?:?.{0,120}",
    r"home ?(?:[>»›/|·]{1,2}[^>»›/|·]{1,42}){1,12}",
    r"(?:[\w&’' ]{2,22}[|>»›·•]){2,12}[\w&’' ]{2,21}[|>»›·•]?",
    r"(?:sign up|subscribe|register|join) (?:here|now|today|free)(?: .{2,80})?",
    r"(?:powered|developed|designed) by .{2,40}",
    r"(?:theme|website) (?:by|:) .{2,40}",
    r"(?:photo|image|picture|video) \d+ (?:of|/) \d+",
    r"go to source ?:?.{0,60}",
)
_PAGES = _lines(
    r"(?:(?:«|‹|<|←|previous|prev)[ |]*)?\d+(?:[ |]+(?:\d+|…|\.{3}))+"
    r"(?:[ |]*(?:»|›|>|→|next))?"
)
_LEADS = _lines(
    r"(?:read (?:more|also|next|on)|(?:also|must) read|see also"
    r"|related(?: articles?| stor(?:y|ies))?|more on this|don['’]t miss|recommended"
    r"|watch(?: also)?"
    r"|listen|editor['’]s pick|sponsored|promoted|in pictures|explainer) ?[:|–»>] ?"
    r"(?P<what>\S.{0,240})"
)
_SENTENCES = _lines(
    r"(?:we|this (?:web)?site|our (?:web)?site|[\w.]{3,40})(?: and (?:our|its) .{3,60}?)? uses? "
    r"cookies\b.{0,200}\b(?:experience|(?:web)?sites?|browser|traffic|ads?|advert\w*|analy\w+"
    r"|personali[sz]e\w*|consent|services?)\b.*",
    r"by (?:continuing|using|browsing|clicking|signing|subscribing|submitting|entering)\b.{0,200}"
    r"\b(?:cookies?|you (?:agree|consent|accept)|terms|privacy)\b.*",
    r"your e-?mail address will (?:not|never) be (?:published|shared).*",
    r"required fields are marked.*",
    r"fill in your details below\b.*|you are commenting using your .*",
    r"(?:please )?(?:sign up|subscribe|register)\b.{0,90}\b(?:newsletters?|mailing list|inbox"
    r"|e-?mails?|e-?mail (?:updates|alerts)|daily (?:brief\w*|digest)|notifications|alerts"
    r"|channel|youtube|telegram|whatsapp|unlimited|digital access|full access)\b.*",
    r"(?:get|receive)\b.{0,90}\b(?:(?:in|to) your (?:inbox|e-?mail)|newsletters?)\b.*",
    r"you (?:must|need to|have to) (?:be )?"
    r"(?:log(?:ged)? in|sign(?:ed)? in|register(?:ed)?) to\b.*",
    r"(?:please )?enable javascript\b.*|your browser (?:does not|doesn['’]t) support\b.*",
    r"(?:please )?(?:log in|sign in|subscribe|register) (?:to|or) .{0,60}"
    r"\b(?:comment|continue|read(?:ing)?|access|account|post)\b.*",
    r"(?:©|\(c\) |copyright ?(?:©|\(c\)|\d{4})).*",
    r".{0,160}\ball rights reserved\.?",
    r"this (?:article|story|post|piece) (?:was |has been |is )?(?:first |originally )?"
    r"(?:published|appeared|posted|republished)\b.*",
    r"(?:source|via|url|link|permalink|original(?: article| story)?) ?: ?<?https?://\S+",
    r"(?:originally|first) (?:published|appeared|posted) (?:by|in|on|at)\b.*",
    r"the post .{3,200} (?:appeared first|first appeared) on .*",
    r"(?:this )?(?:article|page|post) may contain (?:affiliate|sponsored) links\b.*",
    r"we may (?:earn|receive) (?:an? )?(?:small )?(?:affiliate )?commission\b.*",
    r"download (?:the|our) .{0,40}\bapp\b.*",
    r"(?:follow|like) (?:us|our .{2,30}) on .*",
    r"click here to .*",
    r"support (?:our|independent|quality) journalism\b.*",
    r"(?:your )?subscription (?:notification|will end)\b.*",
    r"please update your (?:billing|payment)\b.*",
    r"please share (?:your thoughts|this (?:article|post|story))\b.*",
)
_SPEECH = re.compile(
    r"[“”\"«»„]|\b(?:said|says|told|wrote|writes|reads|asked|added|replied|argued|warned|urged)\b",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:AP|AFP|EPA|EFE|PA|TASS|Xinhua|dpa|ANSA|NurPhoto|Reuters|REUTERS|Getty(?: Images)?|iStock"
    r"|Shutterstock|Alamy|Bloomberg|Unsplash|Pixabay|Pexels|Sputnik|Anadolu Agency|AP Photo"
    r"|Wikimedia(?: Commons)?|Zuma Press)"
)
_WORK = r"(?:Photo|Photograph|Photography|Picture|Image|Illustration|Graphic)s?"
_CREDITED = re.compile(
    rf"(?:©\s?(?:\d{{4}}\s)?[^\W\d][\w .,/&'’-]{{1,60}}"
    rf"|(?:/|\bvia\s|\(|\|\s){_AGENCY}(?:[\s/][\w .&/-]{{1,50}})?\)?\.?"
    rf"|\((?:AP|File\sphoto|{_WORK}|Credit|Courtesy)\b[^()]{{0,90}}\)\.?"
    rf"|(?:^|[.|(]\s?)(?:{_WORK}(?:\s(?:credit|source|courtesy))?|Credit)(?:\sby\s|\sof\s|:\s)"
    rf"[^.:]{{2,80}})$"
)
_CAPTION_LEAD = re.compile(
    rf"FILE(?: PHOTO)?\s?[-–—:]\s|File photo\b|(?:{_WORK}|Video) (?:caption|source|credit)\b"
    rf"|Caption:|{_WORK}(?: by|:)\s"
)
_BYLINE = re.compile(r"(?:written by|reported by|story by|words by|text by|author|by)[: ]+", re.I)
_PRESS = re.compile(
    r"\b(?:tribune|times|post|herald|gazette|journal|daily|news|weekly|chronicle|observer|guardian"
    r"|telegraph|mirror|star|standard|press|today|independent|magazine|review|courier|examiner"
    r"|bulletin|reporter|mail|globe|sun|wire|media|network|tv|radio|express|record|sentinel)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(?P<label>[^\W\d_][\w’'/-]{0,24}(?: [\w’'/()-]{1,24}){0,3}):\s+\S+\s+\S")
_CELL_BORDER = re.compile(r"\s*\|\s*|\t\s*|\s{2,}")
_GLUED = re.compile(r"[a-z]{2}[A-Z][a-z]")
_TRAILING = " \t:»›>→|*#·•–—-▼▾▸►+…."


def is_furniture(line: str) -> bool:
    """Whether this line is the web page's wherever it stands."""
    if len(line) > _LONGEST:
        return False
    if marker(line) is not None or _key(line) in phrases.ALONE or _fold(line) in phrases.ALONE:
        return True
    if _is_network_row(line) or _is_pagination(line) or _is_lead(line):
        return True
    if _SHORT.fullmatch(line) and not _ends_like_a_sentence(line):
        return True
    return _SENTENCES.fullmatch(line) is not None and not _SPEECH.search(line)


def marker(line: str) -> Marker | None:
    """What kind of end this line announces, if it fills the line; else None."""
    key = _key(line) if len(line) <= 240 else ""
    if key in phrases.COMMENTS:
        return Marker.COMMENTS
    if not key or _ends_like_a_sentence(line):
        return None
    if (
        key in phrases.RELATED
        or _COUNTED.fullmatch(key)
        or (_MORE_FROM.fullmatch(key) and len(key.split()) <= 6)
    ):
        return Marker.RELATED
    return Marker.MAYBE if key in phrases.MAYBE else None


def is_caption(line: str) -> bool:
    """Whether this line is a picture's caption: it ends in a credit or begins as one."""
    if len(line) > _LONGEST:
        return False
    return bool(_CREDITED.search(line[-140:])) or _CAPTION_LEAD.match(line) is not None


def is_byline(line: str) -> bool:
    """Whether this line names its author: chrome at the head or the tail, else maybe a verse.

    True for "By Jane Doe", "by admin", "By Jane Doe and Li Wei, Staff Writers | Jan. 5, 2022".
    """
    line = line.strip("*_ ")
    match = _BYLINE.match(line) if len(line) <= 160 else None
    if match is None or _ends_like_a_sentence(line):
        return False
    names = re.split(r"[|,•·–—]", line[match.end() :])[0].split()
    if len(names) == 1 and names[0].casefold() in phrases.DESKS:
        return True
    return 0 < len(names) <= 12 and all(
        word[0].isupper() or word in phrases.PARTICLES for word in names
    )


def is_headlinese(line: str) -> bool:
    """Whether this line lacks the small words that headlines leave out and sentences do not."""
    return phrases.ORDINARY.isdisjoint(re.findall(r"[^\W\d_]+", line.casefold()))


def is_count_or_menu(line: str) -> bool:
    """Whether a line at the head is a bare number ("131") or a menu run together ("NewsSport")."""
    return not any(char.isalpha() for char in line) or len(_GLUED.findall(line[:400])) >= 3


def is_entry(line: str) -> bool:
    """Whether this line enters words under a label: "Apologies: Mr A. Beck, Dr S. Lal".

    Not if the label is one of those that say where, when and by whom an article was published.
    """
    match = (
        _ENTRY.match(line) if len(line) <= _LONGEST and not _ends_like_a_sentence(line) else None
    )
    return match is not None and match["label"].casefold() not in phrases.FIELDS


def is_label(line: str) -> bool:
    """Whether this line is a section's name, as in a menu: "Europe", "Health Care"."""
    return _key(line) in phrases.LABELS


def site_name(line: str) -> str | None:
    """The name in a site's name and motto ("Central Tribune - Politic News"), or None."""
    if len(line) > 80 or _ends_like_a_sentence(line):
        return None
    parts = re.split(r"\s[-–—|·•]\s", line)
    if len(parts) != 2 or not all(part[:1].isupper() for part in parts):
        return None
    return next((part for part in parts if is_press(part) and not is_label(part)), None)


def count_cells(line: str) -> int:
    """How many cells this line has if it is a table's row: `2022 | 904` and `2022   904` have two.

    Of numbers each is a cell, also with one space between them.
    """
    if "|" not in line and not any(char.isalpha() for char in line):
        return len(line.split())
    return len(_CELL_BORDER.split(line.strip("| \t")))


def _is_lead(line: str) -> bool:
    """Whether it leads to another article: "Read more: Ferry sold". That article's name has a
    capital or no end, unlike what follows in "Watch: the crane must not lift four tonnes."
    """
    match = _LEADS.fullmatch(line)
    if match is None:
        return False
    goes_on = match["what"][0].islower() or match["what"].startswith("That ")
    return not (goes_on and line.endswith(".") and not line.endswith(".."))


def _is_pagination(line: str) -> bool:
    """Whether these are the numbers of pages, "1 2 3 … 14 Next": they count up by one."""
    if not _PAGES.fullmatch(line):
        return False
    runs = (re.findall(r"\d{1,6}", run) for run in re.split(r"…|\.{3}", line))
    return all(int(b) == int(a) + 1 for run in runs for a, b in pairwise(run))


def is_press(name: str) -> bool:
    """Whether a name has a word that newspapers have in theirs: "Aldmouth Gazette"."""
    return _PRESS.search(name) is not None


def _ends_like_a_sentence(line: str) -> bool:
    return line.endswith((".", "?", "!")) and not line.endswith("..")


def _key(line: str) -> str:
    """The line folded, without what decorates it: "Read Next »" is "read next"."""
    bare = line if _ends_like_a_sentence(line) else line.strip(_TRAILING)
    return _fold(bare.strip(" [](){}"))


def _fold(line: str) -> str:
    return " ".join(line.split()).casefold().replace("’", "'")


def _is_network_row(line: str) -> bool:
    words = re.split(r"[\s,|/·•+]+", line.casefold().strip(" ,|/·•+")) if len(line) <= 120 else []
    named = [word for word in words if word in phrases.NETWORKS]
    return bool(named) and all(w in phrases.NETWORKS or w in phrases.SHARING for w in words)
