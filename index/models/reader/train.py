"""Train the reader on examples made by `python -m bot.training`.

    export/bin/python index/models/reader/train.py OUT --examples FILE... --watched FILE...
    … [--network mpnet] [--labels FILE... --trust 0.7]       # a teacher; to learn from its labels

`export` is the environment that `index/models/minilm/export.py` names. Checkpoints go to OUT, and a
run that was stopped goes on from the last one. `--kept` names steps whose checkpoints stay, from
which `export.py` can make a mean. The checkpoint with the lowest loss on the watched
examples, which are of another kind than those trained on, is kept as OUT/best.pt. Runs on a GPU if
there is one. The same seed gives the same order of examples, whatever was interrupted.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from examples import Example, batches, labelled, read
from losses import loss
from network import Network, Reader, base, tokenizer
from starting import weights
from teacher import untrained

EVERY = 200  # steps from checkpoint to checkpoint
WARM_UP = 0.06  # of the steps


@dataclass(frozen=True)
class Plan:
    """What a run is, so that another plan does not go on from its checkpoints."""

    passes: int
    halved: tuple[str, ...]
    without: tuple[str, ...]
    size: int
    rate: float
    head_rate: float
    seed: int
    start: str  # SHA-256 of the weights that training goes on from; empty: the published ones
    network: str
    trust: float  # share of the loss that is against a teacher's labels


def main() -> None:
    """Train, and say how it goes."""
    options = _options()
    plan = Plan(
        options.passes, tuple(options.halved), tuple(options.without), options.size, options.rate,
        options.head_rate, options.seed, _sum(options.start), options.network, options.trust,
    )  # fmt: skip
    encode = tokenizer()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    trained = list(read(options.examples, encode))
    if options.labels:
        trained = labelled(trained, options.labels)
    trained = [example for example in trained if example.kind not in plan.without]
    watched = list(read(options.watched, encode))[:: options.watched_step]
    print(f"{len(trained):,} examples, {len(watched):,} watched, on {device}", flush=True)
    torch.manual_seed(plan.seed)
    model: Network = untrained() if plan.network == "mpnet" else Reader(base())
    if options.start:
        model.load_state_dict(weights(options.start))
    order = batches(trained, plan.seed, plan.passes, plan.size, plan.halved)
    Run(model.to(device), order, plan, options.out, device).go(watched, options.kept)


def _sum(file: Path | None) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--watched", type=Path, nargs="+", required=True)
    parser.add_argument("--watched-step", type=int, default=1, help="take every n-th of them")
    parser.add_argument("--halved", nargs="*", default=[], help="sources seen once in two passes")
    parser.add_argument("--without", nargs="*", default=[], help="kinds of examples left out")
    parser.add_argument("--start", type=Path, help="a checkpoint, or a model.onnx, to go on from")
    parser.add_argument(
        "--kept", type=int, nargs="*", default=[], help="steps whose checkpoints stay, for a mean"
    )
    parser.add_argument("--network", choices=["minilm", "mpnet"], default="minilm")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="of teacher.py")
    parser.add_argument("--trust", type=float, default=0.0, help="share of the loss by labels")
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--size", type=int, default=24, help="pairs a step")
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


class Run:
    """A run of training: model, optimiser, the step it is at."""

    def __init__(
        self,
        model: Network,
        order: list[list[Example]],
        plan: Plan,
        out: Path,
        device: torch.device,
    ) -> None:
        self.model, self.order, self.plan, self.out, self.device = model, order, plan, out, device
        model.freeze()
        heads = [*model.tokens.parameters(), *model.answers.parameters()]
        body = [p for p in model.transformer.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [
                {"params": body, "lr": plan.rate, "weight_decay": 0.01},
                {"params": heads, "lr": plan.head_rate, "weight_decay": 0.0},
            ],
            fused=True,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate)
        self.step, self.best, self.seconds = 0, float("inf"), 0.0
        out.mkdir(parents=True, exist_ok=True)

    def _rate(self, step: int) -> float:
        warm = max(1, int(WARM_UP * len(self.order)))
        left = (len(self.order) - step) / max(1, len(self.order) - warm)
        return min(step / warm, max(0.0, left))

    def go(self, watched: Sequence[Example], kept: Sequence[int] = ()) -> None:
        """Trains to the end, from the last checkpoint if there is one."""
        self._resume()
        total, started = 0.0, time.perf_counter()
        while self.step < len(self.order):
            total += self._learn(self.order[self.step])
            self.step += 1
            if self.step % EVERY == 0 or self.step == len(self.order):
                self.seconds += time.perf_counter() - started
                seen = self._watch(watched)
                print(
                    f"step {self.step:,} of {len(self.order):,}: loss {total / EVERY:.4f}, "
                    f"watched {seen:.4f}, {self.seconds / 60:.1f} min",
                    flush=True,
                )
                self._save(seen, keep=self.step in kept)
                total, started = 0.0, time.perf_counter()

    def _learn(self, examples: Sequence[Example]) -> float:
        self.model.train()
        cost = loss(self.model, examples, self.device, self.plan.trust)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad()
        return float(cost.detach())

    @torch.no_grad()  # type: ignore[untyped-decorator]  # no torch where this is checked
    def _watch(self, watched: Sequence[Example]) -> float:
        self.model.eval()
        size = self.plan.size
        rows = sorted(watched, key=lambda e: len(e.encoding.ids))
        costs = [
            float(loss(self.model, rows[n : n + size], self.device)) * len(rows[n : n + size])
            for n in range(0, len(rows), size)
        ]
        return sum(costs) / max(1, len(rows))

    def _save(self, seen: float, *, keep: bool) -> None:
        better = seen < self.best
        self.best = min(seen, self.best)
        state = {
            "plan": asdict(self.plan), "step": self.step, "best": self.best,
            "seconds": self.seconds, "model": self.model.state_dict(),
            "optimiser": self.optimiser.state_dict(), "schedule": self.schedule.state_dict(),
        }  # fmt: skip
        torch.save(state, self.out / "new.pt")
        (self.out / "new.pt").replace(self.out / "last.pt")
        for name in (["best.pt"] if better else []) + ([f"step-{self.step}.pt"] if keep else []):
            torch.save({k: state[k] for k in ("plan", "step", "model")}, self.out / name)

    def _resume(self) -> None:
        file = self.out / "last.pt"
        if not file.exists():
            return
        state = torch.load(file, map_location=self.device, weights_only=True)
        if state["plan"] != asdict(self.plan):
            sys.exit(f"{file} is of another plan: choose another folder. It has {state['plan']}")
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])
        self.step, self.best, self.seconds = state["step"], state["best"], state["seconds"]


if __name__ == "__main__":
    main()
