"""The weights that training goes on from: those of a checkpoint, or of a model.onnx that shipped.

Owns how a quantised file becomes weights again, for checkpoints are not kept. Each weight is off by
half a step of its eight bits at most; quantised once more, they give the same file's numbers. The
word embeddings, which no stage trains, are the published ones.
"""

from __future__ import annotations

import re
from pathlib import Path

import onnx
import torch
from network import Reader, base
from onnx import numpy_helper

Weights = dict[str, torch.Tensor]

# Where a weight is multiplied: the name of the module it belongs to.
MULTIPLIED = re.compile(r"/(.+?)/(?:Gemm_)?MatMul_quant")
EMBEDDINGS = ("position_embeddings", "token_type_embeddings")


def weights(file: Path) -> Weights:
    """The state of a `Reader`, from a checkpoint of `train.py` or a file that `export.py` made.

    Raises SystemExit if a weight is missing: the file is of another network.
    """
    if file.suffix == ".onnx":
        return _shipped(file)
    state: Weights = torch.load(file, map_location="cpu", weights_only=True)["model"]
    return state


def _shipped(file: Path) -> Weights:
    graph = onnx.load(file).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    stored: Weights = {name: torch.tensor(array) for name, array in arrays.items()}
    state: Weights = Reader(base()).state_dict()
    found = {name: stored[name] for name in state if name in stored}
    for node in graph.node:
        if node.op_type == "MatMulInteger" and (place := MULTIPLIED.fullmatch(node.name)):
            module = place[1].replace("/", ".")
            found[f"{module}.weight"] = _plain(stored, node.input[1]).T.contiguous()
    for name in EMBEDDINGS:
        key = f"transformer.embeddings.{name}.weight"
        found[key] = _plain(stored, f"{key}_quantized")
    if missing := [name for name in state if name not in found and not _is_published(name)]:
        raise SystemExit(f"{file} is not a reader that export.py made: it lacks {missing[0]}")
    return state | found


def _plain(stored: Weights, quantised: str) -> torch.Tensor:
    """An array of eight bits as floats: one scale for all of it, or one for each column."""
    name = quantised.removesuffix("_quantized")
    scale, zero = stored[f"{name}_scale"], stored[f"{name}_zero_point"]
    return (stored[quantised].float() - zero.float()) * scale


def _is_published(name: str) -> bool:
    """Whether a weight is that of the published model, or one that the reader has no use for."""
    return "word_embeddings" in name or ".pooler." in name
