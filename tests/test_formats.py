"""Files become articles, or one line that says why not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import decoding, formats, webpage
from index.articles import Article, Kind
from index.errors import ArticleError
from index.formats import Problem

ROOT = Path(__file__).parent.parent
PROSE = (
    "The harbour of Aldmouth was closed for a third day on Tuesday as engineers searched for the "
    "cause of the leak that has stopped all ferries to the islands, the port authority said."
)
MORE = (
    "“We cannot tell the islanders when the next boat will leave,” said Ingrid Vale, who runs the "
    "port. She added that two helicopters were carrying medicine across the sound."
)
MARKDOWN = f"""---
title: "Ferry chaos: day three"
outlet: Coast Weekly
date: 2022-03-15
url: https://example.org/ferry
tags: [ferry, port]
---
# Ferry chaos

![The ferry at its berth](ferry.jpg)

{PROSE}

What it costs
-------------

{MORE} See [the report][1].

```python
# count the boats
boats = 3
```

[1]: https://example.org/report
"""
HTML = f"""<!DOCTYPE html><html lang="en"><head>
<title>Ferry chaos | Coast Weekly</title>
<meta charset="utf-8">
<meta property="og:title" content="Ferry chaos enters&#10; third day">
<meta property="og:site_name" content="Coast Weekly">
<meta property="article:published_time" content="2022-03-15T23:32:00-05:00">
<link rel="canonical" href="https://example.org/ferry">
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Ferry chaos enters third day</h1><p>{PROSE}</p><h2>What it costs</h2><p>{MORE}</p>
<p>{PROSE.replace("Tuesday", "Wednesday")}</p></article>
<aside><h3>You may also like</h3><a href="/x">Bridge planned</a></aside>
<footer>Copyright 2022 Coast Weekly. All rights reserved. Posted 1 January 2001</footer>
</body></html>"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def reason(path: Path) -> str:
    with pytest.raises(ArticleError) as caught:
        formats.read(path)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path.parent) not in message
    return message


def covers(article: Article) -> bool:
    return "".join(article.text[s.start : s.end] for s in article.spans) == article.text


def parts(article: Article, kind: Kind) -> list[str]:
    return [article.text[s.start : s.end] for s in article.spans if s.kind is kind]


def test_the_text_of_a_txt_file_is_the_file_to_the_letter(tmp_path: Path) -> None:
    content = f"Ferry chaos\r\n\r\n{PROSE}\r{MORE}\n\n\n"
    article = formats.read(write(tmp_path, "ferry.txt", content))
    assert article.id == "ferry"
    assert article.text == content
    assert article.title == "Ferry chaos"
    assert covers(article)


def test_a_byte_order_mark_stays_so_that_offsets_count_as_in_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xef\xbb\xbf" + PROSE.encode())
    article = formats.read(path)
    assert article.text == path.read_text(encoding="utf-8")
    assert article.quote(1, 12).text == "The harbour"
    assert article.sentences[0].start == 1


def test_wiki_headings_are_headings_and_a_tables_marks_are_chrome(tmp_path: Path) -> None:
    table = ['{| class="wikitable"', "! Property !! Value", "|-", "| Length || 704 m", "|}"]
    text = "\n\n".join(
        ["Halden Bridge", PROSE, "== History ==", MORE, "=== Table ===", "\n".join(table)]
    )
    article = formats.read(write(tmp_path, "a.txt", text + "\n\n== See also ==\n\n! Stop.\n"))
    assert parts(article, Kind.HEADING) == [
        "Halden Bridge",
        "== History ==",
        "=== Table ===",
        "== See also ==",
    ]
    assert parts(article, Kind.CHROME) == [*table[:3], "|}"]
    assert parts(article, Kind.SENTENCE)[-2:] == ["| Length || 704 m", "! Stop."]
    assert covers(article)


def test_a_table_that_is_not_closed_and_a_line_of_code_are_text(tmp_path: Path) -> None:
    text = f"{PROSE}\n\n{{| x\n! Wet paint.\n\nThe proof of a == b is b == a.\n\n{MORE}\n"
    sentences = parts(formats.read(write(tmp_path, "a.txt", text)), Kind.SENTENCE)
    assert {"! Wet paint.", "The proof of a == b is b == a."} <= set(sentences)


