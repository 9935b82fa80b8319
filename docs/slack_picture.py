"""Makes docs/slack-*.png: an answer, a declined one and a quote in its article, as in Slack.

Run by `make slack-picture`, which has indexed seeds/articles before. It draws the very blocks that
the app would send, after real questions; only the looks are an imitation of Slack's. Needs a
Chromium; Playwright for Python and Pillow are among the tools for tests and checks.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from bot.answer import Answer
from bot.config import load
from bot.opening import open_answerer
from bot.render.slack import View, answer_message, article_modal

ANSWERED = "Who leads the US delegation?"
DECLINED = "What compromise did the Swiss president put to the two delegations?"
IN_MODAL = 1  # the quote of the first answer that is shown in its article
RECORD = "picture"
FOLDER = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH_PX = 680
COLOURS = 128  # enough for text, and a third of the bytes
# Drawn, because not every machine has a font with emoji.
THUMB = """<svg width="16" height="16" viewBox="0 0 16 16" style="{}">
<path fill="#f2b53c" d="M1 7h3v8H1zM5 7.5 8 1.2c1.6-.4 2.4.8 2 2.3L9.4 6H14c1 0 1.6.9 1.3 1.9
l-1.5 5.6c-.2.9-.8 1.5-1.7
1.5H5z"/></svg>"""
EMOJI = {"👍": THUMB.format("vertical-align:-2px"),
         "👎": THUMB.format("vertical-align:-4px;transform:rotate(180deg) scaleX(-1)")}  # fmt: skip
STYLE = """
* { box-sizing: border-box; margin: 0 }
body, button { font-family: Lato, "Noto Sans", Arial, "DejaVu Sans Condensed", sans-serif }
body { background: #fff; color: #1d1c1d; font-size: 15px; line-height: 1.46; padding: 16px 20px }
.post { display: grid; grid-template-columns: 36px 1fr; gap: 0 10px; margin-bottom: 14px }
.face { width: 36px; height: 36px; border-radius: 8px; color: #fff; font-weight: 900;
  display: grid; place-items: center; font-size: 17px }
.who { font-weight: 900 } .at { color: #616061; font-size: 12px; margin-left: 6px }
.app { background: #ebeaeb; color: #616061; font-size: 10px; font-weight: 700; padding: 1px 3px;
  border-radius: 2px; margin-left: 4px; vertical-align: 1px }
.mention { background: #f2c74433; color: #1264a3; padding: 0 2px; border-radius: 3px }
.block { margin: 4px 0 } .text { white-space: pre-wrap }
blockquote { border-left: 4px solid #ddd; border-radius: 2px; padding-left: 12px;
  white-space: pre-wrap }
.section { display: flex; gap: 16px; justify-content: space-between; align-items: flex-start;
  margin-bottom: 12px }
.context { color: #616061; font-size: 13px; display: flex; gap: 8px }
.actions { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 8px }
button { font-size: 13px; font-weight: 700; color: #1d1c1d; background: #fff; height: 32px;
  border: 1px solid #1d1c1d4d; border-radius: 8px; padding: 0 12px; white-space: nowrap }
h2 { font-size: 18px; line-height: 1.3; margin: 8px 0 }
.modal { border: 1px solid #1d1c1d21; border-radius: 8px; box-shadow: 0 4px 16px #0003 }
.modal header, .modal footer { display: flex; justify-content: space-between; padding: 14px 24px;
  align-items: center } .modal header { font-size: 20px; font-weight: 900 }
.modal main { padding: 4px 24px; border-width: 1px 0 } a { color: #1264a3; text-decoration: none }
"""


def main() -> None:
    """Asks, draws, and takes the pictures."""
    answerer = open_answerer(load())
    answered, declined = answerer.answer(ANSWERED), answerer.answer(DECLINED)
    if not answered.answered or declined.answered:
        sys.exit("An answer is not what the picture is meant to show: choose other questions.")
    take({
        "slack-answer.png": _conversation(answered),
        "slack-declined.png": _conversation(declined),
        "slack-modal.png": _modal(_quote_in_article(answered)),
    })  # fmt: skip


