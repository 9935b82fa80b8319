"""What a reader's numbers cost, against what the annotators marked or what a teacher made of it.

Owns the loss: where answers start and end, which sentences have one, whether there is one at all.
The second kind is Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network" (2015):
a teacher's doubts say more of a window than its one right answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from examples import Example, Label
from network import Network, batch
from torch.nn.functional import binary_cross_entropy_with_logits

ANSWERS_WEIGHT = 0.5
TEMPERATURE = 1.5  # of the shares of tokens that a teacher's doubts are spread over
NOWHERE = -1e4  # the logit of a token that can be no answer


def loss(
    model: Network, examples: Sequence[Example], device: torch.device, trust: float = 0.0
) -> torch.Tensor:
    """The cost of a batch: `trust` of it against a teacher's labels, the rest against the marks."""
    inputs = batch([example.encoding for example in examples])
    types = inputs.token_type_ids.to(device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        tokens, answers = model(
            inputs.input_ids.to(device), inputs.attention_mask.to(device), types
        )
    tokens, answers = tokens.float(), answers.float()
    possible = types.bool()
    possible[:, 0] = True  # the first token stands for "not here"
    marked = _marked(tokens, answers, possible, examples) if trust < 1 else torch.zeros(())
    taught = _taught(tokens, answers, possible, examples) if trust > 0 else torch.zeros(())
    return (1 - trust) * marked + trust * taught


def _marked(
    tokens: torch.Tensor, answers: torch.Tensor, possible: torch.Tensor, some: Sequence[Example]
) -> torch.Tensor:
    spans = tokens[..., :2].masked_fill(~possible.unsqueeze(-1), NOWHERE).log_softmax(1)
    right = torch.tensor([float(bool(e.answers)) for e in some], device=tokens.device)
    where = torch.stack([_marginal(spans[n], e) for n, e in enumerate(some)]).mean()
    truth = [
        float(any(a < end and start < b for a, b in e.answers))
        for e in some
        for start, end in e.sentences
        if end > start
    ]
    return (
        where
        + _of_sentences(tokens[..., 2], some, torch.tensor(truth, device=tokens.device))
        + ANSWERS_WEIGHT * binary_cross_entropy_with_logits(answers, right)
    )


def _taught(
    tokens: torch.Tensor, answers: torch.Tensor, possible: torch.Tensor, some: Sequence[Example]
) -> torch.Tensor:
    labels = [_label(example) for example in some]
    theirs = torch.full(tokens.shape, NOWHERE)
    for row, label in enumerate(labels):
        theirs[row, : len(label.tokens)] = label.tokens.float()
    theirs = theirs.to(tokens.device)
    impossible = ~possible.unsqueeze(-1)
    share, own = (
        (of[..., :2] / TEMPERATURE).masked_fill(impossible, NOWHERE) for of in (theirs, tokens)
    )
    where = -(share.softmax(1) * own.log_softmax(1)).sum(1).mean() * TEMPERATURE**2
    of_sentences = _means(theirs[..., 2], some).sigmoid()
    answering = torch.tensor([label.answers for label in labels], device=tokens.device).sigmoid()
    return (
        where
        + _of_sentences(tokens[..., 2], some, of_sentences)
        + ANSWERS_WEIGHT * binary_cross_entropy_with_logits(answers, answering)
    )


def _label(example: Example) -> Label:
    if example.label is None:
        raise SystemExit("An example has no label of the teacher: give --labels")
    return example.label


def _marginal(spans: torch.Tensor, example: Example) -> torch.Tensor:
    """The cost of not putting start and end where one of the annotators did (t × 2 log shares)."""
    starts = sorted({start for start, _ in example.answers}) or [0]
    ends = sorted({end - 1 for _, end in example.answers}) or [0]
    return -(spans[starts, 0].logsumexp(0) + spans[ends, 1].logsumexp(0)) / 2


def _means(relevance: torch.Tensor, some: Sequence[Example]) -> torch.Tensor:
    """A sentence's logit is the mean over its tokens; those of all sentences, one after another."""
    return torch.stack([
        row[start:end].mean()
        for row, example in zip(relevance, some, strict=True)
        for start, end in example.sentences
        if end > start
    ])  # fmt: skip


def _of_sentences(
    relevance: torch.Tensor, some: Sequence[Example], truth: torch.Tensor
) -> torch.Tensor:
    # Summed over a text's sentences, so that a long text does not make each of them count less.
    logits = _means(relevance, some)
    return binary_cross_entropy_with_logits(logits, truth, reduction="sum") / len(some)