def test_a_tables_line_of_dashes_costs_no_time(tmp_path: Path) -> None:
    text = f"{PROSE}\n\n{{|\n|{'-' * 100_000}!\n|- class=x\n| a || b\n|}}\n"
    started = time.perf_counter()
    article = formats.read(write(tmp_path, "a.txt", text))
    assert time.perf_counter() - started < 5
    assert parts(article, Kind.CHROME) == ["{|", "|- class=x", "|}"]


def test_markdown_states_its_metadata_and_keeps_its_text_whole(tmp_path: Path) -> None:
    article = formats.read(write(tmp_path, "a.md", MARKDOWN))
    assert article.text == MARKDOWN
    assert covers(article)
    stated = (article.title, article.outlet, article.published, article.url)
    expected = ("Ferry chaos: day three", "Coast Weekly", "2022-03-15", "https://example.org/ferry")
    assert stated == expected


def test_markdowns_marks_are_chrome_its_headings_headings_and_its_code_text(tmp_path: Path) -> None:
    article = formats.read(write(tmp_path, "a.markdown", MARKDOWN))
    chrome = parts(article, Kind.CHROME)
    assert chrome[0] == MARKDOWN[: MARKDOWN.index("# Ferry")].strip()
    assert "![The ferry at its berth](ferry.jpg)" in chrome
    assert "[1]: https://example.org/report" in chrome
    assert "```python" in chrome
    assert parts(article, Kind.HEADING) == ["# Ferry chaos", "What it costs"]
    assert "# count the boats" in " ".join(parts(article, Kind.SENTENCE))
    assert any("helicopters" in sentence for sentence in parts(article, Kind.SENTENCE))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[SMITH]: We won't pay for the wall.", Kind.SENTENCE),
        ("[HALL]: No: we won't.", Kind.SENTENCE),
        ("[^1]: The rules were adopted in 1911.", Kind.SENTENCE),
        ("[^1]: https://example.org, read in 1911.", Kind.SENTENCE),
        ("[a]: https://example.org/a 'The rules'", Kind.CHROME),
        ("[a]: </a b> (The rules)", Kind.CHROME),
        ("[a]: #rules", Kind.CHROME),
        ("[a]: ./rules", Kind.CHROME),
        ("[a]: www.example.org", Kind.CHROME),
        ("[a]: docs/rules.md", Kind.CHROME),
    ],
)
def test_a_link_definition_states_an_address_and_a_note_or_a_speech_words(
    tmp_path: Path, line: str, kind: Kind
) -> None:
    article = formats.read(write(tmp_path, "a.md", f"{PROSE}\n\n{line}\n\n{MORE}\n"))
    assert line in " ".join(parts(article, kind))


def test_a_heading_gives_the_title_that_front_matter_lacks(tmp_path: Path) -> None:
    text = f"---\noutlet: Coast Weekly\n---\n# Ferry *chaos* #\n\n{PROSE}\n"
    article = formats.read(write(tmp_path, "a.md", text))
    assert (article.title, article.outlet) == ("Ferry chaos", "Coast Weekly")


def test_markdown_without_front_matter_may_begin_with_a_rule(tmp_path: Path) -> None:
    text = f"---\n\n{PROSE}\n\n---\n\n{MORE}\n"
    article = formats.read(write(tmp_path, "a.md", text))
    assert "harbour" in parts(article, Kind.SENTENCE)[0]


@pytest.mark.parametrize(
    "yaml", ["title: [unclosed", "title: a: b", "date: 2022-13-45", "title: " + "[" * 3000]
)
def test_front_matter_that_is_not_valid_yaml_is_refused(tmp_path: Path, yaml: str) -> None:
    message = reason(write(tmp_path, "a.md", f"---\n{yaml}\n---\n{PROSE}"))
    assert message.startswith("front matter is not valid YAML")
    assert message.endswith("correct it or remove the `---` lines")


@pytest.mark.parametrize("mark", ["---", "+++"])
@pytest.mark.parametrize("comments", ["# " * 20_000, "#\n" * 20_000, "# a: b\n " * 5_000])
def test_comments_without_a_field_are_no_front_matter_and_cost_no_time(
    tmp_path: Path, mark: str, comments: str
) -> None:
    started = time.perf_counter()
    article = formats.read(write(tmp_path, "a.md", f"{mark}\n{comments}\n!\n{mark}\n{PROSE}"))
    assert time.perf_counter() - started < 5
    assert covers(article)


