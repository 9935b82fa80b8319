"""Names of language models: what they may be; what is wrong is one line without a secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import PREFIX, Config
from bot.llm.opening import open_model
from bot.llm.specs import Spec, parse, server_of
from bot.settings import Secret
from index.errors import ConfigError


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key anywhere, whatever the machine that runs the tests has."""
    for name in [name for name in os.environ if name.startswith(PREFIX) or name.endswith("_KEY")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def refusal(spec: str) -> str:
    with pytest.raises(ConfigError) as caught:
        open_model(Config(llm=spec))
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_none_is_no_model() -> None:
    assert parse("none") is None
    assert open_model(Config()) is None


def test_a_provider_and_a_model_is_all_that_a_name_needs() -> None:
    assert parse("openai:gpt-4o") == Spec("openai", "gpt-4o")
    assert parse("ollama:llama3.2:3b") == Spec("ollama", "llama3.2:3b")
    assert parse("ollama:qwen@http://box:1") == Spec("ollama", "qwen", "http://box:1")


def test_a_model_may_have_an_at_sign_in_its_name() -> None:
    spec = parse("openai-like:@cf/qwen:7b@https://llm.example/v1/")
    assert spec == Spec("openai-like", "@cf/qwen:7b", "https://llm.example/v1")


def test_user_and_password_are_kept_apart_from_the_address() -> None:
    spec = parse("openai-like:qwen@https://me:s%40cret@llm.example:8443/v1")
    assert spec is not None
    assert (spec.address, spec.user) == ("https://llm.example:8443/v1", "me")
    assert spec.password == Secret("s@cret")
    assert spec.name == "openai-like:qwen"
    assert "s@cret" not in repr(spec)


def test_servers_are_told_apart_by_a_hash_of_their_address_without_the_password() -> None:
    one, other = server_of("openai-like:m@http://a:1/v1"), server_of("openai-like:m@http://b:1/v1")
    assert one != other
    assert server_of("openai-like:m@http://me:s3cret@a:1/v1") == one
    assert len(one) == 16
    assert server_of("openai:gpt-4o") == server_of("none") == ""


@pytest.mark.parametrize(
    "spec", ["gpt-4o", "openai", "openai:", "OpenAI:x", "bundled", "x:y", "None"]
)
def test_an_unknown_model_is_refused_with_what_is_allowed(spec: str) -> None:
    assert refusal(spec).endswith(
        "Use one of: none, openai:MODEL, anthropic:MODEL, ollama:MODEL, openai-like:MODEL@URL."
    )


@pytest.mark.parametrize(
    "spec",
    [
        "openai-like:qwen",
        "openai-like:qwen@localhost:8000",
        "openai-like:qwen@ftp://me:secret@host",
        "openai-like:qwen@http://me:secret@host:port",
        "openai-like:qwen@http://me:secret@[x",
        "openai-like:qwen@http://host/v1?key=secret",
        "openai-like:@http://me:secret@host",
        "openai:qwen@https://me:secret@host",
        "gpt@https://me:secret@host",
    ],
)
def test_a_wrong_address_is_refused_without_its_password(spec: str) -> None:
    text = refusal(spec)
    assert "secret" not in text
    assert "openai-like:MODEL@" in text


@pytest.mark.parametrize(
    "spec",
    [
        "openai-like:m@me:s3cret@host/v1",
        "openai-like:m@me:s3@cret@host/v1",
        "openai-like:@cf/m@me:s3cret@host/v1",
        "ollama:m@me:s3cret@host",
        "openai:m@me:s3cret@host",
        "unknown:m@me:s3cret@host/v1",
        "m@me:s3cret@host/v1",
        "unknown:m@me:s3cret@host//v1",
    ],
)
def test_a_password_is_not_shown_where_http_is_forgotten(spec: str) -> None:
    text = refusal(spec)
    assert "cret" not in text
    assert "host" not in text or "localhost" in text


@pytest.mark.parametrize("spec", ["openai:gpt-4o", "anthropic:claude-x"])
def test_a_missing_key_is_named(spec: str) -> None:
    provider = spec.partition(":")[0].upper()
    assert (
        refusal(spec) == f"{spec} needs a key. Put {provider}_API_KEY into .env or the environment."
    )


def test_a_missing_package_is_named_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "llama_index.llms.ollama", None)
    text = refusal("ollama:qwen")
    assert "ollama:qwen needs a package that is not installed" in text
    assert text.endswith("pip install -e '.[ollama]'")


def test_a_budget_in_dollars_needs_prices() -> None:
    with pytest.raises(ConfigError, match="llm_usd_a_day needs prices"):
        open_model(Config(llm="ollama:qwen", llm_usd_a_day=1, llm_usd_per_million_input=1))


def test_nothing_heavy_is_imported_unless_a_model_is_named() -> None:
    code = (
        "import sys; from bot.config import Config; from bot.llm.opening import open_model;"
        "open_model(Config());"
        "print([n for n in ('llama_index', 'openai', 'httpx', 'tenacity') if n in sys.modules])"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=root
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
