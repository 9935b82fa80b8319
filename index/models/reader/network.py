"""The reader's network: MiniLM over a question and a text; three numbers a token, one a text.

Owns the network and how a pair becomes token ids. Unlike the rest of Pullquote it needs PyTorch:
only `train.py` and `export.py` beside it use it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from transformers import AutoModel

sys.path.insert(0, str(Path(__file__).parents[1]))  # these are scripts, not part of a package
from making import unpack

TOKENIZER = Path(__file__).parents[1] / "minilm" / "tokenizer.json"
MAX_TOKENS = 288
HIDDEN = 384
HEADS = ("start", "end", "relevant")
ROUNDED = 32  # batches have few different lengths: kernels are made anew for each new one


class Network(torch.nn.Module):  # type: ignore[misc]  # no torch where this is checked
    """For n pairs of t tokens: n × t × 3 logits (HEADS) and n logits that the text answers."""

    def __init__(self, transformer: torch.nn.Module, hidden: int) -> None:
        super().__init__()
        self.transformer = transformer
        self.tokens = torch.nn.Linear(hidden, len(HEADS))
        self.answers = torch.nn.Linear(hidden, 1)

    def freeze(self) -> None:
        """Leaves the word embeddings as they are: most words are in no example."""
        self.transformer.embeddings.word_embeddings.requires_grad_(False)

    def heads(self, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The logits for n × t vectors of the last layer."""
        return self.tokens(hidden), self.answers(hidden[:, 0]).squeeze(-1)


class Reader(Network):
    """The one that ships: MiniLM."""

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__(transformer, HIDDEN)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits for token ids, their mask, and which of them are the text's (1)."""
        hidden = self.transformer(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.heads(hidden)


def base() -> torch.nn.Module:
    """The transformer with the published weights. Raises SystemExit if they are not those.

    Without dropout: on a CPU drawing its random numbers takes a third of a step, and few examples
    are seen twice. Attention written out is exported plainly and is the fastest to train on a CPU.
    """
    with tempfile.TemporaryDirectory() as folder:
        unpack(Path(folder))
        return AutoModel.from_pretrained(
            folder,
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )


def tokenizer() -> Tokenizer:
    """The bundled tokenizer; of a long pair the text's end is left out."""
    made = Tokenizer.from_file(str(TOKENIZER))
    made.no_padding()
    made.enable_truncation(MAX_TOKENS, strategy="only_second")
    return made


@dataclass(frozen=True)
class Batch:
    """Pairs as tensors, n × t, padded with zeros."""

    input_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_type_ids: torch.Tensor


def batch(encodings: Sequence[Encoding]) -> Batch:
    """Pairs of different lengths as one batch."""
    longest = max(len(encoding.ids) for encoding in encodings)
    longest = -(-longest // ROUNDED) * ROUNDED

    def padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*row, *([0] * (longest - len(row)))] for row in rows])

    return Batch(
        padded([e.ids for e in encodings]),
        padded([e.attention_mask for e in encodings]),
        padded([e.type_ids for e in encodings]),
    )