def test_front_matter_in_toml_states_the_same_as_in_yaml(tmp_path: Path) -> None:
    toml = (
        '# Hugo\ntitle = "Ferry: day three"\nsite = "Coast Weekly"\ndate = 2022-03-15T08:00:00Z\n'
        'url = "https://example.org/ferry"\n[params]\ntags = ["ferry"]\n'
    )
    article = formats.read(write(tmp_path, "a.md", f"+++\r\n{toml}+++\n# Ferry chaos\n\n{PROSE}"))
    stated = (article.title, article.outlet, article.published, article.url)
    assert stated == (
        "Ferry: day three",
        "Coast Weekly",
        "2022-03-15",
        "https://example.org/ferry",
    )
    assert parts(article, Kind.SENTENCE) == [PROSE]
    assert covers(article)


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ('title = "a"\ndate = 2022-13-45', "TOML in line 3 (Expected newline or end"),
        ("title = [unclosed", "TOML in line 2 ("),
        ("title = " + "[" * 3000, "TOML ("),
    ],
)
def test_front_matter_that_is_not_valid_toml_is_refused(
    tmp_path: Path, toml: str, problem: str
) -> None:
    message = reason(write(tmp_path, "a.md", f"+++\n{toml}\n+++\n{PROSE}"))
    assert message.startswith(f"front matter is not valid {problem}")
    assert message.endswith("correct it or remove the `+++` lines")


def test_a_text_between_lines_of_plus_signs_is_no_front_matter(tmp_path: Path) -> None:
    article = formats.read(write(tmp_path, "a.md", f"+++\n{PROSE}\n+++\n{MORE}\n"))
    assert PROSE in parts(article, Kind.SENTENCE)


def test_a_title_of_front_matter_has_no_marks(tmp_path: Path) -> None:
    marked = f'---\ntitle: "The *Bombus* of **Aldmouth**, 2**3"\n---\n\n{PROSE}\n'
    assert formats.read(write(tmp_path, "a.md", marked)).title == "The Bombus of Aldmouth, 2**3"


def test_strange_front_matter_values_are_left_out(tmp_path: Path) -> None:
    yaml = "title: {a: 1}\noutlet: [x]\ndate: 03/04/2022\nurl: javascript:alert(1)\n1: 2"
    article = formats.read(write(tmp_path, "a.md", f"---\n{yaml}\n---\n{PROSE}"))
    assert (article.title, article.outlet, article.published, article.url) == (None,) * 4


def test_a_web_page_gives_its_article_and_what_it_states(tmp_path: Path) -> None:
    article = formats.read(write(tmp_path, "a.html", HTML))
    assert PROSE in article.text
    assert "Home" not in article.text
    assert "Bridge planned" not in " ".join(parts(article, Kind.SENTENCE))
    assert "What it costs" in parts(article, Kind.HEADING)
    assert covers(article)
    stated = (article.title, article.outlet, article.published, article.url)
    assert stated == (
        "Ferry chaos enters third day",
        "Coast Weekly",
        "2022-03-15",
        "https://example.org/ferry",
    )


def test_json_ld_is_read_and_a_date_in_the_page_is_not_guessed(tmp_path: Path) -> None:
    linked = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, '
        '{"@type": "NewsArticle", "headline": "Ferry", "publisher": {"name": "The Coast"}}]}'
        "</script>"
    )
    page = HTML.replace('property="article:published_time"', 'name="x"').replace(
        "<title>", linked + "<title>"
    )
    article = formats.read(write(tmp_path, "a.htm", page))
    assert (article.title, article.outlet, article.published) == ("Ferry", "The Coast", None)


@pytest.mark.parametrize("linked", ["{", "[" * 100_000, '"x"', "null", '{"@type": 3}'])
def test_broken_json_ld_costs_nothing(tmp_path: Path, linked: str) -> None:
    script = f'<script type="application/ld+json">{linked}</script>'
    page = HTML.replace("<title>", script + "<title>")
    assert formats.read(write(tmp_path, "a.html", page)).outlet == "Coast Weekly"


def test_a_pages_metadata_is_bounded_and_on_one_line(tmp_path: Path) -> None:
    page = HTML.replace("Ferry chaos enters&#10; third day", "title\x07 " * 200).replace(
        "https://example.org/ferry", "javascript:alert(1)"
    )
    article = formats.read(write(tmp_path, "a.html", page))
    assert article.title is not None
    assert len(article.title) == 300
    assert article.title.isprintable()
    assert article.url is None


def test_a_page_in_its_declared_charset_is_read(tmp_path: Path) -> None:
    page = HTML.replace("utf-8", "windows-1252").encode("windows-1252")
    assert "“We cannot tell" in formats.read(write(tmp_path, "a.html", page)).text


