"""A model's text -> plain text, and what in it may not be shown at all.

Owns markup: what of it is taken away (bold, headings, bullets, code fences, tags that only format)
and what makes a sentence unfit to be shown (links, mentions, other tags). Unlike `render`, which
escapes text for one surface, this is about every surface at once, and about not leaving anything
there to be escaped. Unlike `reply`, it knows nothing of ids. Patterns are possessive or bounded, so
that the time is linear in the length.
"""

from __future__ import annotations

import html
import re
from unicodedata import category, normalize

_REMOVED = ("Cc", "Cf", "Cs", "Co", "Cn")  # Unicode's control, format, surrogate, private, none
_KEPT = "\n\t"
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_BREAK = re.compile(r"<(?:br|/?p|/?li|/?ul|/?ol|/?div)\b[^<>\n]{0,80}>", re.IGNORECASE)
_FORMATTING = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|sup|sub|cite|mark|small|q|code|font|answer|response|output"
    r"|final)\b[^<>\n]{0,80}>",
    re.IGNORECASE,
)
_LINE_MARK = re.compile(
    r"^[ \t]*(?:>{1,5}[ \t]*|#{1,6}[ \t]+|[-*+•‣◦▪–—][ \t]+|\(?\d{1,2}[.)][ \t]+)+", re.MULTILINE
)
_RULE = re.compile(r"^[ \t]*+(?:[-*_=|:+][ \t]*+){3,}+$", re.MULTILINE)
_EMPHASIS = re.compile(r"\*+|`+|~~|\\|(?<!\w)_+|_+(?!\w)")
_BEFORE_MARK = re.compile(r" (?=[,.;:!?…](?:\s|$))")
_SPACE = re.compile(r"\s+")
_BLANKS = re.compile(r"[ \t\xa0]+")
# A domain counts as a link, because Slack and terminals make one of it.
_LINK = re.compile(
    r"\b(?:https?|ftp|file|mailto|javascript|data|slack|tel):\S|\bwww\.|\]\(|\S@\w"
    r"|\b[\w-]{2,63}\.(?:com|org|net|gov|edu|info|biz|io|ai|app|dev|xyz|ru|co|uk|eu|de|me|tv|ly)"
    r"(?![\w.]*\w)",
    re.IGNORECASE,
)
_MENTION = re.compile(r"(?:^|[^\w])[@!](?:here|channel|everyone|group|\w)|<[@#!]", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}|\[\]^]|:\w{2,30}:(?!\w)")


def plain(text: str) -> str:
    """The text without the markup that only formats, line breaks kept.

    >>> plain("## Answer\\n- **Sherman** leads &amp; speaks.")
    'Answer\\nSherman leads & speaks.'
    """
    text = _BLANKS.sub(" ", visible(html.unescape(text)))
    text = _BREAK.sub("\n", _FENCE.sub("", text))
    text = _LINE_MARK.sub("", _RULE.sub("", _FORMATTING.sub("", text)))
    return _EMPHASIS.sub("", text).replace("|", " ").strip()


def visible(text: str) -> str:
    r"""The text without control characters and the like; "\r" and its kin are line breaks."""
    joined = "\n".join(normalize("NFC", text).splitlines())
    return "".join(c for c in joined if c in _KEPT or category(c) not in _REMOVED)


def tidy(sentence: str) -> str:
    """The sentence on one line, without spaces before its marks.

    >>> tidy("Sherman  leads .")
    'Sherman leads.'
    """
    return _BEFORE_MARK.sub("", _SPACE.sub(" ", sentence).strip())


def unfit(sentence: str) -> str | None:
    """Why the sentence may not be shown on any surface, as a clause; None if it may."""
    if _MENTION.search(sentence):
        return "it mentions somebody in a chat"
    if _LINK.search(sentence):
        return "it has a link"
    if _MARKUP.search(sentence):
        return "it has markup"
    return None
