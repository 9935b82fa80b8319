"""Examples made by `python -m bot.training`, as tokens, in the order in which they are learned.

Owns how a window's characters become ranges of tokens, and which windows share a batch. With labels
of a teacher, each example has what the teacher made of it (`teacher.py`).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer

POOL = 20  # batches shuffled together, so that neighbours in length can share one


@dataclass(frozen=True)
class Label:
    """A teacher's logits: tokens × 3 (`network.HEADS`, half precision), and that it answers."""

    tokens: torch.Tensor
    answers: float


@dataclass(frozen=True)
class Example:
    """A pair as token ids; sentences and answers as ranges of tokens, end exclusive."""

    encoding: Encoding
    sentences: tuple[tuple[int, int], ...]
    answers: tuple[tuple[int, int], ...]
    kind: str
    source: str
    label: Label | None = None


def read(files: Sequence[Path], encode: Tokenizer) -> Iterator[Example]:
    """The examples of some files; an answer beyond the token limit is no answer."""
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            encoding = encode.encode(fields["question"], fields["text"])
            yield Example(
                encoding,
                tuple(_tokens(encoding, *place) for place in fields["sentences"]),
                tuple(
                    t for place in fields["answers"] if (t := _tokens(encoding, *place))[1] > t[0]
                ),
                fields["kind"],
                fields["source"],
            )


def labelled(examples: Sequence[Example], files: Sequence[Path]) -> list[Example]:
    """The examples with the labels of some files, in the same order.

    Raises SystemExit if these labels are of other examples.
    """
    labels = [label for file in files for label in torch.load(file, weights_only=True)]
    counts = [len(example.encoding.ids) for example in examples]
    if counts != [len(tokens) for tokens, _ in labels]:
        raise SystemExit("The labels are of other examples: make them of the same files, in order")
    return [
        replace(example, label=Label(*label))
        for example, label in zip(examples, labels, strict=True)
    ]


def _tokens(encoding: Encoding, start: int, end: int) -> tuple[int, int]:
    """The range of the text's tokens that have a character of this stretch."""
    inside = [
        n
        for n, ((first, last), kind) in enumerate(
            zip(encoding.offsets, encoding.type_ids, strict=True)
        )
        if kind == 1 and last > first and first < end and last > start
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def batches(
    examples: Sequence[Example], seed: int, passes: int, size: int, halved: Sequence[str] = ()
) -> list[list[Example]]:
    """All batches of all passes, in order. A halved source gives each pass its half."""
    order = random.Random(seed)  # noqa: S311 - the same order each time
    made: list[list[Example]] = []
    halves = [order.randrange(passes) for _ in examples]
    for number in range(passes):
        chosen = [
            e
            for e, half in zip(examples, halves, strict=True)
            if half == number or not any(name in e.source for name in halved)
        ]
        order.shuffle(chosen)
        for first in range(0, len(chosen), size * POOL):
            pool = sorted(chosen[first : first + size * POOL], key=lambda e: len(e.encoding.ids))
            some = [pool[n : n + size] for n in range(0, len(pool), size)]
            order.shuffle(some)
            made += some
    return made