def test_broken_markup_still_gives_its_text(tmp_path: Path) -> None:
    page = f"<html><body><div><p>{PROSE}<p><b>{MORE}</i></div><p>{PROSE}</table></span>"
    assert "helicopters" in formats.read(write(tmp_path, "a.html", page)).text


@pytest.mark.parametrize("tag", ["div", "b", "span", "table", "ul", "blockquote", "font"])
def test_tags_nested_100000_deep_do_not_crash_the_interpreter(tmp_path: Path, tag: str) -> None:
    deep = f"<html><body><p>{PROSE}</p>" + f"<{tag}>" * 100_000 + MORE + f"</{tag}>" * 100_000
    path = write(tmp_path, "a.html", deep + "</body></html>")
    code = f"""
from pathlib import Path
from index import errors, formats
try:
    print(bool(formats.read(Path({str(path)!r})).text))
except errors.ArticleError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "True" or "web page" in ran.stdout or "HTML" in ran.stdout


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "empty: it has 0 bytes; remove it or write to it"),
        ("a.txt", b" \n\t\r\n", "empty: nothing in it but white space; remove it or write to it"),
        (
            "a.txt",
            b"\xef\xbb\xbf\n",
            "empty: nothing in it but white space; remove it or write to it",
        ),
        (
            "a.txt",
            b"abc\0def",
            "binary: a NUL byte at offset 3; only text can be quoted: leave it out",
        ),
        (
            "a.md",
            b"\x01\x02\x03\x04abc",
            "binary: mostly control characters; only text can be quoted: leave it out",
        ),
        ("a.txt", b"%PDF-1.4 x", "binary: a PDF: convert it, for example with `pdftotext`"),
        (
            "a.txt",
            "Talks".encode("utf-16"),
            "UTF-16, not UTF-8: run `iconv -f UTF-16 -t utf-8` on it",
        ),
        (
            "a.html",
            b"<html><head><meta charset=klingon></head><body>\xff</body></html>",
            "its declared charset 'klingon' is unknown: save the page as UTF-8",
        ),
        (
            "a.html",
            b"<html><body><script>var a = 1;</script></body></html>",
            "a web page without article text: save the article itself as .txt or .md",
        ),
        ("a.pdf", b"x", ".pdf: only .txt, .md, .markdown, .html, .htm are read"),
        ("a", b"x", "no suffix: only .txt, .md, .markdown, .html, .htm are read"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_remedy(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    assert reason(write(tmp_path, name, content)) == expected


def test_control_characters_are_those_of_unicode_but_white_space() -> None:
    every = [chr(code) for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    controls = [c for c in every if unicodedata.category(c) == "Cc" and not c.isspace()]
    for control in controls:
        with pytest.raises(ArticleError, match="mostly control characters"):
            decoding.checked(f"{control * 2}0123456789")
    others = "".join(sorted({*every} - {*controls}))
    for start in range(0, len(others), 50_000):
        text = f"a{others[start : start + 50_000]}"
        assert decoding.checked(text) == text


def test_another_encoding_is_named_with_the_first_wrong_byte(tmp_path: Path) -> None:
    text = "Der Hafen von Aldmünde blieb am Dienstag für die Fähren geschlossen. " * 9
    data = text.encode("windows-1252")
    message = reason(write(tmp_path, "a.txt", data))
    assert message.startswith(f"not UTF-8 (byte 0xfc at offset {data.index(0xFC)}")
    assert "run `iconv -f " in message
    assert message.endswith(" -t utf-8` on it")


def test_a_file_that_is_cut_off_inside_a_letter_is_refused(tmp_path: Path) -> None:
    assert "at offset 5" in reason(write(tmp_path, "a.txt", "Hafen“".encode()[:-1]))


def test_a_file_above_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert reason(path) == "50 MB; at most 20 MB: split it"
    with path.open("wb") as file:
        file.truncate(formats.MAX_BYTES + 1)
    assert reason(path) == "20.1 MB; at most 20 MB: split it"


def test_a_missing_file_a_folder_a_loop_and_a_pipe_are_refused(tmp_path: Path) -> None:
    assert reason(tmp_path / "no.txt").startswith("gone: it was moved or deleted")
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "folder.txt").startswith("a folder, not a file")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert reason(tmp_path / "loop.txt").startswith("a symbolic link that leads back to itself")
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason(tmp_path / "pipe.txt").startswith("not a regular file")
    assert reason(tmp_path / "a\0b.txt").startswith("not a path that a file can have")
    assert reason(tmp_path / ("x" * 300 + ".txt")).startswith("its name is too long")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no user ids to change to")
def test_a_file_and_a_folder_without_permission_are_refused(tmp_path: Path) -> None:
    """Root may read anything, so the reading process becomes somebody else first."""
    write(tmp_path, "a.txt", PROSE).chmod(0)
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    code = f"""
import os
from pathlib import Path
from index import errors, formats
os.chdir({str(tmp_path)!r})
os.geteuid() == 0 and os.setuid(65534)
try:
    formats.read(Path("a.txt"))
