"""The choice of a reader: what may be named, and what is done where none has been trained yet."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Config
from bot.opening import READER_FILES, missing_reader_file, open_reader
from index.errors import ConfigError, ModelError
from index.reader import MiniLMReader, Text
from index.readers import load

BUNDLED = "bundled:minilm-reader-int8"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree with the reader's files, none of them as shipped."""
    for file in READER_FILES:
        (tmp_path / file).parent.mkdir(parents=True)
        (tmp_path / file).write_text("altered")
    (tmp_path / READER_FILES[0]).with_name("SHA256SUMS").write_text(f"{'0' * 64}  model.onnx\n")
    return tmp_path


def test_the_default_is_the_bundled_reader() -> None:
    for reader in (load(), load("bundled")):
        assert reader is not None
        assert (reader.name, reader.calibrated) == (BUNDLED, True)


def test_none_is_no_reader() -> None:
    assert load("none") is None


@pytest.mark.parametrize(
    "spec", ["", "ollama:x", "cohere", "cohere:", "bundled:x", "BUNDLED", "None"]
)
def test_an_unknown_reader_is_refused_with_what_is_allowed(spec: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(spec)
    assert str(caught.value) == (
        f"Unknown reader {spec!r}. Use one of: bundled, none, sentence-transformers:MODEL, "
        "flag-embedding:MODEL, cohere:MODEL."
    )


def test_no_heavy_library_is_imported_unless_it_is_named() -> None:
    code = (
        "import sys; from index.readers import load; load(); load('none');"
        "print([name for name in ('llama_index', 'torch', 'onnxruntime') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr


# From the settings to a reader


def test_the_setting_none_opens_no_reader(tree: Path) -> None:
    assert open_reader(Config(reader="none"), tree) is None
    assert missing_reader_file(Config(reader="none"), tree) is None


def test_where_its_files_are_there_the_bundled_reader_is_opened(tree: Path) -> None:
    assert missing_reader_file(Config(), tree) is None
    assert isinstance(open_reader(Config(), tree), MiniLMReader)


@pytest.mark.parametrize("file", READER_FILES, ids=str)
def test_where_one_of_its_files_is_not_there_there_is_no_reader(file: Path, tree: Path) -> None:
    (tree / file).unlink()
    assert open_reader(Config(), tree) is None
    assert missing_reader_file(Config(), tree) == file


def test_an_altered_model_is_refused(tree: Path) -> None:
    reader = open_reader(Config(), tree)
    assert reader is not None
    with pytest.raises(ModelError, match=r"model\.onnx is not the file that was shipped"):
        reader.read("Who?", [Text("Me.", ((0, 3),))])


def test_a_reader_that_is_named_needs_none_of_the_bundled_files(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Unknown reader 'nonsense'"):
        open_reader(Config(reader="nonsense"), tmp_path)
