"""`python -m training.train --data DIR --out DIR --minutes N`: trains the reader within a time budget."""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn

from training import checkpoint
from training.batches import Batch, stream
from training.examples import Example, file_hash, from_row, read_rows
from training.mix import build_mix, read_pools
from training.model import Reader, load_tokenizer, reading_loss

CHECKPOINT_SECONDS = 300.0
LOG_STEPS = 20
WARM_UP = 0.04
ANSWER_WEIGHT = 0.5


@dataclass(frozen=True)
class Plan:
    """The settings of a run."""

    data: Path
    out: Path
    minutes: float
    seed: int = 7
    batch: int = 32
    rate: float = 1.5e-4
    threads: int = 2
    limit: int | None = None
    """Only this many examples of the mix, for a trial."""
    extra: Path | None = None
    """More examples in the common format, taken whole into every epoch."""
    init: Path | None = None
    """A checkpoint whose weights to begin from; its optimizer and clock are not taken."""
    resume: bool = False

    def written(self) -> dict[str, Any]:
        """As the log and the checkpoint record it."""
        return {key: str(value) if isinstance(value, Path) else value for key, value in vars(self).items()}


def learning_rate(peak: float, fraction: float) -> float:
    """Linear warm-up, then linear decay to zero, by the fraction of the time budget that is spent."""
    return peak * min(fraction / WARM_UP, max(0.0, (1 - fraction) / (1 - WARM_UP)), 1.0)


def epochs(plan: Plan) -> Callable[[int], list[Example]]:
    """Make the n-th epoch's mix on demand."""
    pools = read_pools(plan.data)
    extra = [from_row(row, "extra") for row in read_rows(plan.extra)] if plan.extra else []
    return lambda number: build_mix(pools, plan.seed + number, extra)[: plan.limit]


def optimizer_for(model: nn.Module) -> torch.optim.AdamW:
    """AdamW, with weight decay on matrices only."""
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), fused=True)


def step(model: Reader, optimizer: torch.optim.Optimizer, batch: Batch) -> tuple[float, float]:
    """One update; returns the span loss and the answerable loss."""
    with torch.autocast("cpu", torch.bfloat16):
        outputs = model(batch.input_ids, batch.attention_mask, batch.token_type_ids)
    span, answer = reading_loss(outputs, batch.starts, batch.ends, batch.answerable)
    torch.autograd.backward(span + ANSWER_WEIGHT * answer)
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(span.detach()), float(answer.detach())


class Log:
    """Lines to the screen and to a file: one JSON object each."""

    def __init__(self, path: Path) -> None:
        """Append to what earlier sittings of the run wrote."""
        self._file = path.open("a", encoding="utf-8")

    def write(self, **fields: Any) -> None:
        """One line, at once on disk."""
        line = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **fields})
        print(line, flush=True)
        print(line, file=self._file, flush=True)


def train(plan: Plan) -> None:
    """Train until the time budget is spent."""
    torch.manual_seed(plan.seed)
    random.seed(plan.seed)
    torch.set_num_threads(plan.threads)
    plan.out.mkdir(parents=True, exist_ok=True)
    log, saved = Log(plan.out / "train.log"), plan.out / "last.pt"
    model = Reader()
    optimizer = optimizer_for(model)
    progress = checkpoint.Progress()
    if plan.resume:
        progress = checkpoint.load(saved, model, optimizer)
    elif plan.init:
        checkpoint.load(plan.init, model)
    files = [*sorted(plan.data.glob("*.jsonl.xz")), *([plan.extra] if plan.extra else [])]
    log.write(
        event="begin",
        plan=plan.written(),
        progress=vars(progress),
        data={f.name: file_hash(f) for f in files},
    )
    batches = stream(load_tokenizer(), epochs(plan), plan.batch, plan.seed, skip=progress.steps)
    _run(plan, model, optimizer, progress, batches, log)
    checkpoint.save(saved, model, optimizer, progress, plan.written())
    log.write(event="end", progress=vars(progress))


def _run(
    plan: Plan,
    model: Reader,
    optimizer: torch.optim.Optimizer,
    progress: checkpoint.Progress,
    batches: Iterator[Batch],
    log: Log,
) -> None:
    budget, last_save = plan.minutes * 60, progress.seconds
    sums, examples, since, begun = [0.0, 0.0], 0, progress.seconds, progress.steps
    model.train()
    batch, clock = next(batches), time.monotonic()
    while progress.seconds < budget:
        rate = learning_rate(plan.rate, progress.seconds / budget)
        for group in optimizer.param_groups:
            group["lr"] = rate
        losses = step(model, optimizer, batch)
        now = time.monotonic()
        progress.seconds, clock = progress.seconds + now - clock, now
        progress.steps, progress.examples = progress.steps + 1, progress.examples + len(batch.answerable)
        sums, examples = [a + b for a, b in zip(sums, losses, strict=True)], examples + len(batch.answerable)
        if progress.steps % LOG_STEPS == 0:
            speed = examples / (progress.seconds - since)
            means = [round(s / (progress.steps - begun), 4) for s in sums]
            log.write(
                **vars(progress), span=means[0], answer=means[1], rate=rate, examples_per_s=round(speed, 2)
            )
            sums, examples, since, begun = [0.0, 0.0], 0, progress.seconds, progress.steps
        if progress.seconds - last_save > CHECKPOINT_SECONDS:
            checkpoint.save(plan.out / "last.pt", model, optimizer, progress, plan.written())
            last_save = progress.seconds
        batch = next(batches)


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of reading sets (*.jsonl.xz)")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint and log")
    parser.add_argument("--minutes", type=float, required=True, help="time budget of the whole schedule")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--extra", type=Path, help="more examples in the common format")
    parser.add_argument("--init", type=Path, help="checkpoint to begin from, with a fresh schedule")
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    train(Plan(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