except errors.ArticleError as error:
    print(error)
print(formats.find_files([Path("locked")]))
"""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    locked.chmod(0o700)
    assert ran.stdout.startswith("no permission to read it: `chmod u+r` it"), ran.stderr
    assert "no permission" in ran.stdout.splitlines()[1]


def test_an_article_of_one_line_of_5_mb_takes_seconds(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", (PROSE + " ") * (5_000_000 // len(PROSE)))
    started = time.perf_counter()
    article = formats.read(path)
    assert time.perf_counter() - started < 20
    assert len(article.sentences) > 20_000


def test_files_are_found_sorted_and_hidden_or_other_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.MD", ".c.txt", "d.pdf", "sub/e.html", ".git/f.txt"):
        write(tmp_path, name, PROSE)
    files, problems = formats.find_files([tmp_path, tmp_path / "sub"])
    assert files == [tmp_path / "a.MD", tmp_path / "b.txt", tmp_path / "sub" / "e.html"]
    assert problems == []


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    write(tmp_path, "a.txt", PROSE)
    (inside / "b.txt").symlink_to(tmp_path / "a.txt")
    (inside / "back").symlink_to(tmp_path)
    (inside / "self").symlink_to("self")
    (inside / "dead.txt").symlink_to("nowhere.txt")
    files, problems = formats.find_files([tmp_path])
    assert files == [tmp_path / "a.txt", inside / "b.txt"]
    assert [problem.path for problem in problems] == [inside / "back", inside / "dead.txt"]
    assert problems[0].reason == "a link to a folder above it: remove the link"
    assert problems[1].reason.startswith("gone")


def test_what_is_named_and_missing_is_a_problem(tmp_path: Path) -> None:
    files, problems = formats.find_files([tmp_path / "no"])
    assert files == []
    assert [problem.path for problem in problems] == [tmp_path / "no"]


def test_of_two_files_with_one_id_the_first_wins(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.html", HTML), write(tmp_path, "a.txt", PROSE)
    files, problems = formats.find_files([tmp_path])
    assert files == [first]
    assert problems == [
        Problem(second, f"the same article id as {first}: rename {second.name}"),
    ]


def test_one_file_that_is_named_in_two_ways_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b").mkdir()
    file = write(tmp_path / "b", "a.txt", PROSE)
    (tmp_path / "linked").symlink_to("b")
    for other in (tmp_path / "b", Path("linked"), Path("b/../b")):
        files, problems = formats.find_files([Path("b"), other])
        assert [one.resolve() for one in files] == [file.resolve()]
        assert problems == []


@pytest.mark.parametrize("suffix", formats.SUFFIXES)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_bytes_become_an_article_or_an_article_error(
    tmp_path: Path, suffix: str, data: bytes
) -> None:
    path = write(tmp_path, f"any{suffix}", data)
    try:
        article = formats.read(path)
    except ArticleError as error:
        assert "\n" not in str(error)
    else:
        assert covers(article)
        assert (
            article.sentences
            or not any(char.isalnum() for char in article.text)
            or suffix != ".txt"
        )


@given(st.text(alphabet="-#`~[]()!: \n=abc.\r", max_size=200))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_marks_become_spans_that_cover_the_text(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "marks.md", text)
    try:
        assert covers(formats.read(path))
    except ArticleError as error:
        assert str(error).startswith(("empty", "front matter"))


def test_a_pages_date_that_is_no_full_date_is_left_out() -> None:
    assert webpage.read(HTML.replace("2022-03-15T23:32:00-05:00", "yesterday"))[1].published is None


def test_a_text_is_decoded_to_the_letter() -> None:
    assert decoding.decode("\ufeffa\r\nb\r".encode()) == "\ufeffa\r\nb\r"
