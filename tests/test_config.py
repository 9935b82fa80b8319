"""Settings: where each comes from, and that a wrong one is one line that says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import config
from bot.config import Config
from index.errors import ConfigError

LATER = ("slack_", "llm", "prompts", "trace", "log_content")  # settings that no test here gives


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No setting anywhere, whatever the machine that runs the tests has."""
    for name in [name for name in os.environ if name.upper().startswith(config.PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def message() -> str:
    with pytest.raises(ConfigError) as caught:
        config.load()
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_without_any_source_the_defaults_hold() -> None:
    assert config.load() == Config()
    assert config.load().data == Path("data")
    assert config.load().max_tokens == 128


def test_the_stronger_source_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pullquote.toml").write_text('data = "toml"\nembedding = "ollama:toml"\nthreads = 1\n')
    assert config.load().data == Path("toml")
    Path(".env").write_text("PULLQUOTE_DATA=dotenv\nPULLQUOTE_THREADS=2\n")
    assert config.load().data == Path("dotenv")
    monkeypatch.setenv("PULLQUOTE_DATA", "environment")
    assert config.load().data == Path("environment")
    assert config.load(Path("option")).data == Path("option")
    assert (config.load().threads, config.load().embedding) == (2, "ollama:toml")


def test_each_setting_tells_where_it_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pullquote.toml").write_text("threads = 1\n")
    Path(".env").write_text("PULLQUOTE_EMBEDDING=ollama:x\n")
    monkeypatch.setenv("PULLQUOTE_MAX_TOKENS", "64")
    _, settings = config.load_with_origins(Path("here"))
    assert {s.name: s.origin for s in settings} == {
        "data": "command line",
        "articles": "default",
        "embedding": ".env",
        "reader": "default",
        "passages_read": "default",
        "chroma_url": "default",
        "max_tokens": "environment",
        "threads": "pullquote.toml",
        "answer_from": "default",
        "history": "default",
    } | {name: "default" for name in Config.model_fields if name.startswith(LATER)}


def test_paths_of_articles_are_a_list_or_stand_with_a_separator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("pullquote.toml").write_text('articles = ["a", "b c"]\n')
    assert config.load().articles == (Path("a"), Path("b c"))
    monkeypatch.setenv("PULLQUOTE_ARTICLES", os.pathsep.join(["x", "y"]))
    assert config.load().articles == (Path("x"), Path("y"))


@pytest.mark.parametrize("line", ['articles = ""', 'articles = ["a", ""]'])
def test_an_empty_path_of_articles_is_not_the_current_folder(line: str) -> None:
    Path("pullquote.toml").write_text(line)
    assert "an empty path is no folder. It takes files and folders of articles" in message()


@pytest.mark.parametrize("name", ["data", "history", "prompts"])
def test_an_empty_path_is_not_the_current_folder(name: str) -> None:
    Path("pullquote.toml").write_text(f'{name} = ""')
    start = f"pullquote.toml: {name} is '': an empty path names nothing. It takes "
    assert message().startswith(start)


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_CHROMA_URL", "")
    monkeypatch.setenv("PULLQUOTE_DATA", "")
    assert config.load().chroma_url is None
    assert config.load().data == Path("data")


def test_an_unknown_variable_is_refused_and_the_nearest_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULLQUOTE_EMBEDING", "bundled")
    assert message() == "PULLQUOTE_EMBEDING is not a setting. Did you mean PULLQUOTE_EMBEDDING?"


def test_an_unknown_key_in_the_file_is_refused() -> None:
    Path("pullquote.toml").write_text("max_token = 3\n")
    assert message() == "pullquote.toml: max_token is not a setting. Did you mean max_tokens?"


def test_what_is_near_no_setting_is_taken_for_none() -> None:
    Path("pullquote.toml").write_text("nope = 3\n")
    assert message() == "pullquote.toml: nope is not a setting. The README lists them."


def test_an_unknown_key_in_dotenv_is_refused() -> None:
    Path(".env").write_text("PULLQUOTE_DATTA=x\n")
    assert message() == ".env: PULLQUOTE_DATTA is not a setting. Did you mean PULLQUOTE_DATA?"


@pytest.mark.parametrize("value", ["31", "513", "many", "64.5", "-1"])
def test_a_number_out_of_bounds_is_refused_with_its_bounds(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULLQUOTE_MAX_TOKENS", value)
    text = message()
    assert text.startswith(f"PULLQUOTE_MAX_TOKENS is '{value}': ")
    assert text.endswith("It takes the most tokens of a passage, from 32 to 512.")


@pytest.mark.parametrize("value", ["ftp://host", "localhost:8000", "http://", "http://host:x"])
def test_what_is_no_web_address_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_CHROMA_URL", value)
    assert "is not a web address" in message()


@pytest.mark.parametrize("name", ["DATA", "HISTORY", "PROMPTS", "ARTICLES"])
def test_a_home_folder_that_is_not_there_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PULLQUOTE_{name}", "~nobody-here/d")
    assert "there is no home folder ~nobody-here; name it in full. It takes " in message()


@pytest.mark.parametrize("line", [r'data = "a\u0000b"', r'articles = ["a", "b\u0000"]'])
def test_a_path_that_no_file_can_have_is_refused(line: str) -> None:
    Path("pullquote.toml").write_text(line)
    assert "no path has a NUL character in it. It takes " in message()


def test_a_data_folder_that_is_a_file_is_said_to_be_one() -> None:
    Path("x.txt").touch()
    with pytest.raises(ConfigError, match=r"^--data is 'x.txt': it is a file, not a folder.$"):
        config.load(Path("x.txt"))
    config.load_with_origins(Path("x.txt"))  # doctor has a check of its own for it


def test_a_byte_order_mark_is_no_part_of_a_file() -> None:
    Path("pullquote.toml").write_text("threads = 3\n", "utf-8-sig")
    Path(".env").write_text("PULLQUOTE_MAX_TOKENS=64\n", "utf-8-sig")
    assert (config.load().threads, config.load().max_tokens) == (3, 64)


def test_a_line_of_dotenv_that_is_no_variable_is_named_and_no_more_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Path(".env").write_text("# ours\nPULLQUOTE_THREADS=3\nhello there, world\n")
    assert message() == (
        ".env cannot be read (line 3 is not of the form NAME=value). Correct it or remove it."
    )
    assert caplog.records == []


def test_a_dotenv_that_is_a_folder_is_refused_unless_it_is_a_virtual_environment() -> None:
    Path(".env").mkdir()
    assert message().startswith(".env cannot be read (")
    Path(".env", "pyvenv.cfg").write_text("home = /usr/bin\n")
    assert config.load() == Config()


def test_a_file_that_is_no_toml_is_named() -> None:
    Path("pullquote.toml").write_text("data = \n")
    assert message().startswith("pullquote.toml cannot be read (")


def test_a_file_that_is_not_utf8_is_named() -> None:
    Path("pullquote.toml").write_bytes(b'data = "\xff"\n')
    assert message().startswith("pullquote.toml cannot be read (")


def test_no_password_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_CHROMA_URL", "https://me:secret@chroma.example:8000")
    _, settings = config.load_with_origins()
    shown = {s.name: s.value for s in settings}["chroma_url"]
    assert shown == "https://chroma.example:8000"


def test_no_password_is_in_an_error_message(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("ftp://me:secret@host/", "http://me:secret@host:port", "http://me:secret@[x"):
        monkeypatch.setenv("PULLQUOTE_CHROMA_URL", address)
        assert "secret" not in message()


@pytest.mark.parametrize(
    "host",
    [
        "http://me:secret@host/v1",
        "http://me:se/secret@host",
        "http://host?key=secret",
        "x//secret@",
    ],
)
def test_no_password_of_a_language_model_is_shown(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULLQUOTE_LLM", f"openai-like:@cf/qwen@{host}")
    settings, shown = config.load_with_origins()
    assert "secret" not in {s.name: s.value for s in shown}["llm"]
    assert "secret" not in repr(settings)


def test_a_model_named_with_an_at_sign_is_shown_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = "openai-like:@cf/qwen@https://llm.example/v1"
    monkeypatch.setenv("PULLQUOTE_LLM", spec)
    _, settings = config.load_with_origins()
    assert {s.name: s.value for s in settings}["llm"] == spec


def test_the_key_of_a_language_model_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("OPENAI_LIKE_API_KEY=weaker\nANTHROPIC_API_KEY=abc\n")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_LIKE_API_KEY", "secret\n")
    keys = config.load_model_keys()
    assert keys.like is not None
    assert keys.like.reveal() == "secret"
    assert "secret" not in repr(keys)
    assert "ANTHROPIC_API_KEY" in keys.given
    assert "OPENAI_API_KEY" not in keys.given


def test_nothing_of_questions_is_logged_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not config.load().log_content
    monkeypatch.setenv("PULLQUOTE_LOG_CONTENT", "true")
    assert config.load().log_content


def test_keys_of_integrations_in_dotenv_reach_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_TEST", "")  # so that the environment is restored
    monkeypatch.setattr(os, "environ", dict(os.environ))
    Path(".env").write_text("OPENAI_API_KEY=abc\nPULLQUOTE_DATA=here\n")
    config.share_keys()
    assert os.environ["OPENAI_API_KEY"] == "abc"
    assert "PULLQUOTE_DATA" not in os.environ


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Config().threads = 3


def test_the_files_that_ship_name_settings_only() -> None:
    root = Path(__file__).parents[1]
    shipped = (root / "pullquote.toml").read_text().replace("# ", "").splitlines()
    keys = [
        line.split(" = ")[0]
        for line in shipped
        if " = " in line and " " not in line.split(" = ")[0]
    ]
    assert set(keys) == set(Config.model_fields)
    example = (root / ".env.example").read_text()
    assert all(f"PULLQUOTE_{key.upper()}=" in example for key in Config.model_fields)