def take(pages: Mapping[str, str]) -> None:
    """Writes each page, which is the inside of a `body`, as a picture of that name."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        sys.exit(f"There is no browser to take pictures with: none of {', '.join(BROWSERS)}.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page(
            viewport={"width": WIDTH_PX, "height": 100}, device_scale_factor=1.5
        )
        for name, body in pages.items():
            page.set_content(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}")
            picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
            picture.quantize(COLOURS).save(FOLDER / name, optimize=True)
            print(f"docs/{name} is made. Look at it before it is committed.", file=sys.stderr)
        browser.close()


def _quote_in_article(answer: Answer) -> View:
    citation = answer.quotes[IN_MODAL - 1]
    return article_modal(
        citation.quote.article,
        citation.quote,
        record=RECORD,
        number=citation.number,
        numbers=[each.number for each in answer.quotes],
        highlights=citation.highlights,
    )


def _conversation(answer: Answer) -> str:
    """The question as somebody's post, and the answer below it."""
    asked = f'<span class="mention">@Pullquote</span> {escape(answer.question)}'
    blocks = answer_message(answer, record=RECORD).blocks
    return _post("Ana", "#4a154b", "", asked) + _post(
        "Pullquote", "#2b6cb0", '<span class="app">APP</span>', _blocks(blocks)
    )


def _post(name: str, colour: str, badge: str, body: str) -> str:
    face = f'<div class="face" style="background:{colour}">{name[0]}</div>'
    who = f'<span class="who">{name}</span>{badge}<span class="at">09:41</span>'
    return f'<div class="post">{face}<div><div>{who}</div>{body}</div></div>'


def _modal(view: View) -> str:
    body = view.as_json()
    title, close = (escape(body[key]["text"]) for key in ("title", "close"))
    return (
        f'<div class="modal"><header>{title}<span>×</span></header>'
        f"<main>{_blocks(body['blocks'])}</main>"
        f"<footer><span></span><button>{close}</button></footer></div>"
    )


def _blocks(blocks: Iterable[Mapping[str, Any]]) -> str:
    return "".join(f'<div class="block">{DRAW[block["type"]](block)}</div>' for block in blocks)


def _header(block: Mapping[str, Any]) -> str:
    return f"<h2>{escape(block['text']['text'])}</h2>"


def _section(block: Mapping[str, Any]) -> str:
    button = _button(block["accessory"]) if "accessory" in block else ""
    return f'<div class="section"><div>{escape(block["text"]["text"])}</div>{button}</div>'


def _context(block: Mapping[str, Any]) -> str:
    inside = "".join(f"<span>{_small(part)}</span>" for part in block["elements"])
    return f'<div class="context">{inside}</div>'


def _small(part: Mapping[str, Any]) -> str:
    if part["type"] == "plain_text":
        return escape(part["text"])
    address, _, words = part["text"].strip("<>").partition("|")
    return f'<a href="{address}">{words}</a>'


def _actions(block: Mapping[str, Any]) -> str:
    return f'<div class="actions">{"".join(map(_button, block["elements"]))}</div>'


def _button(part: Mapping[str, Any]) -> str:
    words = part["text"]["text"]
    return f"<button>{EMOJI.get(words) or escape(words)}</button>"


def _rich_text(block: Mapping[str, Any]) -> str:
    return "".join(_paragraph(part) for part in block["elements"])


def _paragraph(part: Mapping[str, Any]) -> str:
    words = "".join(map(_words, part["elements"]))
    if part["type"] == "rich_text_quote":
        return f"<blockquote>{words}</blockquote>"
    return f'<div class="text">{words}</div>'


def _words(piece: Mapping[str, Any]) -> str:
    words = escape(piece["text"])
    for style, tag in (("bold", "b"), ("italic", "i")):
        words = f"<{tag}>{words}</{tag}>" if piece.get("style", {}).get(style) else words
    return words


DRAW: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
}


if __name__ == "__main__":
    main()
