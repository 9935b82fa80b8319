"""The page of an evaluation in a real browser without a window, opened from disk.

Skipped where there is no Chromium. What needs no browser is in `test_evaluation_page`.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from evaluation_pages import HOSTILE, OUTCOMES, RESULTS, answered, outcome, with_own

from bot.evaluation.page import write_page
from bot.evaluation.results import Results

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE_PX, DESKTOP_PX = 380, 1280


@dataclass
class Opened:
    """An open page, and what it complained of and asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def count(self) -> str:
        return self.page.inner_text("#count")

    def shown(self) -> list[str]:
        """The ids of the questions that can be seen, from top to bottom."""
        metas = self.page.locator("details.case:visible > summary > .meta").all_inner_texts()
        return [match.group() for meta in metas if (match := re.search(r"\bq\d+\b", meta))]

    def follow(self, link: str) -> None:
        """Clicks a link to a choice and waits until the page has acted on its new address, of which
        a browser tells it some time after the click."""
        self.page.evaluate(
            "void (window.heard = new Promise("
            "done => addEventListener('hashchange', done, {once: true})))"
        )
        self.page.click(link)
        self.page.evaluate("window.heard")

    def is_wider_than_its_window(self) -> bool:
        script = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(script))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium, as long as these tests run."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"there is no browser: none of {', '.join(BROWSERS)} is on the path")
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program)
        yield found
        found.close()


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of `RESULTS`."""
    file = tmp_path_factory.mktemp("ordinary") / "page.html"
    write_page(RESULTS, file)
    return file


class Opener:
    """Opens a page from disk: the ordinary one, or one written for it."""

    def __init__(self, browser: Browser, ordinary: Path, folder: Path) -> None:
        self._browser, self._ordinary, self._folder = browser, ordinary, folder

    def __call__(
        self,
        results: Results | None = None,
        *,
        scheme: Literal["light", "dark"] = "light",
        after: str = "",
    ) -> Opened:
        file = self._ordinary
        if results is not None:
            file = self._folder / "page.html"
            write_page(results, file)
        page = self._browser.new_page(
            viewport={"width": DESKTOP_PX, "height": 800}, color_scheme=scheme
        )
        opened = Opened(page)
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("request", lambda request: opened.requests.append(request.url))
        page.goto(file.as_uri() + after)
        return opened


@pytest.fixture
def opener(browser: Browser, ordinary: Path, tmp_path: Path) -> Iterator[Opener]:
    yield Opener(browser, ordinary, tmp_path)
    for context in browser.contexts:
        context.close()


def test_it_opens_without_a_complaint_and_asks_for_nothing(opener: Opener) -> None:
    opened = opener()
    assert opened.complaints == []
    assert [url.rpartition("/")[2] for url in opened.requests] == ["page.html"]
    assert opened.count() == "10 of 10 shown"


def test_it_never_scrolls_sideways_even_with_everything_open(opener: Opener) -> None:
    endless = outcome("q99", "Who? " + "x" * 3_000, "wrong", reply=answered({"text": "y" * 3_000}))
    opened = opener(with_own(outcomes=(endless, *OUTCOMES)))
    opened.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width_px in (PHONE_PX, 700, 1000, DESKTOP_PX):
        opened.page.set_viewport_size({"width": width_px, "height": 800})
        assert not opened.is_wider_than_its_window(), width_px


def test_the_plots_are_there_with_something_in_them(opener: Opener) -> None:
    plots = opener().page.locator("figure.plot svg")
    assert plots.count() == 3
    for plot in plots.all():
        box = plot.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert box["height"] > 150
        assert plot.locator("path").count() > 5


def test_typing_shows_the_questions_that_have_all_the_words(opener: Opener) -> None:
    opened = opener()
    opened.page.fill("input[name=q]", "lindqvist WINTER")
    assert set(opened.shown()) == {"q3", "q4", "q6"}
    assert opened.count() == "3 of 10 shown"


def test_typed_quotes_find_curly_ones(opener: Opener) -> None:
    opened = opener()
    opened.page.fill("input[name=q]", '"winter" closed?')
    assert opened.shown() == ["q10"]


def test_misses_alone_can_be_shown(opener: Opener) -> None:
    opened = opener()
    opened.page.check("input[name=misses]")
    assert opened.shown() == ["q9", "q8", "q3", "q5", "q4", "q6"]
    assert opened.count() == "6 of 10 shown"


def test_choices_narrow_each_other(opener: Opener) -> None:
    opened = opener()
    opened.page.select_option("select[name=verdict]", "declined rightly")
    assert opened.shown() == ["q7", "q10"]
    opened.page.select_option("select[name=kind]", "off_topic")
    assert opened.shown() == ["q7"]
    opened.page.select_option("select[name=article]", "bridge")
    assert opened.count() == "0 of 10 shown"
    assert opened.page.inner_text("#none").startswith("No question is like that.")
    opened.page.click("#again")
    assert opened.count() == "10 of 10 shown"


def test_the_order_can_be_chosen(opener: Opener) -> None:
    opened = opener()
    opened.page.select_option("select[name=sort]", "order")
    assert opened.shown() == [f"q{n}" for n in range(1, 11)]
    opened.page.select_option("select[name=sort]", "sure")
    assert opened.shown()[:2] == ["q2", "q8"]


def test_what_is_chosen_outlives_a_reload(opener: Opener) -> None:
    opened = opener()
    opened.page.fill("input[name=q]", "bridge")
    opened.page.check("input[name=misses]")
    opened.page.select_option("select[name=kind]", "near_topic")
    before = opened.shown()
    opened.page.reload()
    assert opened.page.url.endswith("#q=bridge&kind=near_topic&misses=1")
    assert opened.shown() == before == ["q8"]
    assert opened.page.input_value("input[name=q]") == "bridge"
    assert opened.page.is_checked("input[name=misses]")


def test_an_address_of_another_page_chooses_nothing(opener: Opener) -> None:
    opened = opener(after="#verdict=nonsense&constructor=1&q=")
    assert opened.count() == "10 of 10 shown"
    assert opened.complaints == []


def test_all_can_be_shown_again(opener: Opener) -> None:
    opened = opener(after="#misses=1&sort=order")
    assert opened.count() == "6 of 10 shown"
    opened.page.click("button[type=reset]")
    opened.page.wait_for_function("document.getElementById('count').textContent[0] === '1'")
    assert opened.count() == "10 of 10 shown"
    assert opened.shown()[0] == "q9"


def test_a_verdict_and_the_alarm_lead_to_their_questions(opener: Opener) -> None:
    opened = opener()
    opened.follow("header .alarm a")
    assert opened.shown() == ["q9"]
    opened.follow(".tally a:has-text('partly')")
    assert opened.shown() == ["q6"]


def test_the_keyboard_is_enough(opener: Opener) -> None:
    opened = opener()
    page = opened.page
    page.focus("input[name=q]")
    page.keyboard.type("trams")
    page.focus("details.case:visible > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.case[open] .inexact .alarm").inner_text() == "NOT IN THE SOURCE"
    page.focus("details.explained > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.explained[open] p").is_visible()


def test_questions_shown_can_be_opened_and_closed_together(opener: Opener) -> None:
    opened = opener(after="#misses=1")
    opened.page.click("#open")
    assert opened.page.locator("details.case[open]").count() == 6
    opened.page.click("#close")
    assert opened.page.locator("details.case[open]").count() == 0


def test_an_inexact_quote_is_red(opener: Opener) -> None:
    opened = opener()
    opened.page.click("details.case >> nth=0")
    style = "one => getComputedStyle(one).color"
    assert opened.page.locator("li.inexact .alarm").evaluate(style) == "rgb(179, 18, 29)"


def test_it_follows_the_readers_choice_of_light_or_dark(opener: Opener) -> None:
    style = "getComputedStyle(document.body).backgroundColor"
    light, dark = (opener(scheme=s).page.evaluate(style) for s in ("light", "dark"))
    assert (light, dark) == ("rgb(253, 252, 249)", "rgb(23, 23, 23)")


def test_hostile_texts_run_nothing(opener: Opener) -> None:
    attack = outcome(
        HOSTILE, HOSTILE, HOSTILE, kind=HOSTILE, articles=(HOSTILE,), reason=HOSTILE,
        reply=answered({"text": HOSTILE, "article": HOSTILE, "title": HOSTILE}),
    )  # fmt: skip
    opened = opener(with_own(name=HOSTILE, about=HOSTILE, outcomes=(attack, *OUTCOMES)))
    opened.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert opened.page.title().startswith("Evaluation of </script><script>")
    assert opened.complaints == []
    assert len(opened.requests) == 1
    for choice in ("verdict", "kind", "article"):
        named = f"select[name={choice}] option:has-text('</script>')"
        value = opened.page.locator(named).get_attribute("value")
        opened.page.select_option(f"select[name={choice}]", value)
        assert opened.count() == "1 of 11 shown"
    opened.page.reload()
    assert opened.count() == "1 of 11 shown"


def test_a_script_that_were_not_the_pages_own_would_not_run(opener: Opener) -> None:
    opened = opener()
    opened.page.evaluate(
        """() => {
            const one = document.createElement("script");
            one.textContent = "document.title = 'taken'";
            document.body.append(one);
        }"""
    )
    assert opened.page.title().startswith("Evaluation of Pullquote")
    assert any("Content Security Policy" in text for text in opened.complaints)
