"""The models that ship with Pullquote: their files, checked, and what runs them.

Owns ONNX Runtime and the tokenizers. Unlike `embedding` and `reader`, it does not know what a model
is for.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelError

if TYPE_CHECKING:
    # The types of what is handed out, for those who take it.
    from onnxruntime import InferenceSession as InferenceSession  # noqa: PLC0414 - handed on
    from tokenizers import Encoding as Encoding  # noqa: PLC0414
    from tokenizers import Tokenizer as Tokenizer  # noqa: PLC0414

MODELS = Path(__file__).parent / "models"
# Not by name: no package index has Pullquote, and pip would fetch a stranger's.
REMEDY = (
    "Install Pullquote again: pip install --force-reinstall --no-deps FOLDER, its own or the wheel."
)


def open_session(path: Path, threads: int) -> InferenceSession:
    """The model in a file that `verified` found sound, on so many threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that wait by spinning keep the cores from whatever comes next: without it a question
    # is answered in two thirds of the time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        path,
        options,
        providers=["CPUExecutionProvider"],
        # Fused with the sum before it, a layer's normalisation takes five times as long, and a text
        # a tenth longer: ONNX Runtime has no vector instructions for the two together.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


def open_tokenizer(path: Path, max_tokens: int, strategy: str = "longest_first") -> Tokenizer:
    """The tokenizer in a file that `verified` found sound: no padding, so many tokens at most."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy=strategy)
    return tokenizer


def verified(folder: Path, name: str) -> Path:
    """Return the path of a file of the model. Raises ModelError unless it is as shipped."""
    path = folder / name
    try:
        expected = _shipped_sums(folder).get(name)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"Cannot read {error.filename}: {error.strerror}. {REMEDY}") from error
    if found != expected:
        raise ModelError(f"{path} is not the file that was shipped: its SHA-256 differs. {REMEDY}")
    return path


def _shipped_sums(folder: Path) -> dict[str, str]:
    """Return file names and their SHA-256, as `sha256sum` writes them."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8", errors="replace").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def usable_cores() -> int:
    """Return how many cores this process may use, which may be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def without_surrogates(text: str) -> str:
    """Return `text` with question marks for lone surrogates, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")
