"""How fast and how large, on this machine, as ratios where there is something to compare with.

Owns the timing. Seconds differ between machines and moments: trust the ratios.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import psutil

import index
from bot.answer import Usage
from bot.answering import Answerer
from bot.evaluation.figures import Figure
from bot.llm.model import Completion
from bot.prompting import Prompts
from bot.writing.writer import Writer
from index import passages
from index.build import Builder
from index.embedding import MiniLM
from index.formats import find_files, read
from index.snapshots import Library, Settings

ROUNDS = 3
# Percentiles and what they should stay below; the first key says whether a reader reads.
BARS_MS: dict[bool, dict[int, float | None]] = {False: {50: 30, 95: 80}, True: {50: None, 95: 120}}
WRITTEN_MS = 150  # p95 of search, picking, sheet and checks
LISTED = re.compile(r"^\[S\d+\] [^\n]+", re.MULTILINE)  # a sentence of the evidence sheet
MODELS = Path(index.__file__).parent / "models"
FP32_TEXTS = 32  # one batch as Chroma makes them
COPIES = 8  # of the articles, for a throughput that start-up does not hide
QUESTION = "Who leads the US delegation?"


def questions(
    library: Library, answerer: Answerer, texts: Sequence[str], way: str
) -> Iterator[Figure]:
    """A warm question, and the same beside embedding plus one bare query of Chroma."""
    embedder, store = MiniLM(), library.snapshot().store

    def bare(text: str) -> None:
        store.nearest(embedder.embed_question(text), 10)

    def ask(text: str) -> None:
        answerer.answer(text)

    for text in texts:  # warm: every article is read and parsed once
        ask(text)
        bare(text)
    pairs = [(_ms(ask, text), _ms(bare, text)) for _ in range(ROUNDS) for text in texts]
    mine, others = np.array(pairs).T
    for percent, bar in BARS_MS[answerer.picker.reads].items():
        took = float(np.percentile(mine, percent))
        yield Figure(f"warm question {way}, p{percent}", took, "ms", len(mine), bar, True)
    yield Figure("embedding and one bare Chroma query, p50", float(np.percentile(others, 50)), "ms")
    ratio = float(np.median(mine / others))
    yield Figure(f"warm question {way} / embedding and one bare query, p50", ratio, "×")


def written(answerer: Answerer, texts: Sequence[str]) -> Iterator[Figure]:
    """An answer that a model wrote, with one that takes no time: search, picking, sheet, prompt,
    reading the reply, checking it, and the same again for what failed."""
    writing = replace(answerer, writer=Writer(Instant(), Prompts.load()))

    def ask(text: str) -> bool:
        return writing.answer(text).writing is not None

    asked = [text for text in texts if ask(text)]
    took = [_ms(ask, text) for _ in range(ROUNDS) for text in asked]
    name = "written answer, without the model's own time"
    yield Figure(f"{name}, p50", float(np.percentile(took, 50)), "ms", len(took))
    p95 = float(np.percentile(took, 95))
    yield Figure(f"{name}, p95", p95, "ms", len(took), WRITTEN_MS, lower_is_better=True)


class Instant:
    """A model that says the first sentences of the sheet, and one that no evidence has."""

    name = "instant:1"

    def complete(self, system: str, prompt: str, *, within_s: float | None = None) -> Completion:
        """Four sentences, three of which can hold."""
        said = [line.split("] ", 1) for line in LISTED.findall(prompt)[:3]]
        lines = [f"{text.rstrip('.')} {id}]." for id, text in said]
        return Completion("\n".join([*lines, "Ruritania agreed in 1847 [S1]."]), Usage(calls=1))


def processes(articles: Path, folder: Path) -> Iterator[Figure]:
    """Whole commands from a cold start, the best of a few, and their peak memory."""
    program = [str(Path(sys.executable).with_name("pullquote"))]
    data = ["--data", str(folder / "cold")]
    seconds, peak = _run([*program, *data, "index", str(articles)])
    yield Figure(
        "the five articles indexed from nothing", seconds, "s", bar=6, lower_is_better=True
    )
    yield Figure("peak memory, index", peak, "MB", bar=600, lower_is_better=True)
    seconds, peak = min(_run([*program, *data, "ask", QUESTION]) for _ in range(ROUNDS))
    yield Figure("pullquote ask, cold", seconds, "s", bar=2.5, lower_is_better=True)
    yield Figure("peak memory, ask", peak, "MB", bar=700, lower_is_better=True)
    seconds, _ = min(_run([*program, "--help"]) for _ in range(ROUNDS))
    yield Figure("pullquote --help", seconds, "s", bar=0.3, lower_is_better=True)


def indexing(articles: Path, folder: Path, fp32: Path | None) -> Iterator[Figure]:
    """Texts embedded a second by a whole indexing run, beside the bare embedding of the same: in
    turns, and the best of each, since whatever else the machine does only makes them slower."""
    copied = _copies(articles, folder / "copies")
    texts = [text for file in find_files([copied])[0] for text in _texts(file)]
    embedder = MiniLM()
    embedder.embed(texts[:8])
    settings = Settings(embedder.name, embedder.dimensions, 128)
    builders = [Builder(folder / f"whole-{n}", settings, embedder) for n in range(ROUNDS)]
    runs = [
        (_seconds(partial(embedder.embed, texts)), _seconds(partial(builder.build, [copied])))
        for builder in builders
    ]
    bare, whole = (min(seconds) for seconds in zip(*runs, strict=True))
    yield Figure("texts indexed a second", len(texts) / whole, "/s", len(texts))
    yield Figure("indexing / bare embedding rate", bare / whole, "×", bar=0.8)
    if fp32:
        yield _against_fp32(embedder, texts, fp32)


def _against_fp32(embedder: MiniLM, texts: Sequence[str], fp32: Path) -> Figure:
    some = sorted(texts, key=len)[:: max(1, len(texts) // FP32_TEXTS)][:FP32_TEXTS]
    embed = _as_chroma_does(fp32)
    ratio = _seconds(lambda: embed(some)) / _seconds(lambda: embedder.embed(some))
    return Figure("bare embedding / Chroma's way with the fp32 model", ratio, "×", len(some))


def _as_chroma_does(fp32: Path) -> Callable[[Sequence[str]], object]:
    """Chroma's embedding function: batches of 32, every text padded to 256 tokens, the runtime's
    default threads (ONNXMiniLM_L6_V2 in chromadb 1.5, which would download the same weights)."""
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODELS / "minilm" / "tokenizer.json"))
    tokenizer.enable_truncation(max_length=256)
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]", length=256)  # noqa: S106 - no password
    session = onnxruntime.InferenceSession(str(fp32))

    def embed(texts: Sequence[str]) -> object:
        encoded = tokenizer.encode_batch(list(texts))
        return session.run(
            None,
            {
                "input_ids": np.array([one.ids for one in encoded]),
                "attention_mask": np.array([one.attention_mask for one in encoded]),
            },
        )

    return embed


def _copies(articles: Path, folder: Path) -> Path:
    folder.mkdir()
    for number in range(COPIES):
        for file in sorted(articles.glob("*.txt")):
            text = file.read_text(encoding="utf-8") + f"\n\nThis is copy number {number}.\n"
            (folder / f"{file.stem}-{number}.txt").write_text(text, encoding="utf-8")
    return folder


def _texts(file: Path) -> list[str]:
    article = read(file)
    return [
        *(passage.text for passage in passages.split(article)),
        *(article.text[s.start : s.end] for s in article.sentences),
    ]


def _ms(work: Callable[[str], object], text: str) -> float:
    return _seconds(lambda: work(text)) * 1000


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own program
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.Error:
            break
        time.sleep(0.01)
    if process.wait():
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}")
    return time.perf_counter() - started, peak / 1e6
