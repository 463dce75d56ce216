"""Checkpoints that survive a killed process: written beside, then renamed over."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer


@dataclass
class Progress:
    """Where a run stands: enough to go on as if it had never stopped."""

    steps: int = 0
    seconds: float = 0.0
    """Wall time spent training, over all resumptions: what the schedule counts."""
    examples: int = 0


def save(
    path: Path, model: nn.Module, optimizer: Optimizer, progress: Progress, settings: dict[str, Any]
) -> None:
    """Replace the checkpoint at `path`; a kill at any moment leaves the old one or the new one, whole."""
    beside = path.with_suffix(".writing")
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "progress": asdict(progress)}
    with beside.open("wb") as file:
        torch.save({**state, "settings": settings}, file)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def load(path: Path, model: nn.Module, optimizer: Optimizer | None = None) -> Progress:
    """Fill the model (and the optimizer) from a checkpoint."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    if optimizer is not None:
        optimizer.load_state_dict(state["optimizer"])
    return Progress(**state["progress"])
