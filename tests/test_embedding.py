"""The bundled model: shapes, exactness, refusals, and that it stays offline."""

import pickle
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedders import load
from index.embedding import WINDOW, MiniLM
from index.errors import ConfigError, ModelError

LANDING = "A spacecraft touched down near the south pole of the Moon on Wednesday."
LANDING_AGAIN = "On Wednesday a probe landed close to the lunar south pole."
RATES = "The central bank left interest rates where they were."
BUNDLED_FOLDER = Path(__file__).parents[1] / "index" / "models" / "minilm"
ANY_UNICODE = st.text(st.characters(exclude_categories=()), max_size=300)
MODEL = MiniLM(threads=2)


@pytest.fixture
def copied_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED_FOLDER, tmp_path / "minilm"))


def test_n_texts_give_n_vectors_of_384_floats() -> None:
    vectors = MODEL.embed([LANDING, RATES, "Short."])
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.dtype(np.float32))


def test_no_texts_give_no_vectors_of_384_floats() -> None:
    vectors = MODEL.embed([])
    assert (vectors.shape, vectors.dtype) == ((0, 384), np.dtype(np.float32))


def test_a_question_is_one_vector() -> None:
    assert MODEL.embed_question("Who won?").shape == (384,)


def test_dimensions_are_those_of_the_vectors() -> None:
    assert MODEL.embed(["x"]).shape[1] == MODEL.dimensions


@settings(max_examples=30, deadline=None)
@given(ANY_UNICODE)
def test_any_string_lone_surrogates_included_has_a_vector_of_unit_length(text: str) -> None:
    assert np.linalg.norm(MODEL.embed_question(text)) == pytest.approx(1, abs=1e-5)


@settings(max_examples=10, deadline=None)
@given(st.lists(ANY_UNICODE, min_size=2, max_size=6))
def test_a_vector_depends_on_its_text_alone_and_stands_in_its_place(texts: list[str]) -> None:
    alone = np.stack([MODEL.embed_question(text) for text in texts])
    assert np.array_equal(MODEL.embed(texts), alone)


def test_order_holds_where_texts_are_more_than_one_window() -> None:
    texts = [f"Number {n}" for n in range(WINDOW + 2)]
    vectors = MODEL.embed(texts)
    assert np.array_equal(vectors[[0, -1]], MODEL.embed([texts[0], texts[-1]]))


def test_the_number_of_threads_does_not_change_a_vector() -> None:
    assert np.array_equal(MiniLM(threads=1).embed_question(LANDING), MODEL.embed_question(LANDING))


def test_several_threads_may_share_one_model() -> None:
    model, texts = MiniLM(), [LANDING, RATES, LANDING_AGAIN, "Short."] * 4
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(model.embed_question, texts))
    assert np.array_equal(together, MODEL.embed(texts))


def test_a_paraphrase_is_nearer_than_another_matter() -> None:
    text, paraphrase, other = MODEL.embed([LANDING, LANDING_AGAIN, RATES])
    assert text @ paraphrase > 0.6
    assert text @ other < 0.3


def test_a_question_is_nearest_to_the_text_that_answers_it() -> None:
    scores = MODEL.embed([RATES, LANDING]) @ MODEL.embed_question(
        "Where did the spacecraft touch down?"
    )
    assert scores[1] > scores[0] + 0.2


def test_what_stands_after_256_tokens_is_not_read() -> None:
    beginning = "word " * 300
    vectors = MODEL.embed([beginning, beginning + LANDING])
    assert np.array_equal(vectors[0], vectors[1])


def test_what_stands_among_the_first_256_tokens_is_read() -> None:
    beginning = "word " * 230
    vectors = MODEL.embed([beginning, beginning + LANDING])
    assert not np.array_equal(vectors[0], vectors[1])


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_with_one_byte_altered_is_refused_by_name(copied_folder: Path, name: str) -> None:
    content = bytearray((copied_folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied_folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{name} is not the file .* Install Pullquote again"):
        MiniLM(copied_folder).embed([LANDING])


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "SHA256SUMS"])
def test_a_missing_file_is_named_with_the_remedy(copied_folder: Path, name: str) -> None:
    (copied_folder / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: No such file .* Install Pullquote again"):
        MiniLM(copied_folder).embed_question(LANDING)


def test_a_file_without_a_sum_is_refused(copied_folder: Path) -> None:
    (copied_folder / "SHA256SUMS").write_text("")
    with pytest.raises(ModelError, match="is not the file that was shipped"):
        MiniLM(copied_folder).embed_question(LANDING)


def test_a_model_travels_to_another_process_and_embeds_the_same() -> None:
    vector = MODEL.embed_question(LANDING)
    assert np.array_equal(pickle.loads(pickle.dumps(MODEL)).embed_question(LANDING), vector)  # noqa: S301 - our own bytes


def test_the_bundled_model_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in BUNDLED_FOLDER.iterdir()) < 25_000_000


def test_the_default_is_the_bundled_model() -> None:
    assert load().name == load("bundled").name == "bundled:all-minilm-l6-v2-int8"


@pytest.mark.parametrize(
    "spec", ["", "cohere:embed-v4", "openai", "openai:", "bundled:x", "BUNDLED"]
)
def test_an_unknown_embedding_is_refused_with_what_is_allowed(spec: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(spec)
    assert repr(spec) in str(caught.value)
    assert "bundled, openai:MODEL, ollama:MODEL, huggingface:MODEL" in str(caught.value)


OFFLINE = """
import socket, sys
def refuse(*args, **kwargs): raise AssertionError("the network was used")
socket.socket.connect = socket.getaddrinfo = refuse
from index.embedders import load
load().embed(["one", "two"])
print([name for name in ("llama_index", "torch", "chromadb") if name in sys.modules])
"""


def test_embedding_needs_no_network_and_imports_no_heavy_library() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE], check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, "[]\n"), done.stderr
