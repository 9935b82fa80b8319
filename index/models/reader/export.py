"""Make the reader's model.onnx from checkpoints of `train.py`, or from model.onnx files.

    export/bin/python index/models/reader/export.py RUN/step-2400.pt RUN/last.pt OUT

Owns how the trained reader becomes the file that ships. `export` is the environment that
`index/models/minilm/export.py` names.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from network import Reader, base
from starting import Weights, weights

sys.path.insert(0, str(Path(__file__).parents[1]))  # these are scripts, not part of a package
from making import OPSET, quantise, write_sums

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


def main(checkpoints: Sequence[Path], out: Path) -> None:
    """Write model.onnx and SHA256SUMS to `out`: of several checkpoints the mean of all weights."""
    out.mkdir(parents=True, exist_ok=True)
    reader = Reader(base())
    reader.load_state_dict(mean([weights(file) for file in checkpoints]))
    reader.eval()
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "fp32.onnx")
        export(reader, plain)
        quantise(plain, out / "model.onnx")
    write_sums(out, ["model.onnx"])


def mean(states: Sequence[Weights]) -> Weights:
    """Each weight's mean, computed in double precision."""
    return {
        name: torch.stack([state[name].double() for state in states]).mean(0).to(first.dtype)
        for name, first in states[0].items()
    }


def export(reader: Reader, path: Path) -> None:
    """Write the reader as ONNX with free batch and length, in 32-bit floats (90 MB)."""
    ids = torch.arange(1000, 1018).reshape(2, 9)
    mask, types = torch.ones_like(ids), torch.zeros_like(ids)
    mask[1, 6:], types[:, 4:] = 0, 1
    pairs = {0: "pairs", 1: "tokens"}
    axes = dict.fromkeys((*INPUTS, "tokens"), pairs) | {"answers": {0: "pairs"}}
    torch.onnx.export(
        reader,
        (ids, mask, types),
        str(path),
        input_names=INPUTS,
        output_names=["tokens", "answers"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,  # the newer exporter puts weights in a second file, which the folding refuses
    )


if __name__ == "__main__":
    *found, target = map(Path, sys.argv[1:])
    main(found, target)
